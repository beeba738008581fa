"""Words that Wagtail derives from names in its code, and filters that are of no use here."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.models import Site
from wagtail.sites.views import IndexView as SitesView

LINK_LABELS = {
    "link_text": _("Текст ссылки"),
    "email_address": _("Адрес электронной почты"),
    "phone_number": _("Номер телефона"),
    "subject": _("Тема письма"),
    "body": _("Текст письма"),
}
LINK_FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)


def use_russian_words() -> None:
    """Give the forms of links and the list of sites their labels; called once at the start."""
    for form in LINK_FORMS:
        for name, label in LINK_LABELS.items():
            if name in form.base_fields:
                form.base_fields[name].label = label
    names = {field.name: field.verbose_name for field in Site._meta.fields}
    for column in SitesView.columns:
        if column.name in ("port", "site_name", "root_page"):
            column.label = capfirst(names[column.name])


#: Filters that offer people and sites of the whole network, and read every page of it for that.
WHOLE_SITE_FILTERS = {
    PageFilterSet: ("owner", "edited_by", "site"),
    GenericPageFilterSet: ("owner", "edited_by", "site"),
    LockedPagesReportFilterSet: ("locked_by",),
}


def drop_filters_of_whole_site() -> None:
    """Leave them out of the lists of pages: nobody may learn from them who works in another school."""
    for filters, names in WHOLE_SITE_FILTERS.items():
        for name in names:
            filters.declared_filters.pop(name, None)
            filters.base_filters.pop(name, None)

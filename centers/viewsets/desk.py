"""The screen of one centre: its sections and materials in one place, each with its button."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from centers.models import (
    AlbumPage,
    Center,
    CenterPage,
    DocumentsPage,
    EquipmentPage,
    EventIndexPage,
    EventPage,
    FunctionsPage,
    GalleryPage,
    GeneralInfoPage,
    Membership,
    NewsIndexPage,
    NewsPage,
    ProgramIndexPage,
    ProgramPage,
    TeachersPage,
    TimetablePage,
)
from centers.panels import row_list
from centers.permissions import centers_for, may
from centers.viewsets.base import RegisterIndexView
from toolkit.lists import ROWS
from toolkit.text import count_phrase

#: Rows that a section shows, by page type.
ROWS_OF_SECTION = {
    DocumentsPage: ("documents",),
    TeachersPage: ("teachers",),
    EquipmentPage: ("rooms", "equipment"),
    TimetablePage: ("lessons", "replacements"),
}
#: Pages that stand below a section: their type, how they are counted, the button.
PAGES_OF_SECTION = {
    ProgramIndexPage: (
        ProgramPage,
        (gettext_lazy("программа"), gettext_lazy("программы"), gettext_lazy("программ")),
        gettext_lazy("Добавить программу"),
    ),
    EventIndexPage: (
        EventPage,
        (gettext_lazy("мероприятие"), gettext_lazy("мероприятия"), gettext_lazy("мероприятий")),
        gettext_lazy("Добавить мероприятие"),
    ),
    GalleryPage: (
        AlbumPage,
        (gettext_lazy("альбом"), gettext_lazy("альбома"), gettext_lazy("альбомов")),
        gettext_lazy("Добавить альбом"),
    ),
    NewsIndexPage: (
        NewsPage,
        (gettext_lazy("новость"), gettext_lazy("новости"), gettext_lazy("новостей")),
        gettext_lazy("Добавить новость"),
    ),
}


def section_card(page: Page, center: Center) -> dict:
    """What the screen says of a section: how much there is, and where its buttons lead."""
    model = page.cached_content_type.model_class()
    counts, buttons = [], []
    for name in ROWS_OF_SECTION.get(model, ()):
        rows = row_list(name)
        counts.append(rows.count_label(rows.of(center.pk).count()))
        buttons.append((str(rows.add_label), rows.add_url(center.pk)))
        buttons.extend(rows.other_links(center.pk))
        buttons.append((str(rows.list_label), rows.list_url(center.pk)))
    if model in PAGES_OF_SECTION:
        below, forms, add_label = PAGES_OF_SECTION[model]
        counts.append(count_phrase(page.numchild, *(str(form) for form in forms)))
        add = reverse("wagtailadmin_pages:add", args=["centers", below._meta.model_name, page.pk])
        buttons.append((str(add_label), add))
        if page.numchild:
            buttons.append((_("Список"), reverse("wagtailadmin_explore", args=[page.pk])))
    return {
        "title": page.get_admin_display_title(),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "live": page.live,
        "hidden": not page.show_in_menus,
        "has_draft": page.has_unpublished_changes and page.live,
        "counts": counts,
        "buttons": buttons,
        "below": [],
    }


class CenterDeskView(WagtailAdminTemplateMixin, TemplateView):
    """All that a person does for a centre begins here."""

    template_name = "centers/admin/desk.html"
    header_icon = "site"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        centers = centers_for(request.user).select_related("school", "municipality__region")
        self.center = get_object_or_404(centers, pk=kwargs["center_id"])
        self.page = CenterPage.objects.filter(center=self.center).first()

    def get_page_title(self):
        return self.center.title

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_list"), "label": _("Центры")},
            {"url": "", "label": self.center.title},
        ]

    @cached_property
    def header_buttons(self):
        buttons = []
        if may(self.request.user, "view", Membership):
            people = f"{reverse('people')}?center={self.center.pk}"
            buttons.append(HeaderButton(_("Сотрудники"), url=people, icon_name="group"))
        if self.page is not None and self.page.live:
            url = self.page.get_url(self.request)
            buttons.append(HeaderButton(_("Посмотреть на сайте"), url=url, icon_name="view"))
        return buttons

    def get_sections(self) -> list[dict]:
        if self.page is None:
            return []
        cards = []
        for page in self.page.get_children().order_by("path"):
            card = section_card(page, self.center)
            if page.cached_content_type.model_class() is GeneralInfoPage:
                functions = FunctionsPage.objects.child_of(page).first()
                if functions:
                    url = reverse("wagtailadmin_pages:edit", args=[functions.pk])
                    card["below"].append((functions.title, url))
            cards.append(card)
        return cards

    def get_panels(self) -> list[Component]:
        """What rooms above show of the centre: the hook `construct_center_desk(request, center, panels)`."""
        panels: list[Component] = []
        for construct in hooks.get_hooks("construct_center_desk"):
            construct(self.request, self.center, panels)
        return sorted(panels, key=lambda panel: getattr(panel, "order", 100))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {
            "center": self.center,
            "center_page": self.page,
            "sections": self.get_sections(),
            "register_url": reverse("register_center:edit", args=[self.center.pk]),
            "school_url": (
                reverse("register_school:edit", args=[self.center.school_id])
                if may(self.request.user, "change", self.center.school)
                else ""
            ),
        }
        context["panels"] = self.get_panels()
        if self.page is not None:
            context["page_edit_url"] = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
            context["explore_url"] = f"{reverse('wagtailadmin_explore', args=[self.page.pk])}?ordering=ord"
        return context


def back_to_desk(request, page: Page):
    """`after_edit_page`, `after_create_page`: who has published a page of a centre returns to the centre."""
    if not request.POST.get("action-publish") or request.POST.get("next"):
        return None
    place = CenterPage.objects.ancestor_of(page, inclusive=True).first()
    if place is None or not centers_for(request.user).filter(pk=place.center_id).exists():
        return None
    return redirect("center_desk", place.center_id)


class CenterListView(RegisterIndexView):
    """Choosing a centre to work with; with `?add=documents` the choice leads to the form of a new row."""

    model = Center
    page_title = gettext_lazy("Центры")
    header_icon = "site"
    index_url_name = "center_list"
    index_results_url_name = "center_list_results"
    related = ("school", "municipality__region")
    any_permission_required = None
    paginate_by = ROWS
    default_ordering = None

    @cached_property
    def adding(self):
        return row_list(self.request.GET.get("add", ""))

    @property
    def intro(self):
        return (
            _("Выберите центр: {what}.").format(what=str(self.adding.add_label).lower())
            if self.adding
            else ""
        )

    def get_base_queryset(self):
        return centers_for(self.request.user).select_related(*self.related)

    def get_center_url(self, center: Center) -> str:
        return self.adding.add_url(center.pk) if self.adding else reverse("center_desk", args=[center.pk])

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "title", label=_("Центр"), get_url=self.get_center_url, sort_key="school__short_name"
            ),
            Column("municipality", label=_("Муниципалитет"), sort_key="municipality__name"),
            Column(
                "region",
                classname="admin-wide",
                label=_("Регион"),
                accessor="municipality.region",
                sort_key="municipality__region__name",
            ),
            Column("state", label=_("Состояние"), accessor="get_state_display", sort_key="state"),
        ]

    @property
    def add_url(self):
        opens = not self.adding and may(self.request.user, "add", Center)
        return reverse("opening") if opens else None

    add_item_label = gettext_lazy("Открыть новый центр")


desk_urls = [
    path("centers/", CenterListView.as_view(), name="center_list"),
    path("centers/results/", CenterListView.as_view(results_only=True), name="center_list_results"),
    path("centers/<int:center_id>/", CenterDeskView.as_view(), name="center_desk"),
]

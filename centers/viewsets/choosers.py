"""Choosing a centre out of thousands by the beginning of its name."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.permissions import policy_registry

from centers.models import Center
from centers.permissions import centers_for
from toolkit.lists import LatePaginator
from toolkit.numbers import row_number


class OwnRowsMixin:
    """A chooser that offers what the person may choose, and nothing else."""

    paginator_class = LatePaginator

    def get_object_list(self):
        user, rows = self.request.user, super().get_object_list()
        return policy_registry.get_by_type(rows.model).among(user, ("view", "choose", "change"), rows)

    def filter_object_list(self, objects):
        """Search in all rows, then keep own ones: the index cannot narrow by what places follow from."""
        if not self.filter_form.is_valid() or not any(self.filter_form.cleaned_data.values()):
            return super().filter_object_list(objects)
        found = super().filter_object_list(objects.model._default_manager.all())
        if not isinstance(found, QuerySet):
            found = found.get_queryset()
        return objects.filter(pk__in=found.order_by().values("pk"))


class CenterChooseMixin(OwnRowsMixin):
    """Only the person's own centres; the municipality tells namesakes apart."""

    def get_object_list(self):
        return centers_for(self.request.user).select_related("school", "municipality__region")

    @property
    def columns(self):
        title, *others = super().columns
        title.label = _("Центр")
        return [title, *others, Column("municipality", label=_("Муниципалитет"))]


class CenterChooseView(CenterChooseMixin, chooser.ChooseView):
    pass


class CenterChooseResultsView(CenterChooseMixin, chooser.ChooseResultsView):
    pass


class NumberChooser(BaseChooser):
    """The choice that a form shows; what somebody wrote into an address instead of a number is none."""

    def get_instance(self, value):
        is_row = value is None or isinstance(value, self.model_class)
        return super().get_instance(value if is_row else row_number(value))


class CenterChooserViewSet(ChooserViewSet):
    model = Center
    base_widget_class = NumberChooser
    name = "register_center_chooser"
    url_prefix = "register/choose/center"
    icon = "site"
    choose_view_class = CenterChooseView
    choose_results_view_class = CenterChooseResultsView
    page_title = _("Выберите центр")
    choose_one_text = _("Выбрать центр")
    choose_another_text = _("Выбрать другой")
    edit_item_text = _("Открыть в реестре")
    per_page = 20


center_chooser = CenterChooserViewSet()
CenterChooserWidget = center_chooser.widget_class

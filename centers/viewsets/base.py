"""Lists and forms of the register: Russian wording, safe saving, refusals that say why."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import ProtectedError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import RevisionMixin
from wagtail.search.backends import get_search_backend
from wagtail.search.index import class_is_indexed

from centers.forms.base import offer_own_rows
from centers.permissions import may
from centers.services import bin_row
from centers.viewsets.bin_button import with_return
from centers.viewsets.usage import RegisterUsageView
from toolkit.lists import ROWS, LatePaginator
from toolkit.templatetags.ru import ru_date_short
from toolkit.text import fold

NOT_SAVED = gettext_lazy("Не сохранено: исправьте отмеченные поля. Всё введённое осталось на месте.")
SAVED = gettext_lazy("Сохранено: %(model_name)s «%(object)s».")
DELETED = gettext_lazy("Удалено: %(model_name)s «%(object)s». Лежит в корзине.")
IN_BIN = gettext_lazy("Запись окажется в корзине: оттуда её можно вернуть вместе со всем, что с ней связано.")

OVERTAKEN = gettext_lazy(
    "В ту же секунду эту запись сохранил кто-то ещё. Введённое осталось на месте: сохраните ещё раз."
)


class DayColumn(Column):
    """A date as it stands on papers: 04.04.2024. Wagtail's own column says «два года назад»."""

    def get_value(self, instance):
        return ru_date_short(super().get_value(instance))


class Wording:
    """What one kind of rows is called on buttons and headings; Russian cases cannot be derived."""

    #: «Добавить школу»
    add_item_label = gettext_lazy("Добавить")
    #: «Новая школа»
    new_item_title = gettext_lazy("Новая запись")
    #: «Удалить эту школу?»
    delete_question = gettext_lazy("Удалить эту запись?")


class FoundInList:
    """Search of a list that finds beginnings of words in any case, and keeps filters and order.

    `digit_fields` are numbers (ОГРН, ИНН) found by their beginning; `folded_fields` serve the
    small tables that the search index leaves out.
    """

    digit_fields: tuple[str, ...] = ()
    folded_fields: tuple[str, ...] = ()

    @cached_property
    def is_searchable(self):
        return bool(self.folded_fields) or super().is_searchable

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        query = self.search_query.strip()
        digits = "".join(query.split())
        if self.digit_fields and digits.isdecimal():
            wanted = models.Q()
            for name in self.digit_fields:
                wanted |= models.Q(**{f"{name}__startswith": digits})
            return queryset.filter(wanted)
        if class_is_indexed(queryset.model):
            return self._search_index(queryset, query)
        return self._search_folded(queryset, query)

    def _search_index(self, queryset, query: str):
        """Beginnings of the words of names first; when none is found, all that is indexed."""
        backend = get_search_backend()
        everything = queryset.model._default_manager.order_by()
        for search in (backend.autocomplete, backend.search):
            found = search(query, everything, operator="and", order_by_relevance=False)
            matching = queryset.filter(pk__in=found.get_queryset().order_by().values("pk"))
            if matching.exists():
                break
        return matching

    def _search_folded(self, queryset, query: str):
        words = fold(query).split()
        texts = queryset.values_list("pk", *self.folded_fields)
        found = [row[0] for row in texts if all(word in fold(" ".join(map(str, row[1:]))) for word in words)]
        return queryset.filter(pk__in=found)


class RegisterIndexView(FoundInList, Wording, generic.IndexView):
    """A list of the register; `related` names the foreign keys its columns show."""

    paginator_class = LatePaginator
    related: tuple[str, ...] = ()
    #: Heading and sorting of the first column when it is no plain field.
    title_label = ""
    title_sort_key = ""
    template_name = "centers/admin/list.html"
    results_template_name = "centers/admin/list_results.html"

    def get_base_queryset(self):
        queryset = super().get_base_queryset()
        if self.permission_policy:
            queryset = self.permission_policy.among(
                self.request.user, self.any_permission_required or ("view",), queryset
            )
        return queryset.select_related(*self.related) if self.related else queryset

    @cached_property
    def filters(self):
        """Filters offer no foreign places either."""
        filters = super().filters
        if filters:
            offer_own_rows(filters.form, self.request.user)
        return filters

    def _get_title_column(self, *args, **kwargs):
        column = super()._get_title_column(*args, **kwargs)
        if self.title_label:
            column.label = self.title_label
        if self.title_sort_key:
            column.sort_key = self.title_sort_key
        return column


def refuse_overtaken(row: models.Model) -> None:
    """Keep others from saving the row until the transaction ends.

    Raises `ValidationError` when somebody has saved it since it was read for this very request.
    """
    name = "latest_revision_id" if isinstance(row, RevisionMixin) else "updated_at"
    rows = type(row)._base_manager.select_for_update().filter(pk=row.pk)
    if [getattr(row, name)] != list(rows.values_list(name, flat=True)):
        raise ValidationError(OVERTAKEN)


class CarefulSaving:
    """Turns what the database or a service refuses at the last moment into messages of the form."""

    error_message = NOT_SAVED

    def get_error_message(self):
        return str(NOT_SAVED)

    def form_valid(self, form):
        adding = form.instance._state.adding
        if not may(self.request.user, "add" if adding else "change", form.instance):
            # The form offers own places only; whoever sends another has forged it.
            raise PermissionDenied
        try:
            with transaction.atomic():
                if not adding:
                    refuse_overtaken(form.instance)
                response = super().form_valid(form)
                self.tell_news(form)
                return response
        except (IntegrityError, ValidationError) as error:
            if adding:
                form.instance.pk = None
                form.instance._state.adding = True
                self.object = None
            self.explain(form, error)
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def form_invalid(self, form):
        self.tell_news(form)
        return super().form_invalid(form)

    def tell_news(self, form) -> None:
        """Say whose changes stand beside those of the form."""
        if news := form.news():
            messages.info(self.request, news)

    def explain(self, form, error: IntegrityError | ValidationError) -> None:
        """Add to the form what the error means for the person who filled it in."""
        if isinstance(error, IntegrityError):
            form.recheck()
        else:
            form._update_errors(error)


class RegisterCreateView(CarefulSaving, Wording, generic.CreateView):
    success_message = SAVED
    submit_button_label = gettext_lazy("Сохранить")
    submit_button_active_label = gettext_lazy("Сохраняем…")

    def get_page_title(self):
        return self.new_item_title

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-1]["label"] = self.new_item_title
        return items


class RegisterEditView(CarefulSaving, Wording, generic.EditView):
    success_message = SAVED
    submit_button_label = gettext_lazy("Сохранить")
    submit_button_active_label = gettext_lazy("Сохраняем…")


class RegisterDeleteView(Wording, generic.DeleteView):
    """Asks before deleting; a row that others stand on is kept, and they are named."""

    success_message = DELETED
    template_name = "centers/admin/confirm_delete.html"
    #: What else the person should know before deleting.
    consequence = IN_BIN

    def get_page_title(self):
        return _("Удаление")

    @property
    def confirmation_message(self):
        return self.delete_question

    def get_success_message(self):
        text = str(DELETED) % {"model_name": self.object._meta.verbose_name, "object": self.object}
        return with_return(self.request, text, [self.object], back=self.get_success_url())

    def get_usage(self):
        return None

    def get_usage_url(self):
        return None

    def get_consequence(self) -> str:
        return str(self.consequence)

    def get_obstacles(self) -> list[str]:
        """Why the row cannot be deleted now; empty when it can."""
        return []

    def remove(self) -> None:
        """Put the row into the bin. Raises `ValidationError` or `ProtectedError` when that is refused."""
        bin_row(self.object, user=self.request.user)

    def delete_action(self):
        with transaction.atomic():
            self.remove()

    def form_valid(self, form):
        obstacles = self.get_obstacles()
        if not obstacles:
            try:
                return super().form_valid(form)
            except ProtectedError as error:
                obstacles = [self._protected_text(error)]
            except ValidationError as error:
                obstacles = error.messages
        for obstacle in obstacles:
            messages.error(self.request, obstacle)
        return self.render_to_response(self.get_context_data(form=form))

    def _protected_text(self, error: ProtectedError) -> str:
        names = sorted(str(row) for row in error.protected_objects)
        shown = ", ".join(f"«{name}»" for name in names[:5])
        more = _(" и ещё {count}").format(count=len(names) - 5) if len(names) > 5 else ""
        return _(
            "Удалить нельзя: на эту запись опираются {names}{more}. Сначала измените или удалите их."
        ).format(names=shown, more=more)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["obstacles"] = self.get_obstacles()
        context["consequence"] = self.get_consequence()
        context["edit_url"] = reverse(self.edit_url_name, args=[self.object.pk]) if self.edit_url_name else ""
        return context


class RegisterHistoryView(history.HistoryView):
    def get_page_title(self):
        return _("История")


class RegisterViewSet(Wording, ModelViewSet):
    """Base of the lists and forms of the register."""

    index_view_class = RegisterIndexView
    add_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    history_view_class = RegisterHistoryView
    usage_view_class = RegisterUsageView
    copy_view_enabled = False
    list_per_page = ROWS
    export_filename = None
    related: tuple[str, ...] = ()
    title_label = ""
    title_sort_key = ""
    digit_fields: tuple[str, ...] = ()
    folded_fields: tuple[str, ...] = ()

    def get_common_view_kwargs(self, **kwargs):
        wording = {
            "add_item_label": self.add_item_label,
            "new_item_title": self.new_item_title,
            "delete_question": self.delete_question,
        }
        return super().get_common_view_kwargs(**{**wording, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            **{
                "related": self.related,
                "title_label": self.title_label,
                "title_sort_key": self.title_sort_key,
                "digit_fields": self.digit_fields,
                "folded_fields": self.folded_fields,
                **kwargs,
            }
        )

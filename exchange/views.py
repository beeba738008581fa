"""Screens of the exchange: tables in, tables out, and what became of each row."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from exchange.models import ImportRun, Kind, RowState, RunState
from exchange.permissions import kinds_for, part_of
from exchange.reading import MAX_BYTES
from exchange.services import exporting, runs
from exchange.tables import table_of
from toolkit.text import count_phrase

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_NAMES = {
    Kind.MUNICIPALITIES: gettext_lazy("муниципалитеты"),
    Kind.SCHOOLS: gettext_lazy("школы"),
    Kind.CENTERS: gettext_lazy("центры"),
    Kind.COORDINATORS: gettext_lazy("координаторы"),
}
NOT_CHOSEN = gettext_lazy("Выберите файл таблицы.")
ROWS_PER_PAGE = 100
#: How the rows of a state are counted: «новых: 2».
COUNTED = {
    RowState.NEW: gettext_lazy("новых"),
    RowState.CHANGED: gettext_lazy("с изменениями"),
    RowState.SAME: gettext_lazy("без изменений"),
    RowState.FAULTY: gettext_lazy("с ошибками"),
    RowState.ADDED: gettext_lazy("добавлено"),
    RowState.UPDATED: gettext_lazy("изменено"),
}


class UploadForm(forms.Form):
    """A table and what its rows are."""

    kind = forms.ChoiceField(label=gettext_lazy("Что в таблице"))
    file = forms.FileField(
        label=gettext_lazy("Файл XLSX или CSV"),
        error_messages={"required": NOT_CHOSEN, "invalid": NOT_CHOSEN, "missing": NOT_CHOSEN},
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, kinds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label.capitalize()) for kind in kinds]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("Файл больше 20 МБ. Разделите таблицу на несколько файлов."))
        return file


class KeeperMixin:
    """Only for those who keep a part of the register."""

    def dispatch(self, request, *args, **kwargs):
        self.kinds = kinds_for(request.user)
        if not self.kinds:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def require_kind(self, kind):
        if kind not in Kind.values:
            raise Http404
        if kind not in self.kinds:
            raise PermissionDenied
        return Kind(kind)

    @property
    def runs(self):
        """Imports that the person may see: the own ones, all for an administrator of the network."""
        found = ImportRun.objects.defer("content").select_related("user")
        sees_all = any(part_of(self.request.user, kind).network for kind in self.kinds)
        return found if sees_all else found.filter(user=self.request.user)


class ExchangeScreen(KeeperMixin, WagtailAdminTemplateMixin, TemplateView):
    """Upload a table, download a sample or the register, see the imports."""

    template_name = "exchange/index.html"
    page_title = gettext_lazy("Загрузка и выгрузка таблиц")
    header_icon = "table"
    form = None

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs):
        self.form = UploadForm(self.kinds, request.POST, request.FILES)
        if self.form.is_valid():
            file = self.form.cleaned_data["file"]
            try:
                run = runs.start_run(self.form.cleaned_data["kind"], file.read(), file.name, request.user)
            except ValidationError as error:
                self.form.add_error("file", error)
            else:
                return redirect("exchange_run", run.pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {
            "form": self.form or UploadForm(self.kinds),
            "kinds": [
                {
                    "label": kind.label.capitalize(),
                    "sample": reverse("exchange_sample", args=[kind.value]),
                    "xlsx": reverse("exchange_export", args=[kind.value, "xlsx"]),
                    "csv": reverse("exchange_export", args=[kind.value, "csv"]),
                }
                for kind in self.kinds
            ],
            "runs": self.runs[:20],
        }
        return context


class RunScreen(KeeperMixin, WagtailAdminTemplateMixin, TemplateView):
    """One import: its progress, its faulty rows, what it changes; the buttons that fit its state."""

    template_name = "exchange/run.html"
    header_icon = "table"

    def get_page_title(self):
        return _("Загрузка: {kind}").format(kind=Kind(self.run_row.kind).label)

    def get_page_subtitle(self):
        return self.run_row.file_name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("exchange"), "label": _("Загрузка и выгрузка таблиц")},
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request, *args, **kwargs):
        self.kinds = kinds_for(request.user)
        self.run_row = get_object_or_404(self.runs, pk=kwargs["run_id"]) if self.kinds else None
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        run = self.run_row
        self.require_kind(run.kind)
        action = request.POST.get("action")
        done = False
        if action == "confirm":
            done = runs.confirm(run, publish="publish" in request.POST)
        elif action == "stop":
            done = runs.stop(run)
        elif action == "go_on":
            done = runs.go_on(run)
        if not done:
            messages.warning(request, _("Ничего не сделано: загрузка уже в другом состоянии."))
        return redirect("exchange_run", run.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        run = self.run_row
        found = runs.counts(run)
        total = sum(found.values())
        left = found[RowState.NEW] + found[RowState.CHANGED]
        waiting = found[RowState.WAITING]
        context |= {
            "run": run,
            "state_label": run.get_state_display(),
            "total": total,
            "waiting": waiting,
            "left": left,
            "done": total - waiting if run.state == RunState.UPLOADED else total - left,
            "is_slow": self._is_slow(),
            "summary": [(label, found[state]) for state, label in COUNTED.items() if found[state]],
            "faulty_count": found[RowState.FAULTY],
            "faulty": self._page("faulty", [RowState.FAULTY]),
            "changed": self._page("changed", [RowState.CHANGED, RowState.UPDATED]),
            "added": self._page("added", [RowState.NEW, RowState.ADDED]),
            "can_confirm": run.state == RunState.CHECKED and left,
            "confirm_label": _("Записать в реестр: {rows}").format(
                rows=count_phrase(left, _("строка"), _("строки"), _("строк"))
            ),
            "makes_pages": run.kind == Kind.CENTERS and found[RowState.NEW],
        }
        return context

    def _is_slow(self):
        """Whether nothing has moved for a while: the worker may be off."""
        run = self.run_row
        since = run.claimed_at or run.created_at
        return run.is_busy and timezone.now() - since > runs.STALE_AFTER

    def _page(self, name, states):
        rows = self.run_row.rows.filter(state__in=states)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get(name))
        page.query_name = name
        return page


def file_response(stream, name):
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX_TYPE)


class SampleView(KeeperMixin, View):
    """An empty table to fill in."""

    def get(self, request, kind):
        kind = self.require_kind(kind)
        name = _("Образец, {kind}.xlsx").format(kind=FILE_NAMES[kind])
        return file_response(exporting.sample(table_of(kind)), name)


class ExportView(KeeperMixin, View):
    """The person's part of the register in the form in which it comes in."""

    def get(self, request, kind, form):
        kind = self.require_kind(kind)
        if form not in ("xlsx", "csv"):
            raise Http404
        table, part = table_of(kind), part_of(request.user, kind)
        name = f"{FILE_NAMES[kind]} {timezone.localdate():%d.%m.%Y}.{form}".capitalize()
        if form == "xlsx":
            return file_response(exporting.as_xlsx(table, part), name)
        response = StreamingHttpResponse(
            exporting.as_csv(table, part), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        return response


class FaultyRowsView(RunScreen):
    """Only the rows to mend, with what to mend: upload the mended ones again."""

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        run = self.run_row
        if not run.rows.filter(state=RowState.FAULTY).exists():
            raise Http404
        return file_response(
            exporting.faulty_rows(run), _("Исправить, {kind}.xlsx").format(kind=FILE_NAMES[Kind(run.kind)])
        )


exchange_urls = [
    path("register/exchange/", ExchangeScreen.as_view(), name="exchange"),
    path("register/exchange/<int:run_id>/", RunScreen.as_view(), name="exchange_run"),
    path("register/exchange/<int:run_id>/faulty.xlsx", FaultyRowsView.as_view(), name="exchange_faulty"),
    path("register/exchange/sample/<str:kind>.xlsx", SampleView.as_view(), name="exchange_sample"),
    path("register/exchange/export/<str:kind>/<str:form>/", ExportView.as_view(), name="exchange_export"),
]

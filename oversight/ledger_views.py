"""«Журнал публикаций»: who published what, in one's own part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from centers.models import Center
from centers.permissions import may, reach
from centers.viewsets.base import FoundInList
from ledger.models import Deed, Entry, Via
from toolkit.lists import ROWS, LatePaginator
from toolkit.tables import csv_lines
from toolkit.text import count_phrase

#: Rows that a list counts and a person turns over; a file has more.
MOST_LISTED = 10_000
MOST_IN_FILE = 100_000
#: Centres and people that the words of a filter may mean.
MOST_MEANT = 500


#: No day near the ends of what Python can count.
DAYS_OF_OURS = (MinValueValidator(dt.date(2000, 1, 1)), MaxValueValidator(dt.date(2999, 12, 31)))


class LedgerFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Центр"), required=False, max_length=200)
    who = forms.CharField(label=gettext_lazy("Кто"), required=False, max_length=200)
    deed = forms.ChoiceField(
        label=gettext_lazy("Что сделано"), required=False, choices=[("", gettext_lazy("всё")), *Deed.choices]
    )
    since = forms.DateField(
        label=gettext_lazy("С"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=DAYS_OF_OURS,
    )
    until = forms.DateField(
        label=gettext_lazy("По"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=DAYS_OF_OURS,
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and holds."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class CountedPaginator(LatePaginator):
    """Counts no further than the list goes: a network has a million entries."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: MOST_LISTED + 1].count()

    @cached_property
    def num_pages(self) -> int:
        return max(1, -(-min(self.count, MOST_LISTED) // self.per_page))


class OfLedger(FoundInList):
    """Who asks, and which entries are meant."""

    digit_fields = ("school__ogrn", "school__inn")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may(request.user, "view", Entry):
            raise PermissionDenied

    @cached_property
    def form(self) -> LedgerFilter:
        return LedgerFilter(self.request.GET)

    @property
    def search_query(self) -> str:
        return self.form.chosen.get("q", "")

    @property
    def is_searching(self) -> bool:
        return bool(self.search_query)

    @cached_property
    def entries(self) -> QuerySet[Entry]:
        """Entries of the person's part that the filter leaves, the newest first."""
        own = reach(self.request.user, "ledger", "view")
        rows = own.rows(Entry.objects.all()).filter(self.condition())
        return rows.order_by("-at", "-pk")

    def condition(self) -> Q:
        chosen, condition = self.form.chosen, Q()
        if "q" in chosen:
            own = reach(self.request.user, "ledger", "view").rows(Center._base_manager.all())
            meant = self.search_queryset(own).order_by().values_list("pk", flat=True)[:MOST_MEANT]
            condition &= Q(center_id__in=list(meant))
        if "who" in chosen:
            condition &= self.who(chosen["who"])
        if "deed" in chosen:
            condition &= Q(deed=chosen["deed"])
        if "since" in chosen:
            condition &= Q(at__gte=_midnight(chosen["since"]))
        if "until" in chosen:
            condition &= Q(at__lt=_midnight(chosen["until"] + dt.timedelta(days=1)))
        return condition

    @staticmethod
    def who(words: str) -> Q:
        """People by any part of their name, whatever they were called then; else the name in the entry."""
        people = User.objects.all()
        for word in words.split():
            condition = Q()
            for name in ("last_name", "first_name", "patronymic", "username"):
                # SQLite knows the case of Latin letters only; names begin with a capital.
                for form in {word, word.capitalize()}:
                    condition |= Q(**{f"{name}__icontains": form})
            people = people.filter(condition)
        found = list(people.order_by().values_list("pk", flat=True)[:MOST_MEANT])
        return Q(user_id__in=found) if found else Q(user_name__icontains=words)

    def query(self) -> str:
        chosen = self.form.chosen
        return urlencode({name: self.request.GET[name] for name in self.form.fields if name in chosen})


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class LedgerView(OfLedger, WagtailAdminTemplateMixin, TemplateView):
    """The newest entries first, 25 a page."""

    template_name = "oversight/ledger.html"
    page_title = gettext_lazy("Журнал публикаций")
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator: Paginator = CountedPaginator(self.entries, ROWS)
        page = paginator.get_page(self.request.GET.get("p"))
        count = paginator.count
        total = count_phrase(min(count, MOST_LISTED), _("запись"), _("записи"), _("записей"))
        return super().get_context_data(
            form=self.form,
            filtered=bool(self.form.chosen),
            page=page,
            total=_("больше, чем {total}").format(total=total) if count > MOST_LISTED else total,
            query=self.query(),
            file_url=f"{reverse('oversight_ledger_file')}?{self.query()}",
            clear_url=self.request.path,
            **kwargs,
        )


TITLES = (
    gettext_lazy("Когда (UTC)"),
    gettext_lazy("Что сделано"),
    gettext_lazy("С чем"),
    gettext_lazy("Название"),
    gettext_lazy("Центр"),
    gettext_lazy("Кто"),
    gettext_lazy("Каким путём"),
    gettext_lazy("Адрес"),
    gettext_lazy("Прежний адрес"),
    gettext_lazy("Подробности"),
    gettext_lazy("Номер"),
    gettext_lazy("Номер версии"),
    gettext_lazy("Номер сотрудника"),
    gettext_lazy("Отпечаток файла"),
    gettext_lazy("Номер записи"),
)


class LedgerFileView(OfLedger, View):
    """The same entries as CSV, the newest 100,000 of them."""

    def get(self, request: Any) -> StreamingHttpResponse:
        titles = [str(title) for title in TITLES]
        response = StreamingHttpResponse(
            csv_lines(titles, self.lines()), content_type="text/csv; charset=utf-8"
        )
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="publications-{day}.csv"'
        return response

    def lines(self) -> Iterator[list[Any]]:
        for entry in self.entries[:MOST_IN_FILE].iterator(chunk_size=2000):
            yield [
                f"{entry.at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}",
                entry.get_deed_display(),
                entry.get_kind_display(),
                entry.title,
                entry.center_title,
                entry.user_name,
                str(Via(entry.via).label),
                entry.address,
                entry.former_address,
                entry.note,
                entry.object_id,
                entry.revision_id,
                entry.user_id,
                entry.file_hash,
                entry.pk,
            ]


class LedgerMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may(request.user, "view", Entry)


ledger_urls = [
    path("oversight/publications/", LedgerView.as_view(), name="oversight_ledger"),
    path("oversight/publications/file/", LedgerFileView.as_view(), name="oversight_ledger_file"),
]

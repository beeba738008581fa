"""Tables that take all the equipment, lessons, bells or calendar of a centre at once."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from centers.forms.grid import (
    BLANK_ROWS,
    MORE_ROWS,
    MOST_ROWS,
    ROWS_ON_PAGE,
    Grid,
    KnownRows,
    TooManyRowsError,
)
from centers.forms.grids import BellGridForm, CalendarGridForm, EquipmentGridForm, LessonGridForm
from centers.models import (
    Bell,
    CalendarEntry,
    CalendarKind,
    Equipment,
    Lesson,
    ProgramPage,
    Room,
    Teacher,
    Weekday,
    WeekParity,
)
from centers.panels import row_list
from centers.permissions import centers_for
from centers.services import bin_row
from centers.viewsets.bin_button import with_return
from centers.viewsets.clashes import warn_of_clashes
from toolkit.text import count_phrase


class GridView(WagtailAdminTemplateMixin, TemplateView):
    """Shows, checks and saves a whole table in one transaction; nothing typed is ever dropped."""

    model: type[models.Model]
    form_class = None
    row_list_name = ""
    address = ""
    template_name = "centers/admin/grid.html"
    header_icon = "table"
    hint = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.center = get_object_or_404(centers_for(request.user), pk=kwargs["center_id"])

    def dispatch(self, request, *args, **kwargs):
        policy = policy_registry.get_by_type(self.model)
        if not all(policy.user_has_permission(request.user, one) for one in ("add", "change", "delete")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    # What a table of one kind must say

    def get_rows(self) -> models.QuerySet:
        """All rows of the centre in the order of the table."""
        raise NotImplementedError

    def make_row(self) -> models.Model:
        return self.model(center=self.center)

    def get_lookups(self) -> dict[str, KnownRows]:
        """For each column of names: the rows of the centre by name."""
        return {}

    def get_suggestions(self) -> dict[str, list[str]]:
        """For each column: what the browser offers while one types."""
        return {name: sorted(rows.labels.values()) for name, rows in self.lookups.items()}

    def number_new(self, grid: Grid) -> None:
        """Put new rows behind the others."""

    # The screen

    @cached_property
    def lookups(self):
        return self.get_lookups()

    @cached_property
    def page(self):
        return Paginator(self.get_rows(), ROWS_ON_PAGE).get_page(self.request.GET.get("p"))

    def make_grid(self) -> Grid:
        return Grid(self.form_class, list(self.page.object_list), self.make_row, self.lookups)

    def get(self, request, *args, **kwargs):
        self.grid = self.make_grid()
        self.grid.show()
        return super().get(request, *args, **kwargs)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        self.grid = grid = self.make_grid()
        grid.load(request.POST)
        try:
            pasted = grid.paste(request.POST.get("paste", ""))
        except TooManyRowsError:
            messages.error(
                request,
                _(
                    "В одной таблице помещается {limit} строк. Сохраните эти и вставьте остальные потом."
                ).format(limit=MOST_ROWS),
            )
            return self.again(paste=request.POST["paste"])
        action = request.POST.get("action", "save")
        if action == "more":
            grid.add_blank(MORE_ROWS)
            return self.again()
        if action == "paste":
            self.tell_pasted(pasted)
            grid.check()
            return self.again()
        if not grid.check():
            bad = sum(row.has_problems for row in grid.rows)
            messages.error(
                request,
                _("Пока ничего не сохранено: проверьте {rows}. Всё введённое осталось на месте.").format(
                    rows=count_phrase(
                        bad, _("отмеченную строку"), _("отмеченные строки"), _("отмеченных строк")
                    )
                ),
            )
            return self.again()
        self.number_new(grid)
        removed = []

        def remove(row):
            removed.append(row)
            bin_row(row, user=request.user)

        try:
            with transaction.atomic():
                count = grid.save(remove)
        except IntegrityError:
            messages.error(
                request,
                _(
                    "Пока ничего не сохранено: две строки стали бы одинаковыми. Если меняете номера местами, "
                    "сделайте это в два приёма."
                ),
            )
            return self.again()
        if any(count.values()):
            log(
                instance=self.center,
                action="centers.grid",
                user=request.user,
                data={"rows": self.row_list_name, **count},
            )
        text = _("Сохранено. Добавлено: {added}, изменено: {changed}, удалено: {deleted}.").format(**count)
        messages.success(request, with_return(request, text, removed, back=request.get_full_path()))
        self.after_saving()
        return redirect(request.get_full_path())

    def after_saving(self) -> None:
        """What else the person should know once the table is saved."""

    def again(self, **context):
        if self.request.POST.get("action") != "more":
            self.grid.add_blank(BLANK_ROWS)
        return self.render_to_response(self.get_context_data(**context))

    def tell_pasted(self, count: int) -> None:
        if count:
            rows = count_phrase(count, _("строка"), _("строки"), _("строк"))
            messages.info(self.request, _("Вставлено: {rows}. Проверьте и сохраните.").format(rows=rows))
        else:
            messages.warning(self.request, _("Вставлять нечего: скопируйте строки из таблицы в поле ниже."))

    def get_page_subtitle(self):
        return self.center.title

    def get_list(self) -> tuple[str, str]:
        """Address and name of the screen that the table belongs to."""
        rows = row_list(self.row_list_name)
        return rows.list_url(self.center.pk), str(rows.title)

    def get_breadcrumbs_items(self):
        url, label = self.get_list()
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title},
            {"url": url, "label": label},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        fields = self.form_class.base_fields
        context |= {
            "center": self.center,
            "grid": self.grid,
            "columns": [{"name": name, "label": fields[name].label} for name in self.grid.cells],
            "blank": self.grid.blank_form("rows-__N__"),
            "suggestions": [
                {"name": name, "words": words} for name, words in self.get_suggestions().items() if words
            ],
            "page": self.page,
            "hint": self.hint,
            "list_url": self.get_list()[0],
        }
        return context


class EquipmentGridView(GridView):
    model = Equipment
    form_class = EquipmentGridForm
    row_list_name = "equipment"
    page_title = gettext_lazy("Оборудование таблицей")
    hint = gettext_lazy(
        "Пустое количество — это 1, пустая единица — «шт.». «ОВЗ» — подходит ли детям "
        "с ограниченными возможностями здоровья: «да» или пусто."
    )

    def get_rows(self):
        return Equipment.objects.filter(center=self.center).select_related("room")

    def get_lookups(self):
        return {"room": KnownRows(Room.objects.filter(center=self.center))}

    def get_suggestions(self):
        subjects = Equipment.objects.filter(center=self.center).exclude(subject="")
        kits = Equipment.objects.filter(center=self.center).exclude(kit="")
        return {
            **super().get_suggestions(),
            "subject": sorted(set(subjects.values_list("subject", flat=True))),
            "kit": sorted(set(kits.values_list("kit", flat=True))),
            "unit": ["шт.", _("компл."), _("набор"), _("упак.")],
        }

    def number_new(self, grid):
        last = self.get_rows().aggregate(last=models.Max("sort_order"))["last"] or 0
        for row in grid.rows:
            if row.saved is None:
                last += 1
                row.form.instance.sort_order = last


class LessonGridView(GridView):
    model = Lesson
    form_class = LessonGridForm
    row_list_name = "lessons"
    page_title = gettext_lazy("Занятия таблицей")
    hint = gettext_lazy(
        "День можно писать коротко, и сразу несколько: «пн, ср, пт» — будет три занятия. «Урок» — номер из "
        "звонков («3», во второй смене «2-3»), тогда время не нужно. Пустые «Недели» — каждую неделю."
    )

    def get_list(self):
        return reverse("center_timetable", args=[self.center.pk]), _("Расписание")

    def after_saving(self):
        warn_of_clashes(self.request, self.center)

    def get_rows(self):
        return Lesson.objects.of(self.center).select_related("program", "teacher", "room", "bell")

    def get_lookups(self):
        return {
            "bell": KnownRows(Bell.objects.filter(center=self.center)),
            "program": KnownRows(ProgramPage.objects.filter(center=self.center)),
            "teacher": KnownRows(Teacher.objects.filter(center=self.center)),
            "room": KnownRows(Room.objects.filter(center=self.center)),
        }

    def get_suggestions(self):
        return {
            **super().get_suggestions(),
            "weekday": [str(day.label) for day in Weekday],
            "week_parity": [str(one.label) for one in WeekParity],
        }


class BellGridView(GridView):
    model = Bell
    form_class = BellGridForm
    row_list_name = "bells"
    page_title = gettext_lazy("Звонки")
    header_icon = "time"
    hint = gettext_lazy(
        "Заполняются один раз. Занятия, у которых указан номер урока, переедут на новое время сами. "
        "Пустая смена — первая."
    )

    def get_list(self):
        return reverse("center_timetable", args=[self.center.pk]), _("Расписание")

    def get_rows(self):
        return Bell.objects.filter(center=self.center)


class CalendarGridView(GridView):
    model = CalendarEntry
    form_class = CalendarGridForm
    row_list_name = "calendar"
    page_title = gettext_lazy("Четверти, каникулы, выходные")
    header_icon = "calendar"
    hint = gettext_lazy(
        "«Учебный период» — четверть или триместр: дни между ними сайт сам назовёт каникулами. «Выходной» — "
        "день, когда отдыхает только ваша школа; государственные праздники сайт знает. «Учебный день» — "
        "когда учитесь, хотя выходной: можно указать, по расписанию какого дня. «Отсчёт недель» — с какого "
        "дня первая из двух чередующихся недель; в названии их имена: «числитель/знаменатель»."
    )

    def get_list(self):
        return reverse("center_timetable", args=[self.center.pk]), _("Расписание")

    def get_rows(self):
        return CalendarEntry.objects.filter(center=self.center)

    def get_suggestions(self):
        titles = [*(f"{number} четверть" for number in range(1, 5)), "числитель/знаменатель"]
        return {
            "kind": [str(kind.label) for kind in CalendarKind],
            "title": titles,
            "as_weekday": [str(day.label) for day in Weekday],
        }


grid_urls = [
    path("centers/<int:center_id>/timetable/bells/", BellGridView.as_view(), name="bell_grid"),
    path("centers/<int:center_id>/timetable/calendar/", CalendarGridView.as_view(), name="calendar_grid"),
    path("centers/<int:center_id>/equipment/table/", EquipmentGridView.as_view(), name="equipment_grid"),
    path("centers/<int:center_id>/lessons/table/", LessonGridView.as_view(), name="lesson_grid"),
]

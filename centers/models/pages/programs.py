"""Programmes of a centre: the index and a page for each."""

import datetime as dt
from dataclasses import replace
from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.program_facts import Enrolment
from centers.models.querysets import parent_is_live
from centers.models.rows import CenterDocument, Lesson, Teacher
from centers.models.search_words import (
    PLACED,
    PlacedInCenter,
    class_mark,
    class_words,
    classes_between,
    direction_mark,
    direction_of,
)
from centers.models.timetable import current_lessons, lessons_of_programs, local_today, weekdays_of, when_of
from toolkit.choices import QuickLabels
from toolkit.prepared import Prepared
from toolkit.text import plural
from toolkit.validators import validate_academic_year, validate_https_or_http_url


class ProgramKind(models.TextChoices):
    SUBJECT = "subject", _("Учебный предмет")
    EXTRACURRICULAR = "extracurricular", _("Внеурочная деятельность")
    ADDITIONAL = "additional", _("Дополнительное образование")


class AdditionalFocus(models.TextChoices):
    """The six directions of additional general programmes (приказ Минпросвещения № 629)."""

    TECHNICAL = "technical", _("техническая")
    NATURAL_SCIENCE = "natural_science", _("естественно-научная")
    SPORT = "sport", _("физкультурно-спортивная")
    ARTS = "arts", _("художественная")
    TOURISM = "tourism", _("туристско-краеведческая")
    SOCIAL = "social", _("социально-гуманитарная")


class ExtracurricularFocus(models.TextChoices):
    """Directions of extra-curricular work."""

    LEARNING = "learning", _("по учебным предметам")
    RESEARCH = "research", _("исследования и проекты")
    LITERACY = "literacy", _("функциональная грамотность")
    CAREER = "career", _("выбор профессии")
    CREATIVE = "creative", _("творчество и развитие интересов")
    SOCIAL = "social", _("общественная работа")


class CenterFocus(models.TextChoices):
    """Directions of a centre's profile."""

    NATURAL_SCIENCE = "natural_science", _("естественно-научная")
    TECHNOLOGY = "technology", _("технологическая")
    DIGITAL = "digital", _("цифровая")
    HUMANITARIAN = "humanitarian", _("гуманитарная")


class StudyForm(models.TextChoices):
    ON_SITE = "on_site", _("в центре")
    NETWORK = "network", _("сетевая: вместе с другой школой")
    DISTANCE = "distance", _("дистанционно")


KIND_ORDER = {kind: place for place, kind in enumerate(ProgramKind.values)}
ON_PAGE = 60  # programmes of a centre
MANY = 6  # so many are worth a filter


class ProgramIndexPage(SectionPage):
    """All programmes of a centre by kind."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)

    content_panels = [FieldPanel("title"), FieldPanel("intro")]
    parent_page_types = ["centers.CenterPage"]
    subpage_types = ["centers.ProgramPage"]

    class Meta:
        verbose_name = _("раздел «Образовательные программы»")
        verbose_name_plural = _("разделы «Образовательные программы»")

    def page_context(self, request):
        """Programmes that the address asks for, grouped by kind, each with its lessons: two queries."""
        from centers.models.program_asked import AskedPrograms, choices
        from centers.models.program_facts import BIT_OF_DIRECTION, Direction, ProgramFacts

        context = super().page_context(request)
        asked = AskedPrograms.of(request.GET)
        programs = programs_of(self.center)
        lessons: dict[int, list[Lesson]] = {}
        shown = lessons_of_programs(self.center, {program.pk: program for program in programs})
        for lesson in current_lessons(shown, local_today(self.center)):
            lessons.setdefault(lesson.program_id, []).append(lesson)
        for program in programs:
            own = lessons.get(program.pk, [])
            program.weekdays = weekdays_of(own)
            program.center = self.center  # the card asks its «Навигатор»
            program.when = when_of(own)
            program.facts_to_ask = ProgramFacts.of(program, program.weekdays)
        fitting = [program for program in programs if asked.fits(program, program.facts_to_ask)]
        fitting.sort(key=lambda program: KIND_ORDER[program.kind])
        found = Paginator(fitting, ON_PAGE).get_page(asked.page)
        beside_direction = replace(asked, direction="")
        others = [one.facts_to_ask for one in programs if beside_direction.fits(one, one.facts_to_ask)]

        def count_of(direction: str) -> int:
            return sum(bool(one.directions & BIT_OF_DIRECTION[Direction(direction)]) for one in others)

        published = [page.last_published_at for page in [self, *programs] if page.last_published_at]
        return context | {
            "groups": [
                (ProgramKind(kind).label, list(group))
                for kind, group in groupby(found.object_list, key=lambda program: program.kind)
            ],
            "found": found,
            "total": len(fitting),
            "program_total": len(programs),
            "asked": asked,
            "choices": choices(asked, count_of),
            "address": self.get_url(request),
            "offers_filter": len(programs) >= MANY or asked.narrows or asked.refused,
            "updated_on": max(published, default=None),
        }

    def images(self, context):
        return [*super().images(context), *photos_of(context["found"].object_list)]


class ProgramPage(QuickLabels, PlacedInCenter, CenterScopedPage):
    """One programme: for whom, when, where, with whom, what they will do, how to enrol.

    Ages in years, hours are academic hours, places count pupils.
    """

    kind = models.CharField(
        _("вид"), max_length=16, choices=ProgramKind.choices, default=ProgramKind.ADDITIONAL
    )
    focus = models.CharField(_("направление центра"), max_length=16, choices=CenterFocus.choices, blank=True)
    additional_focus = models.CharField(
        _("направленность дополнительной программы"),
        max_length=16,
        choices=AdditionalFocus.choices,
        blank=True,
    )
    extracurricular_focus = models.CharField(
        _("направление внеурочной деятельности"),
        max_length=16,
        choices=ExtracurricularFocus.choices,
        blank=True,
    )
    subject = models.CharField(_("предмет"), max_length=100, blank=True)
    lead = models.CharField(_("коротко о программе"), max_length=300, blank=True)
    grade_from = models.PositiveSmallIntegerField(
        _("с класса"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(11)]
    )
    grade_to = models.PositiveSmallIntegerField(
        _("по класс"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(11)]
    )
    age_from = models.PositiveSmallIntegerField(
        _("возраст от, лет"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(99)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("возраст до, лет"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(99)]
    )
    hours_per_week = models.DecimalField(
        _("часов в неделю"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    hours_total = models.PositiveSmallIntegerField(_("часов всего"), null=True, blank=True)
    duration = models.CharField(_("сколько длится"), max_length=100, blank=True)
    study_form = models.CharField(
        _("форма"), max_length=10, choices=StudyForm.choices, default=StudyForm.ON_SITE
    )
    is_free = models.BooleanField(_("бесплатно"), default=True)
    places_total = models.PositiveSmallIntegerField(_("мест в группе"), null=True, blank=True)
    places_free = models.PositiveSmallIntegerField(_("свободных мест"), null=True, blank=True)
    places_as_of = models.DateField(_("свободных мест по данным на"), null=True, blank=True)
    enrolment_state = models.CharField(_("запись"), max_length=7, choices=Enrolment.choices, blank=True)
    academic_year = models.CharField(
        _("учебный год"), max_length=9, blank=True, validators=[validate_academic_year]
    )
    teacher = models.ForeignKey(
        Teacher,
        verbose_name=_("педагог"),
        on_delete=models.SET_NULL,
        related_name="programs",
        null=True,
        blank=True,
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("картинка"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("чем занимаются ученики"), blank=True)
    needed = RichTextField(_("что понадобится"), features=PLAIN_FEATURES, blank=True)
    enrolment = RichTextField(_("как записаться"), features=PLAIN_FEATURES, blank=True)
    navigator_url = models.URLField(
        _("запись в «Навигаторе»"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    document = models.ForeignKey(
        CenterDocument,
        verbose_name=_("документ программы"),
        on_delete=models.SET_NULL,
        related_name="programs",
        null=True,
        blank=True,
    )

    content_panels = [
        FieldPanel("title", help_text=_("Как программу называют дети и родители, например «Робототехника».")),
        FieldPanel("lead", help_text=_("Одно предложение для карточки: чему научится ребёнок.")),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("focus"), FieldPanel("subject")]),
                FieldPanel(
                    "additional_focus", help_text=_("Только для программ дополнительного образования.")
                ),
                FieldPanel("extracurricular_focus", help_text=_("Только для внеурочной деятельности.")),
                FieldPanel("academic_year", help_text=_("Например, 2026/2027.")),
            ],
            heading=_("Что это за программа"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("grade_from"), FieldPanel("grade_to")]),
                FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to")]),
            ],
            heading=_("Для кого"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hours_per_week"), FieldPanel("hours_total")]),
                FieldRowPanel([FieldPanel("duration"), FieldPanel("study_form")]),
                FieldPanel("teacher"),
            ],
            heading=_("Сколько и с кем"),
        ),
        FieldPanel("photo"),
        FieldPanel("body"),
        FieldPanel("needed", help_text=_("Например: сменная обувь, тетрадь, согласие родителей.")),
        MultiFieldPanel(
            [
                FieldPanel("enrolment"),
                FieldPanel(
                    "navigator_url",
                    help_text=_("Ссылка на карточку программы в «Навигаторе» региона."),
                ),
                FieldPanel("is_free"),
                FieldPanel(
                    "enrolment_state",
                    help_text=_("Что увидит семья, например «запись открыта». Не знаете — оставьте пустым."),
                ),
                FieldRowPanel(
                    [
                        FieldPanel("places_total", help_text=_("Сколько детей берут в группу, например 12.")),
                        FieldPanel("places_free", help_text=_("Сколько мест ещё есть, например 4.")),
                        FieldPanel(
                            "places_as_of",
                            help_text=_("Когда это посчитали. Оставьте пустым — поставим сегодняшний день."),
                        ),
                    ]
                ),
            ],
            heading=_("Как записаться"),
        ),
        FieldPanel("document", help_text=_("Утверждённая программа из документов центра.")),
    ]
    search_fields = [
        *CenterScopedPage.search_fields,
        *PLACED,
        index.SearchField("title", boost=2, learn=True),
        index.SearchField("lead", learn=True),
        index.SearchField("body"),
        index.SearchField("subject"),
        index.FilterField("kind"),
        index.FilterField("center_id"),
    ]
    row_fields = ("teacher", "document")
    place_joins = (*PlacedInCenter.place_joins, "teacher")
    search_kind = "кружок секция занятие программа обучение направление направленность"
    parent_page_types = ["centers.ProgramIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("программа")
        verbose_name_plural = _("программы")

    @classmethod
    def detail_queryset(cls):
        return (
            super()
            .detail_queryset()
            .select_related("teacher", "photo", "document__document", "document__center")
        )

    @classmethod
    def published_in(cls, center):
        """Published programmes of a centre in the order its editors gave them."""
        return cls.objects.live().filter(parent_is_live(), center=center).order_by("path")

    def clean(self):
        """Refuse ranges that run backwards, more free places than places, and another centre's rows."""
        super().clean()
        errors = {}
        if self.grade_from and self.grade_to and self.grade_from > self.grade_to:
            errors["grade_to"] = _("Последний класс не может быть меньше первого.")
        if self.age_from and self.age_to and self.age_from > self.age_to:
            errors["age_to"] = _("Старший возраст не может быть меньше младшего.")
        if None not in (self.places_free, self.places_total) and self.places_free > self.places_total:
            errors["places_free"] = _("Свободных мест не может быть больше, чем мест в группе.")
        if self.enrolment_state == Enrolment.OPEN and self.places_free == 0:
            errors["enrolment_state"] = _(
                "Свободных мест нет, а запись открыта. Выберите «лист ожидания» или «запись закрыта»."
            )
        errors |= self._date_places()
        if self.center_id:
            if self.teacher_id and self.teacher.center_id != self.center_id:
                errors["teacher"] = _("Этот педагог работает в другом центре.")
            if self.document_id and self.document.center_id != self.center_id:
                errors["document"] = _("Это документ другого центра.")
        if errors:
            raise ValidationError(errors)

    def _date_places(self) -> dict[str, str]:
        """Give the number of free places its day, today when none is named; return errors by field."""
        if self.places_free is None:
            self.places_as_of = None
        elif self.places_as_of is None:
            self.places_as_of = timezone.localdate()
        elif self.places_as_of > timezone.localdate() + dt.timedelta(days=1):
            return {"places_as_of": _("Этот день ещё не наступил. Укажите, когда посчитали места.")}
        elif self.places_as_of.year < 2019:
            return {"places_as_of": _("Первые центры открылись в 2019 году. Проверьте год.")}
        return {}

    @property
    def places_taken(self) -> int | None:
        """How many places are taken, when both numbers are known; never guessed."""
        if self.places_total is None or self.places_free is None:
            return None
        return max(self.places_total - self.places_free, 0)

    @property
    def can_join(self) -> bool:
        """Whether staff have said that a child can join: by the state, else by free places."""
        if self.enrolment_state:
            return self.enrolment_state == Enrolment.OPEN
        return bool(self.places_free)

    @property
    def shown_teacher(self) -> Teacher | None:
        """The teacher, if the site shows them among the teachers."""
        return self.teacher if self.teacher and self.teacher.is_shown else None

    @property
    def search_facts(self) -> str:
        """What kind of classes, for whom, with whom."""
        facts = [self.search_kind, str(self.get_kind_display()), self.focus_label]
        if self.focus:
            facts.append(str(self.get_focus_display()))
        if self.study_form != StudyForm.ON_SITE:
            facts.append(str(self.get_study_form_display()))
        if self.shown_teacher:
            facts.append(self.shown_teacher.full_name)
        if self.kind == ProgramKind.SUBJECT:
            facts.append("урок")
        facts.append(class_words(classes_between(self.grade_from, self.grade_to)))
        return ". ".join(facts)

    @property
    def search_marks(self) -> list[str]:
        classes = classes_between(self.grade_from, self.grade_to)
        direction = direction_of(self)
        marks = [*super().search_marks, *map(class_mark, classes)]
        return [*marks, direction_mark(direction)] if direction else marks

    @property
    def icon(self) -> str:
        """Name of the drawing that stands for the direction (`templates/icons`)."""
        if self.kind == ProgramKind.ADDITIONAL and self.additional_focus:
            return f"focus-{self.additional_focus}"
        if self.kind == ProgramKind.EXTRACURRICULAR and self.extracurricular_focus:
            return f"focus-{self.extracurricular_focus}"
        return f"focus-{self.focus or ExtracurricularFocus.LEARNING}"

    @property
    def focus_label(self) -> str:
        """The direction to show: the one that belongs to the programme's kind, else the centre's."""
        if self.kind == ProgramKind.ADDITIONAL and self.additional_focus:
            return str(self.get_additional_focus_display())
        if self.kind == ProgramKind.EXTRACURRICULAR and self.extracurricular_focus:
            return str(self.get_extracurricular_focus_display())
        return str(self.get_focus_display()) if self.focus else self.subject

    @property
    def audience(self) -> str:
        """«5–7 классы», «8 класс», «10–14 лет», «от 7 лет»; empty when nothing is known."""
        return self._grades() or self._ages()

    def _grades(self) -> str:
        low, high = self.grade_from, self.grade_to
        if low and high:
            return f"{low}–\u2060{high}\u00a0классы" if low != high else f"{low}\u00a0класс"
        if low:
            return f"{'со' if low == 2 else 'с'}\u00a0{low}\u00a0класса"
        return f"до\u00a0{high}\u00a0класса" if high else ""

    def _ages(self) -> str:
        young, old = self.age_from, self.age_to
        if young and old:
            years = plural(old, "год", "года", "лет")
            return f"{young}–\u2060{old}\u00a0{years}" if young != old else f"{old}\u00a0{years}"
        if not young and not old:
            return ""
        border = young or old
        return f"{'от' if young else 'до'}\u00a0{border}\u00a0{plural(border, 'года', 'лет', 'лет')}"

    @property
    def enrol_url(self) -> str:
        """Where one enrols in the «Навигатор»: at the programme itself, the centre or the region."""
        own = self.navigator_url or self.center.navigator_url
        return own or self.center.municipality.region.navigator_url

    @property
    def enrolment_word(self) -> str:
        """«открыта», «лист ожидания», «закрыта»: what follows the word «Запись»."""
        words = {Enrolment.OPEN: _("открыта"), Enrolment.CLOSED: _("закрыта")}
        return str(words.get(self.enrolment_state) or self.get_enrolment_state_display())

    @property
    def may_enrol(self) -> bool:
        """Whether a button leads to the enrolment: nobody enrols for a lesson of the school."""
        closed = self.enrolment_state == Enrolment.CLOSED
        return bool(self.enrol_url) and self.kind != ProgramKind.SUBJECT and not closed

    def page_context(self, request):
        context = super().page_context(request)
        lessons = Lesson.objects.filter(program=self).select_related("teacher", "room", "bell")
        lessons = current_lessons(lessons, local_today(self.center))
        rooms = {lesson.room for lesson in lessons}
        return context | {
            "lessons": lessons,
            "weekdays": weekdays_of(lessons),
            "same_room": rooms.pop() if len(rooms) == 1 else None,
            "document": self.document if self.document and self.document.is_public else None,
        }


def programs_of(center) -> list[ProgramPage]:
    """Published programmes of a centre for cards of them, without their texts: one query."""
    return _OF_CENTER(center=center.pk)


_OF_CENTER: Prepared[ProgramPage] = Prepared(
    lambda center: ProgramPage.published_in(center).select_related("teacher", "photo").defer_streamfields()
)

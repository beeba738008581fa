"""The first page of a centre."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.models.bodies_now import bodies_for
from centers.models.center_facts import center_facts, state_as_of
from centers.models.pages.register_page import RegisterPage
from centers.models.pages.section import center_sections
from centers.models.registry import Center, CenterState
from centers.models.rows import Lesson
from centers.models.school_year import monday_of
from centers.models.search_words import PLACED, Placed, place_marks, place_of
from centers.models.timetable import (
    LOOK_AHEAD,
    Timetable,
    coming_lessons,
    current_lessons,
    local_today,
    weekdays_of,
    when_of,
)
from centers.panels import RegisterNotePanel
from centers.texts.facts import CenterFacts
from toolkit.prepared import Prepared


class CenterPage(Placed, RegisterPage):
    """A centre at a glance: lessons of the week, programmes, events, the person to ask."""

    center = models.OneToOneField(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="page"
    )
    lead = models.CharField(_("о центре в одном-двух предложениях"), max_length=400, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("фотография"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    content_panels = [
        RegisterNotePanel("center", "register_center:edit"),
        FieldPanel(
            "lead",
            help_text=_("Что здесь делают ученики, например: «Собираем роботов и ставим опыты по физике»."),
        ),
        FieldPanel(
            "photo",
            help_text=_("Одна фотография центра. Лучше помещение или оборудование, без лиц детей."),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *RegisterPage.search_fields,
        *PLACED,
        index.SearchField("title", boost=2, learn=True),
        index.SearchField("lead"),
        index.SearchField("body"),
        index.RelatedFields(
            "center",
            [
                index.RelatedFields(
                    "school",
                    [
                        index.SearchField("short_name"),
                        index.SearchField("full_name"),
                        index.AutocompleteField("short_name"),
                    ],
                ),
                index.RelatedFields("municipality", [index.SearchField("name")]),
            ],
        ),
    ]
    parent_page_types = ["centers.MunicipalityPage"]
    subpage_types = [
        "centers.GeneralInfoPage",
        "centers.DocumentsPage",
        "centers.ProgramIndexPage",
        "centers.TeachersPage",
        "centers.EquipmentPage",
        "centers.TimetablePage",
        "centers.EventIndexPage",
        "centers.GalleryPage",
        "centers.AdditionalInfoPage",
        "centers.FeedbackPage",
        "centers.NewsIndexPage",
        "centers.PlainPage",
    ]
    is_creatable = False
    row_field = "center"
    place_joins = ("center__school", "center__municipality__region")

    class Meta:
        verbose_name = _("страница центра")
        verbose_name_plural = _("страницы центров")

    @classmethod
    def detail_queryset(cls):
        return cls.objects.select_related(
            "photo",
            "center__school",
            "center__municipality__region",
            "center__operator",
            "center__coordinator",
            "center__federal_project__national_project",
        )

    @cached_property
    def bodies(self):
        return bodies_for(self.center)

    @classmethod
    def listed(cls):
        """Pages of centres that stand in public lists: neither closed nor deleted, nothing above hidden."""
        return (
            cls.objects.live()
            .filter(
                center__deleted_at__isnull=True,
                center__municipality__page__live=True,
                center__municipality__region__page__live=True,
            )
            .exclude(center__state=CenterState.CLOSED)
        )

    @property
    def search_place(self) -> str:
        """Words of the place, for the search of the site."""
        center = self.center
        address = center.building_address or center.school.address
        return f"{place_of(center)}. {center.school.full_name}. {address}"

    @property
    def search_facts(self) -> str:
        """What a query may call it, and who heads it."""
        return f"центр образования школа. {self.center.get_profile_display()}. {self.center.head_name}"

    @property
    def search_marks(self) -> list[str]:
        """Where the centre stands, for the search of the site."""
        return place_marks(self.center)

    @property
    def waiting_slug(self) -> str:
        return f"udalennyj-centr-{self.center_id}"

    @property
    def register_slug(self) -> str:
        """A deleted centre leaves its address to others."""
        return self.center.slug if self.center.deleted_at is None else self.waiting_slug

    def take_from_register(self) -> None:
        """Take name and address from the row; a deleted centre is never published, whatever is planned."""
        super().take_from_register()
        if self.center.deleted_at is not None:
            self.live = False

    def is_below(self, parent: Page) -> bool:
        return parent.municipality_id == self.center.municipality_id

    def activities(self, facts: CenterFacts) -> str:
        """What is done in the centre, as its general information says it: for a centre without programmes."""
        from centers.models.pages.general_info import GeneralInfoPage

        page = GeneralInfoPage.objects.child_of(self).live().first()
        shown = page.paragraphs(facts) if page else []
        return next((paragraph.html for paragraph in shown if paragraph.code == "activities"), "")

    def page_context(self, request):
        """The centre's week, programmes, events, news and count of documents."""
        from centers.models.pages.news import NewsPage
        from centers.models.pages.programs import programs_of

        context = super().page_context(request)
        center = self.center
        today = local_today(center)
        programs = programs_of(center)
        known = {program.pk: program for program in programs}
        timetable = Timetable.of_programs(center, known, monday_of(today), today + LOOK_AHEAD)
        sections = center_sections(self)
        by_program: dict[int, list[Lesson]] = {}
        for lesson in current_lessons(timetable.lessons, today):
            by_program.setdefault(lesson.program_id, []).append(lesson)
        for program in programs:
            program.weekdays = weekdays_of(by_program.get(program.pk, []))
            program.center = center  # the card asks its «Навигатор»
            program.when = when_of(by_program.get(program.pk, []))
        context |= coming_lessons(timetable, today)
        context |= {
            "center": center,
            "center_place": self,
            "sections": sections,
            "current_paths": [place.url_path for place in self.places],
            "facts": center_facts(center, self.bodies),
            "state_as_of": state_as_of(center),
            "programs": programs,
            "events": _EVENTS(center=center.pk, today=today),
            "news": NewsPage.latest(self, count=2),
        }
        if not programs:
            context["activities"] = self.activities(context["facts"])
        return context

    def images(self, context):
        cards = [*context["programs"], *context["events"], *context["news"]]
        return [*super().images(context), *photos_of(cards)]


def _events(center, today):
    from centers.models.pages.events import EventPage

    coming = EventPage.published_in(center).filter(last_day__gte=today).defer_streamfields()
    return coming.select_related("photo").order_by("date", "time")[:3]


_EVENTS = Prepared(_events)

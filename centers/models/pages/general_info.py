"""«Общая информация» of a centre, and its functions."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model, get_image_model_string
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.models.pages.base import has_child_of_type
from centers.models.pages.home import HomePage
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.pages.standard_text import StandardTextMixin
from centers.models.querysets import below
from centers.panels import StandardTextPanel, standard_text_form
from centers.texts import functions, general
from centers.texts.ministry import MINISTRY_NAME_GENITIVE
from toolkit.prepared import Prepared


@dataclass(frozen=True, slots=True)
class OfficialSign:
    """An official sign as the page shows it; `words` say it to those who do not see it."""

    image: AbstractImage
    words: str


def sign_field(label) -> models.ForeignKey:
    """A slot for an official sign."""
    return models.ForeignKey(
        get_image_model_string(),
        verbose_name=label,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )


class GeneralInfoPage(StandardTextMixin, SectionPage):
    """What the centre is, who stands behind it, what is done there."""

    body = StreamField(BodyBlock(), verbose_name=_("дополнение к тексту"), blank=True)
    ministry_sign = sign_field(_("знак министерства"))
    project_sign = sign_field(_("знак национального проекта"))

    paragraph_catalogue = general.GENERAL_PARAGRAPHS
    base_form_class = standard_text_form(general.GENERAL_PARAGRAPHS)

    content_panels = [
        FieldPanel("title"),
        StandardTextPanel(heading=_("Текст страницы")),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("ministry_sign"), FieldPanel("project_sign")],
            heading=_("Официальные знаки"),
            help_text=_(
                "Возьмите их из официальных наборов и не меняйте ни цвет, ни форму. Если здесь пусто, "
                "показываем знаки, которые выбрал для всей сети её администратор."
            ),
        ),
    ]
    search_fields = [*SectionPage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.CenterPage"]
    subpage_types = ["centers.FunctionsPage"]

    class Meta:
        verbose_name = _("раздел «Общая информация»")
        verbose_name_plural = _("разделы «Общая информация»")

    def standard_paragraphs(self, facts):
        return general.general_paragraphs(facts)

    def page_context(self, request):
        context = super().page_context(request)
        context["facts"] = self.facts
        context["paragraphs"] = self.paragraphs(self.facts)
        page = next(iter(_FUNCTIONS(depth=self.depth + 1, **below(self))), None)
        context["functions_page"] = page
        context["functions"] = page.paragraphs(self.facts) if page else []
        context["signs"] = self.official_signs()
        return context

    def official_signs(self) -> list[OfficialSign]:
        """The signs of ministry and national project: the page's own ones, else those of the network."""
        project = self.bodies.national_project
        project_sign = self.project_sign_id or (project.sign_id if project else None)
        own = self.ministry_sign_id
        images = _OWN_SIGNS(project=project_sign, ministry=own) if own else _SIGNS(project=project_sign)
        signs = []
        for image in sorted(images, key=lambda image: not image.of_ministry):
            if not image.is_shown:
                continue
            if image.of_ministry:
                words = _now("Знак {body}").format(body=MINISTRY_NAME_GENITIVE)
            elif project:
                words = _now("Знак национального проекта «{project}»").format(project=project.name)
            else:
                words = _now("Знак национального проекта")
            signs.append(OfficialSign(image, words))
        return signs

    def images(self, context):
        return [*super().images(context), *(sign.image for sign in context["signs"])]


class FunctionsPage(StandardTextMixin, CenterScopedPage):
    """The functions of the centre; within «Общая информация», with an address of its own."""

    body = StreamField(BodyBlock(), verbose_name=_("дополнение к тексту"), blank=True)

    paragraph_catalogue = functions.FUNCTION_PARAGRAPHS
    base_form_class = standard_text_form(functions.FUNCTION_PARAGRAPHS)

    content_panels = [FieldPanel("title"), StandardTextPanel(heading=_("Текст страницы")), FieldPanel("body")]
    search_fields = [*CenterScopedPage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.GeneralInfoPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Функции центра»")
        verbose_name_plural = _("разделы «Функции центра»")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """One page of functions in a centre."""
        return super().can_create_at(parent) and not has_child_of_type(parent, cls)

    def standard_paragraphs(self, facts):
        return functions.function_paragraphs(facts)

    def page_context(self, request):
        context = super().page_context(request)
        context["facts"] = self.facts
        context["paragraphs"] = self.paragraphs(self.facts)
        return context


def _signs(project, ministry):
    of_ministry = models.Case(
        models.When(pk=ministry, then=True), default=False, output_field=models.BooleanField()
    )
    asked = models.Q(of_ministry=True) | models.Q(pk=project)
    return get_image_model().objects.annotate(of_ministry=of_ministry).filter(asked)


def _signs_of_network(project):
    of_network = HomePage.objects.filter(ministry_sign__isnull=False).values("ministry_sign")[:1]
    return _signs(project, models.Subquery(of_network))


_OWN_SIGNS: Prepared[AbstractImage] = Prepared(_signs)
_SIGNS: Prepared[AbstractImage] = Prepared(_signs_of_network)
_FUNCTIONS: Prepared[FunctionsPage] = Prepared(
    lambda depth, first, last: (
        FunctionsPage.objects.live().filter(depth=depth, path__gt=first, path__lte=last).order_by("path")[:1]
    )
)

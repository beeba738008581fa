"""«Общая информация» of a centre, and its functions."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.pages.standard_text import StandardTextMixin
from centers.panels import StandardTextPanel, standard_text_form
from centers.texts import functions, general


class GeneralInfoPage(StandardTextMixin, SectionPage):
    """What the centre is, who stands behind it, what is done there."""

    body = StreamField(BodyBlock(), verbose_name=_("дополнение к тексту"), blank=True)

    paragraph_catalogue = general.GENERAL_PARAGRAPHS
    base_form_class = standard_text_form(general.GENERAL_PARAGRAPHS)

    content_panels = [FieldPanel("title"), StandardTextPanel(heading=_("Текст страницы")), FieldPanel("body")]
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
        page = FunctionsPage.objects.child_of(self).live().first()
        context["functions_page"] = page
        context["functions"] = page.paragraphs(self.facts) if page else []
        return context


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
        return super().can_create_at(parent) and not cls.objects.child_of(parent).exists()

    def standard_paragraphs(self, facts):
        return functions.function_paragraphs(facts)

    def page_context(self, request):
        context = super().page_context(request)
        context["facts"] = self.facts
        context["paragraphs"] = self.paragraphs(self.facts)
        return context

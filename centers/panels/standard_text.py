"""Text from data in the form of its page: the standard text and the own one side by side."""

from django import forms
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.compare import TextDiff, diff_text
from wagtail.admin.panels import Panel
from wagtail.utils.text import text_from_html

from centers.panels.scoped import CenterPageForm
from centers.texts.paragraph import Paragraph, standard_digest
from toolkit.html import clean_rich_text, strip_markup

FEATURES = ["bold", "italic", "link", "ul", "ol"]
TAGS = frozenset({"p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "br"})
LONGEST_TEXT = 10_000


def own_name(code: str) -> str:
    return f"own_{code}"


def text_name(code: str) -> str:
    return f"text_{code}"


def seen_name(code: str) -> str:
    return f"seen_{code}"


class StandardTextForm(CenterPageForm):
    """Writes the own paragraphs into the page's `overrides`; made by `standard_text_form`."""

    paragraph_catalogue: tuple[Paragraph, ...] = ()

    def __init__(self, *args, **kwargs):
        # Wagtail's editor can be imported only when all models are there; pages import this module.
        from wagtail.admin.rich_text import get_rich_text_editor_widget

        super().__init__(*args, **kwargs)
        self.standard = self._standard_html()
        for paragraph in self.paragraph_catalogue:
            stored = self.instance.overrides.get(paragraph.code)
            standard = self.standard.get(paragraph.code, "")
            self.fields[text_name(paragraph.code)].widget = get_rich_text_editor_widget(features=FEATURES)
            self.initial.setdefault(own_name(paragraph.code), stored is not None)
            self.initial.setdefault(text_name(paragraph.code), stored["html"] if stored else str(standard))

    def _standard_html(self) -> dict[str, SafeString]:
        """The standard text by code; empty for a page that has no centre yet."""
        if self.instance.center_id is None:
            if self.center_id is None:
                return {}
            self.instance.center_id = self.center_id
        return {one.code: one.html for one in self.instance.standard_paragraphs(self.instance.facts)}

    @cached_property
    def changed_data(self):
        """Fields that differ; the text beside a standard paragraph is only what the editor shows there."""
        changed = super().changed_data
        standard = {
            text_name(paragraph.code)
            for paragraph in self.paragraph_catalogue
            if not self[own_name(paragraph.code)].value()
        }
        return [name for name in changed if name not in standard]

    def clean(self):
        cleaned = super().clean()
        for paragraph in self.paragraph_catalogue:
            name = text_name(paragraph.code)
            if not cleaned.get(own_name(paragraph.code)):
                continue
            cleaned[name] = clean_rich_text(cleaned.get(name) or "", TAGS)
            if not strip_markup(cleaned[name]):
                self.add_error(
                    name, _("Напишите свой текст или снимите отметку «Свой текст», и вернётся стандартный.")
                )
        return cleaned

    def save(self, commit=True):
        self.take_over()
        return super().save(commit=commit)

    def take_over(self) -> None:
        """Carry the checked paragraphs into the page.

        An own text that was not touched keeps the fingerprint of the standard it stood beside,
        so that the warning about a changed standard stays until somebody has dealt with it.
        """
        page = self.instance
        if not self.standard:
            return
        for paragraph in self.paragraph_catalogue:
            code = paragraph.code
            if not self.cleaned_data.get(own_name(code)):
                page.restore(code)
                continue
            stored = page.overrides.get(code)
            html = self.cleaned_data[text_name(code)]
            if stored and stored["html"] == html and not self.cleaned_data.get(seen_name(code)):
                continue
            page.override(code, html, page.facts)


def standard_text_form(catalogue: tuple[Paragraph, ...]) -> type[StandardTextForm]:
    """The form of a page whose paragraphs are those of the catalogue."""
    fields: dict[str, object] = {"paragraph_catalogue": catalogue}
    for paragraph in catalogue:
        fields[own_name(paragraph.code)] = forms.BooleanField(
            label=gettext_lazy("Свой текст"), required=False
        )
        fields[text_name(paragraph.code)] = forms.CharField(
            label=paragraph.title, required=False, max_length=LONGEST_TEXT
        )
        fields[seen_name(paragraph.code)] = forms.BooleanField(
            label=gettext_lazy("Я прочитал новый стандартный текст, оставить мой"), required=False
        )
    return type("PageStandardTextForm", (StandardTextForm,), fields)


class StandardTextPanel(Panel):
    """All paragraphs of the page, each with its standard text and its own one."""

    @property
    def catalogue(self) -> tuple[Paragraph, ...]:
        return self.model.paragraph_catalogue if self.model else ()

    def get_form_options(self):
        return {
            "fields": [
                make(paragraph.code)
                for paragraph in self.catalogue
                for make in (own_name, text_name, seen_name)
            ]
        }

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/standard_text_panel.html"

        @cached_property
        def paragraphs(self) -> list[dict]:
            shown = []
            for paragraph in self.panel.catalogue:
                standard = self.form.standard.get(paragraph.code, SafeString(""))
                stored = self.instance.overrides.get(paragraph.code)
                own = self.form[own_name(paragraph.code)]
                shown.append(
                    {
                        "code": paragraph.code,
                        "title": paragraph.title,
                        "help": paragraph.help,
                        "standard": standard,
                        "own": own,
                        "is_own": bool(own.value()),
                        "text": self.form[text_name(paragraph.code)],
                        "seen": self.form[seen_name(paragraph.code)],
                        "changed": stored is not None and stored.get("digest") != standard_digest(standard),
                    }
                )
            return shown

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "paragraphs": self.paragraphs}

        def get_comparison(self):
            return [
                lambda a, b, paragraph=paragraph: OwnParagraphComparison(paragraph, a, b)
                for paragraph in self.panel.catalogue
            ]


class OwnParagraphComparison:
    """The difference of one own paragraph between two versions of a page."""

    is_field = True
    is_child_relation = False

    def __init__(self, paragraph: Paragraph, old, new):
        self.paragraph = paragraph
        self.old, self.new = (self._words(page) for page in (old, new))

    def _words(self, page) -> str:
        own = page.overrides.get(self.paragraph.code)
        return text_from_html(own["html"]) if own else _("стандартный текст")

    def field_label(self) -> str:
        return str(self.paragraph.title)

    def has_changed(self) -> bool:
        return self.old != self.new

    def htmldiff(self) -> SafeString:
        difference: TextDiff = diff_text(self.old, self.new)
        return difference.to_html()

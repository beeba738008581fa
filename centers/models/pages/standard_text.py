"""Pages whose text is made from the register and can be overridden by paragraph."""

from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from centers.texts.facts import CenterFacts
from centers.texts.paragraph import Paragraph, RenderedParagraph, standard_digest


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph as the page shows it, and what its editor must know about it.

    `standard_changed` says that the standard text is no longer the one that stood beside
    the own text when that was written.
    """

    code: str
    title: str
    html: SafeString
    standard_html: SafeString
    is_own: bool = False
    standard_changed: bool = False


class StandardTextMixin(models.Model):
    """Stores only overrides: `{code: {"html": rich text, "digest": of the standard then}}`."""

    overrides = models.JSONField(_("свои абзацы"), default=dict, blank=True)

    #: Catalogue of the paragraphs and the function that renders them for a centre.
    paragraph_catalogue: tuple[Paragraph, ...] = ()

    class Meta:
        abstract = True

    def standard_paragraphs(self, facts: CenterFacts) -> list[RenderedParagraph]:
        """The standard text for these facts; paragraphs with nothing to say are left out."""
        raise NotImplementedError

    def paragraphs(self, facts: CenterFacts) -> list[ShownParagraph]:
        """The text of the page: the standard one with own paragraphs in their places."""
        standard = {paragraph.code: paragraph for paragraph in self.standard_paragraphs(facts)}
        shown = []
        for paragraph in self.paragraph_catalogue:
            rendered = standard.get(paragraph.code)
            html = rendered.html if rendered else SafeString("")
            own = self.overrides.get(paragraph.code)
            if own is None and not rendered:
                continue
            shown.append(
                ShownParagraph(
                    code=paragraph.code,
                    title=str(paragraph.title),
                    html=SafeString(expand_db_html(own["html"])) if own else html,
                    standard_html=html,
                    is_own=own is not None,
                    standard_changed=own is not None and own.get("digest") != standard_digest(html),
                )
            )
        return shown

    def override(self, code: str, html: str, facts: CenterFacts) -> None:
        """Put an own text in the place of a standard paragraph (not saved).

        Raises `KeyError` for a code that is not in the catalogue.
        """
        if code not in {paragraph.code for paragraph in self.paragraph_catalogue}:
            raise KeyError(code)
        standard = {p.code: p.html for p in self.standard_paragraphs(facts)}
        self.overrides = {
            **self.overrides,
            code: {"html": html, "digest": standard_digest(standard.get(code, ""))},
        }

    def restore(self, code: str) -> None:
        """Return to the standard text of a paragraph (not saved)."""
        self.overrides = {key: value for key, value in self.overrides.items() if key != code}

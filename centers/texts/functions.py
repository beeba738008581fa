"""The standard text of the page «Функции»: an introduction and ten functions, one code each.

Functions are infinitives after «чтобы», so that one wording serves a centre in any state; the
introduction alone changes its tense.
"""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from centers.texts.facts import CenterFacts
from centers.texts.general import tense
from centers.texts.paragraph import Paragraph, RenderedParagraph, phrase, render_all, sentences

_INTRO = {
    "future": _("Центр создают для того, чтобы:"),
    "present": _("Центр создан для того, чтобы:"),
    "past": _("Центр создавали для того, чтобы:"),
}

_HELP = _("Одна из десяти функций центра. Можно заменить своими словами и вернуть обратно.")


def render_intro(facts: CenterFacts) -> SafeString:
    """The line before the list, in the tense of the centre's state."""
    return sentences(phrase(_INTRO[tense(facts)]))


def render_subjects(facts: CenterFacts) -> SafeString:
    """The first function names the subject areas of the centre's profile."""
    areas = [f"«{area}»" for area in facts.subject_areas]
    if not areas:
        return sentences(phrase(_("Участвовать в обучении по основным программам школы.")))
    listed = str(_(" и ")).join(part for part in (", ".join(areas[:-1]), areas[-1]) if part)
    template = (
        _("Участвовать в обучении по основным программам предметной области {areas}.")
        if len(areas) == 1
        else _("Участвовать в обучении по основным программам предметных областей {areas}.")
    )
    return sentences(phrase(template, areas=listed))


def _fixed(text: Promise) -> Callable[[CenterFacts], SafeString]:
    return lambda facts: sentences(phrase(text))


FUNCTION_PARAGRAPHS: tuple[Paragraph, ...] = (
    Paragraph("functions-intro", _("Вступление"), _("Строка перед перечнем функций."), render_intro),
    Paragraph("function-1", _("Основные программы"), _HELP, render_subjects),
    Paragraph(
        "function-2",
        _("Дополнительные и внеурочные программы"),
        _HELP,
        _fixed(
            _("Вести дополнительные программы разных уровней сложности и программы внеурочной деятельности.")
        ),
    ),
    Paragraph(
        "function-3",
        _("Равный доступ"),
        _HELP,
        _fixed(
            _("Создать и внедрить модель, при которой современные программы одинаково доступны всем детям.")
        ),
    ),
    Paragraph(
        "function-4",
        _("Сетевая форма"),
        _HELP,
        _fixed(_("Развивать дополнительное образование в сетевой форме, вместе с другими организациями.")),
    ),
    Paragraph(
        "function-5",
        _("Внеурочная работа"),
        _HELP,
        _fixed(_("Организовывать внеурочную работу в школе.")),
    ),
    Paragraph(
        "function-6",
        _("Проектная деятельность"),
        _HELP,
        _fixed(_("Вовлекать учеников и педагогов в работу над проектами.")),
    ),
    Paragraph(
        "function-7",
        _("Обучение педагогов"),
        _HELP,
        _fixed(_("Помогать руководителю и педагогам центра постоянно учиться и повышать квалификацию.")),
    ),
    Paragraph(
        "function-8",
        _("Рассказ жителям"),
        _HELP,
        _fixed(_("Рассказывать жителям о центре и о том, чему в нём можно научиться.")),
    ),
    Paragraph(
        "function-9",
        _("Сведения на сайте школы"),
        _HELP,
        _fixed(_("Публиковать на сайте школы сведения о работе центра.")),
    ),
    Paragraph(
        "function-10",
        _("Движение школьников"),
        _HELP,
        _fixed(_("Поддерживать движение школьников и их социальную активность.")),
    ),
)


def function_paragraphs(facts: CenterFacts) -> list[RenderedParagraph]:
    """The introduction and the ten functions, in order."""
    return render_all(FUNCTION_PARAGRAPHS, facts)

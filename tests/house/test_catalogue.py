"""The compiled catalogue says what its source says: a school has no compiler of catalogues."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

SOURCES = sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po"))
STRING = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
ENTRY = re.compile(rf"^(?:msgctxt {STRING})?msgid {STRING}msgstr {STRING}", re.MULTILINE)
PLURAL = re.compile(
    rf"^(?:msgctxt {STRING})?msgid {STRING}msgid_plural {STRING}msgstr\[0\] {STRING}", re.MULTILINE
)


def text(strings: str) -> str:
    """What one or several adjacent quoted strings of a catalogue stand for."""
    return str(ast.literal_eval(f"({strings})")) if strings else ""


def said_by(compiled: gettext.NullTranslations, context: str, name: str) -> str:
    """The compiled translation; a context is part of the key."""
    return compiled.pgettext(text(context), text(name)) if context else compiled.gettext(text(name))


def one_said_by(compiled: gettext.NullTranslations, context: str, one: str, many: str) -> str:
    """The compiled form for one of a thing."""
    if context:
        return compiled.npgettext(text(context), text(one), text(many), 1)
    return compiled.ngettext(text(one), text(many), 1)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_the_compiled_catalogue_is_that_of_its_source(source: Path) -> None:
    written = source.read_text(encoding="utf-8")
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    said = {
        (context, name): translation for context, name, translation in ENTRY.findall(written) if text(name)
    }
    plurals = PLURAL.findall(written)
    assert len(said) + len(plurals) > 1
    assert [key for key, translation in said.items() if said_by(compiled, *key) != text(translation)] == []
    assert [key for *key, translation in plurals if one_said_by(compiled, *key) != text(translation)] == []


def test_there_is_a_catalogue() -> None:
    assert SOURCES

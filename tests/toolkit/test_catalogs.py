"""One table of words instead of twenty: every word is what Django finds."""

import pytest
from django.utils.translation import gettext, ngettext, pgettext, trans_real

from toolkit.catalogs import JoinedCatalog, join_catalogs

Catalogs = tuple[trans_real.TranslationCatalog, JoinedCatalog]


@pytest.fixture
def catalogs(
    monkeypatch: pytest.MonkeyPatch,
) -> Catalogs:
    """Django's tables of Russian, and the joined one, which is in use meanwhile."""
    translation = trans_real.translation("ru")
    own = trans_real.TranslationCatalog()
    known = translation._catalog  # type: ignore[attr-defined]
    own._catalogs, own._plurals = known._catalogs, known._plurals
    monkeypatch.setattr(translation, "_catalog", own)
    join_catalogs("ru")
    return own, translation._catalog  # type: ignore[attr-defined]


def test_every_word_is_the_same(catalogs: Catalogs) -> None:
    own, joined = catalogs
    keys = {*own.keys()}
    assert len(keys) > 1000
    assert not isinstance(own, JoinedCatalog)
    assert {key: joined.get(key) for key in keys} == {key: own.get(key) for key in keys}
    assert {key: joined[key] for key in keys} == {key: own[key] for key in keys}
    assert all(key in joined for key in keys)
    for catalog, plural in zip(own._catalogs, own._plurals, strict=True):
        for key in catalog:
            if isinstance(key, tuple):
                for number in (1, 2, 5, 21, 111):
                    assert joined.plural(key[0], number) == own.plural(key[0], number), (key, plural)


def test_several_tables_are_joined(catalogs: Catalogs) -> None:
    assert len(catalogs[0]._catalogs) > 1
    assert catalogs[1].get("no such words") is None
    assert catalogs[1].get("no such words", "none") == "none"
    assert "no such words" not in catalogs[1]
    with pytest.raises(KeyError):
        catalogs[1]["no such words"]


@pytest.mark.usefixtures("catalogs")
def test_people_see_the_same_words() -> None:
    assert gettext("January") == "Январь"
    assert gettext("Слов этих нет ни в одной таблице") == "Слов этих нет ни в одной таблице"
    assert pgettext("alt. month", "January") == "января"
    assert ngettext("%(num)d year", "%(num)d years", 5) % {"num": 5} == "5 лет"


def test_what_comes_later_is_known_too(catalogs: Catalogs) -> None:
    joined = JoinedCatalog(trans_real.TranslationCatalog())
    joined["word"] = "слово"
    assert joined.get("word") == joined["word"] == "слово"

    class Another:
        _catalog = {"word": "другое слово", "page": "страница"}

        @staticmethod
        def plural(number: int) -> int:
            return int(number != 1)

    joined.update(Another)
    assert joined["word"] == "другое слово"
    assert joined.get("page") == "страница"


def test_it_is_joined_once(catalogs: Catalogs) -> None:
    join_catalogs("ru")
    assert trans_real.translation("ru")._catalog is catalogs[1]  # type: ignore[attr-defined]

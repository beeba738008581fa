"""What a visitor may set, and the one cookie that remembers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Stable: proxies in front of the site know it by name (docs/operators/low-vision.md).
COOKIE = "low_vision"
COOKIE_AGE = 365 * 24 * 60 * 60  # seconds
LONGEST_COOKIE = 200  # characters; what is longer was not written here


@dataclass(frozen=True)
class Choice:
    """One value that a setting may have: as the cookie writes it, as the page of settings says it."""

    value: str
    title: StrOrPromise


@dataclass(frozen=True)
class Option:
    """One setting; its first choice is how the ordinary version looks."""

    name: str
    title: StrOrPromise
    choices: tuple[Choice, ...]
    hint: StrOrPromise = ""

    @property
    def ordinary(self) -> str:
        return self.choices[0].value


OPTIONS = (
    Option(
        "size",
        _("Размер текста"),
        (
            Choice("100", _("100 %, обычный")),
            Choice("150", _("150 %, крупный")),
            Choice("200", _("200 %, очень крупный")),
        ),
    ),
    Option(
        "scheme",
        _("Цвета"),
        (
            Choice("black", _("Чёрным по белому")),
            Choice("white", _("Белым по чёрному")),
            Choice("blue", _("Тёмно-синим по голубому")),
            Choice("brown", _("Коричневым по бежевому")),
            Choice("green", _("Зелёным по тёмному")),
        ),
    ),
    Option(
        "pictures",
        _("Фотографии"),
        (
            Choice("on", _("Цветные")),
            Choice("grey", _("Чёрно-белые")),
            Choice("off", _("Не показывать")),
        ),
        _("Вместо скрытой фотографии стоит её описание, а сама она не загружается."),
    ),
    Option(
        "letters",
        _("Расстояние между буквами"),
        (
            Choice("normal", _("Обычное")),
            Choice("wide", _("Увеличенное")),
            Choice("wider", _("Большое")),
        ),
    ),
    Option(
        "lines",
        _("Расстояние между строками"),
        (
            Choice("normal", _("Обычное")),
            Choice("wide", _("Увеличенное")),
            Choice("wider", _("Двойное")),
        ),
    ),
    Option(
        "font",
        _("Шрифт"),
        (
            Choice("sans", _("Без засечек")),
            Choice("serif", _("С засечками")),
        ),
    ),
    Option(
        "embeds",
        _("Карты, диаграммы и видео"),
        (
            Choice("on", _("Показывать")),
            Choice("off", _("Не показывать")),
        ),
        _("Вместо них останутся список, таблица или ссылка: они стоят рядом всегда."),
    ),
)
_VALUES = {option.name: {choice.value for choice in option.choices} for option in OPTIONS}


@dataclass(frozen=True)
class Settings:
    """How one visitor wants the pages."""

    size: str = "100"
    scheme: str = "black"
    pictures: str = "on"
    letters: str = "normal"
    lines: str = "normal"
    font: str = "sans"
    embeds: str = "on"

    @classmethod
    def from_cookie(cls, cookie: str) -> Settings | None:
        """What the cookie says, or None when it says nothing that is known here.

        Unknown names and values are left out: a later version of the site, or a stranger, wrote them.
        """
        if not cookie or len(cookie) > LONGEST_COOKIE:
            return None
        pairs = (part.partition("-") for part in cookie.split("."))
        known = {name: value for name, _dash, value in pairs if value in _VALUES.get(name, ())}
        return cls(**known) if known else None

    def to_cookie(self) -> str:
        """Only Latin letters, digits, dots and hyphens: no server in between alters them."""
        return ".".join(f"{name}-{value}" for name, value in asdict(self).items())

    def changed(self, answers: Mapping[str, str]) -> Settings:
        """The same with what a form says; what it says wrongly stays as it was."""
        known = {
            name: answers[name] for name in _VALUES if name in answers and answers[name] in _VALUES[name]
        }
        return replace(self, **known)

    @property
    def attributes(self) -> str:
        """Attributes for `<html>`; a value that changes nothing has none."""
        pairs = [(option.name, getattr(self, option.name)) for option in OPTIONS]
        return "".join(
            f' data-{name}="{value}"' for name, value in pairs if name == "scheme" or value != _ordinary(name)
        )


def _ordinary(name: str) -> str:
    return next(option.ordinary for option in OPTIONS if option.name == name)


#: What the page of settings suggests to somebody who comes for the first time.
SUGGESTED = Settings(size="150")

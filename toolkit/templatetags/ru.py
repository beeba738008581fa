"""Template filters and tags for Russian text: `{% load ru %}`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template import TemplateSyntaxError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from toolkit import text
from toolkit.phones import parse_phone

register = template.Library()

_ICON_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_ICON_ROOT = re.compile(r"<svg\b([^>]*?)/?>", re.IGNORECASE)
_ICON_PREFACE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>", re.IGNORECASE | re.DOTALL)
_ICON_OWN_ATTRIBUTES = re.compile(
    r"\s(?:aria-hidden|focusable|class|role)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE
)


def _forms(argument: str) -> tuple[str, str, str]:
    forms = tuple(form.strip() for form in argument.split(","))
    if len(forms) != 3:
        raise TemplateSyntaxError(f"Three forms of a noun are wanted, got {argument!r}")
    return forms


def _number(value: object) -> int | float | Decimal | None:
    """Return a value that can be counted; None for what a template prints as nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float | Decimal):
        return value
    return Decimal(str(value))


@register.filter
def plural(value: object, forms: str) -> str:
    """`{{ n|plural:"центр,центра,центров" }}` prints the form of the noun without the number."""
    n = _number(value)
    return "" if n is None else text.plural(n, *_forms(forms))


@register.filter
def count_phrase(value: object, forms: str) -> str:
    """`{{ n|count_phrase:"центр,центра,центров" }}` prints the number and the noun."""
    n = _number(value)
    return "" if n is None else text.count_phrase(n, *_forms(forms))


@register.filter
def ru_number(value: object) -> str:
    """Print 1234567 as «1 234 567»; not for years."""
    n = _number(value)
    return "" if n is None else text.number(n)


@register.filter
def file_size(value: int | None) -> str:
    """Print a size in bytes as «1,06 МБ»; nothing for None."""
    return "" if value is None or isinstance(value, str) else text.file_size(value)


@register.filter
def ru_date(value: date | None) -> str:
    """Print a day or a moment as «4 апреля 2024 г.»; nothing for None."""
    return text.russian_date(value) if isinstance(value, date) else ""


@register.filter
def ru_day(value: date | None) -> str:
    """Print a day or a moment as «4 апреля», where the year is clear; nothing for None."""
    return text.russian_date(value, with_year=False) if isinstance(value, date) else ""


@register.filter
def ru_date_short(value: date | None) -> str:
    """Print a day or a moment as «04.04.2024»; nothing for None."""
    if not isinstance(value, date):
        return ""
    day = text.local_date(value)
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


@register.filter
def ru_datetime(value: datetime | None) -> str:
    """Print a moment as «4 апреля 2024 г. в 15:30»; nothing for None."""
    return text.russian_datetime(value) if isinstance(value, datetime) else ru_date(value)


@register.filter
def ru_date_range(start: date | None, end: date | None) -> str:
    """`{{ start|ru_date_range:end }}` prints «4–8 апреля 2024 г.»; either may be None."""
    return text.russian_date_range(start or None, end or None)


@register.filter
def weekday_name(value: int | None) -> str:
    """Print 0 as «понедельник»; nothing for None."""
    return text.weekday_name(value) if isinstance(value, int) else ""


@register.filter
def weekday_short(value: int | None) -> str:
    """Print 0 as «Пн»; nothing for None."""
    return text.weekday_short(value) if isinstance(value, int) else ""


@register.filter
def join_and(values: Iterable[object] | None) -> str:
    """Print «физика, химия и биология»."""
    return text.join_and(values or ())


@register.filter
def typograph(value: object) -> str:
    """Set plain text as print does; the template then escapes it as always.

    Ready markup is left as it is: the quotes of its attributes are not for us.
    """
    if value is None:
        return ""
    if hasattr(value, "__html__"):
        markup = SafeString(value.__html__())
        return markup if "<" in markup or "&" in markup else text.typograph(str(markup))
    return text.typograph(str(value))


@register.filter
def phone(value: str | None) -> str:
    """Print a telephone number as «+7 (38247) 3-12-45», or as it was typed when its code is not clear."""
    parsed = parse_phone(value) if value else None
    return (parsed.pretty if parsed else "") or value or ""


@register.filter
def phone_href(value: str | None) -> str:
    """Print the address of a call, «tel:+73824731245»; nothing when the number cannot be read."""
    parsed = parse_phone(value) if value else None
    return parsed.href if parsed else ""


@register.filter
@lru_cache(maxsize=4096)
def host_of_url(value: str | None) -> str:
    """Print the host of an address as people know it: «школа.рф», without www; else what was given."""
    address = str(value or "").strip()
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return address
    labels = []
    for label in host.removeprefix("www.").split("."):
        try:
            labels.append(label.encode("ascii").decode("idna"))
        except UnicodeError:
            labels.append(label)
    return ".".join(labels) or address


@lru_cache(maxsize=512)
def _icon_parts(path: Path) -> tuple[str, str]:
    """Return an icon's markup before and after the place for its attributes."""
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TemplateSyntaxError(f"There is no icon {path}") from None
    drawing = _ICON_PREFACE.sub("", source).strip()
    root = _ICON_ROOT.match(drawing)
    if root is None:
        raise TemplateSyntaxError(f"The icon {path} does not start with an <svg> element")
    return f"<svg{_ICON_OWN_ATTRIBUTES.sub('', root.group(1)).rstrip()}", drawing[root.end(1) :]


@register.simple_tag
def icon(name: str, modifier: str = "") -> SafeString:
    """`{% icon "phone" %}` puts templates/icons/phone.svg into the page, hidden from screen readers.

    The text beside it must say the same: an icon alone has no name. A second
    argument adds classes: `{% icon "phone" "icon--large" %}`.

    Raises `TemplateSyntaxError` while rendering if there is no such icon.
    """
    if not _ICON_NAME.fullmatch(name):
        raise TemplateSyntaxError(f"An icon's name is made of a-z, 0-9 and hyphens, got {name!r}")
    # By name: the settings module imports this one, and the type checker does not look through that.
    base: Path = getattr(settings, "BASE_DIR")  # noqa: B009
    return _drawn(base, name, modifier)


@lru_cache(maxsize=512)
def _drawn(base: Path, name: str, modifier: str) -> SafeString:
    start, rest = _icon_parts(base / "templates" / "icons" / f"{name}.svg")
    classes = escape(f"icon {modifier}".strip())
    # The drawing is a file of this repository, and the classes are escaped.
    return mark_safe(f'{start} class="{classes}" aria-hidden="true" focusable="false"{rest}')  # noqa: S308

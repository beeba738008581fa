"""Read a point on the map from whatever a person has copied: two numbers or the address of a map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from toolkit.validators import normalize_digits

LONGEST = 2000  # letters; a longer text is no address of a map
STEP = Decimal("0.000001")  # degrees: about a tenth of a metre

_NUMBER = r"[-+−]?\d{1,3}(?:[.,]\d+)?"
_POINT_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_SIDE = r" ?°? ?(?:[NSEWСЮВЗ]|[сюв]\. ?[шд]\.)?"
_PAIR = re.compile(rf"^[(\[]?({_NUMBER}){_SIDE}[,;/ ] ?({_NUMBER}){_SIDE}[)\]]?$", re.IGNORECASE)
_DOTTED = re.compile(
    rf"^[(\[]?({_POINT_NUMBER}){_SIDE} ?[,;] ?({_POINT_NUMBER}){_SIDE}[)\]]?$", re.IGNORECASE
)
_ANGLE = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2})\s*[′'ʹ’]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[″\"”]|''|′′)?)?", re.IGNORECASE
)
_AT = re.compile(rf"@({_POINT_NUMBER}),({_POINT_NUMBER})")
_GOOGLE_PLACE = re.compile(rf"!3d({_POINT_NUMBER})!4d({_POINT_NUMBER})")
_HASH_MAP = re.compile(rf"map=[\d.]+/({_POINT_NUMBER})/({_POINT_NUMBER})")
_TWO_GIS = re.compile(rf"(?:^|/)({_POINT_NUMBER}),({_POINT_NUMBER})(?:/|$)")
_TWO = re.compile(rf"^\s*({_POINT_NUMBER})\s*[,~;\s]\s*({_POINT_NUMBER})")

#: Arguments of the addresses of maps: the name, and whether the longitude comes first, as in Yandex and 2ГИС.
_ARGUMENTS = (
    ("whatshere[point]", True),
    ("pt", True),
    ("poi[point]", True),
    ("q", False),
    ("query", False),
    ("text", False),
    ("m", True),
    ("ll", True),
)
_SHORT_LINKS = ("yandex.ru/maps/-/", "ya.ru/maps/-/", "goo.gl/", "maps.app.goo.gl/", "go.2gis.com/")


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east, to six digits."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude.normalize():f}, {self.longitude.normalize():f}"


#: The land of Russia lies between these latitudes and, counted eastward, these longitudes.
SOUTH, NORTH = Decimal(41), Decimal(82)
WEST, EAST = Decimal(19), Decimal(191)


def is_in_russia(latitude: Decimal, longitude: Decimal) -> bool:
    """Whether the point lies in the rectangle that Russia fits into, Чукотка beyond 180° included."""
    return SOUTH <= latitude <= NORTH and WEST <= (longitude + 360 if longitude < -168 else longitude) <= EAST


def read_point(text: str) -> Point | None:
    """The point that a text names; None for an empty one.

    Takes «55.75, 37.61», «55,75 37,61», «55°45′21″ с. ш. 37°37′04″ в. д.», geo: and the long addresses of
    Яндекс Карты, 2ГИС, Google and OpenStreetMap. Two bare numbers are latitude and longitude; they are
    turned round when only the other order lies in Russia.

    Raises `ValidationError` that says what to copy instead.
    """
    if len(text) > LONGEST:
        raise ValidationError(_("Это слишком длинный текст. Вставьте только координаты или адрес карты."))
    said = " ".join(text.replace("−", "-").split())
    if not said:
        return None
    if any(short in said for short in _SHORT_LINKS):
        raise ValidationError(
            _(
                "Короткая ссылка не говорит, где это. Откройте её, нажмите на карте на школу "
                "и скопируйте координаты — два числа через запятую."
            )
        )
    for latitude, longitude in _candidates(said):
        if is_in_russia(latitude, longitude):
            return Point(latitude.quantize(STEP), longitude.quantize(STEP))
    if next(_candidates(said), None) is not None:
        raise ValidationError(
            _(
                "Эта точка не в России. Проверьте числа: сначала широта (от 41 до 82), потом долгота, "
                "например 55.75, 37.61."
            )
        )
    raise ValidationError(
        _(
            "Не получилось найти здесь координаты. Вставьте два числа через запятую, например 55.75, 37.61, "
            "или адрес карты целиком."
        )
    )


def _candidates(said: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Points that the text may mean, the likeliest first."""
    bare = said.removeprefix("geo:").partition("?")[0] if said.startswith("geo:") else said
    pair = _DOTTED.match(bare) or _PAIR.match(bare)
    if pair:
        first, second = _decimal(pair[1]), _decimal(pair[2])
        yield first, second
        yield second, first
        return
    angles = _ANGLE.findall(said)
    if len(angles) == 2:
        north, east = (_degrees(*angle) for angle in angles)
        yield north, east
        yield east, north
        return
    if "://" in said or said.startswith("www.") or "/" in said:
        yield from _in_address(said)


def _in_address(address: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Points in the address of a map; a marked place goes before the middle of the picture."""
    try:
        parts = urlsplit(address)
        arguments = parse_qs(parts.query)
    except ValueError:
        return
    decoded = unquote(address)
    if found := _GOOGLE_PLACE.search(decoded):
        yield _decimal(found[1]), _decimal(found[2])
    marked = f"{arguments.get('mlat', [''])[0]},{arguments.get('mlon', [''])[0]}"
    if found := _TWO.match(marked):
        yield _decimal(found[1]), _decimal(found[2])
    for name, longitude_first in _ARGUMENTS:
        for value in arguments.get(name, ()):
            if found := _TWO.match(value):
                first, second = _decimal(found[1]), _decimal(found[2])
                yield (second, first) if longitude_first else (first, second)
    for pattern in (_HASH_MAP, _AT):
        if found := pattern.search(decoded):
            yield _decimal(found[1]), _decimal(found[2])
    if "2gis" in (parts.hostname or "") and (found := _TWO_GIS.search(unquote(parts.path))):
        yield _decimal(found[2]), _decimal(found[1])


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(normalize_digits(text).replace(",", "."))
    except InvalidOperation:  # digits of another script
        return Decimal(999)


def _degrees(degrees: str, minutes: str, seconds: str) -> Decimal:
    return Decimal(degrees) + Decimal(minutes) / 60 + Decimal((seconds or "0").replace(",", ".")) / 3600

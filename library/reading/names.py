"""What the name of a file, or the title in its metadata, says of the document."""

import datetime
import re
from dataclasses import dataclass

from library.reading.dates import FIRST_YEAR, LAST_YEAR, find_dates
from library.reading.filenames import plain_stem
from library.reading.kinds import ORDER_LIKE, Kind, find_headings
from library.reading.numbers import bare_number, find_numbers
from library.reading.sheet import mask
from library.reading.spelling import tidy_title
from library.reading.text import normalize
from library.reading.vocabulary import Lexicon

_PRODUCED = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint) ?-? ?|untitled|без названия|без имени)", re.IGNORECASE
)
_MEANINGLESS = re.compile(
    r"(?:документ|document|doc|лист|книга|book|sheet|файл|file|scan|скан\w*|img|image|изображение|фото"
    r"|photo|dsc|pxl"
    r"|camscanner|adobe scan|новый документ|new document|приложение|титул\w*|шаблон|normal|page|страница"
    r"|whatsapp"
    r"|screenshot|снимок экрана|безымянный|presentation|презентация|word|excel)(?![А-Яа-яЁё])[\W\d_]*.{0,3}",
    re.IGNORECASE,
)
_CAMERA = re.compile(
    r"(?:img|dsc|pxl|scan|скан|image|whatsapp|screenshot|camscanner|photo|doc\d)", re.IGNORECASE
)
_PACKED_DATES = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<year>20\d\d)(?!\d)"),
)
_AFTER_KIND = re.compile(
    r"(?:приказ|распоряжение|договор|акт|протокол"
    r"|справка) (?P<number>\S+(?: ?[-/] ?\S+)?)(?P<then> от(?: |$)| ?\u2588)?",
    re.IGNORECASE,
)
_INSIDE_KINDS = {"приказ": Kind.ORDER, "распоряжение": Kind.DIRECTIVE, "положение": Kind.REGULATION}
_INSIDE_KIND = re.compile(rf"(?<![А-Яа-яЁё])(?:{'|'.join(_INSIDE_KINDS)})(?![А-Яа-яЁё])", re.IGNORECASE)
_SLASH_IN_NAME = re.compile(r"(?<=№)( ?\d{1,5})_(?=\d{1,4}-[А-ЯЁа-яёA-Za-z])")
_SLASH = "\u2215"
"""Stands for a slash, which a file's name cannot have, while the name is taken apart."""
_ABOUT = re.compile(r"(?:^|(?<=[ «\"(]))(?:об?|обо) (?=[«\"]?[А-ЯЁа-яё]{3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What a name says; `number_is_plain` when a «№» or «от» shows that it is a number."""

    said: str = ""
    kind: Kind | None = None
    number: str = ""
    number_is_plain: bool = False
    date: datetime.date | None = None
    title: str = ""


def read_name(name: str, lexicon: Lexicon | None = None, *, is_file: bool = True) -> NameFacts:
    """Kind, number, date and title from a file's name, or from a title in metadata.

    A transliterated name («prikaz_12_ot_04.04.2024») is read as Russian. The mark of a copy
    («Приказ1(2)») is no number, and the date in a camera's file name is not the document's.
    """
    lexicon = lexicon or Lexicon()
    said = normalize(name[:1_000]).replace("\n", " ")
    said = _SLASH_IN_NAME.sub(rf"\1{_SLASH}", _PRODUCED.sub("", said))
    said = (
        plain_stem(said)
        if is_file or re.search(r"\.(?:docx?|pdf|odt|rtf|xlsx?)$", said, re.IGNORECASE)
        else said
    )
    said = said.replace(_SLASH, "/")
    if not said:
        return NameFacts()
    text = said if re.search("[А-Яа-яЁё]", said) else to_russian(said)
    text = _ABBREVIATED.sub("Приказ ", text)
    text = _BY_HYPHENS.sub(r"\g<kind> № \g<number> от \g<date> ", text)
    text = _UNSIGNED.sub(r"\g<kind> № \g<number> ", text)
    text = re.sub(r"(?<=[А-Яа-яЁё])(?=№)|(?<=\d)(?=от )", " ", text)
    text = text[:1].upper() + text[1:]
    kind = _kind(text)
    date, rest = _date(text, camera=kind is None and bool(_CAMERA.match(said)))
    number, plain = _number(rest)
    title = _title(text, rest, kind, lexicon, date)
    return NameFacts(said, kind, number, plain, date, title)


def _kind(text: str) -> Kind | None:
    plain = re.sub(r"^[\W\d_]+(?:г(?:ода?|\.)? ?)?", "", text)
    digits_close = re.match(r"(?P<word>[А-ЯЁа-яё]+)\d", plain)
    for said in (plain, digits_close["word"] if digits_close else ""):
        headings = find_headings([said[:1].upper() + said[1:]], set())
        if headings:
            return headings[0].kind
    inside = _INSIDE_KIND.search(text)
    return _INSIDE_KINDS[inside[0].casefold()] if inside else None


def _date(text: str, *, camera: bool) -> tuple[datetime.date | None, str]:
    """The date, and the text with it masked."""
    found = find_dates(text)
    if found:
        masked = mask(text, [(date.start, date.end) for date in found])
        return (None if camera else found[0].value), masked
    for pattern in _PACKED_DATES:
        match = pattern.search(text)
        if match:
            try:
                date = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
            good = FIRST_YEAR <= date.year < LAST_YEAR and not camera
            return (date if good else None), mask(text, [match.span()])
    return None, text


def _number(masked: str) -> tuple[str, bool]:
    signed = [number for number in find_numbers(masked) if number.value]
    if signed:
        return signed[0].value, True
    match = _AFTER_KIND.search(masked)
    number = bare_number(match["number"].rstrip(",.;\u2588")) if match else None
    if match and number and len(number) <= 10:
        return number, bool(match["then"])
    return "", False


def _title(text: str, masked: str, kind: Kind | None, lexicon: Lexicon, date: datetime.date | None) -> str:
    if _MEANINGLESS.fullmatch(text) or not re.search(r"[А-Яа-яЁё]{3}", text):
        return ""
    if kind in ORDER_LIKE:
        match = _ABOUT.search(masked)
        title = _without_own_act(text[match.start() :], masked[match.start() :]) if match else ""
    else:
        cut = masked.rstrip(" \u2588.,-от№")
        title = text[: len(cut)]
    title = tidy_title(title, lexicon, date)
    words = re.findall(r"[А-Яа-яЁё]{3,}", title)
    if kind is None and (len(words) < 2 or not any(lexicon.knows(word) and len(word) > 4 for word in words)):
        return ""
    return title if words and not title.isdecimal() else ""


_OWN_ACT = re.compile(r"[ ,(]+(?:приказ|распоряжение)(?= ?(?:№|N|от|\u2588|\d)).*$", re.IGNORECASE)


def _without_own_act(title: str, masked: str) -> str:
    """«О режиме занятий (приказ № 39 от …)»: the act after its own title."""
    own = _OWN_ACT.search(masked)
    return title[: own.start()] if own and own.start() > 8 else title


_ABBREVIATED = re.compile(r"^(?:пр|прик|пр-з)\. ?(?=№|N|\d|от )", re.IGNORECASE)
_BY_HYPHENS = re.compile(
    r"^(?P<kind>приказ|распоряжение) ?- ?(?P<number>[\dА-ЯЁа-яё-]{1,14}?) ?- ?"
    r"(?P<date>[0-3]\d\.[01]\d\.(?:20)?\d\d) ?(?:- ?)?",
    re.IGNORECASE,
)
"""«Приказ-77-9-к-27.10.2022-О назначении…»: hyphens for spaces."""
_UNSIGNED = re.compile(
    r"^(?P<kind>приказ|распоряжение) (?P<number>\d{1,4}(?:-\d{1,4}){0,2}(?:-[а-яё]{1,4})?) (?=об? [а-яё«])",
    re.IGNORECASE,
)
"""«Приказ 276-о Об утверждении…»: what stands before the title is the number."""
_DIGRAPHS = tuple(
    pair.split("=")
    for pair in (
        "shch=щ sch=щ yye=ые iye=ие zh=ж kh=х ts=ц tc=ц ch=ч sh=ш yu=ю ju=ю iu=ю ya=я ja=я ia=ия yo=ё jo=ё "
        "ye=е je=е yj=ый yy=ый iy=ий ij=ий ay=ай ey=ей oy=ой uy=уй"
    ).split()
)
_SINGLE = dict(zip("abvgdezijklmnoprstufhcyqwx'", "абвгдезийклмнопрстуфхцыквкь", strict=True))
_WHOLE = {
    "n": "№",
    "no": "№",
    "nomer": "№",
    "ot": "от",
    "pologenie": "положение",
    "prikas": "приказ",
    "g": "г",
}


def to_russian(name: str) -> str:
    """A transliterated name in Russian letters, as far as that can be undone; digits and marks stay."""
    return re.sub(r"[A-Za-z']+", lambda match: _word_to_russian(match[0]), name)


def _word_to_russian(word: str) -> str:
    folded = word.casefold()
    if folded in _WHOLE:
        return _WHOLE[folded]
    for latin, russian in _DIGRAPHS:
        folded = folded.replace(latin, russian)
    return "".join(_SINGLE.get(char, char) for char in folded)

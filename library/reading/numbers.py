"""Registration numbers as schools write them: «№ 12-о», «№15/1-ОД», «N 33», «№ ___45___»."""

import re
from dataclasses import dataclass

from library.reading.text import to_cyrillic

_SIGN = (
    r"(?:№ ?№|№|(?<![А-ЯЁа-яёA-Za-z\d])(?:N[oо°]?\.?|Ne|Ns|Ng|Nо|No|[Нн]омер:?)(?![А-ЯЁа-яё])"
    r"|(?<![А-ЯЁа-яёA-Za-z\d])N(?=[А-ЯЁ]{1,4} ?[-–./] ?\d)|#)"
)
_DASH = r"[-–—]"
_LETTERS = "[А-ЯЁа-яёA-Za-z]"
_PLAIN_SUFFIX = r"[оo] ?/ ?д|[оo]\.д\.|[оo]д|л ?/ ?с|лс|осн|ос|к|п|у|лд|х|общ|шк|пр"
_VALUE = (
    rf"(?:{_LETTERS}{{1,5}} ?[-–./] ?)?"
    r"\d{1,6}(?: \d{1,3}(?= ?[-/]| ?$))?"
    r"(?: ?[-–/] ?\d{1,6}|\.\d{1,3}(?![.\d]))*"
    rf"(?:"
    # «12о», «12ОД»: letters close to the digits
    rf"(?!от(?![а-яё])){_LETTERS}{{1,5}}(?:/{_LETTERS}{{1,3}})?(?!{_LETTERS})"
    # «12-о», «15/1 – ОД», «12-о/д»; not «12 – О назначении», where the title begins
    rf"|[-–/]{_LETTERS}{{1,6}}(?:[-/.][А-ЯЁа-яёA-Za-z\d]{{1,6}})*(?!{_LETTERS})"
    rf"| ?[-–/] ?{_LETTERS}{{1,6}}(?:[-/]{_LETTERS}{{1,4}})*(?!{_LETTERS})(?! [а-яё]{{3}})"
    # «12 о/д», «12 ОД»: letters apart from the digits, only the usual ones
    rf"| (?i:{_PLAIN_SUFFIX})(?![А-ЯЁа-яёA-Za-z.\-])(?! [а-яё]{{3}})"
    r")?"
    rf"(?: ?[-/] ?\d{{1,6}})*"
)
_SIGNED = re.compile(rf"(?P<sign>{_SIGN})[ \n]{{0,3}}(?P<value>{_VALUE})(?!\.\d)", re.MULTILINE)
_NO_NUMBER = re.compile(rf"(?P<sign>{_SIGN}) ?(?P<value>[бb] ?[/.-] ?[нnh]\.?)", re.IGNORECASE)
_BARE = re.compile(rf"(?P<value>{_VALUE})")

_NAMES_A_SCHOOL = re.compile(
    r"(?:сош|оош|нош|сш|ош|осш|всош|школ\w*|шк|гимнази\w*|лице\w*|колледж\w*|интернат\w*|сад\w*|д/с|доу|"
    r"дошкольн\w*|ясли|образовательн\w*|учрежден\w*|общеобразовательн\w*|корпус\w*|кабинет\w*|каб|цент\w*|"
    r"приложени\w*|форм\w*|фз|закон\w*|лицензи\w*|свидетельств\w*|серия|окуд|класс\w*|отряд\w*|участ\w*|"
    r"выпуск\w*|таблиц\w*|раздел\w*|пункт\w*|счет\w*|телефон\w*|дом|квартир\w*|экз|лист\w*|модул\w*|вариант)"
    r"[»\"”).,]*(?: ?[«\"“][^»\"”]{0,40}[»\"”])?[.,]?[ \n]*$",
    re.IGNORECASE,
)
_BY_SCHOOL = re.compile(
    r"\bпо (?:школе|учреждению|гимназии|лицею|колледжу|центру)[)»]?[ \n]*$", re.IGNORECASE
)
_BESIDE_DATE = re.compile(r"[ .,]*\n?(?:от )?\u2588+[\u2588 .г]*(?:\n|$)")
"""A number with a (masked) date beside or under it is the document's own, whatever stands above."""
_OF_AN_ACT = re.compile(r" ?от (?:\u2588|\d)")
"""«…на базе школы № 277-од от 04.04.2024»: a number with letters and a date is an act's, no school's."""
_NUMBERED_PAPER = re.compile(
    r"(?:приложени\w*|фз|закон\w*|лицензи\w*|свидетельств\w*|серия|форм\w*)[.,]?[ \n]*$", re.IGNORECASE
)
_REPLY_TO = re.compile(r"(?:на|вх\.?|исх\. вх\.?)[ _]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number, and where in the text it stands; `value` is empty for «б/н»."""

    value: str
    start: int
    end: int


def find_numbers(text: str) -> list[FoundNumber]:
    """Numbers after a «№» that may be registration numbers, in the order of their places.

    The number of a school, a law's annex, a class or an incoming letter is left out.
    """
    found = [
        FoundNumber(normalize_number(match["value"]), match.start(), match.end())
        for match in _SIGNED.finditer(text)
        if not _belongs_elsewhere(text, match)
    ]
    found += [FoundNumber("", match.start(), match.end()) for match in _NO_NUMBER.finditer(text)]
    return sorted(found, key=lambda number: number.start)


def bare_number(text: str) -> str | None:
    """The number when the whole text is one, without a «№»: the cell of a form."""
    match = _BARE.fullmatch(text.strip(" .:"))
    return normalize_number(match["value"]) if match else None


def _belongs_elsewhere(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    if not before.rstrip(" ").rpartition("\n")[2] and _BESIDE_DATE.match(text, match.end()):
        return False
    if _OF_AN_ACT.match(text, match.end()) and re.search(r"-[А-ЯЁа-яёA-Za-z]", match["value"]):
        return bool(_NUMBERED_PAPER.search(before))
    if (_NAMES_A_SCHOOL.search(before) and not _BY_SCHOOL.search(before)) or _REPLY_TO.search(before):
        return True
    return bool(re.match(r"[-–]? ?ФЗ(?![а-яё])", text[match.end("value") :])) or match["value"].endswith("ФЗ")


_AROUND_MARKS = re.compile(r" ?([-/.]) ?")


def normalize_number(number: str) -> str:
    """One spelling of a number: plain hyphens, no odd spaces, Russian letters.

    «15 / 1 – OД» → «15/1-ОД»; the case of letters stays as it was written.
    """
    number = to_cyrillic(number.replace("–", "-").replace("—", "-").replace("_", " "))
    number = _AROUND_MARKS.sub(r"\1", number.strip(" .,:;-"))
    number = re.sub(r"(?<=\d) (?=\d)", "", number)
    return re.sub(" +", " ", number)

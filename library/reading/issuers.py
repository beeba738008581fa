"""Who issued a document: the organisation in its heading."""

import re

from library.reading.sheet import Sheet, is_place, is_requisites
from library.reading.spelling import is_caps, sentence_case, tidy_marks
from library.reading.text import key
from library.reading.vocabulary import Lexicon

_FEDERATION = (
    r"министерств\w* (?:просвещения|образования|науки)\w*.{0,30}росси|рособрнадзор|правительств\w* росси"
    r"|министерств\w* просвещения(?! [а-я]+ской обл)|минпросвещени"
)
_REGION = (
    r"министерств|департамент|комитет (?:общего )?образования .{0,40}(?:област|края|республик)"
    r"|правительств|губернатор|минобр"
)
_MUNICIPALITY = (
    r"администраци|управлени\w* образован|отдел\w* образован|комитет|муниципальн\w* (?:район|округ)"
    r"|районо|\bроо\b|управлени"
)
_SCHOOL = (
    r"школ|сош|оош|нош|гимнази|лице|интернат|учрежден"
    r"|\b(?:мбоу|мкоу|маоу|моу|гбоу|гкоу|мбу|мау|оу)\b|сад\b"
)
_LEVELS = (
    ("federation", _FEDERATION),
    ("region", _REGION),
    ("municipality", _MUNICIPALITY),
    ("school", _SCHOOL),
)
_LEVEL_PATTERNS = tuple((level, re.compile(pattern)) for level, pattern in _LEVELS)
_ORGANISATION_LINE = re.compile(
    r"муниципальн|государственн|бюджетн|казенн|автономн|учрежден|организаци|школ|гимнази|лице|министерств"
    r"|департамент|комитет|управлени|администраци|отдел|образован|район|област|округ|\b(?:м|г|к|ч)(?:б|к|а)?оу\b"
    r"|\bмбу\b|\bсош\b"
)
_SHORT_NAME = re.compile(
    r"(?<![А-ЯЁа-яё])(?:М|Г|К|Ч)(?:Б|К|А)?ОУ(?: ДО)?(?: [А-ЯЁ-]{2,})?(?: (?:СОШ|ООШ|НОШ|СШ|ОШ))?"
    r"(?: ?[«\"][^»\"]{2,80}[»\"]| (?:[А-ЯЁ][А-ЯЁа-яё-]+(?:ая|АЯ) )?(?:СОШ|ООШ|СШ|школа|гимназия|лицей))"
    r"(?: ?№ ?\d{1,4})?(?: (?:им\.|имени) [А-ЯЁ]\. ?[А-ЯЁ]?\.? ?[А-ЯЁ][а-яё-]+)?(?: (?:с|г|п"
    r"|д)\. ?[А-ЯЁ][а-яё-]+)?"
    r"|(?<![А-ЯЁа-яё])(?:М|Г|К|Ч)(?:Б|К|А)?ОУ [А-ЯЁ][А-ЯЁа-яё-]+ (?:СОШ|ООШ|СШ|средняя школа"
    r"|школа)(?: ?№ ?\d{1,4})?"
    r"|(?<![А-ЯЁа-яё])(?:М|Г|К|Ч)(?:Б|К|А)?ОУ (?:СОШ|ООШ|СШ|гимназия|лицей|школа) ?№ ?\d{1,4}"
)
_NOT_A_NAME = re.compile(
    r"\b(?:огрн|инн|кпп|окпо|огрнип|тел\.|телефон|факс)|e-?mail|@|http|www|лиценз|индекс|\d{6}|утвержд"
    r"|согласован"
    r"|\bпринят|рассмотрен|\bул\.|протокол"
)
_FOUNDER = re.compile(r"управлени|администраци|министерств|департамент|комитет|отдел")
_NAME_OF_A_PLACE = re.compile(
    r"[а-яё]+(?:ск|цк)(?:ой|ого|ая|ий|ое)(?= (?:област|район|кра[йя]|округ|муниципальн|городск))"
)
MAX_ISSUER = 300


def find_issuer(sheet: Sheet, heading_line: int, stamps: set[int]) -> tuple[str, str, float] | None:
    """Name of the organisation, the level it acts on, and confidence; None when nothing names one.

    Levels: school, municipality, region, federation.
    """
    lines = [
        line
        for number, line in enumerate(sheet.lines[: max(heading_line, 0)])
        if number not in stamps and not is_requisites(line) and not is_place(line)
    ]
    head: list[str] = []
    for line in lines[:12]:
        if _NOT_A_NAME.search(key(line)):
            continue
        if _ORGANISATION_LINE.search(key(line)) or (head and len(line) < 90):
            head.append(line)
    if head:
        name = _shorter(tidy_marks(" ".join(head)[:MAX_ISSUER]))
        return name, level_of(name), 0.85
    match = _SHORT_NAME.search(" ".join(sheet.lines[:60]))
    if match:
        name = tidy_marks(match[0])
        return name, level_of(name), 0.6
    return None


def _shorter(name: str) -> str:
    """The school's short name when the heading gives more: the full one, or its founder above it."""
    own = _SHORT_NAME.search(name)
    if own and _FOUNDER.search(key(name[: own.start()])):
        return tidy_marks(own[0])
    match = re.search(r"\((?P<short>(?:М|Г|К|Ч)(?:Б|К|А)?ОУ[^()]{3,120})\)", name)
    return tidy_marks(match["short"]) if match else name


def plain_capitals(name: str, lexicon: Lexicon) -> str:
    """A name in capitals as it is written in a sentence: «Департамент образования Томской области»."""
    name = lexicon.mend(name)
    if not is_caps(name):
        return name
    name = _NAME_OF_A_PLACE.sub(lambda match: match[0].capitalize(), sentence_case(name, lexicon))
    return name[:1].upper() + name[1:]


def level_of(name: str) -> str:
    """Which level of government or of schooling an organisation belongs to, by its name."""
    folded = key(name)
    school = _LEVEL_PATTERNS[-1][1]
    if school.search(folded):
        return "school"
    return next((level for level, pattern in _LEVEL_PATTERNS if pattern.search(folded)), "school")

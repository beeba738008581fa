"""The plain spelling of a title: whole words, one kind of quotes, a sentence's capitals."""

import datetime
import re

from library.reading.sheet import STOP_INSIDE, dates_and_numbers, mask, spans_of
from library.reading.vocabulary import Lexicon

_LAST_REQUISITES = re.compile(r",?\s*[(]?(?:(?:от\s*)?№?\u2588[\u2588 ]*)+[)]?\s*$")


def is_caps(text: str) -> bool:
    """Whether the text is written in capitals, and long enough to tell."""
    return text.isupper() and len(re.sub(r"[^А-ЯЁ]", "", text)) > 3


def tidy_title(title: str, lexicon: Lexicon, own_date: datetime.date | None = None) -> str:
    """One spelling of a title: whole words, no outer quotes, «ёлочки», sentence case instead of capitals.

    The document's own date and number at the end go away; another act's, in «О внесении
    изменений в приказ от … № …», stay.
    """
    title = lexicon.mend(re.sub(r"\s+", " ", title).strip())
    # A beginning of the body whose words were broken is seen only now that they are whole.
    body = STOP_INSIDE.search(title)
    title = title[: body.start()] if body else title
    title = tidy_marks(_without_last_requisites(title, own_date))
    if is_caps(re.sub(r"[«\"][^»\"]*[»\"]", "", title)):
        title = sentence_case(title, lexicon)
    else:
        title = _without_first_capitals(title, lexicon)
    return title[:1].upper() + title[1:]


_FIRST_CAPITALS = re.compile(r"[А-ЯЁ]{3,}(?:[-–, «»()\"]+[А-ЯЁ]+(?![а-яё]))*(?![А-ЯЁа-яё.-])[»)\"]*")


def _without_first_capitals(title: str, lexicon: Lexicon) -> str:
    """«ПЛАН МЕРОПРИЯТИЙ по созданию…»: only the name of the document is in capitals."""
    match = _FIRST_CAPITALS.match(title)
    if not match or title[:1] in '«"' or match[0].split(" ", 1)[0] in _ABBREVIATIONS:
        return title
    said = match[0]
    # An abbreviation at its end belongs to what follows: «ПЛАН РАБОТЫ МБОУ СОШ».
    return sentence_case(said, lexicon) + title[match.end() :]


def _without_last_requisites(title: str, own_date: datetime.date | None) -> str:
    dates, _numbers = dates_and_numbers(title)
    if not dates or dates[-1].value != own_date:
        return title
    match = _LAST_REQUISITES.search(mask(title, spans_of(title)))
    return title[: match.start()] if match and match.start() > 8 else title


def tidy_marks(title: str) -> str:
    """Quotes as «ёлочки», no space inside them, no mark at the end, no quotes around the whole."""
    title = re.sub(r"[“”„‟]", '"', title)
    title = re.sub(r"<<|>>", '"', title)
    title = _pair_quotes(title)
    title = re.sub(r"([«(])\s+", r"\1", title)
    title = re.sub(r"\s+([»),.;:])", r"\1", title)
    title = title.strip(" .,:;–—-_")
    if title.startswith("«"):
        opened, closed = title.count("«"), title.count("»")
        if closed < opened:
            title = title[1:]
        elif title.endswith("»") and _closing(title) == len(title) - 1:
            title = title[1:-1]
    elif title.endswith("»") and title.count("»") > title.count("«"):
        title = title[:-1]
    return title.strip(" .,:;–—-_")


def _pair_quotes(title: str) -> str:
    out: list[str] = []
    for position, char in enumerate(title):
        if char == '"':
            before = title[position - 1] if position else " "
            char = "«" if before in ' («-"' else "»"
        out.append(char)
    return "".join(out)


def _closing(title: str) -> int:
    """Place of the quote that closes the first one."""
    depth = 0
    for position, char in enumerate(title):
        depth += (char == "«") - (char == "»")
        if depth == 0:
            return position
    return -1


_ABBREVIATIONS = frozenset(
    """
    МБОУ МКОУ МАОУ МОУ ГБОУ ГКОУ ГАОУ МБУ МАУ МКУ ДО СОШ ООШ НОШ СШ ОУ ОО РФ ФГОС ФЗ ООП АООП ОВЗ ОГЭ ЕГЭ ВПР
    ОБЖ ОБЗР ИКТ МТБ ЦОС РДДМ ЮИД ЦО ЦОЦГП ДОУ РМО ШМО ППК ППМС НОО ООО СОО УМК КТП ИУП ЛДП ЦДО ДПО ПФДО КДН
    ГО ЧС ПДД ВСОКО ЭЖ ФИС ФРДО РППС УВП ИТ ТБ ПБ ОТ НОКО ПМПК ПК КПК ГТО ТР МО УО РОО
    """.split()
)
_SMALL_IN_QUOTES = frozenset({"дорожная"})
"""«(«дорожная карта»)» is an expression in quotes, no name."""
_PROPER = {"точка": "Точка", "россии": "России", "российской": "Российской", "навигатор": "Навигатор"}


def sentence_case(title: str, lexicon: Lexicon) -> str:
    """A title in capitals as a sentence; abbreviations and names keep theirs.

    A word that the running text writes with a capital («Центра», «Ивановская») gets it back.
    """
    words: list[str] = []
    after_quote = False
    for token in re.split(r"(\s+|[«»\"()])", title):
        if not token or not re.search(r"[А-ЯЁA-Z]", token):
            after_quote = token in ("«", '"') or (after_quote and not token.strip())
            words.append(token)
            continue
        lowered = "-".join(_lowered(part, lexicon) for part in token.split("-"))
        capital = after_quote and lowered not in _SMALL_IN_QUOTES
        words.append(lowered[:1].upper() + lowered[1:] if capital else lowered)
        after_quote = False
    return "".join(words)


def _lowered(part: str, lexicon: Lexicon) -> str:
    bare = part.strip(".,:;№/")
    if (
        bare in _ABBREVIATIONS
        or not bare.isalpha()
        or re.fullmatch(r"[A-Z]+|[БВГДЖЗКЛМНПРСТФХЦЧШЩ]{2,5}", bare)
    ):
        return part if not bare.isalpha() or bare in _ABBREVIATIONS or len(bare) > 1 else part.casefold()
    usual = lexicon.usual_form(bare)
    return part.replace(bare, _PROPER.get(bare.casefold(), usual))

"""Normal form of text taken out of office files.

Text layers of school documents carry soft hyphens, broken words, letters spaced out
for emphasis, Latin letters inside Russian words and control characters. All of it is
mended here once, so that search and the reading of requisites see plain lines.
Standard library only: the reading process imports this module.
"""

import re
import unicodedata
from itertools import pairwise

SOFT = "\u00ad"
"""Soft hyphen: a word continues after it, perhaps on the next line."""

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_NOTHING = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\ufff9\ufffa\ufffb\ufffc\u202a\u202b\u202c\u202d\u202e"
)
_BREAKS = "\r\v\f\u0085\u2028\u2029"
_TABLE = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_NOTHING, "")
    | dict.fromkeys(_BREAKS, "\n")
    | {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\u2015": "—", "\u00ac": SOFT}
    # PDFium marks a hyphen at the end of a line, joined away, with one of these two.
    | {"\u0002": SOFT, "\ufffe": SOFT}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {"º": "°", "ⅰ": "i", "Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V"}
)

LOOKALIKES = dict(zip("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук", strict=True))
"""Latin letters that look like Russian ones, and the Russian ones."""
_LOOKALIKE_TABLE = str.maketrans(LOOKALIKES)

KEEPS_HYPHEN = frozenset(
    """
    естественно научно учебно военно материально социально физкультурно санитарно информационно
    организационно финансово художественно туристско программно нормативно эколого общественно медико
    психолого лечебно культурно спортивно духовно нравственно технико химико физико историко морально
    административно хозяйственно интеллектуально проектно практико личностно системно контрольно планово
    гражданско опытно урочно экспериментально производственно конструкторско познавательно лабораторно
    экскурсионно структурно музыкально северо южно юго западно восточно приёмо приемо
    интернет онлайн офлайн план пресс мастер бизнес веб какой какая какие кто что из по кое
    """.split()
)
"""First parts of compounds that keep their hyphen when a line breaks at it."""
_COMPOUND_TAILS = (
    "организатор", "психолог", "библиотекар", "предметник", "интернат", "график", "дефектолог", "логопед",
    "наставник", "методист", "сад", "либо", "нибудь", "научн", "воспитательн", "техническ", "педагогическ",
)  # fmt: skip

_BROKEN_WORD = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]++(?:-[^\W\d_]++){0,3}+)(?:-[ ]*\n[ \n]{0,3}|\u00ad[ ]*\n?[ ]*)"
    r"(?P<right>[^\W\d_]++(?:-[^\W\d_]++){0,3}+)(?P<marks>[»”\".,;:)]*)"
)
_SLOPPY_HYPHEN = re.compile(r"(?:(?<=[а-яё])- (?P<right>[а-яё]+)|(?<=[А-ЯЁ]{2})- (?P<capitals>[А-ЯЁ]{2,}))")
_SPACED_RUN = re.compile(r"(?<![^\W\d_])[^\W\d_](?: [^\W\d_]){2,}(?![^\W\d_])")
_SPACED_WIDE = re.compile(r"(?<![^\W_])[^\W_](?: {1,2}[^\W_]){2,}(?: {3,}[^\W_](?: {1,2}[^\W_])*)*(?![^\W_])")
_SPACED_DIGITS = re.compile(r"(?<![\w.])[\d№](?: [\d.№/-]){4,}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_LONE_LATIN = re.compile(r"(?<![^\W_])[oOcCyYaAkKB](?=\.? [А-Яа-яЁё«\"])")
_MANY_SPACES = re.compile(r" {2,}")
_ANY_LATIN = re.compile(r"[A-Za-z]")


def clean(text: str) -> str:
    """Text without control characters, lone surrogates and exotic spaces, composed (NFC).

    Nothing that a database would refuse stays (a NUL breaks PostgreSQL), and no
    invisible character that would split a word for search.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").translate(_TABLE)
    text = unicodedata.normalize("NFC", text)
    if text.replace("\n", "").replace(SOFT, "").isprintable():
        return text
    return "".join(
        char for char in text if char in ("\n", SOFT) or unicodedata.category(char) not in _UNWANTED
    )


_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def normalize(text: str) -> str:
    """The normal form of a page: lines kept, words whole, single spaces.

    Idempotent. A word broken over two lines moves up to the first of them.
    """
    for _ in range(4):
        once = _normalize_once(text)
        if once == text:
            break
        text = once
    return text


def _normalize_once(text: str) -> str:
    text = join_broken_words(mend_letters(clean(text)))
    lines = (mend_letters(collapse_spaced(line.strip())) for line in text.split("\n"))
    kept: list[str] = []
    for line in lines:
        line = _MANY_SPACES.sub(" ", line).strip()
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")


def join_broken_words(text: str) -> str:
    """Words broken by a hyphen at the end of a line (or by a soft one anywhere) made whole.

    A compound such as «естественно-научной» keeps its hyphen.
    """
    previous = None
    while previous != text:
        previous = text
        text = _BROKEN_WORD.sub(_joined, text)
    text = text.replace(SOFT, "")
    return _SLOPPY_HYPHEN.sub(_joined_sloppy, text)


def _joined(match: re.Match[str]) -> str:
    left, right = match["left"], match["right"]
    whole = f"{left}-{right}" if keeps_hyphen(left, right) else left + right
    # The rest of the second line stays there; the word itself moves up.
    return whole + match["marks"] + ("\n" if "\n" in match[0] else "")


def _joined_sloppy(match: re.Match[str]) -> str:
    right = match["right"] or match["capitals"]
    if right.casefold() in ("и", "или", "либо", "а", "но"):
        return match[0]
    line = match.string
    start = match.start()
    while start > 0 and line[start - 1].isalpha():
        start -= 1
    left = line[start : match.start()]
    if len(left) < 2:
        return match[0]
    return f"-{right}" if keeps_hyphen(left, right) else right


_AFTER_PO = re.compile(r"(?:[оеё]му|ски|цки|ьи)$")
"""Ends of adverbs: «по-новому», «по-русски»; «по-» before anything else is a broken word."""


def keeps_hyphen(left: str, right: str) -> bool:
    """Whether the hyphen between the two halves belongs to the word itself."""
    first = left.rsplit("-", 1)[-1].casefold()
    if first == "по" and not _AFTER_PO.search(right.casefold()):
        return False
    if first in KEEPS_HYPHEN or right.casefold().startswith(_COMPOUND_TAILS):
        return True
    if len(left) <= 2 and left.isupper() and not right.isupper():
        return True
    if left.isascii() != right.isascii():
        return True
    return left[0].isupper() and right[0].isupper() and not (left.isupper() and right.isupper())


def collapse_spaced(line: str) -> str:
    """«П Р И К А З» → «ПРИКАЗ»; where words stand further apart than letters, words stay apart."""
    if " " not in line:
        return line
    if "   " in line or "  " in line:
        line = _SPACED_WIDE.sub(_collapse_wide, line)
        line = _MANY_SPACES.sub("  ", line)
    line = _SPACED_DIGITS.sub(lambda match: match[0].replace(" ", ""), line)
    return _SPACED_RUN.sub(_collapse_run, line)


def _collapse_wide(match: re.Match[str]) -> str:
    """A run of single letters with two widths of gaps: the wider one parts the words."""
    gaps = {len(gap) for gap in re.findall(r" +", match[0])}
    if len(gaps) < 2:
        return re.sub(" +", " ", match[0]) if max(gaps) > 1 else match[0]
    narrow = " " * min(gaps)
    words = re.split(f" {{{min(gaps) + 1},}}", match[0])
    return " ".join(word.replace(narrow, "") for word in words)


def _collapse_run(match: re.Match[str]) -> str:
    """Letters joined while their case allows one word: «П Р И К А З о» ends before «о»."""
    letters = match[0].split(" ")
    words = [letters[0]]
    for previous, letter in pairwise(letters):
        if previous.isupper() != letter.isupper() and not (len(words[-1]) == 1 and letter.islower()):
            words.append(letter)
        else:
            words[-1] += letter
    return " ".join(words)


def mend_letters(line: str) -> str:
    """Latin look-alikes inside Russian words replaced by the Russian letters."""
    if not _ANY_LATIN.search(line):
        return line
    line = _WORD.sub(_mended, line)
    return _LONE_LATIN.sub(lambda match: match[0].translate(_LOOKALIKE_TABLE), line)


def _mended(match: re.Match[str]) -> str:
    word = match[0]
    latin = [char for char in word if char.isascii()]
    if not latin or len(latin) == len(word) or any(char not in LOOKALIKES for char in latin):
        return word
    return word.translate(_LOOKALIKE_TABLE)


def to_cyrillic(text: str) -> str:
    """Every look-alike Latin letter replaced; for numbers of orders and for keys."""
    return text.translate(_LOOKALIKE_TABLE)


def key(text: str) -> str:
    """Folded form for comparison: lower case, ё → е, look-alikes Russian, single spaces."""
    return _MANY_SPACES.sub(" ", to_cyrillic(text).casefold().replace("ё", "е")).strip()


_DIGITS_AS_LETTERS = str.maketrans({"0": "о", "3": "з", "6": "б"})


def compact(text: str) -> str:
    """`key` without any space and with digits read as letters: for headings spaced out or misread."""
    return re.sub(r"[\s_]+", "", key(text)).translate(_DIGITS_AS_LETTERS)

"""Kind, number, date and title out of the forms that schools write."""

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.reading.facts import FileMetadata
from library.reading.kinds import Kind
from library.reading.names import read_name
from library.reading.requisites import Requisites, read_requisites
from tests.library.reading.samples_headings import DATE, HEADINGS
from tests.library.reading.samples_orders import ORDERS, Sample
from tests.library.reading.samples_others import OTHERS

SAMPLES = [*ORDERS, *OTHERS]
WITH_TEXT = [sample for sample in SAMPLES if sample.text]


def test_there_are_enough_samples():
    assert len(SAMPLES) >= 60
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_sample(sample: Sample):
    read = read_requisites(sample.text.split("\f"), None, sample.filename)
    got = (read.kind.value, read.number.value, read.date.value, read.title.value)
    assert got == (sample.kind, sample.number, sample.date, sample.title)
    assert {name: getattr(read, name).value for name in sample.more} == sample.more


@pytest.mark.parametrize(("text", "number", "title"), HEADINGS)
def test_heading_before_a_body_full_of_other_acts(text: str, number: str, title: str):
    read = read_requisites([text])
    got = (read.kind.value, read.number.value, read.date.value, read.title.value)
    assert got == ("order", number, DATE, title)


LATIN = dict(zip("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy", strict=True))
Noise = Callable[[str, random.Random], str]


def no_break_spaces(text: str, dice: random.Random) -> str:
    return "".join("\u00a0" if char == " " and dice.random() < 0.3 else char for char in text)


def wide_spaces(text: str, dice: random.Random) -> str:
    return "".join("  " if char == " " and dice.random() < 0.3 else char for char in text)


def latin_letters(text: str, dice: random.Random) -> str:
    return "".join(LATIN.get(char, char) if dice.random() < 0.25 else char for char in text)


def soft_hyphens(text: str, dice: random.Random) -> str:
    return re.sub(r"(?<=[а-я]{3})(?=[а-я]{3})", lambda _: dice.choice(["", "", "", "\u00ad"]), text)


def _broken(text: str, dice: random.Random, breaks: list[str]) -> str:
    def broken(match: re.Match[str]) -> str:
        place = dice.randint(3, len(match[0]) - 3)
        return match[0][:place] + dice.choice(breaks) + match[0][place:]

    return re.sub(
        r"(?<![-а-яё])[а-яё]{8,}", lambda match: dice.choice([match[0]] * 3 + [broken(match)]), text
    )


def split_words(text: str, dice: random.Random) -> str:
    return _broken(text, dice, [" "])


def hyphenated_words(text: str, dice: random.Random) -> str:
    return _broken(text, dice, ["-\n", "\ufffe", "¬\n", "\u00ad\n", "- "])


def windows_lines(text: str, _: random.Random) -> str:
    return text.replace("\n", " \r\n ")


def empty_lines(text: str, _: random.Random) -> str:
    return text.replace("\n", "\n\n")


NOISES = [
    no_break_spaces,
    wide_spaces,
    latin_letters,
    soft_hyphens,
    split_words,
    hyphenated_words,
    windows_lines,
    empty_lines,
]


def plain(value: str | None) -> str:
    return re.sub(r"\s", "", (value or "").casefold())


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.__name__)
def test_noise_of_text_layers_costs_little(noise: Noise):
    right: Counter[str] = Counter()
    for sample in WITH_TEXT:
        noisy = noise(sample.text, random.Random(sample.name))  # noqa: S311
        read = read_requisites(noisy.split("\f"), None, sample.filename)
        right["kind"] += plain(read.kind.value) == plain(sample.kind)
        right["number"] += plain(read.number.value) == plain(sample.number)
        right["date"] += plain(read.date.value) == plain(sample.date)
        right["title"] += plain(read.title.value) == plain(sample.title)
    shares = {name: count / len(WITH_TEXT) for name, count in right.items()}
    assert min(shares.values()) >= 0.97, shares


@pytest.mark.parametrize(
    ("name", "kind", "number", "date", "title"),
    [
        ("Приказ1(2).pdf", "order", "", None, ""),
        ("prikaz_12_ot_04.04.2024.pdf", "order", "12", "2024-04-04", ""),
        ("Prikaz-33-ot-04-04-2024.pdf", "order", "33", "2024-04-04", ""),
        ("Положение_о_Центре.docx", "regulation", "", None, "Положение о Центре"),
        ("Приказ №12_04.04.2024.pdf", "order", "12", "2024-04-04", ""),
        ("04.04.2024 приказ 12-о.pdf", "order", "12-о", "2024-04-04", ""),
        ("Приказ № 15_1-ОД от 04.04.2024.pdf", "order", "15/1-ОД", "2024-04-04", ""),
        ("приказ о создании центра (подписан).pdf", "order", "", None, "О создании центра"),
        ("приказ о создании центра — копия (3).pdf.sig", "order", "", None, "О создании центра"),
        ("Приказ_20240404.pdf", "order", "", "2024-04-04", ""),
        ("IMG_20240404_123456.jpg", None, "", None, ""),
        ("Скан_0001.pdf", None, "", None, ""),
        ("Документ Microsoft Word (3).docx", None, "", None, ""),
        ("%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20%E2%84%96%205.pdf", "order", "5", None, ""),
        ("Ïðèêàç 12.pdf", "order", "12", None, ""),
        (
            "план мероприятий на 2023-2024 учебный год.docx",
            "plan",
            "",
            None,
            "План мероприятий на 2023-2024 учебный год",
        ),
        ("", None, "", None, ""),
    ],
)
def test_names_of_files(name, kind, number, date, title):
    facts = read_name(name)
    got = (facts.kind, facts.number, facts.date and facts.date.isoformat(), facts.title)
    assert got == (kind and Kind(kind), number, date, title)


def test_each_value_says_where_it_came_from():
    read = read_requisites(
        ["ПРИКАЗ\nот 04.04.2024\nприказываю:"],
        FileMetadata(title="О назначении руководителя Центра"),
        "Приказ № 12 от 01.01.2020.pdf",
    )
    sources = (
        read.kind.source,
        read.number.source,
        read.date.source,
        read.title.source,
        read.academic_year.source,
    )
    assert sources == ("text", "filename", "text", "metadata", "guess")
    assert (read.number.value, read.date.value, read.academic_year.value) == ("12", "2024-04-04", "2023/2024")
    assert read.date.snippet == "от 04.04.2024"


def test_word_s_own_title_is_not_a_title():
    for title in ("Microsoft Word - Документ1", "Документ1", "untitled", "Лист 1", "Приказ.docx"):
        read = read_requisites([""], FileMetadata(title=title), "")
        assert read.title.value is None


def test_surer_values_have_more_confidence():
    sure = read_requisites(["ПРИКАЗ\nот 04.04.2024 № 12\nО субботнике\nприказываю"])
    unsure = read_requisites([""], None, "приказ 12.pdf")
    assert sure.number.confidence > unsure.number.confidence
    assert all(0 <= field.confidence <= 1 for field in (sure.kind, sure.number, sure.date, sure.title))


def test_requisites_survive_json():
    read = read_requisites(["ПРИКАЗ\nот 04.04.2024 № 12\nО субботнике\nприказываю"])
    assert Requisites.from_dict(read.to_dict()) == read
    assert bool(read.number)
    assert not read.approved_number


PIECES = """
ПРИКАЗ Приказ П Р И К А З № N от 04.04.2024 «04» апреля 2024 г. 12-о 15/1-ОД О Об назначении
ПРИКАЗЫВАЮ УТВЕРЖДЕНО ПОЛОЖЕНИЕ о Центре «Точка роста» В соответствии с
на основании 1. СОШ МБОУ - – " “ ” ___ ( ) Протокол
"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n", "  ", "\u00a0", "\u00ad", "\x00", "\ufffe"])
PAGES = st.one_of(
    st.lists(st.text(max_size=300), max_size=3), st.lists(WORDS, max_size=80).map(lambda w: [" ".join(w)])
)


@settings(max_examples=150, deadline=2_000)
@given(PAGES, st.text(max_size=80), st.text(max_size=80))
def test_reading_never_fails(pages, title, filename):
    read = read_requisites(pages, FileMetadata(title=title), filename)
    assert Requisites.from_dict(read.to_dict()) == read
    assert len(read.title.value or "") < 1_500


@pytest.mark.parametrize(
    "text",
    [
        "а" * 200_000,
        "а " * 100_000,
        "ПРИКАЗ " * 20_000,
        "\n".join(["УТВЕРЖДЕНО"] * 5_000),
        "№ " * 50_000,
        "1." * 50_000,
        "«" * 50_000,
        "-\n" * 50_000,
        "а-\n" * 50_000,
        "04.04.2024 " * 20_000,
        "дополнительная " * 10_000,
        "О б " * 30_000,
        "новая-" * 30_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_monstrous_texts_take_bounded_time(text, time_limit):
    with time_limit(10):
        read_requisites([text], FileMetadata(title=text), text)

"""`centers/data/regions.json`: all 89 subjects of the Federation, with their cases and zones."""

import json
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

ROWS = json.loads(
    (Path(__file__).parents[2] / "centers" / "data" / "regions.json").read_text(encoding="utf-8")
)
BY_CODE = {row["code"]: row for row in ROWS}
KEYS = {
    "code",
    "name",
    "name_genitive",
    "preposition",
    "name_prepositional",
    "federal_district",
    "time_zone",
    "slug",
    "iso_code",
    "okato",
}
#: Last words of a name and what they become in the genitive and after «в».
ENDINGS = {
    "область": ("области", "области"),
    "край": ("края", "крае"),
    "округ": ("округа", "округе"),
    "Республика": ("Республики", "Республике"),
}


def test_every_subject_stands_once_with_every_key():
    assert len(ROWS) == 89
    assert all(set(row) == KEYS for row in ROWS)
    assert [row["code"] for row in ROWS] == sorted(row["code"] for row in ROWS)


@pytest.mark.parametrize("key", ["code", "name", "name_genitive", "name_prepositional", "slug", "okato"])
def test_values_are_filled_and_unique(key):
    values = [row[key] for row in ROWS]
    assert all(values)
    assert len(set(values)) == 89


def test_iso_codes_are_unique_where_there_are_any():
    codes = [row["iso_code"] for row in ROWS if row["iso_code"]]
    assert len(codes) == len(set(codes)) == 83
    assert {row["code"] for row in ROWS if not row["iso_code"]} == {"90", "91", "92", "93", "94", "95"}


def test_districts_have_as_many_subjects_as_the_decrees_say():
    assert Counter(row["federal_district"] for row in ROWS) == {
        "central": 18,
        "northwestern": 11,
        "southern": 8,
        "north_caucasian": 7,
        "volga": 14,
        "ural": 6,
        "siberian": 10,
        "far_eastern": 11,
        # No decree on the district of the four subjects of 2022 could be verified.
        "": 4,
    }


@pytest.mark.parametrize("row", ROWS, ids=BY_CODE)
def test_zone_exists_and_codes_are_well_formed(row):
    assert ZoneInfo(row["time_zone"])
    assert re.fullmatch(r"\d{2}", row["code"])
    assert re.fullmatch(r"\d{2}(\d{3})?", row["okato"])
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row["slug"])
    assert re.fullmatch(r"(RU-[A-Z]{2,3})?", row["iso_code"])


@pytest.mark.parametrize(("word", "forms"), ENDINGS.items())
def test_the_kind_of_subject_is_declined(word, forms):
    rows = [row for row in ROWS if word in row["name"].split()]
    assert rows
    assert all(forms[0] in row["name_genitive"].split() for row in rows)
    assert all(forms[1] in row["name_prepositional"].split() for row in rows)


@pytest.mark.parametrize("row", ROWS, ids=BY_CODE)
def test_adjectives_agree_and_words_stay_as_many(row):
    words = [row[key].split() for key in ("name", "name_genitive", "name_prepositional")]
    assert len({len(group) for group in words}) == 1
    endings = {"ая": ("ой", "ой"), "ий": ("ого", "ом"), "ый": ("ого", "ом")}
    adjectives = [
        group
        for group in zip(*words, strict=True)
        if group[0].endswith(tuple(endings)) and group[0] not in {"Марий", "Северная"}
    ]
    assert all(
        genitive.endswith(endings[name[-2:]][0]) and prepositional.endswith(endings[name[-2:]][1])
        for name, genitive, prepositional in adjectives
    )


@pytest.mark.parametrize(
    ("code", "genitive", "where"),
    [
        ("14", "Республики Саха (Якутия)", "в Республике Саха (Якутия)"),
        ("15", "Республики Северная Осетия – Алания", "в Республике Северная Осетия – Алания"),
        ("18", "Удмуртской Республики", "в Удмуртской Республике"),
        ("33", "Владимирской области", "во Владимирской области"),
        ("34", "Волгоградской области", "в Волгоградской области"),
        ("42", "Кемеровской области – Кузбасса", "в Кемеровской области – Кузбассе"),
        ("70", "Томской области", "в Томской области"),
        ("77", "Москвы", "в Москве"),
        ("78", "Санкт-Петербурга", "в Санкт-Петербурге"),
        ("79", "Еврейской автономной области", "в Еврейской автономной области"),
        (
            "86",
            "Ханты-Мансийского автономного округа – Югры",
            "в Ханты-Мансийском автономном округе – Югре",
        ),
        ("92", "Севастополя", "в Севастополе"),
        ("94", "Луганской Народной Республики", "в Луганской Народной Республике"),
    ],
)
def test_difficult_cases(code, genitive, where):
    row = BY_CODE[code]
    assert row["name_genitive"] == genitive
    assert f"{row['preposition']} {row['name_prepositional']}" == where


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("39", "Europe/Kaliningrad"),
        ("05", "Europe/Moscow"),
        ("18", "Europe/Samara"),
        ("70", "Asia/Tomsk"),
        ("42", "Asia/Novokuznetsk"),
        ("28", "Asia/Yakutsk"),
        ("27", "Asia/Vladivostok"),
        ("87", "Asia/Anadyr"),
    ],
)
def test_zones_of_regions_far_from_moscow(code, zone):
    assert BY_CODE[code]["time_zone"] == zone

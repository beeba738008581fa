"""Points as people copy them from maps."""

import pytest
from django.core.exceptions import ValidationError

from toolkit.points import LONGEST, read_point


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("56.484, 84.948", "56.484, 84.948"),
        ("56,484 84,948", "56.484, 84.948"),
        ("56,484, 84,948", "56.484, 84.948"),
        ("  (56.484;   84.948) ", "56.484, 84.948"),
        ("56.4840° N, 84.9480° E", "56.484, 84.948"),
        ("55°45′21″ с. ш. 37°37′04″ в. д.", "55.755833, 37.617778"),
        ("N55°45'21.5\" E37°37'04\"", "55.755972, 37.617778"),
        ("geo:56.484,84.948?z=16", "56.484, 84.948"),
        ("66.55, -171.5", "66.55, -171.5"),  # Чукотка
        ("https://yandex.ru/maps/67/tomsk/?ll=84.948%2C56.484&z=12", "56.484, 84.948"),
        ("https://yandex.ru/maps/?ll=37.6%2C55.7&whatshere%5Bpoint%5D=84.948%2C56.484", "56.484, 84.948"),
        ("https://yandex.ru/maps/?pt=84.948,56.484&z=16&l=map", "56.484, 84.948"),
        ("https://www.google.com/maps/@56.484,84.948,15z", "56.484, 84.948"),
        ("https://www.google.com/maps/place/X/@55.7,37.6,15z/data=!3d56.484!4d84.948", "56.484, 84.948"),
        ("https://www.openstreetmap.org/#map=15/56.484/84.948", "56.484, 84.948"),
        ("https://www.openstreetmap.org/?mlat=56.484&mlon=84.948#map=5/55/37", "56.484, 84.948"),
        ("https://2gis.ru/tomsk/geo/70030076/84.948,56.484", "56.484, 84.948"),
        ("https://2gis.ru/tomsk?m=84.948%2C56.484%2F16", "56.484, 84.948"),
    ],
)
def test_a_point_is_read_from_what_was_copied(said: str, point: str) -> None:
    assert str(read_point(said)) == point


def test_numbers_in_the_wrong_order_are_turned_round_when_only_that_is_in_russia() -> None:
    assert str(read_point("37.61, 55.75")) == "55.75, 37.61"


def test_nothing_is_no_point() -> None:
    assert read_point("  \t ") is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("48.85, 2.35", "не в России"),
        ("школа на горке", "Не получилось найти"),
        ("56.484", "Не получилось найти"),
        ("https://example.ru/about/", "Не получилось найти"),
        ("http://[56.4,84.9", "Не получилось найти"),
        ("https://yandex.ru/maps/-/CDabc", "Короткая ссылка"),
        ("5" * (LONGEST + 1), "слишком длинный"),
        (" (" * (LONGEST // 2), "Не получилось найти"),
        ("٥٦.4, ٨٤.9\x00", "Не получилось найти"),
    ],
)
def test_what_names_no_point_gets_words_that_help(said: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read_point(said)

"""Stems, numbers, dates, excerpts and repair of queries: what search makes of words."""

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.search.analysis import index_tokens, prefix_tokens
from toolkit.search.words import (
    Vocabulary,
    allowed_mistakes,
    distance,
    fold,
    highlight,
    matches,
    repair_layout,
    split,
    stem,
    stems_of,
    switch_layout,
)
from toolkit.search.writing import chunks

ORDER = """МКОУ «Шегарская СОШ № 1»

ПРИКАЗ
04.04.2024 г.    № 12-о    с. Мельниково

О назначении руководителей центра «Точка роста» и утверждении положения о нём.
Назначить руководителем центра образования естественно-научной и технологической
направленностей Иванову А. А. с 1 сентября 2024 года."""


class TestStems:
    @pytest.mark.parametrize(
        "forms",
        [
            "назначение назначения назначении назначений",
            "руководитель руководителя руководителем руководители руководителей",
            "кружок кружка кружки кружков кружке",
            "список списка списки",
            "выставка выставки выставок",
            "девочка девочки девочек",
            "линейка линейки линеек",
            "танец танца танцы танцев",
            "владелец владельца владельцы",
            "материал материала материалы материалов",
            "журнал журнала журналы",
            "режим режима режимы",
            "прием приема приемы",
            "музей музея музеи музеев",
            "лицей лицея лицее",
            "ребенок ребенка дети детей",
            "человек человека люди людей",
            "день дня дни дней",
            "время времени времен",
            "деревня деревни деревень",
            "иванов иванова иванову",
            "сергей сергея сергею",
            "внеурочный внеурочная внеурочной",
            "lesson lessons",
        ],
    )
    def test_forms_of_a_word_share_a_stem(self, forms: str) -> None:
        pairs = combinations(forms.split(), 2)
        assert [(a, b) for a, b in pairs if not set(stems_of(a)) & set(stems_of(b))] == []

    @pytest.mark.parametrize(
        ("word", "other"),
        [
            ("прием", "при"),
            ("поле", "положение"),
            ("школа", "школьник"),
            ("химия", "физика"),
            ("стол", "столица"),
        ],
    )
    def test_different_words_share_none(self, word: str, other: str) -> None:
        assert not set(stems_of(word)) & set(stems_of(other))

    def test_a_number_stands_without_its_zeros(self) -> None:
        assert (stems_of("05"), stems_of("000"), stems_of("2024")) == (("5",), ("0",), ("2024",))

    @settings(deadline=None)
    @given(st.text(max_size=40))
    def test_any_word_has_stems(self, word: str) -> None:
        assert all(isinstance(found, str) for found in stems_of(word))
        assert len(stems_of(word)) >= 1


class TestWriting:
    def test_words_are_folded(self) -> None:
        assert split("ЁЛКА Ёжик НАЗНАЧЕНИЕ Wi-Fi") == ["елка", "ежик", "назначение", "wi", "fi"]

    def test_letters_composed_of_marks_are_letters(self) -> None:
        assert split("е\u0308лка и\u0306од") == ["елка", "йод"]

    def test_stress_and_soft_hyphens_do_not_count(self) -> None:
        assert split("при\u0301ем руко\u00adводи\u00adтель\u200b") == ["прием", "руководитель"]

    def test_word_broken_at_the_end_of_a_line_is_found_whole(self) -> None:
        assert matches("О назна-\nчении руководи-\r\n   теля", "назначение руководителя")

    @pytest.mark.parametrize("written", ["12-о", "12-О", "12–о", "12/о", "12-o", "12o"])
    def test_number_of_an_order_is_the_same_in_any_writing(self, written: str) -> None:
        assert matches(f"Приказ № {written} от 4 апреля", "12-о")
        assert matches("Приказ № 12-о", written)

    @pytest.mark.parametrize("asked", ["№ 5", "№5", "N 5", "No. 5", "номер 5", "# 5", "5", "№ 05"])
    def test_number_is_found_with_any_sign(self, asked: str) -> None:
        assert matches("Приказ № 5", asked)

    def test_number_does_not_match_a_longer_one(self) -> None:
        assert not matches("Приказ № 125", "№ 12")
        assert not matches("Приказ № 12-о", "12-од")

    @pytest.mark.parametrize(
        "written",
        ["04.04.2024", "4.04.24", "4 апреля 2024", "«04» апреля 2024 г.", "4 апреля 2024года", "2024-04-04"],
    )
    @pytest.mark.parametrize("asked", ["04.04.2024", "4 апреля 2024 года", "от 4.4.2024 г."])
    def test_day_is_the_same_in_digits_and_in_words(self, written: str, asked: str) -> None:
        assert matches(f"Приказ от {written} № 12", asked)

    def test_day_that_is_none_is_only_numbers(self) -> None:
        assert matches("версия 32.13.2024", "32.13.2024")
        assert [chunk.day for chunk in chunks("32.13.2024 30 февраля 2024")] == [""] * 4

    def test_school_year_is_the_same_with_stroke_and_dash(self) -> None:
        assert matches("на 2024–2025 учебный год", "2024/2025")
        assert not matches("с 2024 по 2025 год", "2024/2025")

    def test_compound_word_is_found_together_and_apart(self) -> None:
        for written in ("естественно-научной", "естественнонаучной"):
            for asked in ("естественно-научная", "естественнонаучная"):
                assert matches(written, asked)

    def test_latin_letters_that_look_cyrillic_are_read_so_in_numbers_and_mixed_words(self) -> None:
        assert matches("5А и 10Б", "5A")
        assert matches("приказ", "прикaз")
        assert matches("Python", "python")
        assert not matches("Рython-3", "rython")

    def test_a_stop_word_does_not_narrow_a_query(self) -> None:
        assert matches("Назначение руководителя", "о назначении на руководителя")
        assert matches("О центре", "о")

    @settings(deadline=None)
    @given(st.text(max_size=300))
    @example("№" * 3000)
    @example("a-" * 3000)
    @example("1." * 3000)
    @example("\ud800\x00№\x00 5")
    def test_any_text_is_analysed(self, text: str) -> None:
        for tokens in (index_tokens(text), prefix_tokens(text)):
            written = [*tokens.stream, *(token for _place, token in tokens.extras)]
            assert all(token and not set(token) & set(" '\"\\\x00") for token in written)
            assert all(0 <= place < len(tokens.stream) for place, _token in tokens.extras)

    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_words_stand_where_they_are_said_to(self, text: str) -> None:
        words = [word for chunk in chunks(text) for word in chunk.words]
        assert all(0 <= word.start < word.end <= len(text) for word in words)
        assert [word.start for word in words] == sorted(word.start for word in words)

    def test_stem_gives_one_stem_a_word(self) -> None:
        assert stem("О назначении руководителей, № 12-о") == ["о", "назначен", "руководител", "12", "о"]

    def test_fold(self) -> None:
        assert fold("  ЁЛКА\u00a0и  Шары ") == "елка и шары"


class TestMatches:
    def test_all_words_are_needed_unless_any_will_do(self) -> None:
        assert not matches("Кружок шахмат", "кружок робототехники")
        assert matches("Кружок шахмат", "кружок робототехники", operator="or")

    @pytest.mark.parametrize("query", ["", "  ", "!!!", "№", "\x00"])
    def test_no_word_is_found_nowhere(self, query: str) -> None:
        assert not matches("Приказ № 5", query)


def marked(text: str, query: str, width: int = 120) -> str:
    return "".join(f"[{piece}]" if hit else piece for piece, hit in highlight(text, query, width))


class TestHighlight:
    def test_words_are_marked_in_their_own_form(self) -> None:
        assert marked(ORDER, "назначение руководителя", 60) == (
            "…с. Мельниково О [назначении] [руководителей] центра «Точка…"
        )

    @pytest.mark.parametrize(
        ("query", "piece"),
        [
            ("12-O", "[12-о]"),
            ("№ 12-о", "[12-о]"),
            ("4 апреля 2024", "[04.04.2024]"),
            ("01.09.2024", "[1 сентября 2024] года."),
            ("естественнонаучная", "[естественно-научной]"),
            ("Иванова", "[Иванову]"),
            ("ИВАНОВ", "[Иванову]"),
        ],
    )
    def test_hits_of_every_sort_are_marked(self, query: str, piece: str) -> None:
        assert piece in marked(ORDER, query)

    def test_stop_words_are_not_marked(self) -> None:
        assert "[О]" not in marked(ORDER, "о назначении")

    def test_the_stretch_with_most_of_the_query_is_shown(self) -> None:
        text = f"Руководитель. {'И так далее. ' * 50} Назначен руководитель центра. {'И так далее. ' * 50}"
        assert "[руководитель] [центра]" in marked(text, "руководитель центра", 60)

    def test_text_without_a_hit_gives_its_beginning(self) -> None:
        assert highlight("Один два три четыре", "ничего", 8) == [("Один два", False), ("…", False)]
        assert highlight("Один два", "", 50) == [("Один два", False)]

    def test_empty_text_gives_nothing(self) -> None:
        assert highlight("", "слово") == []

    @settings(deadline=None)
    @given(
        st.text(alphabet="аеё оу\n-12№.\x00\ud800abц", max_size=200),
        st.text(alphabet="аеё оу-12№.\x00abц", max_size=30),
        st.integers(min_value=1, max_value=80),
    )
    def test_the_pieces_are_a_stretch_of_the_text(self, text: str, query: str, width: int) -> None:
        pieces = highlight(text, query, width)
        whole = "".join(piece for piece, _hit in pieces).strip("…")
        assert len(whole) <= width
        tidy = "".join(char for char in " ".join(text.replace("\x00", " ").split()) if char != "\ud800")
        assert whole.strip() in tidy

    @settings(deadline=None)
    @given(st.text(max_size=500), st.text(max_size=100))
    def test_nothing_breaks_it(self, text: str, query: str) -> None:
        highlight(text, query)


class TestLayout:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("hj,jnjnt[ybrf", "робототехника"),
            ("ghbrfp j yfpyfxtybb", "приказ о назначении"),
            ("[bvbz", "химия"),
            ("rhe;rb", "кружки"),
            ("hfcgbcfybt pfyznbq", "расписание занятий"),
            ("знерщт", "python"),
            ("фквгштщ", "arduino"),
        ],
    )
    def test_a_slip_is_repaired(self, typed: str, meant: str) -> None:
        assert repair_layout(typed) == meant

    @pytest.mark.parametrize(
        "query",
        "робототехника приказ химия python arduino lego scratch minecraft unity html css github docx pdf "
        "объявление съезд ёжик мяч ночь дождь фестиваль борщ вьюга 12-о № 5 2024/2025 vk it".split(),
    )
    def test_what_is_right_is_left_alone(self, query: str) -> None:
        assert repair_layout(query) == ""

    def test_known_words_decide_before_the_letters_do(self) -> None:
        assert repair_layout("oerf") == ""
        assert repair_layout("oerf", known={"щука"}) == "щука"
        assert repair_layout("пшерги", known={"пшерги", "github"}) == ""

    def test_switching_twice_gives_the_same(self) -> None:
        words = "съешь ещё этих мягких французских булок"
        assert switch_layout(switch_layout(words)) == words

    @settings(deadline=None)
    @given(st.text(max_size=100))
    def test_nothing_breaks_it(self, query: str) -> None:
        assert isinstance(repair_layout(query), str)


class TestTypos:
    @pytest.mark.parametrize(
        ("first", "second", "steps"),
        [
            ("кот", "кот", 0),
            ("кот", "кит", 1),
            ("кто", "кот", 1),
            ("кот", "кошка", 3),
            ("", "кот", 3),
            ("а", "", 1),
        ],
    )
    def test_distance(self, first: str, second: str, steps: int) -> None:
        assert distance(first, second, limit=5) == steps
        assert distance(second, first, limit=5) == steps

    def test_distance_stops_above_its_limit(self) -> None:
        assert distance("робототехника", "шахматы", limit=2) == 3

    @settings(deadline=None)
    @given(st.text(alphabet="абв", max_size=8), st.text(alphabet="абв", max_size=8))
    def test_a_limit_does_not_change_what_is_within_it(self, first: str, second: str) -> None:
        full = distance(first, second, limit=20)
        assert [distance(first, second, limit) for limit in range(4)] == [min(full, n + 1) for n in range(4)]

    def test_short_words_bear_no_mistakes(self) -> None:
        assert [allowed_mistakes(word) for word in ("год", "урок", "педагог")] == [0, 1, 2]

    def test_vocabulary_knows_what_was_meant(self) -> None:
        words = Vocabulary({"робототехника": 40, "шахматы": 10, "шахматист": 3, "педагог": 7, "педагоги": 2})
        assert words.closest("работотехника") == ["робототехника"]
        assert words.closest("пегадог") == ["педагог"]
        assert words.closest("шахмоты")[0] == "шахматы"
        assert words.closest("год") == []
        assert "шахматы" in words

    def test_commoner_word_comes_first_among_equals(self) -> None:
        words = Vocabulary({"кошка": 1, "мошка": 5, "кочка": 9})
        assert words.closest("кожка") == [
            "кочка",
            "кошка",
        ]

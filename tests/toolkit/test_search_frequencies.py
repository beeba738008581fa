"""How often words stand in the index, and what is made of it."""

from toolkit.search import frequencies
from toolkit.search.analysis import Run
from toolkit.search.frequencies import Frequencies, without_repeats
from toolkit.search.marks import mark_term

SCHOOL, CHEMISTRY, RARE = (Run(("школ",)),), (Run(("хим",)), Run(("химическ",))), (Run(("синхрофазотрон",)),)
KNOWN = Frequencies(1_000_000, {"школ": 0.9, "хим": 0.03, "для": 0.2, mark_term(["r70"])[0].tokens[0]: 0.02})


class TestWhatIsKnown:
    def test_a_term_is_as_frequent_as_its_most_frequent_token(self):
        assert KNOWN.share(CHEMISTRY) == 0.03
        assert KNOWN.share(RARE) == frequencies.RARE
        assert KNOWN.share((Run(("средн", "школ")),)) == frequencies.RARE
        assert KNOWN.share((Run(("хим",), prefix=True),)) == 1.0

    def test_what_stands_nearly_everywhere_is_asked_of_the_few_that_the_rest_finds(self):
        assert KNOWN.to_filter([SCHOOL, CHEMISTRY]) == {0}
        assert KNOWN.to_filter([RARE, CHEMISTRY]) == set()

    def test_nothing_leads_when_all_is_frequent_and_nothing_is_known_without_counts(self):
        assert KNOWN.to_filter([SCHOOL, (Run(("для",)),)]) == set()
        assert Frequencies().to_filter([SCHOOL, CHEMISTRY]) == set()

    def test_a_part_is_taken_only_of_far_too_many(self):
        assert KNOWN.part([SCHOOL], "r", 1000) == mark_term(["r70"])
        assert KNOWN.part([SCHOOL], "m", 1000) == ()
        assert KNOWN.part([SCHOOL, CHEMISTRY], "r", 1500) == ()
        assert KNOWN.part([SCHOOL], "r", 20_000) == ()
        assert Frequencies().part([SCHOOL], "r", 1) == ()

    def test_the_part_is_the_smallest_that_is_enough(self):
        marks = {name: mark_term([name])[0].tokens[0] for name in ("r1", "r2", "r3", "m1")}
        shares = {"школ": 0.9, marks["r1"]: 0.0199, marks["r2"]: 0.03, marks["r3"]: 0.09, marks["m1"]: 0.02}
        assert Frequencies(1_000_000, shares).part([SCHOOL], "r", 18_000) == mark_term(["r2"])


class TestAlternatives:
    def test_a_longer_run_with_a_word_that_is_there_alone_finds_no_more(self):
        longer = Run(("средн", "школ"))
        assert without_repeats((*SCHOOL, longer, *SCHOOL)) == SCHOOL
        assert without_repeats((longer, *RARE)) == (longer, *RARE)

    def test_the_beginning_of_a_word_is_not_the_word(self):
        begun = Run(("средн", "школ"), prefix=True)
        assert without_repeats((*SCHOOL, begun)) == (*SCHOOL, begun)
        assert without_repeats((Run(("школ",), prefix=True), Run(("средн", "школ")))) == (
            Run(("школ",), prefix=True),
            Run(("средн", "школ")),
        )

"""The held-out half: measure on this one, improve nothing on it."""

from bench.documents.paper import Corpus
from bench.documents.second import papers, variety

CORPUS = Corpus(
    "B",
    19570104,
    (
        (papers.number_below_word, 4),
        (papers.date_over_word, 3),
        (papers.by_main_activity, 4),
        (papers.gost_form, 3),
        (papers.two_columns, 3),
        (papers.filled_form, 3),
        (papers.extract, 2),
        (papers.sentence_heading, 2),
        (papers.undated, 2),
        (papers.capital_heading, 2),
        (papers.signed_on_top, 3),
        (papers.letter_before, 4),
        (papers.file_name_only, 3),
        (variety.approved, 8),
        (variety.numbered, 4),
        (variety.program_cover, 2),
        (variety.report, 1),
        (variety.resolution, 1),
    ),
)

"""The last part: measured when the reader stands still."""

from bench.documents.paper import Corpus
from bench.documents.third import papers

CORPUS = Corpus(
    "C",
    31415926,
    (
        (papers.two_languages, 3),
        (papers.heading_first, 4),
        (papers.labelled, 3),
        (papers.copy, 4),
        (papers.split_date, 3),
        (papers.by_school, 4),
        (papers.signature_left, 4),
        (papers.footed, 3),
        (papers.capital_lines, 3),
        (papers.unregistered, 2),
        (papers.named, 3),
        (papers.other, 9),
        (papers.registered, 4),
    ),
)

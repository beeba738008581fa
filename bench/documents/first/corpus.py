"""The first half: improve the reader on this one."""

from bench.documents.first import orders, others
from bench.documents.paper import Corpus

CORPUS = Corpus(
    "A",
    20240404,
    (
        (orders.classic, 5),
        (orders.spaced_out, 4),
        (orders.one_line, 4),
        (orders.number_then_date, 3),
        (orders.three_cells, 3),
        (orders.corner_letterhead, 3),
        (orders.drawn_later, 2),
        (orders.capitals, 2),
        (orders.stamped_entry, 2),
        (orders.without_number, 2),
        (orders.with_annexes, 2),
        (orders.several, 1),
        (orders.without_heading, 1),
        (orders.named_scan, 3),
        (others.approved, 8),
        (others.work_program, 2),
        (others.numbered, 4),
        (others.report, 1),
        (others.directive, 1),
    ),
)

"""Benchmark of the search: labelled queries over the demonstration, invented clubs and an invented network.

The queries are data (`queries.tsv`, `targets.tsv`), half of them for tuning and half held out; the code
that finds and ranks knows of neither.
"""

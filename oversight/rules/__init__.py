"""The rules of the catalogue: one function for each requirement."""

from oversight.rules import pages, papers, people, texts
from oversight.rules.base import RULES, Judgement, judge

__all__ = ["RULES", "Judgement", "judge", "pages", "papers", "people", "texts"]

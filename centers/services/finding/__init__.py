"""The search of the public site: one question to all kinds of what can be found.

`find` asks and ranks, `cards` shows the hits of one page with the reason of each.
"""

from centers.services.finding.cards import Card, cards_of
from centers.services.finding.kinds import LABELS, Kind
from centers.services.finding.search import MOST_HITS, Choice, Found, Option, find
from centers.services.finding.vocabulary import remember

__all__ = ["LABELS", "MOST_HITS", "Card", "Choice", "Found", "Kind", "Option", "cards_of", "find", "remember"]

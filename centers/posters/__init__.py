"""A poster of a centre for the wall of the school: one page of PDF, with a QR code."""

from centers.posters.drawing import Form, poster_pdf
from centers.posters.facts import PosterFacts, poster_facts

__all__ = ["Form", "PosterFacts", "poster_facts", "poster_pdf"]

"""A poster of a centre for the wall of the school: one page of PDF, with a QR code."""

from centers.posters.facts import Form, PosterFacts, poster_facts

__all__ = ["Form", "PosterFacts", "poster_facts", "poster_pdf"]


def poster_pdf(facts: PosterFacts, form: Form) -> bytes:
    """The poster as a file.

    What draws it is loaded with the first poster: it is a fifth of the time of a start.
    """
    from centers.posters.drawing import draw_poster

    return draw_poster(facts, form)

"""StreamField blocks of the site's pages."""

from centers.blocks.body import BodyBlock

__all__ = ["BodyBlock"]

"""The version for the visually impaired: the same page with other sizes, colours and pictures (ADR-0030)."""

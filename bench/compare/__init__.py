"""A page of a centre beside bare Wagtail and WordPress with the same words: `python -m bench.compare`."""

"""Builds the demonstration network out of `demo.content`, from the register down to the last lesson."""

import datetime as dt

from demo.keeper import Keeper
from demo.loading import example, register, tree
from demo.loading.run import Run


def load_everything(keeper: Keeper, today: dt.date) -> None:
    """Register, rows of the example centre, pages, and what stands on the pages."""
    run = Run(keeper, today)
    register.load(run)
    example.load_rows(run)
    tree.load(run)
    example.load_pages(run)

"""One database of the benchmark: the same new pages put in one by one and many at once, in turn."""

import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import transaction  # noqa: E402 - Django must be ready first

from centers.models import ProgramIndexPage, ProgramPage  # noqa: E402
from centers.services.bulk import add_pages  # noqa: E402

ONE_BY_ONE, AT_ONCE = 20, 1000  # pages a round
LEAST = 8  # times faster a page
numbers = itertools.count(1)


def new_page(index: ProgramIndexPage) -> ProgramPage:
    number = next(numbers)
    return ProgramPage(
        center_id=index.center_id,
        title=f"Выдуманная программа № {number}",
        slug=f"programma-{number}",
        kind="additional",
        lead="Выдуманная программа для замеров.",
    )


def one_by_one(indexes: list[ProgramIndexPage]) -> None:
    """As the admin and a plain script of Wagtail do it."""
    for index in indexes[:ONE_BY_ONE]:
        parent = ProgramIndexPage.objects.get(pk=index.pk)
        page = parent.add_child(instance=new_page(parent))
        page.save_revision().publish()


def at_once(indexes: list[ProgramIndexPage]) -> None:
    with transaction.atomic():
        add_pages([(index, new_page(index)) for index in itertools.islice(itertools.cycle(indexes), AT_ONCE)])


def cost(way: Callable[[list[ProgramIndexPage]], None], pages: int) -> float:
    """Milliseconds of a page."""
    indexes = list(ProgramIndexPage.objects.all())
    random.shuffle(indexes)
    started = time.perf_counter()
    way(indexes)
    return (time.perf_counter() - started) / pages * 1000


def main() -> int:
    rounds = int(sys.argv[1])
    pairs = [(cost(one_by_one, ONE_BY_ONE), cost(at_once, AT_ONCE)) for _round in range(rounds + 1)][1:]
    for label, times in zip(("add_child()", "add_pages()"), zip(*pairs, strict=True), strict=True):
        low, middle, high = statistics.quantiles(times, n=4)
        print(f"{label:<12} {middle:7.2f} мс страница ({low:.2f}–{high:.2f})")
    ratios = [slow / fast for slow, fast in pairs]
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{'быстрее':<12} в {middle:.1f} раза ({low:.1f}–{high:.1f}), нужно {LEAST}", flush=True)
    return int(middle < LEAST)


if __name__ == "__main__":
    sys.exit(main())

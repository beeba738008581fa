"""A network of two centres with something of everything, and what its kept pages depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.test import Client, override_settings

from centers.models import CenterDocument, EventPage, NewsPage, ProgramPage
from tests.factories import Network
from tests.scale.contents import fill
from toolkit.pagecache import store as store_module
from toolkit.pagecache.stamps import Handle

HOST = "testserver"


def visitor(**headers: str) -> Client:
    """Somebody without cookies; the host is named, as browsers do."""
    return Client(headers={"host": HOST, **headers})


@contextmanager
def page_cache(folder: Path, **options: Any) -> Iterator[None]:
    """The page cache on, in a folder of its own."""
    wanted = {**django_settings.PAGE_CACHE, "ON": True, "FOLDER": folder, **options}
    with override_settings(PAGE_CACHE=wanted):
        yield


@dataclass
class ToldStamps:
    """Stamps that only write down what they are told; pages depend on tags by name."""

    told: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)

    def epoch(self) -> str:
        return "one"

    def now(self) -> int:
        return 1

    def handles(self, tags: Iterable[str]) -> list[Handle]:
        return list(tags)

    def latest(self, handles: Sequence[Handle]) -> int | None:
        return 0

    def prepare(self, handles: Sequence[Handle]) -> None: ...

    def bump(self, tags: Iterable[str]) -> None:
        self.told |= set(tags)

    def hold(self, tags: Iterable[str]) -> None:
        self.held |= set(tags)

    def forget_all(self) -> None: ...


@contextmanager
def told_stamps() -> Iterator[ToldStamps]:
    """The store of this process with such stamps."""
    stamps = ToldStamps()
    own, store_module.store().stamps = store_module.store().stamps, stamps
    try:
        yield stamps
    finally:
        store_module.store().stamps = own


def filled(network: Network) -> dict[str, str]:
    """Fill the centre of Томская область; the addresses of one page of each kind, by a short name."""
    fill(network, 1)
    center = network.tomsk
    own = center.page.url
    other = network.dagestan.page.url
    document = CenterDocument.objects.filter(center=center).first()
    assert document is not None
    program = ProgramPage.objects.filter(center=center).first()
    event = EventPage.objects.filter(center=center).first()
    news = NewsPage.objects.filter(path__startswith=center.page.path).first()
    return {
        "home": "/",
        "numbers": "/cifry/",
        "site map": "/karta-sajta/",
        "catalogue": "/tomskaya-oblast/programmy/",
        "region": "/tomskaya-oblast/",
        "region feed": "/tomskaya-oblast/dokumenty.rss",
        "region plan": "/tomskaya-oblast/meropriyatiya/",
        "region events": "/tomskaya-oblast/meropriyatiya.rss",
        "region news": "/tomskaya-oblast/novosti/",
        "municipality": "/tomskaya-oblast/shegarskij-rajon/",
        "center": own,
        "teachers": f"{own}pedagogi/",
        "timetable": f"{own}raspisanie/",
        "program": program.url,
        "event": event.url,
        "news": news.url,
        "documents": f"{own}dokumenty/",
        "document": document.get_absolute_url(),
        "other region": "/respublika-dagestan/",
        "other municipality": "/respublika-dagestan/rutulskij-rajon/",
        "other center": other,
        "other teachers": f"{other}pedagogi/",
    }

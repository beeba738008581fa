"""Going along the chain: has anything in the log been changed, taken out or put in?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connections, router
from django.utils.translation import gettext as _

from ledger.guards import missing
from ledger.models import Entry, Link, hash_of_link

SHOWN = 20
CHUNK = 500


@dataclass
class Report:
    """How many entries agree; what is wrong, the first `SHOWN` in words; the last link."""

    count: int = 0
    wrong: int = 0
    words: list[str] = field(default_factory=list)
    last: str = f"0:{Link.FIRST}"

    def say(self, text: str) -> None:
        self.wrong += 1
        if len(self.words) < SHOWN:
            self.words.append(text)


def check(known: str = "") -> Report:
    """Count every digest and every link anew. `known` is a link written down before, «number:hash».

    Raises `ValueError` for a `known` of another form.
    """
    report = Report()
    wanted = _known(known)
    number, previous = 0, Link.FIRST
    for link, entry in _links():
        if link.number != number + 1:
            report.say(_("Нет звеньев с {first} по {last}.").format(first=number + 1, last=link.number - 1))
        if link.previous != previous:
            report.say(_("Звено {number} не продолжает предыдущее.").format(number=link.number))
        _check_entry(link, entry, report)
        if link.number in wanted and wanted.pop(link.number) != link.hash:
            report.say(_("Звено {number} не то, что было записано раньше.").format(number=link.number))
        number, previous = link.number, link.hash
        report.count += 1
    for absent in wanted:
        report.say(_("Записанного раньше звена {number} нет: конец журнала отрезан.").format(number=absent))
    for key in Entry.objects.filter(link__isnull=True).order_by("pk").values_list("pk", flat=True)[:SHOWN]:
        report.say(_("Запись {key} вставлена мимо цепочки.").format(key=key))
    absent_guards = missing(connections[router.db_for_write(Entry)])
    if absent_guards:
        report.say(_("Сняты запреты в базе данных: {names}.").format(names=", ".join(sorted(absent_guards))))
    report.last = f"{number}:{previous}"
    return report


def _known(text: str) -> dict[int, str]:
    if not text:
        return {}
    number, _colon, digest = text.strip().partition(":")
    if not number.isdecimal() or len(digest) != len(Link.FIRST):
        raise ValueError("A link is written as number:hash.")
    return {int(number): digest} if int(number) else {}


def _links() -> Iterator[tuple[Link, Entry | None]]:
    """All links in their order with their entries, so many at a time."""
    number = -1
    while batch := list(Link.objects.filter(number__gt=number).order_by("number")[:CHUNK]):
        entries = Entry.objects.in_bulk([link.entry_id for link in batch])
        yield from ((link, entries.get(link.entry_id)) for link in batch)
        number = batch[-1].number


def _check_entry(link: Link, entry: Entry | None, report: Report) -> None:
    if entry is None:
        report.say(_("Записи {key} (звено {number}) нет.").format(key=link.entry_id, number=link.number))
        return
    if entry.digest != entry.counted_digest():
        report.say(_("Запись {key} (звено {number}) изменена.").format(key=link.entry_id, number=link.number))
    if link.hash != hash_of_link(link.previous, link.number, link.entry_id, entry.digest):
        report.say(_("Отпечаток звена {number} не сходится.").format(number=link.number))

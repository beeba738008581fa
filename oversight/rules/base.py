"""How rules are written down, and how the two sides of a centre make one status.

A rule takes a `View` (the published side, then the drafts) and returns an `Outcome`. It never queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.catalogue import BY_CODE, CATALOGUE, Section
from oversight.facts import PAGE_OF_SECTION, Outcome, PageFacts, Snapshot, Target, View
from oversight.models import DeclarationKind, Status

Rule = Callable[[View], Outcome]
RULES: dict[str, Rule] = {}
#: Places of one requirement that are kept; the rest are counted.
MOST_TARGETS = 10


@dataclass(slots=True)
class Judgement:
    """How one requirement stands in one centre."""

    code: str
    status: Status
    note: str = ""
    targets: list[Target] = field(default_factory=list)
    total: int = 0


def rule(code: str, section: Section | None = None) -> Callable[[Rule], Rule]:
    """Register the rule of a requirement.

    On the published side it counts only while the page of its section can be seen; `section` names another
    section than the requirement's own. Raises `KeyError` for a code that the catalogue does not have.
    """
    where = section or BY_CODE[code].section

    def register(function: Rule) -> Rule:
        def asked(view: View) -> Outcome:
            found = function(view)
            if not found.irrelevant and not view.is_open(where):
                return Outcome(waiting=True)
            return found

        RULES[code] = asked
        return function

    return register


def present(condition: object, *places: Target, note: str = "") -> Outcome:
    """One thing that is there or not; without it, the places to put it."""
    return Outcome(lacking=[] if condition else list(places), waiting=not condition and not places, note=note)


def irrelevant(why: str) -> Outcome:
    return Outcome(irrelevant=why)


def each(rows: Iterable[tuple[object, Target | None]], *, waits: bool = False, note: str = "") -> Outcome:
    """Many things of a kind: pairs of a thing and the place where it lacks something (None: it does not).

    `waits`: while there is none of the kind the requirement is not met.
    """
    pairs = list(rows)
    lacking = [target for _thing, target in pairs if target is not None]
    return Outcome(lacking=lacking, total=len(pairs), waiting=waits and not pairs, note=note)


def center_field(view: View, name: str) -> Target:
    """A field of the centre's row in the register."""
    return Target("centers.center", view.center.pk, name, str(_("Карточка центра")))


def school_field(view: View, name: str) -> Target:
    return Target("centers.school", view.center.school_id, name, str(_("Сведения о школе")))


def new_row(model: str, name: str, field: str = "") -> Target:
    """A row that has to be added."""
    return Target(f"centers.{model}", None, field, name)


def new_page(view: View, kind: str, below: str, name: str) -> Target:
    """A page that has to be added below the page of another kind."""
    parent = view.facts.page(below)
    return Target(f"centers.{kind}", None, "", name, parent=parent.pk if parent else None)


def page_field(view: View, kind: str, field: str = "") -> Target:
    """A field of a page of which the centre has one; of the section's page when that is gone."""
    page = view.facts.page(kind)
    return page.target(field) if page else Target(f"centers.{kind}", None, field)


def judge(facts: Snapshot) -> list[Judgement]:
    """All requirements of the catalogue for one centre, in the catalogue's order."""
    return [_judge_one(requirement.code, facts) for requirement in CATALOGUE]


def _judge_one(code: str, facts: Snapshot) -> Judgement:
    rule_of = RULES[code]
    now, draft = rule_of(facts.published), rule_of(facts.drafted)
    if now.irrelevant or draft.irrelevant:
        return Judgement(code, Status.NOT_APPLICABLE, now.irrelevant or draft.irrelevant)
    said = facts.declarations.get(code)
    if said is not None and said.kind == DeclarationKind.NOT_APPLICABLE:
        return Judgement(code, Status.NOT_APPLICABLE, said.reason)
    if now.ok:
        return Judgement(code, Status.PRESENT)
    if said is not None:
        return Judgement(code, Status.MET_ABOVE, said.url)
    if draft.ok:
        targets = _to_publish(code, facts, now)
        return _kept(code, Status.PARTIAL, targets, _("Готово, но ещё не опубликовано."))
    if draft.waiting and not draft.lacking:
        return Judgement(code, Status.MISSING, draft.note or _("Пока нечего проверять."))
    some = any(side.total > len(side.lacking) and not side.waiting for side in (now, draft))
    note = draft.note or _count_note(draft)
    return _kept(code, Status.PARTIAL if some else Status.MISSING, draft.lacking, note)


def _kept(code: str, status: Status, targets: list[Target], note: str) -> Judgement:
    return Judgement(code, status, note[:300], targets[:MOST_TARGETS], len(targets))


def _count_note(found: Outcome) -> str:
    if found.total < 2:
        return ""
    lacking = len(found.lacking)
    return ngettext("Осталось {n} из {total}.", "Осталось {n} из {total}.", lacking).format(
        n=lacking, total=found.total
    )


def _to_publish(code: str, facts: Snapshot, now: Outcome) -> list[Target]:
    """What has to be published so that what the drafts hold is seen: the topmost hidden page first."""
    hidden: list[PageFacts] = []
    if facts.center_page is not None and facts.center_page.now is None:
        hidden = [facts.center_page]
    else:
        page = facts.page(PAGE_OF_SECTION[BY_CODE[code].section])
        if page is not None and page.now is None:
            hidden = [page]
    if hidden:
        return [page.target(draft=True) for page in hidden]
    places = [replace(target, draft=True) for target in now.lacking if target.pk is not None]
    return places or _unpublished(code, facts)


def _unpublished(code: str, facts: Snapshot) -> list[Target]:
    """Pages and documents of the requirement's section that nobody has published."""
    section = BY_CODE[code].section
    if section == Section.DOCUMENTS:
        return [row.target(draft=True) for row in facts.documents if row.now is None]
    below = facts.page(PAGE_OF_SECTION[section])
    prefix = below.path if below else "-"
    return [
        page.target(draft=True) for page in facts.pages if page.now is None and page.path.startswith(prefix)
    ]

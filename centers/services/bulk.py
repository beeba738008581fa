"""Open many centres at once: what `open_center` does page by page, level by level of the tree.

A page put in with `add_child()` costs a dozen queries, and the search measures its whole table anew; a
network of 24,000 centres has 290,000 pages. Here a level of the tree is a few long statements.
`tests/centers/test_bulk.py` holds both ways to the same result, field by field.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from accounts.models import User
from centers.models import Center, CenterPage, MunicipalityPage, RegionPage
from centers.models.pages.register_page import RegisterPage
from centers.models.pages.section import CenterScopedPage
from centers.recording import pages_made
from centers.services.bulk_indexing import index_new
from centers.services.centers import open_center
from centers.services.program_entries import refresh_centers, refreshing_at_once
from centers.services.sections import PlannedPage, build_sections, home_page
from centers.signals import rows_created

MOST_KEYS = 900  # in one statement; SQLite may be built for no more than 999
T = TypeVar("T")


@transaction.atomic
def open_centers(
    centers: Sequence[Center], *, user: User | None = None, publish: bool = True
) -> list[CenterPage]:
    """Build the pages of saved centres and their whole section trees, as `open_center` does for one.

    Give the centres with `with_places()`. Those that have a page already go through `open_center`,
    which makes only what is missing. Keep a call to some hundred centres: they are held in memory.

    Raises `ValidationError` when a centre has been deleted or its address is taken; then none is opened.
    """
    deleted = next((center for center in centers if center.deleted_at is not None), None)
    if deleted is not None:
        raise ValidationError(_("Этот центр удалён из реестра. Сначала восстановите его."))
    opened = set(
        CenterPage.objects.filter(center__in=[one.pk for one in centers]).values_list("center", flat=True)
    )
    new = [center for center in centers if center.pk not in opened]
    pages = [open_center(center, user=user, publish=publish) for center in centers if center.pk in opened]
    places = municipality_pages(new, user)
    made = [CenterPage(center=center) for center in new]
    _add_level([(places[page.center.municipality_id], page) for page in made], live=publish, user=user)
    plans = [(page, page.center, build_sections(page.center)) for page in made]
    while plans:
        plans = _carry_out_level(plans, user)
    return [*pages, *made]


def _carry_out_level(
    plans: Sequence[tuple[Page, Center, tuple[PlannedPage, ...]]], user: User | None
) -> list[tuple[Page, Center, tuple[PlannedPage, ...]]]:
    """Make the planned pages right below each parent; returns what is planned below these."""
    pairs: list[tuple[Page, Page]] = []
    below: list[tuple[Page, Center, tuple[PlannedPage, ...]]] = []
    for parent, center, plan in plans:
        for planned in plan:
            page = planned.model(title=planned.title, slug=planned.slug)
            if isinstance(page, CenterScopedPage):
                page.center = center
            pairs.append((parent, page))
            if planned.below:
                below.append((page, center, planned.below))
    _add_level(pairs, live=True, user=user)
    return below


def municipality_pages(centers: Iterable[Center], user: User | None) -> dict[int, Page]:
    """Pages of the centres' municipalities by the municipality's key; missing ones, regions too, are made."""
    municipalities = {center.municipality_id: center.municipality for center in centers}
    regions = {row.region_id: row.region for row in municipalities.values()}
    region_pages = {
        page.region_id: page
        for keys in _parts(regions)
        for page in RegionPage.objects.filter(region__in=keys)
    }
    home = home_page()
    missing = [RegionPage(region=row) for key, row in regions.items() if key not in region_pages]
    _add_level([(home, page) for page in missing], live=True, user=user)
    region_pages |= {page.region_id: page for page in missing}
    pages = {
        page.municipality_id: page
        for keys in _parts(municipalities)
        for page in MunicipalityPage.objects.filter(municipality__in=keys)
    }
    absent = [MunicipalityPage(municipality=row) for key, row in municipalities.items() if key not in pages]
    _add_level([(region_pages[page.municipality.region_id], page) for page in absent], live=True, user=user)
    return pages | {page.municipality_id: page for page in absent}


def _add_level(pairs: Sequence[tuple[Page, Any]], *, live: bool, user: User | None) -> None:
    """Put each new page last below its parent with its first revision: `add_page` for a whole level.

    Raises `ValidationError` when an address is taken below its parent.
    """
    if not pairs:
        return
    revisions = _write_level(pairs, live=live, user=user)
    if live:
        with refreshing_at_once():
            for (_parent, page), revision in zip(pairs, revisions, strict=True):
                page_published.send(sender=type(page), instance=page, revision=revision)
        pages_made([page for _parent, page in pairs], user)


@transaction.atomic
def add_pages(
    pairs: Sequence[tuple[Page, Any]], *, user: User | None = None, then: Callable[[], Any] | None = None
) -> None:
    """Publish new pages of centres below their sections, all pages of a centre in one call.

    What is kept ready of each centre (catalogue, counts, completeness) is written once at the end, and not
    for each page as after publishing one; `then` may add before that what belongs to the new pages.

    Raises `ValidationError` when an address is taken below its parent; then nothing is added.
    """
    if not pairs:
        return
    _write_level(pairs, live=True, user=user)
    if then is not None:
        then()
    pages = [page for _parent, page in pairs]
    refresh_centers({page.center_id for page in pages})
    rows_created.send(sender=None, rows=pages)


def _write_level(pairs: Sequence[tuple[Page, Any]], *, live: bool, user: User | None) -> list[Revision]:
    """Write the pages of a level, their revisions and what the search reads; returns the revisions."""
    now = timezone.now()
    pages = [page for _parent, page in pairs]
    place_pages(pairs)
    for page in pages:
        page.owner = user
        page.live, page.has_unpublished_changes = live, not live
        if live:
            page.first_published_at = page.last_published_at = now
    insert_pages(pages)
    children = {model: _child_relations(model) for model in {type(page) for page in pages}}
    for page in pages:
        page._cluster_related_objects = {name: [] for name in children[type(page)]}
    revisions = _revise(pages, user)
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision, page.latest_revision_created_at = revision, revision.created_at
        if live:
            page.live_revision = revision
    _link_revisions(pages, live=live)
    _count_children(pairs)
    index_new(pages)
    for page in pages:
        del page._cluster_related_objects
    return revisions


def place_pages(pairs: Sequence[tuple[Page, Any]]) -> None:
    """Give the pages their names, addresses and places in the tree, after the children that are there."""
    parents = {parent.pk: parent for parent, _page in pairs}
    fresh = {
        page.pk: page
        for keys in _parts(parents)
        for page in Page.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    taken: dict[int, set[str]] = defaultdict(set)
    last: dict[int, int] = Counter()
    for pk, parent in fresh.items():
        if parent.numchild:
            children = parent.get_children().order_by("path").values_list("path", "slug")
            for path, slug in children:
                taken[pk].add(slug)
                last[pk] = Page._str2int(path[-Page.steplen :])
    for parent, page in pairs:
        if isinstance(page, RegisterPage):
            page.take_from_register()
        if page.slug in taken[parent.pk]:
            raise ValidationError(
                {
                    "slug": _("В разделе «{place}» адрес «{slug}» уже занят другой страницей.").format(
                        place=parent.title, slug=page.slug
                    )
                }
            )
        taken[parent.pk].add(page.slug)
        last[parent.pk] += 1
        above = fresh[parent.pk]
        page.draft_title = page.title
        page.locale_id = above.locale_id
        page.depth = above.depth + 1
        page.path = Page._get_path(above.path, page.depth, last[parent.pk])
        page.url_path = f"{above.url_path}{page.slug}/"


def insert_pages(pages: Sequence[Any], *, whole: Sequence[Any] | None = None) -> None:
    """Write the rows of `Page`, then those of each type: Django itself has no bulk insert of such pairs.

    With `whole` only those pages get the row of their type: enough for a tree that is only looked at.
    """
    shared = [field for field in Page._meta.concrete_fields if not field.primary_key]
    keys = Page._base_manager.all()._batched_insert(pages, shared, batch_size=None)
    by_type: dict[type[Page], list[Any]] = defaultdict(list)
    for page, (key,) in zip(pages, keys, strict=True):
        page.pk = page.page_ptr_id = page.id = key
        if whole is None or page in whole:
            by_type[type(page)].append(page)
    for model, specific in by_type.items():
        own = model._meta.local_concrete_fields
        model._base_manager.all()._batched_insert(specific, own, batch_size=None)
        for page in specific:
            page._state.adding = False
            page._state.db = "default"


def _revise(pages: Sequence[Any], user: User | None) -> list[Revision]:
    """Write the first revision of each page."""
    base = ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            base_content_type=base,
            object_id=str(page.pk),
            user=user,
            created_at=timezone.now(),
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    ]
    return Revision.objects.bulk_create(revisions)


def _child_relations(model: type[Page]) -> list[str]:
    """Names of the inline children of a page type; a new page has none, so nothing need be asked."""
    return [relation.get_accessor_name() for relation in get_all_child_relations(model)]


def _link_revisions(pages: Sequence[Page], *, live: bool) -> None:
    base = ContentType.objects.get_for_model(Page)
    own = Revision.objects.filter(
        base_content_type=base, object_id=Cast(OuterRef("pk"), CharField(max_length=255))
    )
    revision = Subquery(own.values("pk")[:1])
    created = Subquery(own.values("created_at")[:1])
    changes: dict[str, Any] = {"latest_revision": revision, "latest_revision_created_at": created}
    if live:
        changes["live_revision"] = revision
    for keys in _parts([page.pk for page in pages]):
        Page.objects.filter(pk__in=keys).update(**changes)


def _count_children(pairs: Sequence[tuple[Page, Page]]) -> None:
    """Tell the parents how many children they have got."""
    added = Counter(parent.pk for parent, _page in pairs)
    for parent in {parent.pk: parent for parent, _page in pairs}.values():
        parent.numchild += added[parent.pk]
    parents_by_count: dict[int, list[int]] = defaultdict(list)
    for pk, count in added.items():
        parents_by_count[count].append(pk)
    for count, parents in parents_by_count.items():
        for keys in _parts(parents):
            Page.objects.filter(pk__in=keys).update(numchild=F("numchild") + count)


def _parts(keys: Iterable[T]) -> Iterator[list[T]]:
    """The keys in lists of as many as one statement may name."""
    listed = list(keys)
    for start in range(0, len(listed), MOST_KEYS):
        yield listed[start : start + MOST_KEYS]


def create_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of the register, one model at a time, and let the search find them.

    The rows must have been checked before. Raises `IntegrityError` when one of them is there already;
    then none is inserted.
    """
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    with transaction.atomic():
        for model, found in by_model.items():
            model._default_manager.bulk_create(found)
        index_new(rows)
        rows_created.send(sender=None, rows=rows)

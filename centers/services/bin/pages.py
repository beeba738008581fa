"""Pages in the bin: moved below a root of their own, and back to their old parent, position and address."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_Node
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Revision
from wagtail.search import index
from wagtail.signals import page_published, page_unpublished

from centers.models import BinEntry, BinKind, Center, Lesson
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.querysets import BIN_PATH
from centers.permissions import place_of_page
from centers.purging.telling import of_entry, of_page_argument, writes_only
from centers.recording import bin_told
from centers.services.bin.entries import CannotReturnError, keep
from centers.services.bin.snapshots import Snapshot, put_back, take
from ledger.models import Deed

#: No slug holds a point, so that no address of a site leads here.
BIN_URL_PATH = "/.bin/"
#: Root, home, region, municipality, centre.
CENTER_DEPTH = 5


def specific_of(page: Page) -> Page:
    """The page as its own type, in the bin or not."""
    model = page.cached_content_type.model_class()
    return model._base_manager.get(pk=page.pk)


def bin_root() -> Page:
    """The root below which deleted pages lie; made when the first one comes."""
    root, _made = Page.objects.get_or_create(
        path=BIN_PATH,
        defaults={
            "depth": 1,
            "title": "Корзина",
            "draft_title": "Корзина",
            "slug": "korzina",
            "url_path": BIN_URL_PATH,
            "live": False,
            "locale": Locale.get_default(),
            "content_type": ContentType.objects.get_for_model(Page),
        },
    )
    return root


@transaction.atomic
@writes_only(of_page_argument)
def bin_page(page: Page, *, user: Any = None) -> BinEntry:
    """Take a page with all below it out of the tree; `return_page()` puts it back as it was.

    Lessons of the programmes among them go along. The page answers 404 and its address is free.

    Raises `ValueError` for a page that already lies in the bin or stands at the top of a tree.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if page.depth == 1 or page.path.startswith(BIN_PATH):
        raise ValueError("This page is not one that can be put into the bin.")
    parent = Page.objects.select_for_update().get(path=page.path[: -Page.steplen])
    below = list(Page.objects.filter(path__startswith=page.path).order_by("path"))
    numbers = [one.pk for one in below]
    live = [one for one in below if one.live]
    planned = Revision.page_revisions.filter(
        object_id__in=[str(pk) for pk in numbers], approved_go_live_at__isnull=False
    )
    data: dict[str, Any] = {
        "parent": parent.pk,
        "parent_type": parent.cached_content_type.model,
        "step": page.path[-Page.steplen :],
        "url": page.url_path,
        "live": [one.pk for one in live],
        "planned": [[pk, at] for pk, at in planned.values_list("pk", "approved_go_live_at")],
        "below": len(below) - 1,
        "rows": [],
    }
    place = place_of_page(page)
    origin = parent.get_admin_display_title()
    if isinstance(place, Center) and parent.depth > CENTER_DEPTH:
        origin = f"{origin} — {place.title}"
    log(instance=specific_of(page), action="wagtail.delete", user=user, data={"bin": True})
    for one in live:
        specific = specific_of(one)
        specific.live = False
        Page.objects.filter(pk=one.pk).update(live=False)
        page_unpublished.send(sender=type(specific), instance=specific)
    planned.update(approved_go_live_at=None)
    lessons = list(Lesson.objects.filter(program__in=numbers))
    if lessons:
        data["rows"] = take(*lessons).tables
        Lesson.objects.filter(pk__in=[lesson.pk for lesson in lessons]).delete()
    for one in below:
        index.remove_object(specific_of(one))
    root = Page.objects.select_for_update().get(pk=bin_root().pk)
    _move(page, root, _free_step(root))
    return keep(page, BinKind.PAGE, title=page.title, place=place, origin=origin, user=user, data=data)


@transaction.atomic
@writes_only(of_entry)
def return_page(entry: BinEntry, *, user: Any = None, answer: str = "") -> Page:
    """Put a page and all below it back: parent, position, address, publication, plans, lessons.

    `answer` is what a `CannotReturnError` with a question has offered: `slug:…` takes that address
    instead of the old one, `parent:…` that page instead of the old parent.

    Raises `CannotReturnError` when the old place is not to be had.
    """
    page = Page.objects.select_for_update().get(pk=entry.object_id)
    data = entry.data
    model = page.cached_content_type.model_class()
    parent = _parent(entry, page, model, answer)
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    if issubclass(model, SectionPage) and children.filter(content_type=page.content_type_id).exists():
        raise CannotReturnError(
            _(
                "Вернуть «{name}» нельзя: такой раздел у центра уже есть, а он может быть один. "
                "Сначала удалите новый раздел — он тоже окажется в корзине, — затем верните прежний."
            ).format(name=page.title)
        )
    new_slug = _slug(page, children, answer)
    wanted = parent.path + data["step"]
    occupant = Page.objects.filter(path=wanted).first()
    last = children.order_by("path").last()
    step = data["step"] if occupant is None else _after(last)
    _move(page, parent, step, slug=new_slug)
    if occupant is not None:
        # Whoever stands there came later, so the page goes before it.
        MP_Node.move(Page.objects.get(pk=page.pk), occupant, pos="left")
    page = Page.objects.get(pk=page.pk)
    if new_slug != page.slug:
        Page.objects.filter(pk=page.pk).update(slug=new_slug)
    below = list(Page.objects.filter(path__startswith=page.path).order_by("path"))
    live = set(data["live"])
    Page.objects.filter(pk__in=[one.pk for one in below if one.pk in live]).update(live=True)
    for pk, at in data["planned"]:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=parse_datetime(at))
    put_back(Snapshot(data["rows"]))
    bin_told(entry, Deed.RESTORED, user=user)
    entry.delete()
    if new_slug != page.slug:
        _keep_slug_in_drafts(page.pk, new_slug, user)
    for one in below:
        specific = specific_of(one)
        index.insert_or_update_object(specific)
        if specific.live:
            page_published.send(sender=type(specific), instance=specific, revision=specific.live_revision)
    page = specific_of(page)
    log(instance=page, action="centers.restore", user=user)
    return page


def _parent(entry: BinEntry, page: Page, model: type[Page], answer: str) -> Page:
    """Where the page goes back to. Raises `CannotReturnError` when that has been deleted."""
    parents = Page.objects.select_for_update()
    parent = parents.filter(pk=entry.data["parent"]).first()
    if parent is None:
        chosen = _other_parent(entry, page)
        if chosen is None:
            raise CannotReturnError(
                _(
                    "Раздела, в котором стояла страница «{name}», больше нет. Добавьте центру такой раздел "
                    "и верните страницу ещё раз."
                ).format(name=page.title)
            )
        if answer == f"parent:{chosen.pk}":
            return parents.get(pk=chosen.pk)
        raise CannotReturnError(
            _("Раздела, в котором стояла страница «{name}», больше нет.").format(name=page.title),
            question=_("Вернуть в раздел «{name}» того же центра").format(
                name=chosen.get_admin_display_title()
            ),
            answer=f"parent:{chosen.pk}",
        )
    if parent.path.startswith(BIN_PATH):
        top = Page.objects.get(path=parent.path[: 2 * Page.steplen])
        raise CannotReturnError(
            _(
                "Сначала верните страницу «{parent}»: «{name}» стояла внутри неё, а она тоже в корзине."
            ).format(parent=top.title, name=page.title)
        )
    center_id = getattr(specific_of(parent), "center_id", None)
    if issubclass(model, CenterScopedPage) and specific_of(page).center_id != center_id:
        raise CannotReturnError(
            _("Раздел, в котором стояла страница «{name}», теперь у другого центра.").format(name=page.title)
        )
    return parent


def _other_parent(entry: BinEntry, page: Page) -> Page | None:
    """The section of the same kind that the centre has now."""
    top = entry.center.page if entry.center and hasattr(entry.center, "page") else None
    if top is None:
        return None
    found = Page.objects.descendant_of(top, inclusive=True)
    return found.filter(content_type__model=entry.data["parent_type"]).order_by("path").first()


def _slug(page: Page, children: Any, answer: str) -> str:
    """The last part of the address. Raises `CannotReturnError` when the old one is taken."""
    name, _colon, wanted = answer.partition(":")
    slug = wanted if name == "slug" and wanted else page.slug
    taken = set(children.values_list("slug", flat=True))
    if slug not in taken:
        return slug
    number = 2
    while f"{page.slug}-{number}" in taken:
        number += 1
    free = f"{page.slug}-{number}"
    other = children.filter(slug=slug).first()
    raise CannotReturnError(
        _("Адрес «{slug}» тем временем заняла страница «{other}».").format(slug=slug, other=other.title),
        question=_("Вернуть с адресом «{slug}»").format(slug=free),
        answer=f"slug:{free}",
    )


def _keep_slug_in_drafts(pk: int, slug: str, user: Any) -> None:
    """Write the new address into the draft too, or the next saving would take the old one again."""
    page = specific_of(Page.objects.get(pk=pk))
    if page.latest_revision_id is None:
        return
    had_changes = page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    draft.slug = slug
    revision = draft.save_revision(user=user)
    if page.live and not had_changes:
        Page.objects.filter(pk=pk).update(live_revision=revision, has_unpublished_changes=False)


def _move(page: Page, parent: Page, step: str, *, slug: str = "") -> None:
    """Give the page and all below it a place below `parent`: one statement, whatever their number."""
    old_path, old_url = page.path, page.url_path
    new_path = parent.path + step
    own = f"{slug or page.slug}/" if parent.path != BIN_PATH else f"{page.pk}/"
    new_url = parent.url_path + own
    Page.objects.filter(path__startswith=old_path).update(
        path=Concat(Value(new_path), Substr("path", len(old_path) + 1)),
        depth=F("depth") + (parent.depth + 1 - page.depth),
        url_path=Concat(Value(new_url), Substr("url_path", len(old_url) + 1)),
    )
    Page.objects.filter(path=old_path[: -Page.steplen]).update(numchild=F("numchild") - 1)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)


def _free_step(root: Page) -> str:
    """A place at the end of the bin; the first hole when the end has been reached."""
    steps = Page.objects.filter(path__startswith=root.path, depth=2).order_by("path")
    last = steps.last()
    return _after(last)


def _after(page: Page | None) -> str:
    """The last part of the path that follows the page's."""
    if page is None:
        return Page._get_path("", 1, 1)
    return page._inc_path()[-Page.steplen :]

"""After any edit of anything, a kept page says what a page says that is made anew.

The edits are drawn from all models of which the rules say that pages show them, so a new model or field is
among them without a word here.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import ProtectedError
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from library.models.version import AppendOnlyError
from tests.factories import Network
from tests.pages.kept_pages import filled, page_cache, visitor
from toolkit.pagecache.rules import rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # the tags do not depend on the database

EDITS = 12  # of each seed
OUR_APPS = {"centers", "library", "feedback"}
#: What keeps a tree together, and what a person never types.
NOT_TYPED = frozenset(
    {
        "path", "depth", "numchild", "url_path", "translation_key", "content_type", "locale", "alias_of",
        "latest_revision", "live_revision", "draft_title", "live", "expired", "has_unpublished_changes",
        "locked", "locked_by", "locked_at", "owner", "first_published_at", "last_published_at",
        "latest_revision_created_at", "go_live_at", "expire_at", "created_at", "updated_at", "public_id",
        "uploaded_by_user", "file_hash",
    }
)  # fmt: skip
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def addresses(network: Network, tmp_path: Path) -> Iterator[list[str]]:
    """One page of each kind, machines' lists included, all of them kept."""
    found = [*filled(network).values(), "/robots.txt", "/sitemap.xml", "/sitemap-pages-0.xml"]
    found += ["/sitemap-documents-0.xml", "/sitemap-site-0.xml", "/programmy/"]
    found += [page.url for page in Page.objects.child_of(network.tomsk.page).live()]
    for address in found:
        visitor().get(address)  # makes the pictures
    with page_cache(tmp_path):
        found = [address for address in dict.fromkeys(found) if visitor().get(address).status_code == 200]
        assert len(found) > 30
        yield found


def drawn(chance: random.Random) -> str:
    """Change, add to, hide or delete something that pages show; say what, or nothing when it was refused."""
    shown = [
        model
        for model in apps.get_models()
        if rule_of(model) and not model._meta.proxy and model._meta.app_label in OUR_APPS
    ]
    model: Any = chance.choice(shown)
    count = model._default_manager.count()
    if not count:
        return ""
    row = model._default_manager.order_by("pk")[chance.randrange(count)]
    if isinstance(row, Page):
        return _page(chance, row)
    if chance.random() < 0.1:
        row.delete()
        return f"{model.__name__} {row} deleted"
    said = _changed(chance, row)
    if said:
        row.full_clean(exclude=[field.name for field in row._meta.fields if field.is_relation])
        row.save()
    return said


def _page(chance: random.Random, page: Page) -> str:
    what = chance.random()
    if what < 0.1 and page.depth > 3:
        if page.live:
            page.unpublish()
        else:
            page.specific.save_revision().publish()
        return f"{page.url_path} is now {'shown' if page.live else 'hidden'}"
    if what < 0.15 and page.depth > 5:
        page.delete()
        return f"{page.url_path} deleted"
    page = page.specific
    said = _changed(chance, page)
    if said:
        page.full_clean(exclude=[field.name for field in page._meta.fields if field.is_relation])
        page.save_revision().publish()
    return said


def _changed(chance: random.Random, row: Any) -> str:
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.editable and field.name not in NOT_TYPED and not field.primary_key
    ]
    for field in chance.sample(fields, len(fields)):
        before = getattr(row, field.attname)
        after = _other(chance, field, before)
        if after is not None and after != before:
            setattr(row, field.attname, after)
            return f"{type(row).__name__} {row.pk}: {field.name} {before!r:.60} → {after!r:.60}"
    return ""


def _other(chance: random.Random, field: Any, before: Any) -> Any:
    """Another value for a field; None when none comes to mind."""
    number = chance.randrange(1000)
    if field.choices:
        return chance.choice([value for value, _label in field.flatchoices])
    match field:
        case models.FileField() | StreamField() | models.OneToOneField():
            return None
        case models.ForeignKey():
            return chance.choice(
                [*field.related_model._default_manager.values_list("pk", flat=True)[:20], None]
            )
        case models.BooleanField():
            return not before
        case models.DateTimeField():
            return before and before + dt.timedelta(days=chance.choice([-30, 30]))
        case models.DateField():
            return (before or dt.date(2026, 9, 1)) + dt.timedelta(days=chance.choice([-30, -1, 1, 30]))
        case models.TimeField():
            return dt.time(chance.randrange(8, 20), chance.choice([0, 30]))
        case models.IntegerField() | models.DecimalField() | models.FloatField():
            return (before or 0) + 1
        case models.URLField():
            return f"https://example.ru/{number}/"
        case models.EmailField():
            return f"a{number}@example.ru"
        case models.SlugField():
            return f"{before or 'a'}-{number}"
        case RichTextField():
            return f"{before or ''}<p>Правка {number}</p>"
        case models.CharField() | models.TextField():
            return f"{before or ''} правка {number}"[-(field.max_length or 10_000) :]
    return None


def edit(chance: random.Random, commit: Any) -> str:
    """One edit that the database and the rules of the rows took."""
    for _attempt in range(50):
        committing: AbstractContextManager[Any] = commit()
        try:
            with committing, transaction.atomic():
                if said := drawn(chance):
                    return said
        except (ValidationError, IntegrityError, ProtectedError, AppendOnlyError):
            continue
    raise AssertionError("nothing could be changed")


def text_of(address: str, *, anew: bool) -> tuple[int, str]:
    reader = visitor()
    if anew:
        reader.cookies["csrftoken"] = "a" * 32  # whoever fills in forms passes by what is kept
    response = reader.get(address)
    return response.status_code, _TOKEN.sub("", response.content.decode())


@pytest.mark.parametrize("seed", range(5))
def test_a_kept_page_says_what_one_made_anew_says(seed: int, addresses: list[str], commit: Any) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same edits each time
    for _number in range(EDITS):
        said = edit(chance, commit)
        stale = [
            address for address in addresses if text_of(address, anew=False) != text_of(address, anew=True)
        ]
        assert stale == [], said

"""Query sets whose SQL is written once: the same rows as ever, and the rows of now."""

import threading

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from toolkit.lookups import Among
from toolkit.prepared import Prepared

pytestmark = pytest.mark.django_db


def below(path, depth):
    lower = Page.objects.filter(depth=OuterRef("depth") + 1, path__gt=OuterRef("path"))
    return (
        Page.objects.filter(Q(path=path) | Q(depth=depth))
        .annotate(has_lower=Exists(lower))
        .select_related("locale", "owner")
        .order_by("-path")
    )


def facts(rows):
    return [(row.pk, row.title, row.live, row.has_lower, row.locale.language_code, row.owner) for row in rows]


@pytest.fixture
def pages():
    root = Page.objects.get(depth=1)
    return [root, *(root.add_child(instance=Page(title=f"Страница {n}", slug=f"p-{n}")) for n in range(3))]


def test_rows_are_those_of_the_query_set(pages):
    prepared = Prepared(below)
    assert facts(prepared(path=pages[0].path, depth=2)) == facts(below(pages[0].path, 2))
    assert facts(prepared(path=pages[1].path, depth=9)) == facts(below(pages[1].path, 9))
    assert len(prepared(path=pages[1].path, depth=9)) == 1


def test_a_call_is_one_query_and_joined_rows_cost_no_other(pages):
    prepared = Prepared(below)
    for _ in range(7):  # PostgreSQL plans a statement for good after some times
        with CaptureQueriesContext(connection) as queries:
            rows = facts(prepared(path=pages[0].path, depth=2))
        assert len(queries) == 1
        assert rows == facts(below(pages[0].path, 2))


def test_rows_are_read_anew_each_time(pages):
    prepared = Prepared(lambda pk: Page.objects.filter(pk=pk))
    assert prepared(pk=pages[1].pk)[0].title == "Страница 0"
    Page.objects.filter(pk=pages[1].pk).update(title="Другое название")
    assert prepared(pk=pages[1].pk)[0].title == "Другое название"


def test_lists_of_values_can_be_prepared(pages):
    prepared = Prepared(
        lambda depth: Page.objects.filter(depth=depth).order_by("path").values_list("title", "live")
    )
    assert prepared(depth=pages[1].depth) == list(
        Page.objects.filter(depth=pages[1].depth).order_by("path").values_list("title", "live")
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_many_keys_are_one_value(pages, count):
    prepared = Prepared(lambda keys: Page.objects.filter(Among("pk", keys)).order_by("pk"))
    keys = [page.pk for page in pages[1:]][:count]
    assert [row.pk for row in prepared(keys=keys)] == keys
    assert [row.pk for row in prepared(keys=[page.pk for page in pages])] == [page.pk for page in pages]


def test_nothing_else_can_be_prepared():
    with pytest.raises(TypeError):
        Prepared(lambda: Page.objects.values("title"))()
    with pytest.raises(TypeError):
        Prepared(lambda: Site.objects.prefetch_related("root_page"))()


def test_each_thread_writes_its_own_statement(pages):
    prepared = Prepared(lambda pk: Page.objects.filter(pk=pk))
    prepared(pk=pages[0].pk)
    found = []
    thread = threading.Thread(target=lambda: found.append(hasattr(prepared._here, "statement")))
    thread.start()
    thread.join()
    assert found == [False]

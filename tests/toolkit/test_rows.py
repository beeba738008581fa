"""Objects made past the constructor are those that Django makes."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init
from wagtail.models import Page, Site

from centers.models import CenterPage, Lesson, ProgramPage
from library.models import Image, ImageRendition
from toolkit.rows import is_plain, maker

pytestmark = pytest.mark.django_db


def states(made):
    held = {name: getattr(made, name) for name in vars(made) if name != "_state"}
    return held, vars(made._state)


@pytest.mark.parametrize("model", [Page, Site, CenterPage, ProgramPage, Lesson, Image, ImageRendition])
def test_models_of_public_pages_need_no_constructor(model):
    assert is_plain(model)


@pytest.mark.parametrize("model", apps.get_models())
def test_the_object_is_that_of_django(model):
    """Each column has a value that no constructor would think of."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    row = [place if isinstance(field, models.IntegerField) else None for place, field in enumerate(fields, 1)]
    assert states(maker(model)("default", names, row)) == states(model.from_db("default", names, row))


def test_columns_that_were_not_asked_for_are_fetched_when_they_are_needed():
    page = Page.objects.get(depth=1)
    made = maker(Page)("default", ["id", "title"], [page.pk, "Имя"])
    assert made.get_deferred_fields() == page.get_deferred_fields() | {
        field.attname for field in Page._meta.concrete_fields if field.attname not in ("id", "title")
    }
    assert (made.title, made.slug) == ("Имя", page.slug)
    assert made._state.adding is False


def test_a_model_that_somebody_listens_to_is_made_by_django():
    heard = []

    def listener(sender, instance, **kwargs):
        heard.append(instance.pk)

    post_init.connect(listener, sender=Site)
    try:
        assert not is_plain(Site)
        maker(Site)("default", ["id"], [7])
    finally:
        post_init.disconnect(listener, sender=Site)
    assert heard == [7]
    assert is_plain(Site)

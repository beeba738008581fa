"""Labels that are looked up one by one say what Django says."""

import pytest
from django.db.models import Model

from centers.models import Center, CenterDocument, EventPage, Lesson, NewsPage, ProgramPage
from toolkit.choices import QuickLabels

pytestmark = pytest.mark.django_db  # Wagtail asks for the locale of a new page


@pytest.mark.parametrize("model", [Center, CenterDocument, EventPage, Lesson, NewsPage, ProgramPage])
def test_every_label_is_the_one_that_django_gives(model):
    chosen = [field for field in model._meta.concrete_fields if field.choices]
    assert chosen
    assert issubclass(model, QuickLabels)
    for field in chosen:
        for value in [*dict(field.flatchoices), "unknown", "", None]:
            row = model(**{field.attname: value})
            told = getattr(row, f"get_{field.name}_display")()
            assert told == Model._get_FIELD_display(row, field), (field.name, value)
            assert type(told) is type(Model._get_FIELD_display(row, field))

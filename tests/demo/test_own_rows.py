"""Loading and unloading beside rows of people. No test here may use the network that others share."""

import pytest
from django.core.files.base import ContentFile

from centers.models import Municipality, Region, School
from demo import services
from demo.loading.run import ASSETS
from demo.models import DemoObject
from library.models import Document
from tests.demo.conftest import TODAY


@pytest.mark.django_db
def test_rows_people_entered_first_are_used_and_left_alone():
    region = Region.objects.get(code="70")
    own = Municipality.objects.create(
        region=region, name="Шегарский район", name_genitive="Шегарского района", slug="shegarskij-rajon"
    )
    assert services.is_wanted()
    school = School.objects.create(municipality=own, short_name="МКОУ «Баткатская СОШ»")
    assert not services.is_wanted()
    paper = (ASSETS / "pamyatka-shkolam.pdf").read_bytes()
    file = Document(title="Наш файл", file=ContentFile(paper, name="nash.pdf"))
    file.save()

    assert services.load(TODAY).there == 2
    services.unload()
    assert list(Municipality.objects.all()) == [own]
    assert list(School.objects.all()) == [school]
    assert list(Document.objects.all()) == [file]
    assert not DemoObject.objects.filter(unloaded_at__isnull=True).exists()

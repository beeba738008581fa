"""Nothing that others stand on can be deleted, and what may go leaves nothing broken behind."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from centers.models import CenterDocument, Lesson, ProgramPage, Room, Teacher
from centers.services import delete_center, delete_school
from tests import factories as make

pytestmark = pytest.mark.django_db


def chain_of_places():
    center = make.CenterFactory()
    return [center.municipality.region, center.municipality, center.school]


@pytest.mark.parametrize("link", [0, 1, 2], ids=["region", "municipality", "school"])
def test_row_with_rows_below_it_is_protected(link):
    with pytest.raises(ProtectedError):
        chain_of_places()[link].delete()


def test_centre_with_pages_is_protected(network):
    with pytest.raises(ProtectedError):
        type(network.tomsk).objects.filter(pk=network.tomsk.pk).delete()


@pytest.mark.parametrize(
    "factory",
    [make.CenterDocumentFactory, make.TeacherFactory, make.RoomFactory, make.EquipmentFactory],
)
def test_centre_with_rows_is_protected(factory):
    center = make.CenterFactory()
    factory(center=center)
    with pytest.raises(ProtectedError):
        type(center).objects.filter(pk=center.pk).delete()


def test_body_that_a_centre_names_is_protected():
    center = make.CenterFactory(own_operator=True)
    center.coordinator = make.CoordinatorFactory(region=center.region)
    center.federal_project = make.FederalProjectFactory()
    center.save()
    for body in (center.operator, center.coordinator, center.federal_project):
        with pytest.raises(ProtectedError):
            body.delete()
    with pytest.raises(ProtectedError):
        center.federal_project.national_project.delete()


def test_file_of_a_document_is_protected():
    row = make.CenterDocumentFactory()
    with pytest.raises(ProtectedError):
        row.document.delete()


def test_database_itself_refuses_to_orphan_a_centre():
    school = make.CenterFactory().school

    def delete_past_every_model() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM centers_school WHERE id = %s", [school.pk])
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        delete_past_every_model()


class TestDeletingASchool:
    def test_school_with_a_centre_is_kept_and_the_centre_is_named(self):
        school = make.CenterFactory(school__short_name="МКОУ «Речная СОШ»").school
        with pytest.raises(ValidationError, match="Школу «МКОУ «Речная СОШ»» нельзя удалить"):
            delete_school(school)
        school.refresh_from_db()
        assert school.deleted_at is None

    def test_school_whose_centre_is_deleted_may_go_too(self):
        center = make.CenterFactory()
        delete_center(center)
        delete_school(center.school)
        assert center.school.deleted_at is not None


class TestRowsOfACentre:
    """A teacher or a room that goes takes no lesson, programme or equipment along."""

    @pytest.fixture
    def program(self, network) -> ProgramPage:
        center = network.tomsk
        teacher, room = make.TeacherFactory(center=center), make.RoomFactory(center=center)
        program = make.ProgramPageFactory(center=center, teacher=teacher)
        make.LessonFactory(program=program, teacher=teacher, room=room)
        make.EquipmentFactory(center=center, room=room)
        return program

    def test_teacher_leaves_programmes_and_lessons_without_one(self, program):
        Teacher.objects.get().delete()
        program.refresh_from_db()
        assert program.teacher is None
        assert program.lessons.get().teacher is None

    def test_room_leaves_lessons_and_equipment_without_one(self, program):
        Room.objects.get().delete()
        assert program.lessons.get().room is None
        assert program.center.equipment.get().room is None

    def test_programme_takes_its_lessons_along(self, program):
        program.delete()
        assert not Lesson.objects.exists()

    def test_document_of_a_programme_is_deleted_without_it(self, program):
        program.document = make.CenterDocumentFactory(center=program.center)
        program.save()
        CenterDocument.objects.get().delete()
        program.refresh_from_db()
        assert program.document is None

    def test_section_can_be_deleted_and_its_rows_stay(self, program, network):
        section = network.tomsk.page.get_children().get(slug="pedagogi")
        section.specific.delete()
        assert Teacher.objects.filter(center=network.tomsk).exists()


class TestDeletingPagesOfTheRegister:
    """A page that stands for a row of the register goes only together with that row."""

    @pytest.mark.parametrize("level", [2, 3, 4, 5], ids=["home", "region", "municipality", "centre"])
    def test_page_is_kept_while_a_centre_stands_on_it(self, network, level):
        page = network.tomsk.page
        place = page.get_ancestors(inclusive=True).get(depth=level)
        for kept in (place.specific, place):
            with pytest.raises(ValidationError, match="реестр"), transaction.atomic():
                kept.delete()
        assert type(page).objects.filter(pk=page.pk).exists()

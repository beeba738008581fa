"""What may stand where in the tree, and what may be moved or copied."""

import pytest
from wagtail.models import Page

from centers.models import (
    AdditionalInfoPage,
    AlbumPage,
    CenterPage,
    DocumentsPage,
    EquipmentPage,
    EventIndexPage,
    EventPage,
    FeedbackPage,
    FunctionsPage,
    GalleryPage,
    GeneralInfoPage,
    HomePage,
    MunicipalityPage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    ProgramIndexPage,
    ProgramPage,
    RegionPage,
    TeachersPage,
    TimetablePage,
)
from centers.models.pages.base import BasePage
from centers.services import move_center
from tests import factories as make

pytestmark = pytest.mark.django_db

SECTIONS = {
    GeneralInfoPage,
    DocumentsPage,
    ProgramIndexPage,
    TeachersPage,
    EquipmentPage,
    TimetablePage,
    EventIndexPage,
    AdditionalInfoPage,
    FeedbackPage,
    NewsIndexPage,
}
CHILDREN = {
    Page: {HomePage},
    HomePage: {RegionPage, NewsIndexPage, PlainPage},
    RegionPage: {MunicipalityPage, NewsIndexPage, PlainPage},
    MunicipalityPage: {CenterPage, PlainPage},
    CenterPage: {*SECTIONS, GalleryPage, PlainPage},
    GeneralInfoPage: {FunctionsPage},
    ProgramIndexPage: {ProgramPage},
    EventIndexPage: {EventPage},
    GalleryPage: {AlbumPage},
    NewsIndexPage: {NewsPage},
    PlainPage: {PlainPage},
}
ALL_TYPES = {*CHILDREN, *(model for models in CHILDREN.values() for model in models)}


@pytest.mark.parametrize("parent", sorted(ALL_TYPES, key=lambda model: model.__name__))
def test_only_these_types_stand_below_a_page(parent):
    allowed = {model for model in parent.allowed_subpage_models() if issubclass(model, BasePage)}
    assert allowed == CHILDREN.get(parent, set())


def test_every_type_of_the_project_has_its_place_and_says_so():
    models = {model for model in BasePage.__subclasses__() if not model._meta.abstract}
    assert models <= ALL_TYPES
    assert all("parent_page_types" in vars(model) and "subpage_types" in vars(model) for model in models)


@pytest.mark.parametrize("model", [RegionPage, MunicipalityPage, CenterPage])
def test_pages_of_the_register_are_never_created_by_hand(network, model):
    parents = network.tomsk.page.get_ancestors().specific()
    assert not any(model.can_create_at(parent) for parent in parents)


def test_centre_has_one_section_of_a_kind(network):
    page = network.tomsk.page
    assert all(model.can_exist_under(page) for model in SECTIONS)
    assert not any(model.can_create_at(page) for model in SECTIONS)
    for section in page.get_children().specific():
        section.delete()
    assert all(model.can_create_at(page) for model in SECTIONS)


def test_general_information_has_one_page_of_functions(network):
    general = make.section_of(network.tomsk, GeneralInfoPage)
    assert not FunctionsPage.can_create_at(general)
    make.section_of(network.tomsk, FunctionsPage).delete()
    assert FunctionsPage.can_create_at(general)


def test_section_takes_its_centre_from_the_tree(network):
    for section in network.tomsk.page.get_children().not_type(NewsIndexPage).specific():
        assert section.center_id == network.tomsk.pk
    program = make.ProgramPageFactory(center=network.dagestan)
    assert program.center_id == network.dagestan.pk


class TestMoving:
    @pytest.fixture
    def elsewhere(self, network) -> CenterPage:
        """A centre without a single section, so that nothing but the rule itself stands in the way."""
        page = network.dagestan.page
        for section in page.get_children().specific():
            section.delete()
        return type(page).objects.get(pk=page.pk)

    def test_section_stays_with_its_centre(self, network, elsewhere):
        sections = list(network.tomsk.page.get_children().specific())
        assert {type(section) for section in sections} == SECTIONS
        assert not any(section.can_move_to(elsewhere) for section in sections)

    @pytest.mark.parametrize("factory", [make.ProgramPageFactory, make.EventPageFactory])
    def test_page_of_a_section_stays_with_its_centre(self, network, factory):
        page = factory(center=network.tomsk)
        other = factory(center=network.dagestan)
        assert not page.can_move_to(other.get_parent())
        assert page.can_move_to(page.get_parent())

    def test_news_may_move_up_to_the_region(self, network):
        region = network.tomsk.page.get_parent().get_parent().specific
        index = region.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))
        assert make.NewsPageFactory(center=network.tomsk).can_move_to(index)

    def test_functions_stay_with_their_centre(self, network):
        functions = make.section_of(network.tomsk, FunctionsPage)
        assert not functions.can_move_to(make.section_of(network.dagestan, GeneralInfoPage))

    def test_second_news_section_cannot_be_moved_in(self, network):
        region, other = (center.page.get_parent().get_parent().specific for center in network.centers)
        news = region.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))
        other.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))
        assert not news.can_move_to(other)
        assert not news.can_move_to(network.tomsk.page)

    def test_place_of_a_page_of_the_register_follows_the_register(self, network):
        tomsk, dagestan = (center.page for center in network.centers)
        district, other_district = tomsk.get_parent().specific, dagestan.get_parent().specific
        assert not tomsk.can_move_to(other_district)
        assert tomsk.can_move_to(district)
        assert not district.can_move_to(other_district.get_parent().specific)
        assert district.can_move_to(district.get_parent().specific)

    def test_register_itself_moves_the_page(self, network):
        move_center(network.tomsk, network.dagestan.municipality)
        page = CenterPage.objects.get(center=network.tomsk)
        assert page.get_parent().pk == network.dagestan.page.get_parent().pk


class TestCopying:
    """A copy belongs to the centre it stands in, with nothing of the centre it came from."""

    def test_programme_copied_to_another_centre_leaves_rows_behind(self, network):
        center = network.tomsk
        program = make.ProgramPageFactory(
            center=center,
            teacher=make.TeacherFactory(center=center),
            document=make.CenterDocumentFactory(center=center, elsewhere=True),
        )
        program.save_revision()
        copy = program.copy(to=make.section_of(network.dagestan, ProgramIndexPage))
        copy = ProgramPage.objects.get(pk=copy.pk)
        assert copy.center_id == network.dagestan.pk
        assert copy.teacher is None
        assert copy.document is None

    def test_draft_of_a_copy_cannot_bring_the_other_centre_back(self, network):
        program = make.ProgramPageFactory(center=network.tomsk)
        program.save_revision()
        copy = program.copy(to=make.section_of(network.dagestan, ProgramIndexPage))
        copy.get_latest_revision().publish()
        assert ProgramPage.objects.get(pk=copy.pk).center_id == network.dagestan.pk

    def test_event_copied_within_its_centre_keeps_who_answers_for_it(self, network):
        teacher = make.TeacherFactory(center=network.tomsk)
        event = make.EventPageFactory(center=network.tomsk, responsible=teacher)
        copy = event.copy(update_attrs={"slug": "povtor", "title": "Повтор"})
        assert EventPage.objects.get(pk=copy.pk).responsible == teacher

"""A table on its way into the register: checked, confirmed, written, found again."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from centers.models import Center, CenterPage, Coordinator, Municipality, School
from exchange.models import ImportRun
from exchange.rules import unique_rules_of
from exchange.services import runs
from tests import factories as make
from tests.exchange.conftest import problems, states

pytestmark = pytest.mark.django_db

SCHOOLS = ["Регион", "Муниципалитет", "Краткое название", "ОГРН", "Телефон", "Номер во внешнем реестре"]
CENTERS = [
    "Регион",
    "Муниципалитет",
    "Школа",
    "Корпус или филиал",
    "Год открытия",
    "Номер во внешнем реестре",
]
BATKAT = ["70", "Шегарский район", "МКОУ «Баткатская СОШ»"]


def school(number: int, name: str = "", ogrn: str = "", phone: str = "") -> list[str]:
    return ["70", "Шегарский район", name or f"Школа {number}", ogrn, phone, str(number)]


def test_dry_run_tells_row_and_column_and_writes_nothing(network, take):
    before = School.objects.count()
    run = take(
        "schools",
        SCHOOLS,
        school(1),
        school(2, ogrn="1027003953416"),
        ["Марсианская область", "Кратер", "Школа", "", "", "3"],
        ["70", "Нет такого района", "Школа", "", "", "4"],
        school(5, phone="позвоните"),
        ["70", "Шегарский район", "", "", "", "6"],
        school(7, name="=1+1"),
    )
    assert run.state == "checked"
    assert states(run) == ["new", *["faulty"] * 6]
    assert problems(run) == [
        (3, "ОГРН"),
        (4, "Регион"),
        (5, "Муниципалитет"),
        (6, "Телефон"),
        (7, "Краткое название"),
        (8, "Краткое название"),
    ]
    assert School.objects.count() == before


def test_sound_rows_go_in_beside_faulty_ones(network, take):
    run = take("schools", SCHOOLS, school(1), school(2, ogrn="12"), school(3), write=True)
    assert (run.state, states(run)) == ("done", ["added", "faulty", "added"])
    assert set(School.objects.filter(external_id__in="123").values_list("external_id", flat=True)) == {
        "1",
        "3",
    }


def test_second_time_changes_nothing(network, take):
    rows = [SCHOOLS, school(1, ogrn=make.ogrn(77), phone="8 (38247) 3-11-22"), school(2)]
    take("schools", *rows, write=True)
    before = list(School.objects.order_by("pk").values())
    again = take("schools", *rows)
    assert states(again) == ["same", "same"]
    assert not runs.confirm(again, publish=True)
    assert list(School.objects.order_by("pk").values()) == before


def test_old_and_new_are_shown_before_writing(network, take):
    take("schools", SCHOOLS, school(1, name="Озёрная школа"), write=True)
    run = take("schools", SCHOOLS, school(1, name="Лесная школа"))
    assert [row.changes for row in run.rows.all()] == [
        [{"column": "Краткое название", "old": "Озёрная школа", "new": "Лесная школа"}]
    ]
    assert runs.confirm(run, publish=True)
    runs.advance(run.pk)
    assert School.objects.get(external_id="1").short_name == "Лесная школа"


def test_empty_cell_erases_nothing(network, take):
    take("schools", SCHOOLS, school(1, phone="8 (38247) 3-11-22"), write=True)
    assert states(take("schools", SCHOOLS, school(1))) == ["same"]


def test_rows_of_one_file_that_say_the_same_twice(network, take):
    number = make.ogrn(5)
    run = take("schools", SCHOOLS, school(1), school(1), school(2, ogrn=number), school(3, ogrn=number))
    assert states(run) == ["new", "faulty", "new", "faulty"]
    assert [row.problems[0]["text"] for row in run.rows.filter(state="faulty")] == [
        "Повтор строки 2: речь о том же.",
        "То же значение в строке 4.",
    ]


def test_names_are_known_in_any_spelling(network, take):
    make.MunicipalityFactory(region=make.RegionFactory(code="70"), name="Зелёный район")
    run = take(
        "schools",
        ["Краткое  название*", "район", "СУБЪЕКТ РФ", "Примечание"],
        ["Первая", "зеленый  р-н", "томская обл.", "x"],
        ["Вторая", "ЗЕЛЁНЫЙ РАЙОН", "70", "y"],
    )
    assert states(run) == ["new", "new"]
    assert run.extra_columns == ["Примечание"]


def test_centres_get_their_pages(network, take, client):
    run = take(
        "centers",
        CENTERS,
        [*BATKAT, "филиал", "2022", "c-1"],
        [*BATKAT, "корпус 3", "01.09.2022", "c-2"],
        [*BATKAT, "корпус 4", "2018", "c-3"],
        write=True,
    )
    assert states(run) == ["added", "faulty", "faulty"]
    assert problems(run) == [(3, "Год открытия"), (4, "Год открытия")]
    center = Center.objects.get(external_id="c-1")
    assert center.page.get_descendants().live().count() == 11
    assert client.get(center.page.get_url()).status_code == 200
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]


def test_draft_centres_stay_hidden(network, take):
    run = take("centers", CENTERS, [*BATKAT, "филиал", "2022", "c-1"])
    runs.confirm(run, publish=False)
    runs.advance(run.pk)
    assert not Center.objects.get(external_id="c-1").page.live


def test_municipalities_and_coordinators(network, take):
    take(
        "municipalities",
        ["Регион", "Название", "ОКТМО", "Часовой пояс"],
        ["Республика Дагестан", "Приозёрный район", "82600000", ""],
        ["05", "Приозерный район", "", ""],
        write=True,
    )
    place = Municipality.objects.get(name="Приозёрный район")
    assert (place.slug, place.region.code) == ("priozyornyj-rajon", "05") or place.slug
    run = take(
        "coordinators",
        ["Регион", "Муниципалитет", "Название", "Действует с"],
        ["05", "приозерный район", "Управление образования", "2024-02-01"],
        ["05", "", "Министерство", "31.02.2024"],
        write=True,
    )
    assert problems(run) == [(3, "Действует с")]
    assert Coordinator.objects.get(municipality=place).valid_from == dt.date(2024, 2, 1)


def test_school_moves_with_its_centre(network, take):
    make.MunicipalityFactory(region=make.RegionFactory(code="70"), name="Лесной район")
    own = network.tomsk.school
    own.external_id = "77"
    own.save()
    run = take("schools", SCHOOLS, ["70", "Лесной район", own.short_name, "", "", "77"], write=True)
    assert states(run) == ["updated"]
    assert CenterPage.objects.get(center=network.tomsk).get_parent().title == "Лесной район"


def test_killed_worker_leaves_nothing_half_done(network, take, monkeypatch):
    """A worker dies in its third batch; another finishes, and no row is written twice."""
    monkeypatch.setattr(runs, "BATCH", 2)
    run = take("centers", CENTERS, *([*BATKAT, f"корпус {n}", "2022", f"c-{n}"] for n in range(7)))
    runs.confirm(run, publish=True)
    real, calls = runs.write_rows, []

    def dying(*args, **kwargs):
        calls.append(1)
        real(*args, **kwargs)
        if len(calls) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(runs, "write_rows", dying)
        with pytest.raises(KeyboardInterrupt):
            runs.advance(run.pk)
    assert Center.objects.filter(external_id__startswith="c-").count() == 4
    runs.advance(run.pk)  # the mark of the dead one is still fresh
    assert Center.objects.filter(external_id__startswith="c-").count() == 4
    ImportRun.objects.update(claimed_at=timezone.now() - 2 * runs.STALE_AFTER)
    assert runs.requeue() == 1
    runs.advance(run.pk)
    run.refresh_from_db()
    assert (run.state, states(run)) == ("done", ["added"] * 7)
    assert Center.objects.filter(external_id__startswith="c-").count() == 7
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]


def test_worker_that_was_taken_over_stops(network, take, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 1)
    run = take("schools", SCHOOLS, school(1), school(2), school(3))
    runs.confirm(run, publish=True)
    real = runs.write_rows

    def overtaken(*args, **kwargs):
        real(*args, **kwargs)
        ImportRun.objects.update(claimed_by="another")

    monkeypatch.setattr(runs, "write_rows", overtaken)
    runs.advance(run.pk)
    assert School.objects.filter(external_id__in="123").count() == 1


def test_stop_and_go_on(network, take, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 1)
    run = take("schools", SCHOOLS, school(1), school(2))
    runs.confirm(run, publish=True)
    real = runs.write_rows

    def stopping(*args, **kwargs):
        real(*args, **kwargs)
        runs.stop(run)

    with monkeypatch.context() as patched:
        patched.setattr(runs, "write_rows", stopping)
        runs.advance(run.pk)
    run.refresh_from_db()
    assert (run.state, states(run)) == ("stopped", ["added", "new"])
    assert runs.go_on(run)
    runs.advance(run.pk)
    assert states(run) == ["added", "added"]


def test_what_the_register_refuses_at_the_last_moment_stops_no_other(network, take):
    """Between the dry run and the writing somebody has taken the number."""
    run = take("schools", SCHOOLS, school(1, ogrn=make.ogrn(1)), school(2), school(3))
    make.SchoolFactory(ogrn=make.ogrn(1), external_source="другой", external_id="9")
    runs.confirm(run, publish=True)
    runs.advance(run.pk)
    assert states(run) == ["faulty", "added", "added"]


def test_a_changed_number_that_somebody_has_taken_meanwhile_is_refused(network, take):
    take("schools", SCHOOLS, school(1), school(2), write=True)
    run = take("schools", SCHOOLS, school(1, ogrn=make.ogrn(1)), school(2, phone="8 (38247) 3-11-22"))
    make.SchoolFactory(ogrn=make.ogrn(1), external_source="другой", external_id="9")
    runs.confirm(run, publish=True)
    runs.advance(run.pk)
    assert states(run) == ["faulty", "updated"]
    assert "Этот ОГРН в реестре у другой школы" in run.rows.get(number=2).problems[0]["text"]


def test_what_was_saved_after_the_check_is_not_overwritten_unseen(network, take):
    """Whoever confirms has seen «— → …11-11»; since then a colleague has written …22-22."""
    take("schools", SCHOOLS, school(1), school(2), school(3), write=True)
    phones = ["8 (38247) 3-11-11", "8 (38247) 3-22-22", "8 (38247) 3-33-33"]
    run = take("schools", SCHOOLS, *(school(number + 1, phone=phones[number]) for number in range(3)))
    edited, same = School.objects.get(external_id="1"), School.objects.get(external_id="3")
    edited.phone, same.phone = "+7 (38247) 3-44-44", "+7 (38247) 3-33-33"
    edited.save()
    same.save()
    runs.confirm(run, publish=True)
    runs.advance(run.pk)
    assert states(run) == ["faulty", "updated", "same"]
    edited.refresh_from_db()
    assert edited.phone == "+7 (38247) 3-44-44"
    (problem,) = run.rows.get(number=2).problems
    assert "записали другое: «+7 (38247) 3-44-44»" in problem["text"]
    again = take("schools", SCHOOLS, school(1, phone=phones[0]), write=True)
    assert states(again) == ["updated"]


def test_only_what_the_table_changes_is_written(network, take, monkeypatch):
    """What somebody else writes between the check and the writing of a row stays."""
    take("schools", SCHOOLS, school(1), write=True)
    row = School.objects.get(external_id="1")
    run = take("schools", SCHOOLS, school(1, phone="8 (38247) 3-11-22"))
    save = School.save

    def slowly(self, *args, **kwargs):
        School.objects.filter(pk=row.pk).update(address="ул. Садовая, 1")
        save(self, *args, **kwargs)

    monkeypatch.setattr(School, "save", slowly)
    runs.confirm(run, publish=True)
    runs.advance(run.pk)
    before, row = row.updated_at, School.objects.get(pk=row.pk)
    assert (row.phone, row.address) == ("+7 (38247) 3-11-22", "ул. Садовая, 1")
    assert row.updated_at > before
    entry = ModelLogEntry.objects.filter(object_id=str(row.pk)).latest("timestamp")
    assert (entry.action, entry.label, entry.content_changed) == ("wagtail.edit", "Школа 1", True)
    assert entry.user == run.user


def test_address_taken_by_a_page_is_avoided(network, take):
    make.PlainPageFactory(parent=network.tomsk.municipality.page, slug="mkou-batkatskaya-sosh-filial")
    run = take("centers", CENTERS, [*BATKAT, "филиал", "2022", "c-1"], write=True)
    assert states(run) == ["added"]


def test_deleted_row_is_not_brought_back(network, take):
    take("schools", SCHOOLS, school(1), write=True)
    School.objects.filter(external_id="1").update(deleted_at=timezone.now())
    assert problems(take("schools", SCHOOLS, school(1))) == [(2, "Номер во внешнем реестре")]


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("phone", set()),
        ("ogrn", {"school_ogrn_unique"}),
        ("deleted_at", {"school_ogrn_unique"}),
        ("external_id", {"school_external_key"}),
    ],
)
def test_a_changed_field_is_asked_for_in_the_rules_that_speak_of_it(name, rules):
    assert {rule.name for rule in unique_rules_of(School(), {name})} == rules

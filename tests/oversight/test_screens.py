"""Tasks on the home screen and the desk, the report, the panel of a form, and the page of requirements."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centers.models import CenterPage, ProgramIndexPage, Role, TeachersPage
from oversight.catalogue import CATALOGUE
from oversight.models import Status
from oversight.services.checking import check_all, check_center
from oversight.services.tasks import about_minutes, tasks_of
from tests.factories import (
    CenterDocumentFactory,
    CenterFactory,
    Network,
    ProgramPageFactory,
    TeacherFactory,
    member,
    section_of,
)


@pytest.fixture
def head(network: Network, client: Client) -> Any:
    person = member(Role.HEAD, network.tomsk)
    client.force_login(person)
    return person


def tasks(center: Any, user: Any) -> list[Any]:
    return tasks_of(center, check_center(center.pk).items.all(), user)


def lacking(client: Client, url: str) -> dict[str, dict[str, Any]]:
    return {item["code"]: item for item in client.get(url).json()["items"]}


def test_the_home_screen_shows_three_tasks_and_folds_the_rest(
    network: Network, head: Any, client: Client
) -> None:
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    first, rest = page.split('<details class="tasks__rest">')
    assert first.count('class="task"') == 3
    assert rest.count('class="task"') == len(tasks(network.tomsk, head)) - 3
    assert "около" in first


def test_the_home_screen_takes_at_most_forty_queries(network: Network, head: Any, client: Client) -> None:
    client.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("wagtailadmin_home"))
    assert len(asked) <= 40


def test_the_desk_takes_at_most_forty_queries_however_many_centres_there_are(
    network: Network, head: Any, client: Client
) -> None:
    url = reverse("center_desk", args=[network.tomsk.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        page = client.get(url)
    assert "Что осталось сделать" in page.content.decode()
    CenterFactory.create_batch(3, school__municipality=network.tomsk.municipality, published=True)
    check_all()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= min(len(few), 40)


def test_a_coordinator_sees_a_summary_and_an_editor_does_not(network: Network, client: Client) -> None:
    check_all()
    client.force_login(member(Role.REGIONAL, network.tomsk.region))
    assert "Как заполнены разделы" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(member(Role.EDITOR, network.tomsk))
    assert "Как заполнены разделы" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_what_only_a_coordinator_can_do_says_so(network: Network, head: Any) -> None:
    network.tomsk.school.full_name = ""
    network.tomsk.school.save()
    (task,) = [one for one in tasks(network.tomsk, head) if one.codes == ["school-full-name"]]
    assert (task.url, "координатор" in task.todo) == ("", True)
    coordinator = member(Role.REGIONAL, network.tomsk.region)
    (task,) = [one for one in tasks(network.tomsk, coordinator) if one.codes == ["school-full-name"]]
    assert task.url.endswith("#to=full_name")


def test_every_task_leads_somewhere(network: Network, head: Any, client: Client) -> None:
    CenterDocumentFactory(center=network.tomsk, title="Документ 1", date=None, published=True)
    TeacherFactory(center=network.tomsk, post="")
    ProgramPageFactory(center=network.tomsk)
    addresses = {task.url.partition("#")[0] for task in tasks(network.tomsk, head) if task.url}
    assert len(addresses) > 8
    assert {client.get(url, follow=True).status_code for url in addresses} == {200}


def test_one_press_publishes_a_hidden_section(network: Network, head: Any, client: Client) -> None:
    page = section_of(network.tomsk, TeachersPage)
    page.unpublish()
    (task,) = [one for one in tasks(network.tomsk, head) if one.publish_id == page.pk]
    answer = client.post(reverse("oversight_publish", args=[task.publish_id]), {"back": "report"})
    assert answer.headers["Location"] == reverse("center_report", args=[network.tomsk.pk])
    assert TeachersPage.objects.get(pk=page.pk).live


def test_nobody_publishes_another_schools_page(network: Network, client: Client) -> None:
    page = CenterPage.objects.get(center=network.dagestan)
    page.unpublish()
    client.force_login(member(Role.HEAD, network.tomsk))
    assert client.post(reverse("oversight_publish", args=[page.pk])).status_code == 404
    assert not CenterPage.objects.get(pk=page.pk).live


def test_a_finished_centre_is_thanked(network: Network, head: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("oversight.screens.tasks_of", lambda *args: [])
    page = client.get(reverse("center_desk", args=[network.tomsk.pk])).content.decode()
    assert "Спасибо!" in page


def test_the_report_lists_every_requirement_by_section(network: Network, head: Any, client: Client) -> None:
    page = client.get(reverse("center_report", args=[network.tomsk.pk])).content.decode()
    assert page.count("report__line report__line--") == len(CATALOGUE)
    assert f"report__line--{Status.MISSING}" in page


def test_the_page_of_requirements_names_source_and_certainty(
    network: Network, head: Any, client: Client
) -> None:
    page = client.get(reverse("oversight_requirements")).content.decode()
    assert page.count('class="requirement__fold"') == len(CATALOGUE)
    assert "не проверено: источник не найден" in page.lower()


def test_the_panel_of_a_page_looks_at_its_draft(network: Network, head: Any, client: Client) -> None:
    page = CenterPage.objects.get(center=network.tomsk)
    url = reverse("oversight_page_panel", args=[page.pk])
    assert lacking(client, url)["center-lead"]["filled"] == ["lead"]
    page.lead = "Ставим опыты по физике."
    page.save_revision()
    assert "center-lead" not in lacking(client, url)


def test_the_panel_of_a_programme_names_only_its_own_fields(
    network: Network, head: Any, client: Client
) -> None:
    program, other = (
        ProgramPageFactory(center=network.tomsk, grade_from=5),
        ProgramPageFactory(center=network.tomsk),
    )
    found = lacking(client, reverse("oversight_page_panel", args=[program.pk]))
    assert "program-audience" not in found
    assert found["program-teacher"]["field"] == "teacher"
    assert "program-audience" in lacking(client, reverse("oversight_page_panel", args=[other.pk]))


def test_the_panel_of_a_section_leads_to_its_rows(network: Network, head: Any, client: Client) -> None:
    teacher = TeacherFactory(center=network.tomsk, post="")
    page = section_of(network.tomsk, TeachersPage)
    found = lacking(client, reverse("oversight_page_panel", args=[page.pk]))
    assert found["teacher-post"]["url"].startswith(reverse("center_teacher:edit", args=[teacher.pk]))


def test_the_panels_of_rows_and_of_new_things(network: Network, head: Any, client: Client) -> None:
    teacher = TeacherFactory(center=network.tomsk, post="")
    order = CenterDocumentFactory(center=network.tomsk, date=None)
    assert "teacher-post" in lacking(client, reverse("oversight_teacher_panel", args=[teacher.pk]))
    assert "document-requisites" in lacking(client, reverse("oversight_document_panel", args=[order.pk]))
    center = reverse("oversight_center_panel", args=[network.tomsk.pk])
    assert "hours" in lacking(client, center)
    for kind, code in (("teacher", "teacher-education"), ("document", "document-title")):
        new = reverse("oversight_new_row_panel", args=[network.tomsk.pk, kind])
        assert code in lacking(client, new)
    index = section_of(network.tomsk, ProgramIndexPage)
    found = lacking(client, reverse("oversight_new_page_panel", args=[index.pk, "programpage"]))
    assert {"program-audience", "program-teacher", "program-document"} <= set(found)


def test_a_page_outside_every_centre_has_no_panel(network: Network, client: Client) -> None:
    client.force_login(member(Role.NETWORK))
    answer = client.get(reverse("oversight_page_panel", args=[network.home.pk])).json()
    assert answer["outside"] is True


def test_minutes_are_said_as_people_say_them() -> None:
    said = [about_minutes(minutes).replace("\N{NO-BREAK SPACE}", " ") for minutes in (1, 5, 21, 75, 130)]
    assert said == ["около 1 минуты", "около 5 минут", "около 21 минуты", "около 75 минут", "около 2 часов"]

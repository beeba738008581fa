"""Text from data in the edit form: standard and own side by side, drafts, return, warnings."""

import json

import pytest
from django.urls import reverse

from centers.models import FunctionsPage, GeneralInfoPage
from centers.texts import GENERAL_PARAGRAPHS
from tests.centers.screens import errors_of, fields_of, soup_of, words_of
from tests.factories import section_of

pytestmark = pytest.mark.django_db

CODE = GENERAL_PARAGRAPHS[0].code


@pytest.fixture
def page(network) -> GeneralInfoPage:
    return section_of(network.tomsk, GeneralInfoPage)


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def contentstate(text: str) -> str:
    """What the editor sends for one plain paragraph."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "aaaaa",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
            ],
            "entityMap": {},
        }
    )


def send(client, page, *, publish: bool = True, without=(), **changes):
    sent = {**fields_of(client.get(edit_url(page))), **changes}
    sent |= {"action-publish": "1"} if publish else {}
    for name in without:
        sent.pop(name, None)
    return client.post(edit_url(page), sent, follow=True)


def own(text: str) -> dict[str, str]:
    return {f"own_{CODE}": "on", f"text_{CODE}": contentstate(text)}


def test_form_shows_the_standard_text(admin_client, page):
    words = words_of(admin_client.get(edit_url(page)))
    assert "«Точка роста»" in words
    for paragraph in GENERAL_PARAGRAPHS:
        assert str(paragraph.title) in words


def test_saving_unchanged_overrides_nothing(admin_client, page):
    send(admin_client, page)
    page.refresh_from_db()
    assert page.overrides == {}


def test_own_text_shows_on_the_site_and_stays_when_others_change(admin_client, page, network, client):
    send(admin_client, page, **own("Наш центр стоит у реки."))
    page.refresh_from_db()
    assert set(page.overrides) == {CODE}
    assert page.overrides[CODE]["html"].count("<p") == 1
    assert "Наш центр стоит у реки." in words_of(client.get(page.get_url()))


def test_draft_of_an_own_text_is_not_public(admin_client, page, client):
    send(admin_client, page, publish=False, **own("Ещё не готово."))
    page.refresh_from_db()
    assert page.overrides == {}
    assert "Ещё не готово." not in words_of(client.get(page.get_url()))
    form = fields_of(admin_client.get(edit_url(page)))
    assert form[f"own_{CODE}"] == "on"
    assert json.loads(form[f"text_{CODE}"])["blocks"][0]["text"] == "Ещё не готово."


def test_return_to_the_standard_text(admin_client, page):
    send(admin_client, page, **own("Своё."))
    send(admin_client, page, without=[f"own_{CODE}"])
    page.refresh_from_db()
    assert page.overrides == {}


def test_empty_own_text_is_explained(admin_client, page):
    response = send(admin_client, page, **own(""))
    assert "Напишите свой текст или снимите отметку" in errors_of(response)
    page.refresh_from_db()
    assert page.overrides == {}


def test_script_and_word_markup_are_cleaned(admin_client, page):
    from centers.panels.standard_text import TAGS
    from toolkit.html import clean_rich_text

    dirty = '<p class="MsoNormal">Текст<script>alert(1)</script><o:p></o:p></p>'
    assert clean_rich_text(dirty, TAGS) == "<p>Текст</p>"
    send(admin_client, page, **own("<script>alert(1)</script>Слова"))
    page.refresh_from_db()
    assert "<script" not in page.overrides[CODE]["html"]


def warned(response) -> bool:
    return "стандартный изменился" in words_of(response)


def test_warning_when_the_standard_changes_later(admin_client, page, network):
    send(admin_client, page, **own("Своё."))
    assert not warned(admin_client.get(edit_url(page)))
    school = network.tomsk.school
    school.name_genitive = "Переименованной школы"
    school.save()
    assert warned(admin_client.get(edit_url(page)))
    send(admin_client, page)
    assert warned(admin_client.get(edit_url(page))), "saving something else does not silence the warning"
    send(admin_client, page, **{f"seen_{CODE}": "on"})
    assert not warned(admin_client.get(edit_url(page)))
    page.refresh_from_db()
    assert "Своё." in page.overrides[CODE]["html"]


def test_preview_shows_the_own_text(admin_client, page):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    sent = {**fields_of(admin_client.get(edit_url(page))), **own("Только в просмотре.")}
    assert admin_client.post(url, sent).json()["is_valid"]
    assert "Только в просмотре." in words_of(admin_client.get(url))
    page.refresh_from_db()
    assert page.overrides == {}


def test_earlier_version_can_be_compared(admin_client, page):
    send(admin_client, page, **own("Первая редакция."))
    send(admin_client, page, **own("Вторая редакция."))
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    words = words_of(admin_client.get(url))
    assert str(GENERAL_PARAGRAPHS[0].title) in words
    assert "Вторая редакция." in words


def test_functions_have_the_same_form(admin_client, network):
    page = section_of(network.tomsk, FunctionsPage)
    response = admin_client.get(edit_url(page))
    assert soup_of(response).select("[data-paragraph]")
    code = page.paragraph_catalogue[0].code
    sent = {**fields_of(response), f"own_{code}": "on", f"text_{code}": contentstate("Наша функция.")}
    admin_client.post(edit_url(page), {**sent, "action-publish": "1"}, follow=True)
    page.refresh_from_db()
    assert set(page.overrides) == {code}


def test_register_page_says_where_its_name_comes_from(admin_client, network):
    response = admin_client.get(edit_url(network.tomsk.page))
    assert "Название и адрес берутся из реестра" in words_of(response)
    assert reverse("register_center:edit", args=[network.tomsk.pk]) in response.content.decode()
    names = {field.get("name") for field in soup_of(response).select("form[data-edit-form] [name]")}
    assert not names & {"title", "slug"}

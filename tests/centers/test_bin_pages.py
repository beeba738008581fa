"""Deleted pages lie in the bin and come back: place, address, publication, plans, lessons, drafts."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, Site

from centers.models import BinEntry, Lesson, NewsIndexPage, NewsPage, ProgramPage, TeachersPage
from centers.models.querysets import BIN_PATH
from centers.services import CannotReturnError, bin_page, return_entry
from tests.centers.screens import messages_of, soup_of, words_of
from tests.factories import LessonFactory, NewsPageFactory, ProgramPageFactory, UserFactory, section_of

pytestmark = pytest.mark.django_db


def delete(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)


def entry_of(page) -> BinEntry:
    return BinEntry.objects.get(object_id=page.pk, kind="page")


def give_back(client, page, **answer):
    return client.post(reverse("center_bin_entry", args=[entry_of(page).pk]), answer, follow=True)


def titles_below(parent) -> list[str]:
    return list(Page.objects.child_of(parent).order_by("path").values_list("title", flat=True))


def news_of(center, *titles) -> list[NewsPage]:
    return [NewsPageFactory(center=center, title=title, slug=f"n{n}") for n, title in enumerate(titles)]


def whole_tree() -> list[tuple]:
    fields = ("pk", "path", "depth", "numchild", "url_path", "slug", "live", "has_unpublished_changes")
    return list(Page.objects.exclude(path__startswith=BIN_PATH).order_by("pk").values_list(*fields))


def test_page_comes_back_to_its_place_and_address(admin_client, client, network):
    _first, page, _last = news_of(network.tomsk, "Первая", "Средняя", "Последняя")
    parent, before, url = page.get_parent(), whole_tree(), page.url
    assert client.get(url).status_code == 200
    asked = words_of(admin_client.get(reverse("wagtailadmin_pages:delete", args=[page.pk])))
    assert "окажется в корзине на 90 дней" in asked
    response = delete(admin_client, page)
    assert "в корзине" in messages_of(response)
    assert client.get(url).status_code == 404
    assert titles_below(parent) == ["Первая", "Последняя"]
    assert page.title in words_of(admin_client.get(reverse("center_bin")))
    answer = give_back(admin_client, page)
    assert "Вернулось на прежнее место: «Средняя»" in messages_of(answer)
    assert client.get(url).status_code == 200
    assert titles_below(parent) == ["Первая", "Средняя", "Последняя"]
    assert whole_tree() == before
    assert not BinEntry.objects.exists()


def test_message_has_a_button_that_brings_it_back(admin_client, network):
    page = news_of(network.tomsk, "Ярмарка")[0]
    before = whole_tree()
    form = soup_of(delete(admin_client, page)).select_one("form.undo")
    assert form.button.text == "Вернуть"
    fields = {field["name"]: field["value"] for field in form.select("input")}
    response = admin_client.post(form["action"], fields, follow=True)
    assert "Вернулось на прежнее место: «Ярмарка»" in messages_of(response)
    assert whole_tree() == before


def test_several_at_once_go_and_come_back(admin_client, network):
    pages = news_of(network.tomsk, "Раз", "Два", "Три")
    before = whole_tree()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    query = "&".join(f"id={page.pk}" for page in pages[:2])
    asked = words_of(admin_client.get(f"{url}?next=/admin/&{query}"))
    assert "окажутся в корзине на 90 дней" in asked
    response = admin_client.post(f"{url}?next=/admin/&{query}", follow=True)
    assert "В корзине 2 страницы" in messages_of(response)
    assert titles_below(pages[0].get_parent()) == ["Три"]
    numbers = list(BinEntry.objects.values_list("pk", flat=True))
    admin_client.post(reverse("center_bin"), {"entry": numbers})
    assert whole_tree() == before


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_order_is_that_of_old_whatever_comes_back_first(network, order):
    pages = news_of(network.tomsk, "1", "2", "3", "4")
    before = whole_tree()
    entries = [bin_page(page) for page in pages[:3]]
    for number in order:
        return_entry(entries[number])
    assert whole_tree() == before


def test_last_page_comes_back_before_what_was_added_meanwhile(network):
    pages = news_of(network.tomsk, "1", "2")
    parent = pages[0].get_parent()
    entry = bin_page(pages[1])
    NewsPageFactory(center=network.tomsk, title="новая", slug="novaya")
    return_entry(entry)
    assert titles_below(parent) == ["1", "2", "новая"]
    assert Page.objects.get(pk=parent.pk).numchild == 3
    assert not any(Page.find_problems())


def test_whole_section_with_drafts_and_plans(admin_client, client, network, commit, at):
    section = section_of(network.tomsk, NewsIndexPage)
    shown, draft, planned = news_of(network.tomsk, "Видна", "Черновик", "По плану")
    Page.objects.filter(pk__in=[draft.pk, planned.pk]).update(live=False)
    shown.title = "Видна, правка"
    shown.save_revision()
    moment = dt.datetime(2050, 1, 1, 10, tzinfo=dt.UTC)
    planned.refresh_from_db()
    planned.go_live_at = moment
    planned.save_revision().publish()
    before = whole_tree()
    assert Revision.objects.filter(approved_go_live_at=moment).exists()
    with commit():
        delete(admin_client, section)
    words = words_of(admin_client.get(reverse("center_bin_entry", args=[entry_of(section).pk])))
    assert "3 страницы" in words
    at(2051, 1, 1)
    call_command("publish_scheduled")
    assert not Page.objects.filter(live=True, path__startswith=BIN_PATH).exists()
    with commit():
        return_entry(entry_of(section))
    assert whole_tree() == before
    assert Revision.objects.get(approved_go_live_at=moment).object_id == str(planned.pk)
    assert NewsPage.objects.get(pk=shown.pk).get_latest_revision_as_object().title == "Видна, правка"
    assert client.get(NewsPage.objects.get(pk=shown.pk).url).status_code == 200


def test_programme_takes_its_lessons_along(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    lesson = LessonFactory(program=program)
    before = Lesson.objects.values().get()
    asked = words_of(admin_client.get(reverse("wagtailadmin_pages:delete", args=[program.pk])))
    assert "её расписание: 1 занятие" in asked
    delete(admin_client, program)
    assert not Lesson.objects.exists()
    assert not ProgramPage.objects.exists()
    give_back(admin_client, program)
    assert Lesson.objects.values().get() == before
    assert Lesson.objects.get(pk=lesson.pk).program == program


def test_search_and_redirects_follow(admin_client, client, network, commit):
    page = news_of(network.tomsk, "Астролябия")[0]
    Redirect.objects.create(old_path="/staraya", redirect_page=page, site=Site.objects.get())
    with commit():
        page.save_revision().publish()
    assert client.get("/poisk/", {"q": "астролябия"}).context["total"] == 1
    assert client.get("/staraya/").status_code == 301
    with commit():
        delete(admin_client, page)
    assert client.get("/poisk/", {"q": "астролябия"}).context["total"] == 0
    assert client.get("/staraya/").status_code == 404
    with commit():
        give_back(admin_client, page)
    assert client.get("/poisk/", {"q": "астролябия"}).context["total"] == 1
    assert client.get("/staraya/")["Location"] == page.url


def test_taken_address_is_told_and_a_free_one_offered(admin_client, client, network):
    page = news_of(network.tomsk, "Прежняя")[0]
    page.save_revision().publish()
    delete(admin_client, page)
    other = NewsPageFactory(center=network.tomsk, title="Новая", slug=page.slug)
    response = give_back(admin_client, page)
    assert "заняла страница «Новая»" in words_of(response)
    answer = soup_of(response).select_one("input[name=answer]")["value"]
    assert "Вернуть с адресом «n0-2»" in words_of(response)
    give_back(admin_client, page, answer=answer)
    back = NewsPage.objects.get(pk=page.pk)
    assert (back.slug, back.live, back.has_unpublished_changes) == ("n0-2", True, False)
    assert back.get_latest_revision_as_object().slug == "n0-2"
    assert client.get(back.url).status_code == client.get(other.url).status_code == 200


def test_parent_must_come_back_first(network):
    section, page = section_of(network.tomsk, NewsIndexPage), news_of(network.tomsk, "Внутри")[0]
    before = whole_tree()
    inner = bin_page(page)
    outer = bin_page(section)
    with pytest.raises(CannotReturnError, match=f"Сначала верните страницу «{section.title}»"):
        return_entry(inner)
    return_entry(outer)
    return_entry(inner)
    assert whole_tree() == before


def test_section_that_was_made_anew_stands_in_the_way(network):
    entry = bin_page(section_of(network.tomsk, TeachersPage))
    assert TeachersPage.can_create_at(network.tomsk.page)
    network.tomsk.page.add_child(instance=TeachersPage(title="Педагоги", slug="pedagogi-2"))
    with pytest.raises(CannotReturnError, match="такой раздел у центра уже есть"):
        return_entry(entry)


def test_section_that_is_gone_for_good_gives_way_to_the_new_one(admin_client, network):
    page = news_of(network.tomsk, "Сирота")[0]
    delete(admin_client, page)
    section_of(network.tomsk, NewsIndexPage).delete()
    assert "больше нет. Добавьте центру такой раздел" in words_of(give_back(admin_client, page))
    new = network.tomsk.page.add_child(instance=NewsIndexPage(title="Вести", slug="vesti"))
    response = give_back(admin_client, page)
    assert "Вернуть в раздел «Вести»" in words_of(response)
    answer = soup_of(response).select_one("input[name=answer]")["value"]
    give_back(admin_client, page, answer=answer)
    assert Page.objects.get(pk=page.pk).get_parent().pk == new.pk


def test_centre_that_moved_takes_its_bin_along(network, client):
    from centers.services import move_center
    from tests.factories import MunicipalityFactory

    section, page = section_of(network.tomsk, NewsIndexPage), news_of(network.tomsk, "В дороге")[0]
    entry = bin_page(page)
    move_center(network.tomsk, MunicipalityFactory(region=network.tomsk.region, name="Дальний район"))
    return_entry(entry)
    back = NewsPage.objects.get(pk=page.pk)
    assert back.url == f"/tomskaya-oblast/dalnij-rajon/batkatskaya/{section.slug}/n0/"
    assert client.get(back.url).status_code == 200


def test_nobody_opens_a_page_that_lies_there(admin_client, network):
    page = news_of(network.tomsk, "Невидимка")[0]
    page.save_revision(log_action=True)
    delete(admin_client, page)
    for name in ("edit", "delete", "move", "history", "usage", "copy", "unpublish", "view_draft"):
        assert admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code == 404
    assert admin_client.get(reverse("wagtailadmin_explore", args=[page.pk])).status_code == 404
    for name in ("wagtailadmin_pages:search", "wagtailadmin_choose_page_search"):
        assert f"/{page.pk}/" not in admin_client.get(reverse(name), {"q": "Невидимка"}).content.decode()


def test_pages_in_the_bin_are_no_pages_of_the_centre(network):
    page = news_of(network.tomsk, "Нет меня")[0]
    bin_page(page, user=UserFactory())
    assert not NewsPage.objects.exists()
    with pytest.raises(ValueError, match="not one that can be put"):
        bin_page(page)

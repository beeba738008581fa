"""What whoever hosts the site sees: numbers of requests, lines of the log, metrics, readiness, the screen."""

import io
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from centers.models import Role
from tests import factories as make
from tochka.settings import environment
from tochka.timers import Clock, Timer
from tochka.watching import views
from tochka.watching.lines import ago, lines_of
from tochka.watching.logs import Json, RequestNumber
from tochka.watching.number import request_id
from tochka.watching.requests import SCREEN, Watched
from tochka.watching.state import WORKER_SILENCE, Disk, State, state

WELL = State(
    database=True,
    cache=True,
    waiting=0,
    oldest_wait=0.0,
    failed=0,
    worker_age=30.0,
    backup=Path("tochka-2026-11-22-0300.tar"),
    backup_age=3600.0,
    backup_failure="",
    disks=(Disk("data", Path("data"), 9 * 1024**3, 20 * 1024**3),),
)


def call(application: Callable, **environ: str) -> tuple[dict[str, str], bytes]:
    """Ask a WSGI application as a server would, close the answer, and return headers and body."""
    sent: dict[str, str] = {}
    body = Watched(application)(
        {"REQUEST_METHOD": "GET", **environ}, lambda line, headers, *rest: sent.update(headers, status=line)
    )
    try:
        return sent, b"".join(body)
    finally:
        body.close()


def hello(environ: dict, start_response: Callable) -> list[bytes]:
    environ[SCREEN] = "hello"
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [request_id.get().encode()]


@pytest.fixture
def lines(settings) -> io.StringIO:
    """What the log of accesses says, as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    handler.addFilter(RequestNumber())
    logger = logging.getLogger("tochka.access")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


class TestRequests:
    def test_every_request_has_a_number_of_its_own(self):
        first, body = call(hello)
        second, _body = call(hello)
        assert len(first["X-Request-ID"]) == 32
        assert first["X-Request-ID"] != second["X-Request-ID"]
        assert body.decode() == first["X-Request-ID"]
        assert request_id.get() == ""

    def test_the_number_of_a_proxy_is_kept(self):
        headers, _body = call(hello, HTTP_X_REQUEST_ID="4bf92f3577b34da6")
        assert headers["X-Request-ID"] == "4bf92f3577b34da6"

    @pytest.mark.parametrize("given", ["short", "a" * 65, "имя-запроса-1", "12345678\nforged", "1234 5678"])
    def test_what_could_forge_a_line_is_not(self, given):
        headers, _body = call(hello, HTTP_X_REQUEST_ID=given)
        assert len(headers["X-Request-ID"]) == 32

    def test_a_line_says_what_was_asked_and_nothing_of_who(self, lines):
        call(
            hello,
            REMOTE_ADDR="203.0.113.7",
            QUERY_STRING="q=Иванова",
            PATH_INFO="/poisk/",
            HTTP_COOKIE="sessionid=secret",
            HTTP_X_REQUEST_ID="4bf92f3577b34da6",
        )
        line = json.loads(lines.getvalue())
        assert (line["method"], line["screen"], line["status"]) == ("GET", "hello", 200)
        assert line["request_id"] == "4bf92f3577b34da6"
        assert line["ms"] >= 0
        for secret in ("203.0.113.7", "Иванова", "secret"):
            assert secret not in lines.getvalue()

    def test_a_failure_is_counted_and_goes_on(self, lines):
        def fails(environ, start_response):
            raise OSError("away")

        with pytest.raises(OSError, match="away"):
            call(fails)
        assert json.loads(lines.getvalue())["status"] == 500
        assert request_id.get() == ""

    @pytest.mark.django_db
    def test_django_names_its_screens(self, client):
        assert client.get("/healthz").wsgi_request.META[SCREEN] == "healthz"
        assert client.get("/no-such-page/").wsgi_request.META[SCREEN] == "wagtail_serve"

    def test_a_file_goes_to_the_server_as_it_is(self):
        class Wrapper:
            """As a server's own: it sends the file by the kernel."""

        body = Watched(lambda environ, start: start("200 OK", []) or Wrapper())(
            {"REQUEST_METHOD": "GET", "wsgi.file_wrapper": Wrapper}, lambda *arguments: None
        )
        assert isinstance(body, Wrapper)


class TestLogs:
    def record(self, **extra):
        record = logging.getLogger("django.request").makeRecord(
            "django.request", logging.ERROR, "a.py", 1, "Нет %s", ("страницы",), None, extra=extra
        )
        RequestNumber().filter(record)
        return json.loads(Json().format(record))

    def test_a_line_is_one_object(self):
        line = self.record()
        assert set(line) == {"time", "level", "logger", "message", "request_id"}
        assert (line["level"], line["logger"], line["message"]) == ("ERROR", "django.request", "Нет страницы")

    def test_a_failed_request_is_not_written_with_its_cookies(self):
        assert "request" not in self.record(request="GET / Cookie: sessionid=secret", status_code=500)

    def test_the_form_is_chosen_by_a_word(self, monkeypatch):
        monkeypatch.setenv("LOG_FORMAT", "JSON")
        assert environment.log_format() == "json"
        monkeypatch.setenv("LOG_FORMAT", "xml")
        with pytest.raises(environment.SettingError, match="line или json"):
            environment.log_format()


def numbers(client: Client, **headers: str) -> dict[str, float]:
    """The metrics by name; those with labels are added up."""
    response = client.get("/metrics", **headers)
    assert response.status_code == 200
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0) + sample.value
    return found


@pytest.mark.django_db
class TestMetrics:
    def test_answers_are_counted(self, client):
        before = numbers(client).get("tochka_requests_total", 0)
        call(hello)
        after = numbers(client)
        assert after["tochka_requests_total"] == before + 1
        assert after["tochka_request_seconds_count"] == after["tochka_requests_total"]

    def test_the_state_is_among_them(self, client, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        DBTaskResult.objects.create(
            task_path="a.b", args_kwargs={}, queue_name="default", backend_name="default"
        )
        found = numbers(client)
        assert (found["tochka_database_up"], found["tochka_cache_up"]) == (1, 1)
        assert found["tochka_tasks_waiting"] == 1
        assert found["tochka_task_oldest_wait_seconds"] >= 0
        assert found["tochka_data_disk_free_bytes"] > 0

    def test_others_learn_nothing_without_the_word(self, client, settings):
        assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
        settings.METRICS_TOKEN = "a-long-word"
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer другое").status_code == 404
        assert numbers(client, REMOTE_ADDR="203.0.113.7", HTTP_AUTHORIZATION="Bearer a-long-word")

    def test_a_visitor_through_the_proxy_of_this_machine_is_no_local_one(self, client):
        through = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
        assert client.get("/metrics", **through).status_code == 404


@pytest.mark.django_db
class TestReadiness:
    @pytest.fixture(autouse=True)
    def forget(self):
        views._plan_is_empty.cache_clear()
        yield
        views._plan_is_empty.cache_clear()

    def test_ready(self, client):
        response = client.get("/readyz")
        assert (response.status_code, response.content) == (200, b"ready\n")
        assert "no-store" in response["Cache-Control"]

    def test_not_before_the_migrations_are_through(self, client):
        with mock.patch.object(views.MigrationExecutor, "migration_plan", return_value=["one"]):
            assert client.get("/readyz").status_code == 503
            assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200

    def test_not_without_the_database(self, client):
        with mock.patch.object(connection, "cursor", side_effect=OperationalError("away")):
            response = client.get("/readyz")
        assert (response.status_code, response.content) == (503, b"unavailable\n")

    def test_not_when_the_cache_keeps_nothing_new(self, client):
        """A cache that is away fails in silence; what it kept a moment ago proves nothing."""
        assert client.get("/readyz").status_code == 200
        with mock.patch.object(cache, "set"):
            assert client.get("/readyz").status_code == 503
            assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
class TestState:
    def test_the_clock_says_that_the_worker_lives(self):
        cache.delete("tochka-worker-seen")
        assert state().worker_age is None
        Clock((Timer("nothing", timedelta(hours=1)),), now=lambda: 0.0).run_due()
        assert state().worker_age < 60

    def test_nothing_raises_when_all_is_away(self):
        with (
            mock.patch.object(connection, "cursor", side_effect=OperationalError("away")),
            mock.patch.object(cache, "set", side_effect=ConnectionError("away")),
        ):
            found = state()
        assert (found.database, found.cache, found.waiting, found.worker_age) == (False, False, None, None)
        assert {"База данных", "Кэш", "Фоновая программа", "Очередь заданий"} <= troubles(found)

    @pytest.mark.parametrize(
        ("changes", "name"),
        [
            ({"worker_age": WORKER_SILENCE + 1.0}, "Фоновая программа"),
            ({"waiting": 3, "oldest_wait": 1000.0}, "Очередь заданий"),
            ({"failed": 1}, "Очередь заданий"),
            ({"backup": None, "backup_age": None}, "Резервная копия"),
            ({"backup_age": 40 * 3600.0}, "Резервная копия"),
            ({"backup_failure": "На диске нет места."}, "Резервная копия"),
            ({"disks": (Disk("media", Path("/srv/media"), 1024**3, 9 * 1024**3),)}, "Диск: /srv/media"),
        ],
    )
    def test_what_is_wrong_is_said_with_what_to_do(self, changes, name):
        found = replace(WELL, **changes)
        assert troubles(found) == {name}
        assert all(line.todo for line in lines_of(found) if not line.good)

    def test_a_good_state_has_no_trouble(self):
        assert troubles(WELL) == set()
        words = {line.name: line.words for line in lines_of(replace(WELL, waiting=2, oldest_wait=130.0))}
        assert (
            words["Очередь заданий"].replace("\u00a0", " ")
            == "ждут: 2 задания, первое поставлено 2 минуты назад"
        )

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(5, "только что"), (61, "1 минуту назад"), (3600 * 3, "3 часа назад"), (86400 * 5, "5 дней назад")],
    )
    def test_how_long_ago(self, seconds, words):
        assert ago(seconds).replace("\u00a0", " ") == words


@pytest.mark.django_db
class TestScreen:
    def test_an_administrator_sees_it_in_the_settings(self, client):
        client.force_login(make.member(Role.NETWORK), backend="django.contrib.auth.backends.ModelBackend")
        with mock.patch("tochka.watching.views.state", return_value=replace(WELL, cache=False)):
            page = BeautifulSoup(client.get(reverse("site_state")).content, "html.parser")
        assert "Не в порядке: 1." in page.text
        (trouble,) = page.select(".state__line--trouble")
        assert "Кэш" in trouble.text
        assert "Внимание:" in trouble.text
        assert reverse("site_state") in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_nobody_else_does(self, client):
        user = make.member(Role.REGIONAL, make.RegionFactory())
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("site_state")).status_code != 200
        assert reverse("site_state") not in client.get(reverse("wagtailadmin_home")).content.decode()


def troubles(found: State) -> set[str]:
    return {line.name for line in lines_of(found) if not line.good}

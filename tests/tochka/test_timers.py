"""Work by the clock: on time, one failure at a time, and over when told so."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, get_commands

from tochka import timers
from tochka.timers import TIMERS, TRY_AGAIN, Clock, Lead, Timer

MINUTELY = Timer("minutely", timedelta(minutes=1))
DAILY = Timer("daily", timedelta(days=1), ("--old",))


@pytest.fixture(autouse=True)
def _no_database() -> None:
    with mock.patch.object(timers, "close_old_connections"):
        yield


@pytest.fixture
def calls() -> list[tuple[str, ...]]:
    """The commands that ran, in place of running them."""
    ran: list[tuple[str, ...]] = []
    with mock.patch.object(timers, "call_command", side_effect=lambda *arguments, **_: ran.append(arguments)):
        yield ran


def clock_at(*moments: float) -> Clock:
    """A clock that sees these moments (seconds) one after another, and then the last for ever."""
    seen = iter(moments)
    latest = [0.0]

    def now() -> float:
        latest[0] = next(seen, latest[0])
        return latest[0]

    return Clock((MINUTELY, DAILY), now)


def test_everything_runs_at_the_start(calls: list[tuple[str, ...]]) -> None:
    assert clock_at(0).run_due() == 60
    assert calls == [("minutely",), ("daily", "--old")]


def test_only_what_is_due_runs_again(calls: list[tuple[str, ...]]) -> None:
    moment = [0.0]
    clock = Clock((MINUTELY, DAILY), lambda: moment[0])
    clock.run_due()
    moment[0] = 61.0
    assert clock.run_due() == 59
    assert calls == [("minutely",), ("daily", "--old"), ("minutely",)]


def test_a_long_sleep_is_not_made_up_for(calls: list[tuple[str, ...]]) -> None:
    moment = [0.0]
    clock = Clock((MINUTELY,), lambda: moment[0])
    clock.run_due()
    moment[0] = 3600.0
    clock.run_due()
    clock.run_due()
    assert len(calls) == 3


@pytest.mark.parametrize("error", [CommandError("no"), RuntimeError("no"), SystemExit(1)])
def test_a_failure_is_logged_and_stops_nothing(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    with mock.patch.object(timers, "call_command", side_effect=error) as command:
        clock_at(0).run_due()
    assert command.call_count == 2
    assert [record.getMessage() for record in caplog.records] == [
        "The timer minutely failed",
        "The timer daily failed",
    ]


def test_a_stopped_clock_ends_and_starts_nothing_else(calls: list[tuple[str, ...]]) -> None:
    clock = Clock((MINUTELY,))
    clock.start()
    clock.stop(timeout=10)
    assert not clock.is_alive()
    ran = len(calls)
    clock.run_due()
    assert len(calls) == ran


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.command)
def test_every_timer_is_a_command_that_exists(timer: Timer) -> None:
    assert timer.command in get_commands()


def test_scheduled_pages_wait_a_minute_at_most() -> None:
    assert {timer.command: timer.every for timer in TIMERS}["publish_scheduled"] <= timedelta(minutes=1)


class OneLead:
    """A lead that is whose it is told to be."""

    def __init__(self, *, ours: bool) -> None:
        self.ours = ours

    def is_ours(self) -> bool:
        return self.ours


def test_a_worker_without_the_lead_does_nothing_and_asks_again(calls: list[tuple[str, ...]]) -> None:
    lead = OneLead(ours=False)
    clock = Clock((MINUTELY,), lambda: 0.0, lead)  # type: ignore[arg-type]
    assert clock.run_due() == TRY_AGAIN
    assert calls == []
    lead.ours = True
    assert clock.run_due() == 60
    assert calls == [("minutely",)]


@pytest.mark.django_db
@pytest.mark.only_on("sqlite")
def test_on_sqlite_every_worker_has_the_lead() -> None:
    assert Lead(7).is_ours()
    assert Lead(7).is_ours()


@pytest.mark.django_db
@pytest.mark.only_on("postgresql")
def test_one_of_two_workers_has_the_lead_until_it_leaves() -> None:
    one, two, another_clock = Lead(7), Lead(7), Lead(8)
    try:
        assert [one.is_ours(), one.is_ours(), two.is_ours(), another_clock.is_ours()] == [
            True,
            True,
            False,
            True,
        ]
        one.leave()
        assert [two.is_ours(), one.is_ours()] == [True, False]
    finally:
        for lead in (one, two, another_clock):
            lead.leave()


@pytest.mark.django_db
@pytest.mark.only_on("postgresql")
def test_a_broken_connection_is_the_end_of_the_lead() -> None:
    one, two = Lead(9), Lead(9)
    try:
        assert one.is_ours()
        one._held.connection.close()  # type: ignore[union-attr]
        assert not one.is_ours()
        assert two.is_ours()
    finally:
        one.leave()
        two.leave()

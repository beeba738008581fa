"""Pages are made one after another, and a slow one keeps nobody waiting."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from toolkit.turns import Turns

PATIENCE = 20  # seconds; no test waits for so long unless it fails


def test_quick_ones_never_meet() -> None:
    turns, inside, most = Turns(seconds=PATIENCE), [], []

    def work(number: int) -> int:
        with turns.take():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.001)
            inside.remove(number)
        return number

    with ThreadPoolExecutor(8) as people:
        assert sorted(people.map(work, range(80))) == list(range(80))
    assert max(most) == 1


def test_without_turns_they_meet() -> None:
    turns, both = Turns(seconds=0), threading.Barrier(2, timeout=PATIENCE)

    def work(_number: int) -> bool:
        with turns.take() as has_waited:
            both.wait()
        return has_waited

    with ThreadPoolExecutor(2) as people:
        assert [*people.map(work, range(2))] == [False, False]


def test_a_slow_one_is_waited_for_no_longer_than_a_turn() -> None:
    turns, at_work, may_end = Turns(seconds=0.05), threading.Event(), threading.Event()

    def slow() -> None:
        with turns.take():
            at_work.set()
            assert may_end.wait(PATIENCE)

    with ThreadPoolExecutor(1) as people:
        ended = people.submit(slow)
        assert at_work.wait(PATIENCE)
        started = time.monotonic()
        with turns.take() as has_waited:
            waited = time.monotonic() - started
            assert has_waited
            assert not ended.done()
            may_end.set()
            ended.result(PATIENCE)
            # The slow one was late: its end does not end the turn of the other.
            assert turns._holder is not None
        assert 0.03 < waited < PATIENCE / 2


def test_an_error_ends_the_turn() -> None:
    turns = Turns(seconds=PATIENCE)
    with pytest.raises(ValueError, match="page"), turns.take():
        raise ValueError("page")
    started = time.monotonic()
    with turns.take() as has_waited:
        assert not has_waited
    assert time.monotonic() - started < PATIENCE / 2


def test_the_end_of_one_wakes_the_next() -> None:
    turns, at_work = Turns(seconds=PATIENCE), threading.Event()

    def work() -> None:
        with turns.take():
            at_work.set()
            time.sleep(0.05)

    with ThreadPoolExecutor(1) as people:
        people.submit(work)
        assert at_work.wait(PATIENCE)
        started = time.monotonic()
        with turns.take() as has_waited:
            assert has_waited
        assert time.monotonic() - started < PATIENCE / 2

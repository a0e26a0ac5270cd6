"""A line of threads is fair, can be left, and lets in again whoever holds the turn."""

import threading
import time

import pytest

from briefer.errors import StoppedError
from briefer.fairlock import FairLock


def line_up(turns: FairLock, count: int, done: list[int]) -> list[threading.Thread]:
    """Return threads that wait in order while the caller holds the turn."""

    def work(number: int) -> None:
        with turns.turn():
            done.append(number)

    threads = []
    for number in range(count):
        threads.append(threading.Thread(target=work, args=(number,)))
        threads[-1].start()
        while len(turns._line) < number + 2:
            time.sleep(0.001)
    return threads


def test_nobody_overtakes():
    turns, done = FairLock(), []
    with turns.turn():
        threads = line_up(turns, 8, done)
        assert done == []
    for thread in threads:
        thread.join()
    assert done == list(range(8))
    assert turns.free


def test_who_has_the_turn_may_take_it_again():
    turns = FairLock()
    with turns.turn(), turns.turn():
        assert not turns.free
    assert turns.free


def test_those_who_wait_are_told_their_place_and_may_leave():
    turns, told = FairLock(), []

    def impatient(ahead: int) -> None:
        told.append(ahead)
        if len(told) == 2:
            raise StoppedError("enough")

    def leave() -> None:
        with pytest.raises(StoppedError), turns.turn(impatient):
            raise AssertionError("it never had the turn")

    with turns.turn():
        thread = threading.Thread(target=leave)
        thread.start()
        thread.join()
        assert told == [1, 1]
    assert turns.free


def test_a_failure_gives_the_turn_back():
    turns = FairLock()
    with pytest.raises(ValueError, match="broken"), turns.turn():
        raise ValueError("broken")
    assert turns.free

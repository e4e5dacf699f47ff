"""Asking a run to stop: once, and never in vain."""

import os
import signal
import time
import weakref
from collections.abc import Callable

import pytest

from careteam.operations.signals import Stopped, heed, held_back, stopping


def ask() -> None:
    """As somebody outside does; the handler has run when this returns."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.01)


def test_being_asked_ends_what_runs_and_being_asked_again_changes_nothing() -> None:
    with pytest.raises(Stopped), stopping():
        try:
            ask()
        finally:
            ask()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_asking_that_a_finalizer_swallows_is_heeded_at_the_next_turn() -> None:
    class Gone:
        pass

    gone = Gone()
    watch: list[Callable[[], object]] = [weakref.ref(gone, lambda _: ask())]
    with pytest.raises(Stopped), stopping():
        del gone
        turns = 0
        while turns < 3:
            heed()
            turns += 1
    assert turns == 0
    assert watch[0]() is None


def test_what_must_not_be_interrupted_is_done_before_it_stops() -> None:
    done: list[str] = []
    with pytest.raises(Stopped), stopping():
        with held_back():
            with held_back():
                ask()
            done.append("to its end")
        done.append("and no further")
    assert done == ["to its end"]


def test_a_new_run_has_not_been_asked() -> None:
    with pytest.raises(Stopped), stopping():
        ask()
    with stopping():
        heed()

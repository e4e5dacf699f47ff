"""Being asked to stop: Ctrl-C, SIGTERM and a closed terminal all end a run the same way, once."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Somebody asked us to stop. What was started is being stopped; asking again changes nothing."""


class _Asked:
    """Whether somebody has, in this run."""

    ever = False
    #: Nested times that nothing may be interrupted, and whether somebody asked meanwhile.
    held_back = 0
    meanwhile = False


@contextmanager
def stopping() -> Generator[None]:
    """Turn these signals into Stopped. One that was ignored when we started (nohup) stays ignored."""
    before = {number: signal.getsignal(number) for number in _ASKED}
    heeded = [number for number, handler in before.items() if handler != signal.SIG_IGN]
    _Asked.ever = _Asked.meanwhile = False

    def stop(number: int, frame: FrameType | None) -> None:
        _Asked.ever = True
        for other in heeded:
            signal.signal(other, signal.SIG_IGN)
        _Asked.meanwhile = _Asked.held_back > 0
        if not _Asked.meanwhile:
            raise Stopped

    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])


def heed() -> None:
    """Raise Stopped if somebody has asked: an exception that a signal raises may be lost, in a finalizer for one."""
    if _Asked.ever:
        raise Stopped


@contextmanager
def held_back() -> Generator[None]:
    """Let a signal interrupt this only at its end: what is within would leave a lock taken."""
    _Asked.held_back += 1
    try:
        yield
    finally:
        _Asked.held_back -= 1
    if _Asked.meanwhile and not _Asked.held_back:
        _Asked.meanwhile = False
        raise Stopped

"""Being asked to stop: Ctrl-C, SIGTERM and a closed terminal all end a run the same way, once."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Somebody asked us to stop. What was started is being stopped; asking again changes nothing."""


@contextmanager
def stopping() -> Generator[None]:
    """Turn these signals into Stopped. One that was ignored when we started (nohup) stays ignored."""
    before = {number: signal.getsignal(number) for number in _ASKED}
    heeded = [number for number, handler in before.items() if handler != signal.SIG_IGN]

    def stop(number: int, frame: FrameType | None) -> None:
        for other in heeded:
            signal.signal(other, signal.SIG_IGN)
        raise Stopped

    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])

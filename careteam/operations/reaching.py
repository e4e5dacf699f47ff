"""Reaching an installation for one piece of work: the one that runs, or our own servers for as long as it takes."""

import fcntl
import json
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

from careteam.core.settings import Settings
from careteam.operations.home import AlreadyRunning, Home
from careteam.operations.up import PATIENCE, Ready, completed, ready, say


@contextmanager
def reached(chosen: Settings, *, tell: Callable[[str], None] = say) -> Generator[Ready]:
    """The installation as it runs in another process; where none does, started for as long as it is needed.

    Whoever started servers only for their own work lets others who have come finish theirs before stopping them.
    """
    home = Home(chosen.home).make()
    with ExitStack() as started:
        guests = started.enter_context((home.run / "guests").open("a"))
        deadline = time.monotonic() + PATIENCE
        while True:
            fcntl.flock(guests, fcntl.LOCK_SH)
            if (addresses := home.read("addresses.json")) is not None:
                yield completed(home, chosen, None, json.loads(addresses))
                return
            fcntl.flock(guests, fcntl.LOCK_UN)
            try:
                installation = started.enter_context(ready(chosen, tell=tell))
                break
            except AlreadyRunning:
                # It is only starting, or already stopping.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield installation
        fcntl.flock(guests, fcntl.LOCK_EX)


def tell_aside(text: str) -> None:
    """Print a line beside the command's own output."""
    print(text, file=sys.stderr, flush=True)

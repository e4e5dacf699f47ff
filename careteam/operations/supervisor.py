"""Runs an installation's processes side by side: starts them, starts a fallen one again, stops them all."""

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from careteam.operations.home import Home
from careteam.operations.processes import Process, start
from careteam.operations.signals import heed

#: Seconds until a process that keeps falling is started again.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 15.0
#: A process that ran this long has recovered.
STEADY = 30.0
#: Seconds that all processes together have to finish what they are doing.
PATIENCE = 12.0

#: What no child is told: with these it could step over the guard.
WITHHELD = ("CARETEAM_DATABASE_URL", "PGPASSWORD", "PGUSER", "DATABASE_URL")


@dataclass(frozen=True)
class Part:
    """A process of an installation."""

    name: str
    arguments: Sequence[str]
    pass_fds: Sequence[int] = ()


@dataclass
class _Child:
    part: Part
    process: Process
    since: float
    pause: float = FIRST_PAUSE
    start_at: float | None = None
    falls: int = 0


@dataclass
class Supervisor:
    """The processes of one installation."""

    home: Home
    environment: Mapping[str, str]
    _children: list[_Child] = field(default_factory=list[_Child])

    def start(self, parts: Sequence[Part]) -> None:
        """Start every part."""
        for part in parts:
            self._children.append(_Child(part, self._start(part), time.monotonic()))

    def watch(self, also: Callable[[], object] = lambda: None, *, seconds: float | None = None) -> None:
        """Start fallen parts again, for so long or until a signal ends it; call `also` at every look."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while deadline is None or time.monotonic() < deadline:
            heed()
            also()
            for child in self._children:
                self._look_after(child)
            time.sleep(0.1)

    @property
    def most_falls(self) -> tuple[str, int]:
        """The part that has fallen most often, and how often."""
        child = max(self._children, key=lambda child: child.falls)
        return child.part.name, child.falls

    def stop(self) -> None:
        """Ask all to stop at once, wait for them together, and kill who does not listen."""
        running = [child.process for child in self._children if child.start_at is None]
        for process in running:
            process.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            process.stop(patience=max(0.1, deadline - time.monotonic()))
        self._children.clear()

    def _look_after(self, child: _Child) -> None:
        now = time.monotonic()
        if child.start_at is not None:
            if now >= child.start_at:
                child.process, child.since, child.start_at = self._start(child.part), now, None
            return
        if child.process.running:
            return
        child.process.stop()
        child.pause = FIRST_PAUSE if now - child.since > STEADY else min(child.pause * 2, LONGEST_PAUSE)
        child.falls += 1
        child.start_at = now + child.pause

    def _start(self, part: Part) -> Process:
        return start(
            [sys.executable, "-P", *part.arguments],
            name=part.name,
            log=self.home.logs / f"{part.name}.log",
            run=self.home.run,
            environment=self.environment,
            pass_fds=part.pass_fds,
        )


def parts(*, api_processes: int, listening: int) -> list[Part]:
    """API processes that share one listening socket (its descriptor), a worker, and the clock that wakes it."""
    celery = ("-m", "celery", "-A", "careteam.worker")
    apis = [
        Part(f"api-{number}", ("-m", "careteam.operations.serving", "--fd", str(listening)), (listening,))
        for number in range(1, api_processes + 1)
    ]
    worker = (*celery, "worker", "--pool", "solo", "--loglevel", "WARNING", "--without-gossip", "--without-mingle")
    beat = (*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING", "--pidfile=")
    return [*apis, Part("worker", worker), Part("beat", beat)]


def environment(*, app_url: str, redis_url: str, key_file: Path, **more: str) -> dict[str, str]:
    """What the processes are told: the application's restricted login, never the owner's."""
    ours = {name: value for name, value in os.environ.items() if name not in WITHHELD}
    return (
        ours
        | more
        | {
            "CARETEAM_APP_DATABASE_URL": app_url,
            "CARETEAM_REDIS_URL": redis_url,
            "CARETEAM_KEY_FILE": str(key_file),
            "PYTHONUNBUFFERED": "1",
        }
    )


def listen(host: str, port: int) -> socket.socket:
    """Open the socket that all API processes of this machine share."""
    address = (host, port)
    opened = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind(address)
    opened.listen(2048)
    return opened

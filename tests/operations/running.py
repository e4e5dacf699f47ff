"""`careteam` as an operator runs it: a process of its own, with a home of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from careteam.operations.servers import free_port
from tests.servers import PROJECT

COMMAND = [sys.executable, "-m", "careteam.cli"]
#: Seconds: longer than a first start takes on a machine with much else to do.
PATIENCE = 600


@dataclass
class Installation:
    """A home, and what is chosen for it."""

    home: Path
    port: int = field(default_factory=free_port)
    chosen: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def key_file(self) -> Path:
        """Where its deployment key lies."""
        return self.home / "keys" / "deployment.json"

    def environment(self) -> dict[str, str]:
        """The operator's environment, without what a test run has in its own."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CARETEAM_")}
        home = {"CARETEAM_HOME": str(self.home), "CARETEAM_PORT": str(self.port), "PYTHONPATH": str(PROJECT)}
        mine = home | {"CARETEAM_SECOND_FACTOR": "optional", "CARETEAM_API_PROCESSES": "1"}
        return clean | mine | self.chosen

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a subcommand to its end; return what it printed."""
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            cwd=self.home.parent,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    @contextmanager
    def up(self, command: str = "up") -> Iterator["Running"]:
        """Run `careteam up` (or `demo`) until the block ends."""
        output = self.home.parent / f"{self.home.name}.out"
        with output.open("wb") as file:
            process = psutil.Popen(
                [*COMMAND, command], env=self.environment(), stdout=file, stderr=subprocess.STDOUT, cwd=self.home.parent,
                # Who runs the tests in the background may have had Ctrl-C ignored, and what was ignored stays so.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )  # fmt: skip
        running = Running(self, process, output)
        try:
            running.await_words("Ctrl-C stops it")
            yield running
        finally:
            running.end(signal.SIGTERM)


@dataclass
class Running:
    """A running `careteam up`."""

    installation: Installation
    process: psutil.Popen
    output: Path

    def said(self) -> str:
        """What it has printed so far."""
        return self.output.read_text()

    def await_words(self, words: str) -> None:
        """Wait until it has printed this."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def status(self, path: str = "/api/clinic") -> int:
        """What a GET answers; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.installation.port}{path}", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def children(self) -> list[psutil.Process]:
        """Every process it has started, theirs too."""
        return self.process.children(recursive=True)

    def child(self, words: str) -> psutil.Process:
        """The child whose command line holds this."""
        return next(child for child in self.children() if words in command_line(child))

    def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(60)
        except psutil.TimeoutExpired:
            # Where it stands, for whoever reads the failure.
            self.process.send_signal(signal.SIGUSR2)
            time.sleep(1)
            names = [command_line(child) for child in self.children()]
            raise AssertionError(f"it does not end; children {names}\n{self.said()}") from None


def command_line(process: psutil.Process) -> str:
    """Its program and arguments; empty when it has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def await_true(condition: object, seconds: float = 60) -> None:
    """Wait until a condition holds."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)

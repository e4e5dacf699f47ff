"""One real PostgreSQL and one real Valkey per test run, shared by all its workers, gone when the run is."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from careteam.operations.migration import app_url, confine
from careteam.operations.processes import started_at

PROJECT = Path(__file__).parents[1]
RUN = "CARETEAM_TEST_RUN"
TEMPLATE = "careteam_template"
PREFIX = "careteam-test-"


@dataclass(frozen=True)
class Servers:
    """A database made from the migrated template, and a Valkey."""

    owner_url: str
    app_url: str
    redis_url: str


@dataclass(frozen=True)
class Shared:
    """What the keeper of this run has started."""

    postgres_url: str
    redis_url: str
    app_password: str

    def url_of(self, database: str) -> str:
        """Where a database of the shared server is, for its superuser."""
        return self.postgres_url.rpartition("/")[0] + f"/{database}"


def begin_run() -> Path:
    """Make this run's directory, in memory where the machine offers that. Directories of dead runs are removed."""
    memory = Path("/dev/shm")
    parent = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    for old in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(ValueError, OSError):
            if not started_at(int(old.name.removeprefix(PREFIX).partition("-")[0])):
                shutil.rmtree(old, ignore_errors=True)
    run = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    run.chmod(0o711)
    return run


def end_run(run: Path) -> None:
    """Stop what this run has started and remove its directory."""
    keeper = run / "keeper"
    if keeper.exists():
        pid = int(keeper.read_text())
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while started_at(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
    shutil.rmtree(run, ignore_errors=True)


def shared(run: Path) -> Shared:
    """What the run's keeper has started; the first who asks starts the keeper."""
    ready = run / "ready.json"
    with (run / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _start_keeper(run, ready)
    return Shared(**json.loads(ready.read_text()))


def _start_keeper(run: Path, ready: Path) -> None:
    watched = run.name.removeprefix(PREFIX).partition("-")[0]
    log = run / "keeper.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.keeper", str(run), watched],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    (run / "keeper").write_text(str(keeper.pid))
    deadline = time.monotonic() + 120
    while not ready.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the test servers did not start:\n{log.read_text()}")
        time.sleep(0.02)
    # The keeper outlives this worker on purpose; it ends with the run.
    keeper.returncode = 0


@contextlib.contextmanager
def database(server: Shared, *, redis_number: int, migrated: bool = True) -> Iterator[Servers]:
    """Make a database of its own, from the migrated template or empty, and drop it afterwards."""
    name = f"test_{uuid4().hex}"
    template = TEMPLATE if migrated else "template1"
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        connection.execute(made)
    owner_url = server.url_of(name)
    try:
        if migrated:
            with psycopg.connect(owner_url, autocommit=True) as connection:
                # Grants on a database are not copied with its template.
                confine(connection)
        redis_url = f"{server.redis_url.rpartition('/')[0]}/{redis_number}"
        yield Servers(owner_url, app_url(owner_url, server.app_password), redis_url)
    finally:
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

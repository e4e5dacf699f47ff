"""An installation's own PostgreSQL and Valkey: started, stopped, and never left behind."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psycopg

from careteam.operations import programs
from careteam.operations.accounts import Account, give, server_account
from careteam.operations.home import Home
from careteam.operations.processes import Process, start, stop_left_over
from careteam.operations.refusals import CannotGoOn

LOGIN = "careteam"
DATABASE = "careteam"
HOST = "127.0.0.1"

#: The log never shows a statement, a parameter or a row.
QUIET = {
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
COMMON = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    **QUIET,
}
#: For data that is thrown away with the run.
FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "1h",
}


@dataclass
class OwnServers:
    """PostgreSQL and Valkey (or one of them) on free loopback ports, behind passwords. `durable=False` is for tests."""

    home: Home
    durable: bool = True
    postgres: bool = True
    valkey: bool = True
    account: Account | None = field(default_factory=server_account)
    _running: dict[str, Process] = field(default_factory=dict[str, Process])
    _ports: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def owner_url(self) -> str:
        """Where the database is, for the login that may create roles."""
        return self.url_of(DATABASE)

    @property
    def redis_url(self) -> str:
        """Where Valkey is."""
        return f"redis://:{self.home.secret('valkey')}@{HOST}:{self._ports['valkey']}/0"

    def url_of(self, database: str) -> str:
        """Where a database of this server is, for the login that may create roles."""
        return f"postgresql://{LOGIN}:{self.home.secret('postgres')}@{HOST}:{self._ports['postgres']}/{database}"

    def __enter__(self) -> "OwnServers":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start them; what a killed run of this home has left behind is stopped first."""
        stop_left_over(self.home.run)
        try:
            if self.postgres:
                self._start_postgres()
                with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
                    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                        connection.execute(f"CREATE DATABASE {DATABASE}")
            if self.valkey:
                self._start_valkey()
        except BaseException:
            self.stop()
            raise

    def empty(self) -> None:
        """Throw the database away and make it anew."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        """Stop them, the last started first."""
        while self._running:
            name, process = list(self._running.items())[-1]
            process.stop(patience=15)
            del self._running[name]

    def revive(self) -> list[str]:
        """Start a server that has ended by itself again, at its old port. Return which."""
        ended = [name for name, process in self._running.items() if not process.running]
        for name in ended:
            self._running.pop(name).stop()
            (self._start_postgres if name == "postgres" else self._start_valkey)()
        return ended

    def _start_postgres(self) -> None:
        place = self.home.servers(self.account)
        data = place / "postgres"
        version = data / "PG_VERSION"
        had = int(version.read_text()) if version.exists() else None
        found = programs.postgres(place, self.account, major=had)
        if had is None:
            self._make_cluster(found, data)
        _forget_stranger(data)
        options = COMMON | ({} if self.durable else FLEETING)
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        self._launch(
            "postgres",
            lambda port: ([found.program("postgres"), "-D", data, "-p", str(port), *words], None),
            self._postgres_answers,
            signal.SIGINT,
        )

    def _start_valkey(self) -> None:
        place = self.home.servers(self.account)
        program = programs.valkey(place, self.account)
        data = place / "valkey"
        data.mkdir(exist_ok=True)
        give(data, self.account)
        options = [
            f"bind {HOST}", f"requirepass {self.home.secret('valkey')}", f"dir {data}", 'save ""', "appendonly no",
            "databases 64", "maxmemory-policy noeviction",
        ]  # fmt: skip
        # Through a pipe: everybody on the machine could read the password among the arguments.
        self._launch(
            "valkey",
            lambda port: ([program, "-"], "\n".join([*options, f"port {port}", ""]).encode()),
            self._valkey_answers,
            signal.SIGTERM,
        )

    def _launch(
        self,
        name: str,
        command: Callable[[int], tuple[list[str | Path], bytes | None]],
        answers: Callable[[Process], bool],
        stop_signal: signal.Signals,
    ) -> None:
        """Start a server at its old port, or at a free one; try again where somebody else was faster."""
        known = self._ports.get(name)
        log = self.home.logs / f"{name}.log"
        for attempt in range(5):
            self._ports[name] = known or free_port()
            arguments, stdin = command(self._ports[name])
            process = start(
                arguments, name=name, log=log, run=self.home.run, account=self.account, stdin=stdin,
                stop_signal=stop_signal,
            )  # fmt: skip
            self._running[name] = process
            if answers(process):
                return
            self._running.pop(name).stop()
            time.sleep(0.2 * attempt)
        raise CannotGoOn(f"{name} did not start.", f"Its log says why: {log}")

    def _make_cluster(self, postgres: programs.Postgres, data: Path) -> None:
        """Make the data directory; under another name until it is whole, so that a killed start leaves no half."""
        draft = data.with_name("postgres.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        give(draft, self.account)
        with tempfile.TemporaryDirectory(dir=data.parent) as folder:
            give(Path(folder), self.account)
            password = Path(folder) / "password"
            password.write_text(self.home.secret("postgres"))
            give(password, self.account)
            arguments: list[str | Path] = [
                postgres.program("initdb"), "-D", draft, "-U", LOGIN, "-A", "scram-sha-256", "--pwfile", password,
                "-E", "UTF8", "--no-locale", "--data-checksums", *([] if self.durable else ["--no-sync"]),
            ]  # fmt: skip
            made = start(arguments, name="initdb", log=self.home.logs / "postgres.log", account=self.account)
            try:
                code = made.popen.wait(120)
            except subprocess.TimeoutExpired:
                code = -1
            finally:
                made.stop()
        if code != 0:
            raise CannotGoOn("PostgreSQL could not make its data directory.", f"See {self.home.logs / 'postgres.log'}")
        draft.rename(data)

    def _postgres_answers(self, process: Process) -> bool:
        deadline = time.monotonic() + 60
        while process.running and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url_of("postgres"), connect_timeout=5).close()
                return True
            time.sleep(0.03)
        return False

    def _valkey_answers(self, process: Process) -> bool:
        deadline = time.monotonic() + 20
        question = f"AUTH {self.home.secret('valkey')}\r\nPING\r\n".encode()
        while process.running and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection((HOST, self._ports["valkey"]), timeout=2) as connection:
                connection.sendall(question)
                with connection.makefile("rb") as answer:
                    return [answer.readline(), answer.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
            time.sleep(0.02)
        return False


def _forget_stranger(data: Path) -> None:
    """Remove the lock of a killed PostgreSQL whose pid another program has since got (in containers they repeat)."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return
    if b"postgres" not in command:
        lock.unlink(missing_ok=True)


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])

"""`careteam up`: an installation on configured servers or its own, from nothing to an address, until it is stopped."""

import asyncio
import faulthandler
import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from pydantic import SecretStr

from careteam.core.settings import Settings, settings
from careteam.crypto.atrest import DeploymentKey, KeyFileRefused, Unsealable, create_deployment_key
from careteam.operations import supervisor
from careteam.operations.home import Home
from careteam.operations.migration import migrate, without_driver
from careteam.operations.refusals import CannotGoOn
from careteam.operations.servers import OwnServers
from careteam.operations.signals import Stopped, stopping
from careteam.operations.supervisor import Part, Supervisor

#: Seconds an API process may take to answer for the first time.
PATIENCE = 60.0
#: Seconds after which one says that it still goes on.
QUIET = 4.0


@dataclass(frozen=True)
class Ready:
    """An installation whose servers run and whose schema is current."""

    home: Home
    #: What was chosen, completed by where the servers and the key are.
    chosen: Settings
    owner_url: str
    app_url: str
    redis_url: str
    key_file: Path
    servers: OwnServers | None

    def revive(self) -> None:
        """Start own servers that have fallen again."""
        if self.servers is not None:
            self.servers.revive()


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


@contextmanager
def ready(chosen: Settings, *, fresh: bool = False, tell: Callable[[str], None] = say) -> Generator[Ready]:
    """Start what servers are not configured, migrate, and have the deployment key; stop them at the end.

    `fresh` begins with an empty database of our own server, whatever an earlier start has left half made in it.
    """
    home = Home(chosen.home).make()
    with ExitStack() as started:
        started.enter_context(home.locked())
        servers = None
        if chosen.database_url is None or chosen.redis_url is None:
            tell("Starting its own servers ...")
            servers = OwnServers(home, postgres=chosen.database_url is None, valkey=chosen.redis_url is None)
            started.enter_context(servers)
            if fresh:
                servers.empty()
        owner_url, redis_url = owner_address(chosen, servers), _redis_address(chosen, servers)
        tell("Bringing the database up to date ...")
        app_url = _migrated(owner_url, application_password(home, chosen))
        key_file = ensure_key(owner_url, home, chosen, tell=tell)
        addresses = {"owner_url": owner_url, "app_url": app_url, "redis_url": redis_url, "key_file": str(key_file)}
        started.enter_context(home.note("addresses.json", json.dumps(addresses)))
        yield completed(home, chosen, servers, addresses)


def completed(home: Home, chosen: Settings, servers: OwnServers | None, addresses: dict[str, str]) -> Ready:
    """What was chosen, completed by where everything is."""
    app_url, redis_url, key_file = (addresses[name] for name in ("app_url", "redis_url", "key_file"))
    complete = chosen.model_copy(
        update={
            "home": home.path,
            "app_database_url": SecretStr(app_url),
            "redis_url": SecretStr(redis_url),
            "key_file": Path(key_file),
            "public_url": _public_url(chosen),
        }
    )
    return Ready(home, complete, addresses["owner_url"], app_url, redis_url, Path(key_file), servers)


def run(chosen: Settings) -> int:
    """Run the installation until it is asked to stop, which is how it ends well."""
    with suppress(Stopped), stopping(), ready(chosen) as installation:
        first = asyncio.run(found(installation.chosen))
        address = installation.chosen.public_url
        serve(installation, lambda: welcome(address, first))
    return 0


def migrate_only(chosen: Settings) -> int:
    """Bring a configured database up to date, and start nothing: for machines that start the parts themselves."""
    if chosen.database_url is None or chosen.redis_url is None:
        raise CannotGoOn(
            "No servers are configured.", "Set CARETEAM_DATABASE_URL and CARETEAM_REDIS_URL, or `careteam up`."
        )
    with stopping(), ready(chosen) as installation:
        say("The database is up to date.")
        first = asyncio.run(found(installation.chosen))
        if first is not None:
            say(f"Nobody has an account yet. The administrator's link, good once:\n  {first}")
    return 0


def settle(chosen: Settings) -> None:
    """Let the rest of this process find the installation in its settings."""
    for name in ("app_database_url", "redis_url"):
        value: SecretStr = getattr(chosen, name)
        os.environ[f"CARETEAM_{name.upper()}"] = value.get_secret_value()
    for name in ("home", "key_file", "public_url"):
        os.environ[f"CARETEAM_{name.upper()}"] = str(getattr(chosen, name))
    settings.cache_clear()


def welcome(address: str, first: str | None) -> None:
    """Say where the installation is, and how its first person gets in."""
    say(f"\nCareteam is running at {address}")
    if first is not None:
        say(f"  Nobody has an account yet. The administrator's link, good once:\n  {first}")
    say("  Ctrl-C stops it.")


def serve(installation: Ready, when_ready: Callable[[], None], *, more: Sequence[Part] = (), **told: str) -> None:
    """Run the processes; call `when_ready` once they answer; return only by a signal, with all of them stopped."""
    chosen, home = installation.chosen, installation.home
    # `kill -USR2` tells where this process stands.
    faulthandler.register(signal.SIGUSR2)
    with open_listening(chosen) as listening:
        parts = supervisor.parts(api_processes=chosen.api_processes, listening=listening.fileno())
        environment = supervisor.environment(
            app_url=installation.app_url,
            redis_url=installation.redis_url,
            key_file=installation.key_file,
            CARETEAM_HOME=str(home.path),
            CARETEAM_PUBLIC_URL=chosen.public_url,
            **told,
        )
        processes = Supervisor(home, environment)
        try:
            # One answers soonest when the others are not loading beside it.
            say("Starting its processes ...")
            processes.start(parts[:1])
            _await_answers(processes, chosen, home)
            processes.start([*more, *parts[1:]])
            when_ready()
            processes.watch(installation.revive)
        finally:
            say("Stopping ...")
            processes.stop()


@contextmanager
def open_listening(chosen: Settings) -> Generator[socket.socket]:
    """The one socket of all API processes; they keep it while one of them is being started again."""
    try:
        listening = supervisor.listen(chosen.bind, chosen.port)
    except OSError as error:
        raise CannotGoOn(
            f"Port {chosen.port} on {chosen.bind} cannot be used: {error.strerror}.",
            "Choose another: CARETEAM_PORT=8444",
        ) from error
    with listening:
        yield listening


def ensure_key(owner_url: str, home: Home, chosen: Settings, *, tell: Callable[[str], None] = say) -> Path:
    """The deployment key's file: made for an empty database, and checked against a database that has data."""
    path = chosen.key_file or home.keys / "deployment.json"
    with psycopg.connect(owner_url) as connection:
        row = connection.execute("SELECT id, wrapped FROM care.data_key ORDER BY id LIMIT 1").fetchone()
    if not path.exists():
        if row is not None:
            raise CannotGoOn(
                f"The database holds sealed data, and the deployment key that opens it is not at {path}.",
                "Put the key file back (it is never part of a backup), or name it: CARETEAM_KEY_FILE=/path/to/key.json",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        create_deployment_key(path)
        tell(
            f"A deployment key was made: {path}\n  Keep a copy of it in a safe place; without it no backup can be read."
        )
    try:
        key = DeploymentKey.load(path)
        if row is not None:
            key.unwrap(row[1], key_id=row[0])
    except (KeyFileRefused, Unsealable) as error:
        raise CannotGoOn(f"The deployment key does not fit: {error}.", f"See {path}") from error
    return path


def owner_address(chosen: Settings, servers: OwnServers | None) -> str:
    """The configured database's address, or our own's."""
    if chosen.database_url is not None:
        return without_driver(chosen.database_url.get_secret_value())
    return servers.owner_url if servers is not None else ""


def _redis_address(chosen: Settings, servers: OwnServers | None) -> str:
    if chosen.redis_url is not None:
        return chosen.redis_url.get_secret_value()
    return servers.redis_url if servers is not None else ""


def application_password(home: Home, chosen: Settings) -> str:
    """The application's password: the configured one, else one of our own that is kept."""
    if chosen.app_database_url is not None:
        configured = urlsplit(chosen.app_database_url.get_secret_value()).password
        if configured:
            return unquote(configured)
    return home.secret("app")


def _migrated(owner_url: str, app_password: str) -> str:
    try:
        return migrate(owner_url, app_password=app_password)
    except psycopg.OperationalError as error:
        server = urlsplit(owner_url)
        raise CannotGoOn(
            f"The database at {server.hostname}:{server.port or 5432} cannot be reached: {str(error).strip()}",
            "Check CARETEAM_DATABASE_URL, and that the server is running.",
        ) from error


def _public_url(chosen: Settings) -> str:
    """The configured address, or this machine's at the chosen port."""
    return chosen.public_url if "CARETEAM_PUBLIC_URL" in os.environ else f"http://localhost:{chosen.port}"


async def found(chosen: Settings, *, synthetic: bool = False, tell: Callable[[str], None] = say) -> str | None:
    """Lay the organisation's foundation where there is none; return its one-use administrator link."""
    # Not at the top: whoever only starts processes need not load the whole product.
    from careteam.installation import close_trail, open_trail
    from careteam.operations.roots import lay_foundation

    settle(chosen)
    trail = await open_trail(chosen)
    try:
        return await lay_foundation(trail, chosen, synthetic=synthetic, tell=tell)
    finally:
        await close_trail(trail)


def _await_answers(processes: Supervisor, chosen: Settings, home: Home) -> None:
    deadline, told = time.monotonic() + PATIENCE, time.monotonic()
    while not _answers(chosen.bind, chosen.port):
        processes.watch(seconds=0.1)
        if time.monotonic() - told > QUIET:
            say("  still starting ...")
            told = time.monotonic()
        name, falls = processes.most_falls
        if falls >= 3 or time.monotonic() > deadline:
            log = home.logs / f"{name}.log"
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
            raise CannotGoOn(f"{name} does not stay up. The end of its log:\n{tail}", f"All of it: {log}")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/api/clinic")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

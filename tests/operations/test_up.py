"""`careteam up`: from nothing to an address, and back to nothing."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest

from careteam.crypto.atrest import create_deployment_key
from careteam.operations.home import Home
from careteam.operations.servers import OwnServers
from tests.operations.running import Installation, Running, await_true, command_line
from tests.servers import Servers

New = Callable[..., Installation]
PROVE = "CARETEAM_PROVE" in os.environ


@pytest.fixture(scope="module")
def running(new_installation: New) -> Iterator[Running]:
    with new_installation().up() as started:
        yield started


def test_an_empty_installation_prints_an_administrators_link_that_opens(running: Running) -> None:
    link = next(word for word in running.said().split() if "/welcome/" in word)
    assert link.startswith(f"http://localhost:{running.installation.port}/")
    assert running.status("/api/clinic") == 200
    assert running.status(f"/api/invitations/{urlsplit(link).path.rsplit('/', 1)[1]}") == 200


def test_its_processes_never_learn_the_owners_address(running: Running) -> None:
    secrets = json.loads((Home(running.installation.home).keys / "servers.json").read_text())
    await_true(lambda: len([child for child in running.children() if "python" in command_line(child)]) >= 4)
    parts = [child for child in running.children() if "python" in command_line(child)]
    for child in parts:
        told = "\n".join([*child.cmdline(), *(f"{name}={value}" for name, value in child.environ().items())])
        assert secrets["postgres"] not in told
        assert "CARETEAM_DATABASE_URL" not in told


def test_the_servers_passwords_are_in_no_command_line(running: Running) -> None:
    secrets = json.loads((Home(running.installation.home).keys / "servers.json").read_text())
    shown = " ".join(" ".join(child.cmdline()) for child in running.children())
    assert not [name for name, secret in secrets.items() if secret in shown]


def test_whatever_falls_is_started_again(running: Running) -> None:
    for words in ("operations.serving", "beat", "valkey-server"):
        fallen = running.child(words)
        fallen.kill()
        await_true(lambda words=words, fallen=fallen: any(
            words in command_line(child) and child.pid != fallen.pid for child in running.children()
        ))  # fmt: skip
    await_true(lambda: running.status() == 200)


@pytest.mark.parametrize("number", [signal.SIGTERM, *([signal.SIGINT, signal.SIGHUP] if PROVE else [])])
def test_a_signal_leaves_no_process_behind(new_installation: New, number: signal.Signals) -> None:
    with new_installation().up() as running:
        children = running.children()
        began = time.monotonic()
        assert running.end(number) == 0
        assert time.monotonic() - began < 20
        assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def stopped(new_installation: New) -> Installation:
    """An installation that ran once and was killed."""
    installation = new_installation()
    with installation.up() as running:
        running.end(signal.SIGKILL)
    return installation


@pytest.mark.skipif(not PROVE, reason="it starts a clinic more: `make prove` does")
def test_a_lost_deployment_key_is_never_replaced(stopped: Installation) -> None:
    kept = stopped.key_file.rename(stopped.home / "elsewhere")
    said = stopped.run("up", code=2)
    assert "Put the key file back" in said
    assert not stopped.key_file.exists()
    kept.rename(stopped.key_file)


@pytest.mark.skipif(not PROVE, reason="it starts a clinic more: `make prove` does")
def test_a_killed_run_leaves_nothing_and_does_not_block_the_next(stopped: Installation) -> None:
    with stopped.up() as running:
        assert "administrator's link" in running.said()
        children = running.children()
        running.end(signal.SIGKILL)
    with stopped.up() as running:
        assert running.status() == 200
        assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def test_a_second_run_beside_the_first_is_refused(running: Running) -> None:
    said = running.installation.run("up", code=2)
    assert "already running" in said
    assert running.status() == 200


@pytest.mark.skipif(not PROVE, reason="it starts a clinic more: `make prove` does")
def test_a_port_in_use_is_named_with_what_to_do(running: Running, new_installation: New) -> None:
    other = new_installation()
    other.port = running.installation.port
    said = other.run("up", code=2)
    assert f"Port {other.port}" in said
    assert "CARETEAM_PORT" in said


@pytest.mark.skipif(not PROVE, reason="it starts a clinic more: `make prove` does")
def test_configured_servers_are_used_and_none_are_started(new_installation: New) -> None:
    """Servers of its own, since a start on configured ones sets the password of the whole server's application login."""
    elsewhere = Home(new_installation().home).make()
    with OwnServers(elsewhere, durable=False) as there:
        installation = new_installation(CARETEAM_DATABASE_URL=there.owner_url, CARETEAM_REDIS_URL=there.redis_url)
        with installation.up() as running:
            assert running.status() == 200
            names = {child.name() for child in running.children()}
            assert not names & {"postgres", "valkey-server", "redis-server"}
        with psycopg.connect(there.owner_url) as connection:
            assert connection.execute("SELECT count(*) FROM care.data_key").fetchone() == (1,)


def test_a_second_clinic_on_a_configured_server_is_told_what_to_do(
    new_installation: New, fresh_database: Callable[..., Servers]
) -> None:
    empty = fresh_database(migrated=False)
    installation = new_installation(CARETEAM_DATABASE_URL=empty.owner_url, CARETEAM_REDIS_URL=empty.redis_url)
    said = installation.run("up", code=2)
    assert "serves another database" in said
    assert "CARETEAM_APP_DATABASE_URL" in said


def test_a_server_that_cannot_be_reached_is_named_with_what_to_do(new_installation: New) -> None:
    installation = new_installation(
        CARETEAM_DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:9/none",
        CARETEAM_REDIS_URL="redis://127.0.0.1:9/0",
    )
    said = installation.run("up", code=2)
    assert "127.0.0.1:9" in said
    assert "CARETEAM_DATABASE_URL" in said
    assert "secret-word" not in said


def test_a_demo_never_touches_a_configured_server(new_installation: New) -> None:
    installation = new_installation(CARETEAM_DATABASE_URL="postgresql://a:b@127.0.0.1:9/c")
    assert "never touches a configured server" in installation.run("demo", code=2)


def test_a_demo_does_not_start_in_the_home_of_a_real_clinic(new_installation: New) -> None:
    installation = new_installation()
    create_deployment_key(Home(installation.home).make().keys / "deployment.json")
    assert "belongs to a real installation" in installation.run("demo", code=2)

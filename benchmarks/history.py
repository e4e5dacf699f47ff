"""What a long past costs: the same people and plans with few and with many messages behind them, in turns."""

import argparse
import asyncio
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql
from pydantic import SecretStr

from benchmarks import load, report, targets
from benchmarks.client import Line
from benchmarks.clinic import Clinic, make_clinic
from benchmarks.installation import Installation, installation, progress
from benchmarks.load import Target, quantiles
from benchmarks.past import lay_down
from careteam.crypto.atrest import DeploymentKey
from careteam.identity.gate import cookie_name
from careteam.operations.migration import mark_synthetic, migrate
from careteam.operations.up import Ready, found

#: Looks that are not counted: statements are prepared, keys are read.
WARM = 12


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("history", __doc__)
    parser.add_argument(
        "--messages", type=int, nargs=2, default=[10_000, 1_000_000], help="behind the one, and the other"
    )
    parser.add_argument("--looks", type=int, default=60, help="how often each screen is read in a repeat")
    parser.add_argument("--seconds", type=float, default=5, help="length of each repeat of sending")
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--staff", type=int, default=20)
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Screens and sending, at both sizes."""
    with ExitStack() as stack:
        installed = stack.enter_context(installation(api_processes=1))
        both: dict[str, tuple[Target, Clinic]] = {}
        for messages in options.messages:
            both[f"{messages:,}"] = stack.enter_context(_with_past(installed, options, messages))
        read = {name: _screens(clinic) for name, (_, clinic) in both.items()}
        times: dict[str, dict[str, list[float]]] = {
            screen: {name: [] for name in both} for screen in read[next(iter(read))]
        }
        sent: dict[str, list[dict[str, Any]]] = {name: [] for name in both}
        for repeat in range(options.repeats):
            asyncio.run(_look(both, read, times, options.looks))
            for name, (target, _) in both.items():
                sent[name].append(asyncio.run(load.run(target, senders=10, seconds=options.seconds, seed=repeat)))
            progress(f"{repeat}: " + str({s: {n: quantiles(v)["p50"] for n, v in t.items()} for s, t in times.items()}))
    screens = {screen: {name: quantiles(values) for name, values in of.items()} for screen, of in times.items()}
    return {"screens_ms": screens, "sending": {name: report.middle(repeats) for name, repeats in sent.items()}}


@contextmanager
def _with_past(installed: Installation, options: argparse.Namespace, messages: int) -> Generator[tuple[Target, Clinic]]:
    """A database of its own with such a past, and an API process that serves it."""
    ready = _another(installed, f"past_{messages}")
    clinic = asyncio.run(make_clinic(ready, plans=options.plans, staff=options.staff))
    began = time.monotonic()
    lay_down(ready.owner_url, DeploymentKey.load(ready.key_file), clinic.rooms, messages=messages)
    progress(f"{messages} messages were laid down in {time.monotonic() - began:.0f} s")
    told = {"CARETEAM_APP_DATABASE_URL": ready.app_url}
    name, module = f"api-{messages}", "careteam.operations.serving"
    with installed.serving(name, module, processes=1, path="/api/clinic", told=told) as port:
        yield replace(targets.careteam(installed, clinic, f"{messages:,} messages"), port=port), clinic


def _another(installed: Installation, database: str) -> Ready:
    """Another installation on the same servers, with the same key."""
    servers, home = installed.ready.servers, installed.ready.home
    if servers is None:
        raise RuntimeError("the installation has no servers of its own")
    with psycopg.connect(servers.url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    owner_url = servers.url_of(database)
    app_url = migrate(owner_url, app_password=home.secret("app"))
    mark_synthetic(owner_url)
    chosen = installed.ready.chosen.model_copy(update={"app_database_url": SecretStr(app_url)})
    asyncio.run(found(chosen, synthetic=True))
    return replace(installed.ready, owner_url=owner_url, app_url=app_url, chosen=chosen)


def _screens(clinic: Clinic) -> Mapping[str, tuple[str, str]]:
    """What somebody of the staff opens, and what a supervisor does: the address and who asks."""
    room = next(room for room in clinic.rooms if 0 in room.members)
    plan, me = f"/api/plans/{room.plan_id}", clinic.tokens[0]
    return {
        "inbox": ("/api/inbox", me),
        "inbox, a tab": ("/api/inbox?shelf=team", me),
        "inbox, counts of its tabs": ("/api/inbox/counts", me),
        "Today": ("/api/today", me),
        "counts": ("/api/counts", me),
        "patients": ("/api/plans", me),
        "newest messages": (room.path, me),
        "oldest messages": (f"{room.path}?before=51", me),
        "plan": (plan, me),
        "trail of a plan": (f"{plan}/trail", clinic.supervisor),
    }


async def _look(
    both: Mapping[str, tuple[Target, Clinic]],
    read: Mapping[str, Mapping[str, tuple[str, str]]],
    times: Mapping[str, Mapping[str, list[float]]],
    looks: int,
) -> None:
    """Open each screen again and again, at one size and the other in turns."""
    for screen in times:
        lines = {
            name: (Line(target.port, {"Cookie": f"{cookie_name()}={read[name][screen][1]}"}), read[name][screen][0])
            for name, (target, _) in both.items()
        }
        for number in range(WARM + looks):
            for name, (line, path) in lines.items():
                began = time.perf_counter()
                status, answer = await line.get(path)
                if status != 200:
                    raise RuntimeError(f"{screen}: {status} {answer.decode()}")
                if number >= WARM:
                    times[screen][name].append((time.perf_counter() - began) * 1000)
        await asyncio.gather(*(line.close() for line, _ in lines.values()))


if __name__ == "__main__":
    main()

"""The same screens of two databases on one server, asked in turns: what differs between them is what lies behind."""

import asyncio
import time
from collections.abc import Generator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from psycopg import sql
from pydantic import SecretStr

from benchmarks.client import Line
from benchmarks.installation import Installation, progress
from careteam.identity.gate import cookie_name
from careteam.operations.migration import mark_synthetic, migrate
from careteam.operations.up import Ready, found

#: Looks that are not counted: statements are prepared, keys are read.
WARM = 12


def another(installed: Installation, database: str) -> Ready:
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
    asyncio.run(found(chosen, synthetic=True, tell=progress))
    return replace(installed.ready, owner_url=owner_url, app_url=app_url, chosen=chosen)


@contextmanager
def served(installed: Installation, ready: Ready, name: str) -> Generator[int]:
    """An API process of its own for such an installation; yield its port."""
    told = {"CARETEAM_APP_DATABASE_URL": ready.app_url}
    serving = installed.serving(name, "careteam.operations.serving", processes=1, path="/api/clinic", told=told)
    with serving as port:
        yield port


async def look(
    ports: Mapping[str, int],
    read: Mapping[str, Mapping[str, tuple[str, str]]],
    times: MutableMapping[str, dict[str, list[float]]],
    looks: int,
) -> None:
    """Open each screen again and again, at one size and the other in turns.

    `read`: by size and screen the address and the token of who asks. To `times` are added, by screen and size, ms.
    """
    for screen in times:
        lines = {
            name: (Line(port, {"Cookie": f"{cookie_name()}={read[name][screen][1]}"}), read[name][screen][0])
            for name, port in ports.items()
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

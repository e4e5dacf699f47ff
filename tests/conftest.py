"""Real servers for every test that asks for them; which worker gets which database."""

import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import settings

from careteam.access.roles import Actor
from careteam.audit import looks
from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.main import create_app
from careteam.reactions import install
from tests.keys.world import lay_directory
from tests.servers import RUN, Servers, Shared, begin_run, database, end_run, shared
from tests.world import Browser, Cast, found_organisation, make_cast, sign_in

_OWN_RUN = pytest.StashKey[Path]()
#: What takes long begins first: it mostly waits for processes and browsers, and would else be waited for at the end.
LONGEST = ("operations/test_up", "stories/test_sweep", "operations/", "faults/", "stories/")


#: `make test` tries the same examples every time, `make prove` new ones; nothing depends on how long one takes.
settings.register_profile("careteam", derandomize="CARETEAM_PROVE" not in os.environ, database=None, deadline=None)
settings.load_profile("careteam")


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a directory; its workers, and runs within this one, find it in the environment.

    Nobody of the test world must have a second factor, but where a test is about that; and to looks, the whole run is
    one quarter of an hour: what a test finds does not depend on the minute in which it runs.
    """
    looks.QUARTER = 10**10
    os.environ["CARETEAM_SECOND_FACTOR"] = "optional"
    if RUN not in os.environ:
        config.stash[_OWN_RUN] = begin_run()
        os.environ[RUN] = str(config.stash[_OWN_RUN])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest in front; all else keeps its order."""
    tests = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        place = item.path.relative_to(tests).as_posix() if item.path.is_relative_to(tests) else ""
        return next((n for n, beginning in enumerate(LONGEST) if place.startswith(beginning)), len(LONGEST))

    items.sort(key=rank)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing running."""
    if _OWN_RUN in config.stash:
        end_run(config.stash[_OWN_RUN])
        del os.environ[RUN]


@pytest.fixture(scope="session")
def shared_servers() -> Shared:
    """The run's PostgreSQL and Valkey, as their superuser sees them."""
    return shared(Path(os.environ[RUN]))


@pytest.fixture(scope="session")
def redis_number(worker_id: str) -> int:
    """This worker's Valkey database."""
    return 0 if worker_id == "master" else 1 + int(worker_id.removeprefix("gw"))


@pytest.fixture(scope="session")
def servers(shared_servers: Shared, redis_number: int) -> Iterator[Servers]:
    """This worker's database, made from the migrated template, and its Valkey."""
    with database(shared_servers, redis_number=redis_number) as made:
        yield made


@pytest.fixture
def fresh_database(shared_servers: Shared, redis_number: int) -> Iterator[Callable[..., Servers]]:
    """Make another database: `fresh_database()` migrated, `fresh_database(migrated=False)` empty."""
    with ExitStack() as made:
        yield lambda migrated=True: made.enter_context(
            database(shared_servers, redis_number=redis_number, migrated=migrated)
        )


@asynccontextmanager
async def installed(servers: Servers) -> AsyncGenerator[Trail]:
    """An installation on these servers: founded, with its officers' directory."""
    database = await Database(servers.app_url).open()
    broker = Broker(servers.redis_url).open()
    opened = Trail(database, DeploymentKey.generate(), install(), broker)
    await found_organisation(opened)
    await lay_directory(opened)
    yield opened
    await broker.close()
    await database.close()


@pytest_asyncio.fixture(scope="session")
async def trail(servers: Servers) -> AsyncIterator[Trail]:
    """This worker's installation: founded, with real servers beneath."""
    async with installed(servers) as opened:
        yield opened


@pytest_asyncio.fixture
async def cast(trail: Trail) -> Cast:
    """A fresh cast with a fresh plan."""
    return await make_cast(trail)


@pytest.fixture(scope="session")
def app(trail: Trail) -> FastAPI:
    """The web app over this worker's installation."""
    made = create_app()
    made.state.trail = trail
    return made


@asynccontextmanager
async def browsers(app: FastAPI, trail: Trail) -> AsyncGenerator[Callable[[Actor | None], Awaitable[Browser]]]:
    """Open browsers as people, and close all of them at the end."""
    opened: list[Browser] = []

    async def open_as(actor: Actor | None) -> Browser:
        opened.append(Browser(app, await sign_in(trail, actor) if actor else None))
        return opened[-1]

    yield open_as
    for one in opened:
        await one.aclose()


@pytest_asyncio.fixture
async def browser(app: FastAPI, trail: Trail) -> AsyncIterator[Callable[[Actor | None], Awaitable[Browser]]]:
    """Open a browser as somebody: `await browser(cast.bea)`; `await browser(None)` is not signed in."""
    async with browsers(app, trail) as open_as:
        yield open_as

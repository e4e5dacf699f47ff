"""Real servers for every test that asks for them; which worker gets which database."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.servers import RUN, Servers, Shared, begin_run, database, end_run, shared

_OWN_RUN = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a directory; its workers, and runs within this one, find it in the environment."""
    if RUN not in os.environ:
        config.stash[_OWN_RUN] = begin_run()
        os.environ[RUN] = str(config.stash[_OWN_RUN])


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

"""An installation of its own, for tests that move its clock or found it; and one that demands second factors."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
from fastapi import FastAPI

from careteam.audit.trail import Trail
from careteam.core.sessions import Database
from careteam.core.settings import settings
from careteam.crypto.atrest import DeploymentKey
from careteam.main import create_app
from careteam.reactions import install
from tests.servers import Servers


@pytest_asyncio.fixture
async def fresh_app(fresh_database: Callable[..., Servers]) -> AsyncIterator[tuple[FastAPI, Trail, Servers]]:
    """The web app over a database in which nothing has happened yet."""
    servers = fresh_database()
    database = await Database(servers.app_url).open()
    app = create_app()
    app.state.trail = Trail(database, DeploymentKey.generate(), install())
    yield app, app.state.trail, servers
    await database.close()


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever works here must have a second factor."""
    monkeypatch.setenv("CARETEAM_SECOND_FACTOR", "required")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()

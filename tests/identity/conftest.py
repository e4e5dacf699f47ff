"""An installation of its own, for tests that move its clock or found it."""

from collections.abc import AsyncIterator, Callable

import pytest_asyncio
from fastapi import FastAPI

from careteam.audit.trail import Trail
from careteam.core.sessions import Database
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

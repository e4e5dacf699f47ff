"""An installation of one test's own, since inputs of other systems use the same ids again and again."""

from collections.abc import AsyncIterator, Callable

import pytest_asyncio

from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.reactions import install
from tests.servers import Servers
from tests.world import found_organisation


@pytest_asyncio.fixture
async def clinic(fresh_database: Callable[..., Servers]) -> AsyncIterator[Trail]:
    """An empty clinic with everything that follows from everything."""
    servers = fresh_database()
    database = await Database(servers.app_url).open()
    broker = Broker(servers.redis_url).open()
    trail = Trail(database, DeploymentKey.generate(), install(), broker)
    await found_organisation(trail)
    yield trail
    await broker.close()
    await database.close()

"""A rotated deployment key opens everything, the old one nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from careteam.access.actions import Action
from careteam.audit.rotation import rotate
from careteam.audit.trail import Trail
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey, Unsealable, create_deployment_key
from careteam.plans.queries import plan_page
from careteam.reactions import install
from tests.servers import Servers
from tests.world import found_organisation, make_cast


async def test_rotation_wraps_every_data_key_and_retires_the_old_one(
    fresh_database: Callable[..., Servers], tmp_path: Path
) -> None:
    file = tmp_path / "deployment.json"
    old = create_deployment_key(file)
    database = await Database(fresh_database().app_url).open()
    trail = Trail(database, old, install())
    await found_organisation(trail)
    cast = await make_cast(trail)
    assert await rotate(trail, file) == 2
    again = Trail(database, DeploymentKey.load(file), install())
    cast.trail = again
    async with cast.view(cast.bea, Action.READ_PLAN) as view:
        assert (await plan_page(view)).title == "Plan for Ada Marsh"
    stale = Trail(database, old, install())
    async with database.writing() as connection:
        with pytest.raises(Unsealable):
            await stale.load_keys(connection, [cast.plan])
        assert await connection.fetchval("SELECT count(*) FROM care.audit_entry WHERE event = 'DataKeyRewrapped'") == 2
    await database.close()

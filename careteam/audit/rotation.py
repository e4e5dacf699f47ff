"""Rotating the deployment key: every data key is wrapped anew, each by a change of its own, and then the old key retires."""

from pathlib import Path
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.events import DataKeyRewrapped
from careteam.audit.models import DataKey
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import PlanId
from careteam.crypto.atrest import DeploymentKey

_SCOPES = "SELECT plan_id FROM care.data_key ORDER BY plan_id NULLS FIRST"


async def rotate(trail: Trail, key_file: Path, *, resume: bool = False) -> int:
    """Make a new active deployment key, wrap all data keys with it, retire the old ones. Return how many were wrapped.

    The file holds old and new keys until the last data key is wrapped, so that a rotation that was cut off loses
    nothing: `resume` goes on with the active key. Running processes read the file again when they are restarted.
    """
    trail.deployment_key = DeploymentKey.load(key_file) if resume else DeploymentKey.load(key_file).rotated()
    trail.deployment_key.save(key_file)
    async with trail.database.writing() as connection:
        scopes: list[UUID | None] = [row["plan_id"] for row in await connection.fetch(_SCOPES)]
    wrapped = 0
    for scope in dict.fromkeys(scopes):
        wrapped += await _rewrap(trail, PlanId(scope) if scope else None)
    trail.deployment_key.retired().save(key_file)
    trail.deployment_key = trail.deployment_key.retired()
    return wrapped


async def _rewrap(trail: Trail, plan_id: PlanId | None) -> int:
    done = 0
    async with open_change(trail, Actor.system(), Action.ROTATE_KEYS, plan_id=plan_id) as change:
        for key in await change.find(DataKey):
            if not trail.deployment_key.wraps_with_active(key.wrapped):
                data_key = trail.deployment_key.unwrap(key.wrapped, key_id=key.id)
                key.wrapped = trail.deployment_key.wrap(data_key, key_id=key.id)
                await change.record(DataKeyRewrapped(key_id=key.id))
                done += 1
    return done

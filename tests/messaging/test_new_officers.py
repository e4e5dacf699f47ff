"""Other records officers: each conversation's key is shared with them by the next member online, and nothing is lost."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, TypeAlias
from uuid import UUID

import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.conversation import recover_epoch
from careteam.crypto.mh1.directory import Officer
from careteam.crypto.mh1.entries import CREATE, RESHARE, ROTATE
from careteam.crypto.mh1.primitives import SYSTEM, digest, public_key
from careteam.crypto.mh1.refusals import Unopenable
from careteam.keys.directory import change_officers
from careteam.keys.verify import verify_keys
from careteam.main import create_app
from careteam.messaging.verify import verify_logs
from careteam.reactions import install
from tests.keys.world import SIGNERS
from tests.messaging.test_conversations import conversations
from tests.saying import Sayers, everybody_reads, say, sealed
from tests.servers import Servers
from tests.world import Browser, Cast, found_organisation, make_cast, sign_in

Open: TypeAlias = Callable[[Actor], Awaitable[Browser]]


@pytest_asyncio.fixture
async def clinic(fresh_database: Callable[..., Servers]) -> AsyncIterator[tuple[Cast, Open]]:
    """A clinic of its own, as its records officers are everybody's, and browsers there."""
    database = await Database(fresh_database().app_url).open()
    trail, app = Trail(database, DeploymentKey.generate(), install()), create_app()
    app.state.trail = trail
    await found_organisation(trail)
    async with AsyncExitStack() as opened:

        async def open_as(actor: Actor) -> Browser:
            return await opened.enter_async_context(Browser(app, await sign_in(trail, actor)))

        yield await make_cast(trail), open_as
    await database.close()


async def rows(cast: Cast, query: str) -> list[Any]:
    """What the database holds."""
    async with cast.trail.database.writing() as connection:
        return await connection.fetch(query)


async def test_new_records_officers_open_what_the_old_ones_did_once_a_member_was_online(
    clinic: tuple[Cast, Open],
) -> None:
    cast, browser = clinic
    bea = await browser(cast.bea)
    team = UUID((await conversations(bea, cast))["team"]["id"])
    await everybody_reads(cast, team)
    await say(cast, cast.bea, team, "Thursday at nine.")
    talk = await (await Sayers.of(cast.trail)).talk(cast.bea, cast.plan, team)
    seeds = [SYSTEM(32) for _ in range(3)]
    officers = [Officer(SYSTEM(16), box_public_key(seed), public_key(SYSTEM(32))) for seed in seeds]
    async with open_change(cast.trail, Actor.system(), Action.EXTEND_DIRECTORY) as change:
        # What is written while they are signed in was written for those before them, and stays so.
        await talk.rotate()
        early = await sealed(cast, cast.cem, team, "Too late")
        await change_officers(change, officers=officers, together=2, signers=SIGNERS[:2])

    waits = {"plan_id": str(cast.plan), "conversation_id": str(team)}
    assert waits in (await bea.get("/api/inbox/to-admit")).json()
    path = f"/api/plans/{cast.plan}/conversations/{team}/messages"
    answer = await (await browser(cast.cem)).send_change("POST", path, early)
    assert answer.json()["type"].endswith("epoch-stale")

    await talk.reconcile()
    assert waits not in (await bea.get("/api/inbox/to-admit")).json()
    await say(cast, cast.cem, team, "And at ten.")
    types = [row["type"] for row in await rows(cast, "SELECT type FROM care.log_entry ORDER BY seq")]
    assert types == [CREATE, ROTATE, RESHARE]
    kept = await rows(cast, "SELECT seq, owner_id, box FROM care.log_box")
    # Nothing is left of what was shared among those before; their members' own keys are.
    assert {row["seq"] for row in kept if row["owner_id"] is None and row["box"]} == {2}
    assert {row["seq"] for row in kept if row["owner_id"] is not None and row["box"]} == {0, 1}
    boxes = {digest(row["box"]): row["box"] for row in kept}
    epoch = recover_epoch(talk.log, talk.log.epoch, [(1, seeds[0]), (3, seeds[2])], boxes)
    assert epoch.secret == talk.opening.keyring.secrets[talk.log.epoch].secret
    with pytest.raises(Unopenable):
        recover_epoch(talk.log, talk.log.epoch, [(1, bytes([7]) * 32), (2, bytes([7]) * 32)], boxes)
    async with cast.trail.database.writing() as connection:
        assert (await verify_keys(connection)).breaks == (await verify_logs(connection)).breaks == []

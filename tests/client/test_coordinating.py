"""A coordinator signs from Python who reads, as the page on the client shows."""

from uuid import UUID

from careteam.access.roles import Role
from careteam.client import coordinating
from careteam.client.keys import Keys
from careteam.client.secret import Kit
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.enrolment import slot
from careteam.crypto.mh1.kit import printed
from careteam.crypto.mh1.slots import kit_seed
from careteam.keys.rules import Office, Scope
from tests.client.conftest import OpenClient
from tests.client.test_docs import shown
from tests.keys.world import KIT, SIGNERS
from tests.messaging.test_conversations import conversations, join, leave
from tests.saying import Sayers, everybody_reads
from tests.talkers import Open
from tests.world import Cast, person


async def test_a_coordinator_lets_a_newcomer_read_and_ends_the_key_of_who_left(
    cast: Cast, browser: Open, open_client: OpenClient
) -> None:
    team = UUID((await conversations(await browser(cast.bea), cast))["team"]["id"])
    await everybody_reads(cast, team)
    sayers = await Sayers.of(cast.trail)
    noor = await person(cast.trail, "Noor Vega", Role.THERAPIST)
    for actor, name in ((cast.cora, "Cora Lindt"), (noor, "Noor Vega")):
        await sayers.begin(actor, name, [slot(Kind.KIT, kit_seed(KIT, actor.person_id.bytes))])
    await sayers.hold([(cast.cora, Office.COORDINATOR, Scope.ANYONE)], SIGNERS[:2])
    await join(cast, noor, Role.THERAPIST)
    cora, kit = await open_client(cast.cora), printed(KIT)
    assert await shown()["let_read"](cora, kit, "Noor Vega") == 0
    await sayers.vouch(sayers.vouching, noor)
    assert await shown()["let_read"](cora, kit, "Noor Vega") == 1
    bea = await sayers.talk(cast.bea, cast.plan, team)
    await bea.reconcile()
    assert noor.person_id.bytes in bea.log.members
    await leave(cast, cast.cem)
    keys = await Keys.unlock(cora, secret=Kit(kit))
    [left] = [one for one in await coordinating.unconfirmed(cora, cast.plan) if one.step == "take-off"]
    await coordinating.confirm(keys, left)
    await bea.sync()
    assert cast.cem.person_id.bytes not in bea.log.members

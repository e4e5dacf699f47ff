"""Conversations from Python, with keys opened by a kit, against a served installation."""

from uuid import UUID

from careteam.client.keys import Keys
from careteam.client.secret import Kit
from careteam.client.talks import Talks
from careteam.client.talkstates import Ready
from tests.client.conftest import OpenClient
from tests.client.server import texts
from tests.messaging.test_conversations import conversations
from tests.talkers import Open, Talkers, says
from tests.world import Cast


async def test_somebody_who_has_only_their_kit_reads_the_whole_conversation(
    cast: Cast, browser: Open, open_client: OpenClient
) -> None:
    talkers = await Talkers.of(browser, cast, [cast.bea])
    kit = Kit.fresh()
    made = await Keys.make(await open_client(cast.cem), [kit])
    await talkers.vouch(cast.cem, made.chain.genesis)
    team = (await conversations(await browser(cast.bea), cast))["team"]
    bea = await talkers[cast.bea].talk(team["id"])
    await bea.send(says("Thursday at nine."))
    unlocked = await Keys.unlock(await open_client(cast.cem), secret=kit)
    talks = Talks(unlocked, cast.plan)
    talk = await talks.open(UUID(team["id"]))
    assert (talk.state, texts(talk)) == (Ready(), ["Thursday at nine."])
    await talk.send(says("I will be there."))
    await talks.keep()
    assert unlocked.pins.of(cast.bea.person_id.bytes) is not None
    await bea.sync()
    assert texts(bea)[-1] == "I will be there."

"""Conversations from Python, with keys opened by a kit, against a served installation."""

import asyncio
from uuid import UUID

import httpx
from typing_extensions import override

from careteam.client.keys import Keys
from careteam.client.live import Follower
from careteam.client.pins import MOST_LOGS, Head, Pins
from careteam.client.secret import Kit
from careteam.client.shapes import Entry
from careteam.client.talks import Talks
from careteam.client.talkstates import Alarmed, Ready, What
from tests.client.conftest import OpenClient
from tests.client.server import texts
from tests.client.test_live import begun
from tests.messaging.test_conversations import conversations
from tests.oversight.test_trail import all_of
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


class RolledBack(httpx.AsyncHTTPTransport):
    """Passes on what is asked; once it lies, logs are as they were told first."""

    def __init__(self) -> None:
        super().__init__()
        self.lies = False
        self.first: bytes | None = None

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if not request.url.path.endswith("/log") or request.method != "GET":
            return answer
        told = await answer.aread()
        await answer.aclose()
        self.first = self.first or told
        return httpx.Response(200, content=self.first if self.lies else told, request=request)


async def test_a_kit_alone_notices_a_log_that_went_back_and_the_privacy_officer_is_told(
    cast: Cast, browser: Open, open_client: OpenClient
) -> None:
    talkers = await Talkers.of(browser, cast, [cast.bea])
    kit, server = Kit.fresh(), RolledBack()
    made = await Keys.make(await open_client(cast.cem), [kit])
    await talkers.vouch(cast.cem, made.chain.genesis)
    team = (await conversations(await browser(cast.bea), cast))["team"]
    bea = await talkers[cast.bea].talk(team["id"])
    await bea.send(says("Thursday at nine."))
    await bea.reconcile()
    line = await open_client(cast.cem, transport=server)
    talks = Talks(await Keys.unlock(line, secret=kit), cast.plan)
    assert (await talks.open(UUID(team["id"]))).state == Ready()
    await bea.rotate()
    assert (await talks.open(UUID(team["id"]))).state == Ready()
    await talks.keep()
    version = (await line.get("/api/keys/mine"))["pins"]["version"]
    await talks.keep()
    assert (await line.get("/api/keys/mine"))["pins"]["version"] == version

    server.lies = True
    state = (await Talks(await Keys.unlock(line, secret=kit), cast.plan).open(UUID(team["id"]))).state
    assert isinstance(state, Alarmed)
    assert ([alert.what for alert in state.alerts], state.told) == ([What.LOG], True)
    told = await all_of(await browser(cast.pia), "/api/oversight/alerts")
    assert ("log", team["id"]) in {(one["what"], one["conversation_id"]) for one in told}


def test_pins_remember_so_many_logs_those_that_went_on_last() -> None:
    pins = Pins(bytes(16), (bytes(32),) * 3, Head(0, bytes(32)))
    cids = [number.to_bytes(16) for number in range(MOST_LOGS + 1)]
    pins = pins.with_logs({cid: Head(4, bytes(32)) for cid in cids})
    assert cids[0] not in dict(pins.logs)
    pins = pins.with_logs({cids[1]: Head(5, bytes(32)), cids[2]: Head(3, bytes(32))})
    assert (pins.logs[-1], dict(pins.logs)[cids[2]].seq) == ((cids[1], Head(5, bytes(32))), 4)
    assert Pins.decoded(pins.encoded()) == pins


class Counting(httpx.AsyncHTTPTransport):
    """Passes on what is asked, and remembers what that was."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path.rpartition('/')[2]}")
        return await super().handle_async_request(request)


async def test_an_open_conversation_follows_the_live_line(cast: Cast, browser: Open, open_client: OpenClient) -> None:
    talkers = await Talkers.of(browser, cast, [cast.bea])
    kit, line = Kit.fresh(), Counting()
    client = await open_client(cast.cem, transport=line)
    keys = await Keys.make(client, [kit])
    await talkers.vouch(cast.cem, keys.chain.genesis)
    team = (await conversations(await browser(cast.bea), cast))["team"]
    bea = await talkers[cast.bea].talk(team["id"])
    await bea.send(says("Thursday at nine."))
    talks = Talks(keys, cast.plan)
    talk = await talks.open(UUID(team["id"]))
    async with client.follow() as told:
        await begun(told)
        line.asked.clear()
        await bea.send(says("Or at ten?"))
        news = await entry_of(told, "MessageSent")
        assert await talks.hear(talk, news) == Ready()
        assert (texts(talk), line.asked) == (["Thursday at nine.", "Or at ten?"], [])

        await bea.rotate()
        assert await talks.hear(talk, await entry_of(told, "MembershipLogged")) == Ready()
        assert talk.log.head == bea.log.head
        await bea.send(says("At ten."))
        await talks.hear(talk, await entry_of(told, "MessageSent"))
        assert texts(talk)[-1] == "At ten."

        office = await talkers[cast.cora].talk(team["id"])
        await office.remove(cast.bea.person_id.bytes)
        await talks.hear(talk, await entry_of(told, "MembershipLogged"))
        assert cast.bea.person_id.bytes not in talk.log.members


async def entry_of(told: Follower, event: str) -> Entry:
    """The next entry of this kind."""
    async with asyncio.timeout(20):
        async for news in told:
            if isinstance(news, Entry) and news.event == event:
                return news
    raise AssertionError("it never ends")

"""Whoever follows along is told everything once, in order, over lines and processes that fall."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.client.live import Follower, Gone, News, Opened
from careteam.client.refusals import Refused
from careteam.client.shapes import Entry
from careteam.client.trail import Trail as Cursors
from careteam.core.octets import encoded
from careteam.plans import team
from tests.client.conftest import OpenClient, client_of
from tests.realtime.live import Process, process
from tests.saying import SAID, say
from tests.servers import Servers
from tests.world import Cast, sign_in


async def heard(told: Follower, count: int) -> list[str]:
    """What was said next, so many times."""
    bodies: list[str] = []
    async with asyncio.timeout(20):
        async for news in told:
            if isinstance(news, Entry) and news.message is not None:
                bodies.append(SAID[encoded(news.message.envelope)])
                if len(bodies) == count:
                    break
    return bodies


async def first_of(told: AsyncIterator[News], kind: type[News]) -> News:
    """The next news of this kind."""
    async with asyncio.timeout(20):
        async for news in told:
            if isinstance(news, kind):
                return news
    raise AssertionError("it never ends")


async def begun(told: Follower) -> None:
    """Wait until the server has said where the streams stand."""
    async with asyncio.timeout(20):
        while not told.trail.cursors:
            await told.listen()


async def test_nothing_is_missed_while_the_server_is_away(
    cast: Cast, servers: Servers, other: Process, open_client: OpenClient
) -> None:
    bea = await open_client(cast.bea, other)
    talk = next(one for one in await bea.inbox() if one.kind == "team")
    async with process(servers, cast.trail) as fallen:
        port = fallen.port
        ada = client_of(fallen, await sign_in(cast.trail, cast.ada))
        told = ada.follow()
        await begun(told)
        await say(cast, cast.bea, talk.id, "while it stands")
        assert await heard(told, 1) == ["while it stands"]
    await say(cast, cast.bea, talk.id, "while it is away")
    waiting = asyncio.create_task(heard(told, 2))
    async with process(servers, cast.trail, port=port):
        await say(cast, cast.bea, talk.id, "when it is back")
        assert await waiting == ["while it is away", "when it is back"]
        async with ada, told:
            pass


async def test_a_frame_that_was_lost_is_read_after_the_cursor(cast: Cast, open_client: OpenClient) -> None:
    bea, ada = await open_client(cast.bea), await open_client(cast.ada)
    talk = next(one for one in await bea.inbox() if one.kind == "team")
    async with ada.follow() as told:
        await begun(told)
        for words in ("one", "two", "three"):
            await say(cast, cast.bea, talk.id, words)
        assert told.connection is not None
        await told.connection.recv()
        assert await heard(told, 3) == ["one", "two", "three"]
        await say(cast, cast.bea, talk.id, "four")
        assert await heard(told, 1) == ["four"]


async def test_a_trail_that_was_kept_goes_on_where_it_was_left(cast: Cast, open_client: OpenClient) -> None:
    bea, ada, kept = await open_client(cast.bea), await open_client(cast.ada), Cursors()
    talk = next(one for one in await bea.inbox() if one.kind == "team")
    async with ada.follow(kept) as told:
        await begun(told)
    await say(cast, cast.bea, talk.id, "in between")
    async with ada.follow(kept) as told:
        assert await heard(told, 1) == ["in between"]


async def test_a_conversation_that_opens_and_one_that_closes_are_news(
    cast: Cast, trail: Trail, open_client: OpenClient
) -> None:
    cem = await open_client(cast.cem)
    bea = await open_client(cast.bea)
    async with cem.follow() as told:
        await begun(told)
        said = {"kind": "direct", "member_ids": [str(cast.cem.person_id)]}
        opened = await bea.change(f"/api/plans/{cast.plan}/conversations", said)
        news = await first_of(told, Opened)
        assert news in [Opened(one.stream_id) for one in await cem.inbox() if str(one.id) == opened["id"]]
        async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
            row = next(row for row in await team.present(change) if row.role is Role.THERAPIST)
            await team.leave(change, relation_id=row.id, reason="moved away")
        assert isinstance(await first_of(told, Gone), Gone)


async def test_a_session_that_ended_is_told_and_not_tried_for_ever(cast: Cast, open_client: OpenClient) -> None:
    ada = await open_client(cast.ada)
    async with ada.follow() as told:
        await begun(told)
        await ada.sign_out()
        with pytest.raises(Refused, match="not-signed-in"):
            await first_of(told, Gone)

"""Changes that share a transaction: each is what it would be alone, and none suffers for another."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from careteam.access.actions import Action
from careteam.access.policy import STEP_UP
from careteam.access.roles import Actor
from careteam.audit import group as group_module
from careteam.audit.batch import Asked, Entrance
from careteam.audit.change import Change
from careteam.audit.group import Group
from careteam.audit.opening import AlreadyDone
from careteam.audit.verify import verify
from careteam.core import problems
from careteam.identity.gate import entrance
from careteam.messaging import commands, sending
from careteam.messaging.models import Conversation
from careteam.messaging.rules import ConversationKind
from careteam.plans import commands as plans
from tests.saying import envelope, envelopes, say
from tests.servers import Servers
from tests.world import Cast, make_cast


async def talk_of(cast: Cast, kind: ConversationKind = ConversationKind.TEAM) -> Conversation:
    async with cast.change(cast.bea, Action.SEE_MESSAGE) as change:
        found = (await change.find(Conversation, kind=kind))[0]
    # The first message of a key reads the log, and so goes alone.
    for who in (cast.ada, cast.bea, cast.cem, cast.dov)[kind is ConversationKind.STAFF :]:
        await say(cast, who, found.id, "Good morning")
    async with cast.change(cast.bea, Action.SEE_MESSAGE) as change:
        return await change.get(Conversation, found.id)


async def send(
    cast: Cast, who: Actor, talk: Conversation, words: str | bytes, *, key: UUID | None = None, **more: Any
) -> tuple[UUID, UUID]:
    key = key or uuid4()
    data = words if isinstance(words, bytes) else await envelope(cast, who, talk.id, words, **more)

    async def work(change: Change) -> UUID:
        return await sending.send_message(change, conversation_id=talk.id, envelope=data)

    def alone() -> AbstractAsyncContextManager[Change]:
        return cast.change(who, Action.SEND_MESSAGE, key=key, request=data)

    known = Entrance("SELECT encode(q.token, 'hex')::uuid AS person_id", lambda _: who)
    needs = commands.needs_to_send(talk.id)
    asked = Asked(known, who.person_id.bytes, Action.SEND_MESSAGE, cast.plan, key, data, needs)
    return await Group.of(cast.trail).change(asked, work, alone)


async def sent(cast: Cast, talk: Conversation) -> list[Any]:
    """Number, author and transaction of each message since, in the order of its entries."""
    async with cast.trail.database.writing() as connection:
        return await connection.fetch(
            "SELECT m.number - $2 AS number, m.author_id, m.id, e.xact FROM care.message m JOIN care.audit_entry e "
            "ON e.stream_id = m.stream_id AND e.change_id = m.change_id WHERE m.stream_id = $1 AND m.number > $2 ORDER BY e.seq",
            talk.stream_id,
            talk.message_count,
        )


async def told(sending: Awaitable[Any]) -> Any:
    """What came of it: its result, or the problem."""
    try:
        return await sending
    except problems.Problem as problem:
        return problem


async def test_who_waits_at_the_same_moment_shares_a_transaction_and_has_an_entry_each(
    cast: Cast, servers: Servers
) -> None:
    elsewhere = await make_cast(cast.trail)
    talks = [(cast, await talk_of(cast)), (cast, await talk_of(cast, ConversationKind.STAFF))]
    talks.append((elsewhere, await talk_of(elsewhere)))
    said = [
        (c, who, talk, data)
        for c, talk in talks
        for who in (c.bea, c.cem)
        for data in await envelopes(c, who, talk.id, [f"words {n}" for n in range(4)])
    ]
    results = await asyncio.gather(*(send(*one) for one in said))
    assert len({change for _, change in results}) == len(results) == 24
    transactions: set[int] = set()
    for whose, talk in talks:
        rows = await sent(whose, talk)
        assert [row["number"] for row in rows] == list(range(1, 9))
        transactions |= {row["xact"] for row in rows}
    assert len(transactions) < 5
    owner = await asyncpg.connect(servers.owner_url)
    streams = {str(talk.stream_id) for _, talk in talks}
    report = await verify(owner, cast.trail.deployment_key)
    await owner.close()
    assert [b for b in report.breaks if str(b.stream_id) in streams] == []


async def test_what_one_is_refused_for_is_nothing_to_the_others(cast: Cast) -> None:
    talk = await talk_of(cast)
    mine, also = [await envelope(cast, who, talk.id, "mine") for who in (cast.ada, cast.dov)]
    nothing = await envelope(cast, cast.bea, talk.id, "about nothing", about=uuid4())
    results = await asyncio.gather(
        told(send(cast, cast.ada, talk, mine)),
        told(send(cast, cast.fay, talk, mine)),
        told(send(cast, cast.eli, talk, mine)),
        told(send(cast, cast.bea, talk, nothing)),
        told(send(cast, cast.dov, talk, also)),
    )
    kinds = [type(result).__name__ for result in results]
    assert kinds[1:4] == ["NotFound", "Forbidden", "NotOfThisPlan"], kinds
    rows = await sent(cast, talk)
    assert {row["id"] for row in rows} == {results[0][0], results[4][0]}
    assert [row["number"] for row in rows] == [1, 2]


async def test_the_same_key_has_one_effect_whether_it_comes_again_at_once_or_later(cast: Cast) -> None:
    talk, key = await talk_of(cast), uuid4()
    once = await envelope(cast, cast.ada, talk.id, "once")
    first = await asyncio.gather(*(told(send(cast, cast.ada, talk, once, key=key)) for _ in range(3)))
    done = [result for result in first if not isinstance(result, problems.Problem)]
    assert len(done) == 1
    later = await told(send(cast, cast.ada, talk, once, key=key))
    for again in (later, *(result for result in first if result is not done[0])):
        assert isinstance(again, AlreadyDone)
        assert (again.result_id, again.change_id) == done[0]
    assert isinstance(await told(send(cast, cast.ada, talk, "something else", key=key)), problems.KeyReused)
    assert len(await sent(cast, talk)) == 1


async def test_whoever_holds_a_conversation_holds_up_only_those_who_write_there(cast: Cast) -> None:
    held, free = await talk_of(cast), await talk_of(cast, ConversationKind.STAFF)
    async with cast.trail.database.writing() as connection:
        holding = connection.transaction()
        await holding.start()
        await connection.execute("SELECT FROM care.conversation WHERE id = $1 FOR UPDATE", held.id)
        waiting = asyncio.create_task(send(cast, cast.ada, held, "after you"))
        await asyncio.wait_for(send(cast, cast.bea, free, "not held up"), 5)
        await asyncio.wait_for(send(cast, cast.cem, free, "nor this"), 5)
        assert not waiting.done()
        await holding.rollback()
    await waiting
    assert len(await sent(cast, held)) == 1


async def test_a_row_written_since_it_was_looked_at_is_looked_at_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk, look = await talk_of(cast), group_module.look

    async def look_before_another_writes(*given: Any) -> Any:
        found = await look(*given)
        monkeypatch.setattr(group_module, "look", look)
        await say(cast, cast.cem, talk.id, "meanwhile")
        return found

    both = [(who, await envelope(cast, who, talk.id, "at once")) for who in (cast.ada, cast.bea)]
    monkeypatch.setattr(group_module, "look", look_before_another_writes)
    await asyncio.gather(*(send(cast, who, talk, data) for who, data in both))
    rows = await sent(cast, talk)
    assert [row["number"] for row in rows] == [1, 2, 3]
    assert rows[0]["author_id"] == cast.cem.person_id
    assert rows[1]["xact"] == rows[2]["xact"] != rows[0]["xact"]


def test_no_company_spares_anybody_showing_once_more_who_they_are() -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    row: dict[str, Any] = {
        "person_id": uuid4(), "roles": ["therapist"], "session_id": uuid4(), "seen_at": now, "now": now,
        "idle_minutes": 15, "expires_at": now + timedelta(hours=1), "proof": "passkey",
    }  # fmt: skip
    for since, let_in in ((timedelta(), True), (timedelta(hours=1), False)):
        row["proven_at"] = now - since
        for action in STEP_UP:
            assert (entrance(action).read(row) is not None) is let_in
        assert entrance(Action.SEND_MESSAGE).read(row) is not None


async def test_what_is_about_a_goal_reads_it_and_goes_alone(cast: Cast) -> None:
    talk = await talk_of(cast)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        goal = await plans.set_goal(change, words="Sleep through")
    await asyncio.gather(
        send(cast, cast.ada, talk, "about it", about=goal), send(cast, cast.bea, talk, "about nothing")
    )
    async with cast.trail.database.writing() as connection:
        about = await connection.fetch(
            "SELECT about FROM care.message WHERE stream_id = $1 AND number > $2", talk.stream_id, talk.message_count
        )
    assert sorted(list(row["about"]) for row in about) == [[], [goal]]


async def find_a_row_written_since(connection: Any, write: Callable[..., Awaitable[Any]], *given: Any) -> Any:
    raise asyncpg.SerializationError("rows changed")


async def fail_before(connection: Any, write: Callable[..., Awaitable[Any]], *given: Any) -> Any:
    raise asyncpg.UniqueViolationError("a key")


async def lose_the_line(connection: Any, write: Callable[..., Awaitable[Any]], *given: Any) -> Any:
    positions = await write(connection, *given)
    connection.terminate()
    return positions


@pytest.mark.parametrize("fault", [find_a_row_written_since, fail_before, lose_the_line])
async def test_a_group_that_the_database_refuses_is_done_all_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., Awaitable[Any]]
) -> None:
    talk, write = await talk_of(cast), group_module.write

    async def once(connection: Any, *given: Any) -> Any:
        monkeypatch.setattr(group_module, "write", write)
        return await fault(connection, write, *given)

    monkeypatch.setattr(group_module, "write", once)
    people = (cast.ada, cast.bea, cast.cem, cast.dov)
    results = await asyncio.gather(*(send(cast, who, talk, "still there") for who in people))
    rows = await sent(cast, talk)
    assert {row["id"] for row in rows} == {id_ for id_, _ in results}
    assert [row["number"] for row in rows] == [1, 2, 3, 4]


async def test_whoever_does_not_hear_of_their_commit_is_told_what_came_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk, publish = await talk_of(cast), group_module.publish

    def fail_once(*_: Any) -> None:
        monkeypatch.setattr(group_module, "publish", publish)
        raise OSError("planted")

    both = [(who, await envelope(cast, who, talk.id, "written")) for who in (cast.ada, cast.bea)]
    monkeypatch.setattr(group_module, "publish", fail_once)
    results = await asyncio.gather(*(told(send(cast, who, talk, data)) for who, data in both))
    rows = await sent(cast, talk)
    assert [type(result) for result in results] == [AlreadyDone, AlreadyDone]
    assert {result.result_id for result in results} == {row["id"] for row in rows}
    assert len(rows) == 2


async def test_somebody_who_goes_away_while_waiting_takes_nothing_along(cast: Cast) -> None:
    talk = await talk_of(cast)
    gone = asyncio.create_task(send(cast, cast.ada, talk, "perhaps"))
    stays = asyncio.create_task(send(cast, cast.bea, talk, "certainly"))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    await send(cast, cast.cem, talk, "afterwards")
    rows = await sent(cast, talk)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert {cast.bea.person_id, cast.cem.person_id} <= {row["author_id"] for row in rows}

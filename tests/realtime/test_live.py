"""What people who look are told: everything they may read, in one order, at once; and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import ORGANISATION_STREAM
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.puk import Generation
from careteam.identity import commands as identity
from careteam.identity.gate import cookie_name
from careteam.messaging import commands as messaging
from careteam.messaging.models import Conversation
from careteam.messaging.rules import ConversationKind
from careteam.notes import commands as notes
from careteam.plans import commands as plans
from careteam.plans import team
from careteam.realtime import feed as feed_module
from careteam.realtime import socket as socket_module
from careteam.tasks import commands as tasks
from tests.realtime.live import Process, Watcher, watch
from tests.saying import everybody_reads, say_by, sealed
from tests.world import Browser, Cast, make_cast, person, sign_in


async def conversation_of(cast: Cast, kind: ConversationKind) -> Conversation:
    async with cast.change(cast.bea, Action.SEE_MESSAGE) as change:
        found = (await change.find(Conversation, kind=kind))[0]
    await everybody_reads(cast, found.id)
    return found


async def say(cast: Cast, who: Actor, conversation: Conversation, body: str, *, by: Process, **more: Any) -> UUID:
    return await say_by(by.trail, cast, who, conversation.id, body, **more)


@pytest.fixture
async def pages() -> AsyncIterator[Any]:
    """Open pages: `await pages(process, actor)`; they are closed at the end."""
    async with AsyncExitStack() as opened:

        async def open_page(process: Process, actor: Actor, *, token: str | None = None) -> Watcher:
            watcher = await opened.enter_async_context(watch(process, token or await sign_in(process.trail, actor)))
            await watcher.until(lambda page: page.of("hello"))
            return watcher

        yield open_page


async def test_a_message_is_on_every_open_page_of_every_process_in_one_order(
    cast: Cast, one: Process, other: Process, pages: Any
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    watchers = [await pages(p, who) for p in (one, other) for who in (cast.ada, cast.bea, cast.cem)]
    for n in range(10):
        await asyncio.gather(
            say(cast, cast.ada, talk, f"ada {n}", by=one), say(cast, cast.bea, talk, f"bea {n}", by=other)
        )
    for watcher in watchers:
        await watcher.until(lambda page: len(page.bodies()) == 20)
    assert len({tuple(watcher.bodies()) for watcher in watchers}) == 1
    told = watchers[0].of("entry")
    assert [entry["message"]["number"] for entry in told] == list(range(1, 21))
    assert told[0]["message"]["author"]["name"] in {"Ada Marsh", "Bea Boateng"}
    seqs = watchers[0].entries(talk.stream_id)
    assert seqs == list(range(seqs[0], seqs[0] + 20))


async def test_the_staffs_talk_and_other_plans_are_told_to_nobody_else(cast: Cast, one: Process, pages: Any) -> None:
    elsewhere = await make_cast(cast.trail)
    staff = await conversation_of(cast, ConversationKind.STAFF)
    watchers = [await pages(one, who) for who in (cast.ada, cast.eli, cast.pia, elsewhere.bea, elsewhere.ada)]
    bea = await pages(one, cast.bea)
    await say(cast, cast.bea, staff, "Among ourselves", by=one)
    await bea.until(lambda page: page.bodies())
    await asyncio.sleep(0.2)
    for watcher in watchers:
        assert str(staff.stream_id) not in str(watcher.frames)
        assert watcher.bodies() == []


async def test_a_process_note_is_told_to_nobody(cast: Cast, one: Process, pages: Any) -> None:
    everybody = (cast.ada, cast.bea, cast.cem, cast.dov, cast.eli, cast.fay, cast.cora, cast.adam, cast.pia)
    watchers = [await pages(one, who) for who in everybody]
    note_id = uuid4()
    sealed = seal_own(Generation(cast.cem.person_id.bytes, 1, bytes(32)), Place("note", note_id.bytes, 1), b"she wept")
    async with open_change(one.trail, cast.cem, Action.WRITE_PROCESS_NOTE, plan_id=cast.plan) as writing:
        await notes.write_note(writing, note_id=note_id, sealed=sealed)
    async with open_change(one.trail, cast.bea, Action.SET_GOAL, plan_id=cast.plan) as change:
        await plans.set_goal(change, words="Sleep through")
    for watcher in watchers[:4]:
        await watcher.until(lambda page: page.of("entry"))
    told = str([watcher.frames for watcher in watchers])
    assert [hint for hint in ("ProcessNote", str(writing.id), str(note_id)) if hint in told] == []


async def test_a_stream_one_does_not_read_has_neither_order_nor_length(cast: Cast, one: Process) -> None:
    staff = await conversation_of(cast, ConversationKind.STAFF)
    await say(cast, cast.bea, staff, "Among ourselves", by=one)
    answers: list[tuple[int, dict[str, Any]]] = []
    async with Browser(one.app, await sign_in(one.trail, cast.ada)) as ada:
        for stream in (staff.stream_id, uuid4()):
            answer = await ada.get(f"/api/streams/{stream}/entries", params={"after": 0})
            answers.append((answer.status_code, {**answer.json(), "instance": ""}))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


async def test_what_is_read_after_a_cursor_is_what_was_told_live(cast: Cast, one: Process, pages: Any) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        goal = await plans.set_goal(change, words="Sleep through")
    ada = await pages(one, cast.ada)
    start = ada.of("hello")[0]["streams"][str(talk.stream_id)]
    await say(cast, cast.bea, talk, "How was it?", by=one, about=goal)
    async with open_change(one.trail, cast.ada, Action.SEE_MESSAGE, plan_id=cast.plan) as change:
        await messaging.see_message(change, conversation_id=talk.id, number=1)
    told = await ada.until(lambda page: len(page.of("entry")) == 2 and page.of("entry"))
    async with Browser(one.app, await sign_in(one.trail, cast.ada)) as browser:
        answer = await browser.get(f"/api/streams/{talk.stream_id}/entries", params={"after": start})
    assert answer.json() == {"items": told, "head": start + 2}
    assert told[0]["message"]["about"] == [{"id": str(goal), "kind": "goal", "title": "Sleep through"}]
    assert told[1]["seen"] == {"conversation_id": str(talk.id), "person_id": str(cast.ada.person_id), "number": 1}


async def test_a_supporter_who_may_not_see_the_plan_is_not_told_its_goals(cast: Cast, one: Process, pages: Any) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    sam = await person(cast.trail, "Sam Marsh", Role.SUPPORTER)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=sam.person_id, role=Role.SUPPORTER)
    async with cast.change(cast.bea, Action.CHANGE_MEMBERSHIP) as change:
        await messaging.add_member(change, conversation_id=talk.id, person_id=sam.person_id)
    await everybody_reads(cast, talk.id)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        goal = await plans.set_goal(change, words="A private goal")
    supporter, ada = await pages(one, sam), await pages(one, cast.ada)
    await say(cast, cast.ada, talk, "Today it worked", by=one, about=goal)
    assert (await ada.until(lambda page: page.of("entry")))[0]["message"]["about"][0]["title"] == "A private goal"
    await supporter.until(lambda page: page.bodies())
    assert "A private goal" not in str(supporter.frames)


async def test_delivered_marks_are_told_live(cast: Cast, one: Process, other: Process, pages: Any) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    bea = await pages(other, cast.bea)
    await say(cast, cast.bea, talk, "Good morning", by=one)
    async with open_change(one.trail, cast.ada, Action.SEE_MESSAGE, plan_id=cast.plan) as change:
        await messaging.mark_delivered(change, conversation_id=talk.id, number=1)
    told = await bea.until(lambda page: page.of("delivered"))
    assert told[0]["marks"] == [{"person_id": str(cast.ada.person_id), "number": 1}]


async def test_a_socket_is_for_people_who_are_signed_in_and_come_from_here(cast: Cast, one: Process) -> None:
    token = await sign_in(one.trail, cast.ada)
    for origin in ("http://localhost:9999", "https://localhost:8443", "http://localhost:8443.evil.example", "null"):
        with pytest.raises(InvalidStatus) as refused:
            async with watch(one, token, origin=origin):
                pass
        assert refused.value.response.status_code == 403
    with pytest.raises(InvalidStatus) as refused:
        cookie = {"Cookie": f"{cookie_name()}={token}"}
        await connect(f"ws://127.0.0.1:{one.port}/api/live", additional_headers=cookie, proxy=None)
    assert refused.value.response.status_code == 403, "no browser leaves its origin out"
    for nobody in (None, "not a token"):
        async with watch(one, nobody) as page:
            await page.until(lambda page: page.closed)
            assert (page.closed, page.frames) == (4401, [])


async def end_session(cast: Cast, by: Process, token: str) -> None:
    async with Browser(by.app, token) as browser:
        assert (await browser.delete("/api/session")).status_code == 204


async def test_signing_out_closes_the_socket_within_a_second(
    cast: Cast, one: Process, other: Process, pages: Any
) -> None:
    token = await sign_in(one.trail, cast.ada)
    mine, another = await pages(one, cast.ada, token=token), await pages(one, cast.ada)
    await end_session(cast, other, token)
    await mine.until(lambda page: page.closed == 4401, seconds=1)
    assert another.closed is None


async def test_who_is_deactivated_hears_nothing_after_a_second_and_their_task_lies_in_the_pool(
    cast: Cast, one: Process, other: Process, pages: Any
) -> None:
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        task = await tasks.assign_task(change, tasks.NewTask(title="Call the pharmacy", owner_id=cast.dov.person_id))
    dov = await pages(one, cast.dov)
    async with Browser(other.app, await sign_in(other.trail, cast.adam)) as adam:
        path = f"/api/people/{cast.dov.person_id}/deactivation"
        ended = await adam.send_change("POST", path, {"reason": "Left the clinic"})
        assert ended.status_code == 200, ended.text
    await dov.until(lambda page: page.closed == 4401, seconds=1)
    async with Browser(one.app, await sign_in(one.trail, cast.bea)) as bea:
        seen = (await bea.get(f"/api/plans/{cast.plan}/tasks/{task}")).json()
    assert (seen["owner"], seen["pool"]) == (None, "health_coach")
    async with one.trail.database.writing() as connection:
        rows = await connection.fetch(
            "SELECT event, actor, role, cause, subjects[1] AS about FROM care.audit_entry "
            "WHERE change_id = (SELECT change_id FROM care.audit_entry WHERE event = 'TaskReturned' AND $1 = ANY (subjects))",
            task,
        )  # fmt: skip
    assert all((row["actor"], row["role"]) == (cast.adam.person_id, "administrator") for row in rows)
    by_event = {row["event"]: row for row in rows}
    assert by_event["PersonDeactivated"]["about"] == by_event["TeamMemberRemoved"]["cause"] == cast.dov.person_id
    assert by_event["TaskReturned"]["cause"] == by_event["TeamMemberRemoved"]["about"]


async def leave(cast: Cast, by: Process, who: Actor) -> None:
    async with open_change(by.trail, cast.cora, Action.CHANGE_TEAM, plan_id=cast.plan) as change:
        relation = await team.must_include(change, who.person_id)
        await team.leave(change, relation_id=relation.id, reason="moved away")


async def test_who_leaves_the_team_is_told_so_and_hears_nothing_more(
    cast: Cast, one: Process, other: Process, pages: Any
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    dov, ada = await pages(one, cast.dov), await pages(one, cast.ada)
    followed = set(dov.of("hello")[0]["streams"])
    await leave(cast, other, cast.dov)
    await say(cast, cast.ada, talk, "Without Dov", by=other)
    await ada.until(lambda page: page.bodies())
    await dov.until(lambda page: {frame["stream"] for frame in page.of("gone")} == followed, seconds=1)
    assert dov.of("entry") == []
    assert dov.closed is None


async def test_who_joins_a_team_is_told_which_streams_were_opened(
    cast: Cast, one: Process, other: Process, pages: Any
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    fay = await pages(one, cast.fay)
    async with open_change(other.trail, cast.cora, Action.CHANGE_TEAM, plan_id=cast.plan) as change:
        await team.join(change, person_id=cast.fay.person_id, role=Role.THERAPIST)
    opened = await fay.until(lambda page: len(page.of("opened")) == 5 and page.of("opened"), seconds=2)
    assert {frame["plan_id"] for frame in opened} == {str(cast.plan)}
    await say(cast, cast.ada, talk, "Welcome", by=other)
    await fay.until(lambda page: page.bodies() == ["Welcome"])


async def test_a_role_that_ended_takes_its_streams_along(cast: Cast, one: Process, other: Process, pages: Any) -> None:
    cem = await pages(one, cast.cem)
    async with open_change(other.trail, cast.adam, Action.END_ROLE) as change:
        await identity.end_role(change, person_id=cast.cem.person_id, role=Role.THERAPIST, reason="retired")
    followed = set(cem.of("hello")[0]["streams"])
    await cem.until(lambda page: page.closed or {f["stream"] for f in page.of("gone")} == followed, seconds=1)


async def test_a_message_is_told_with_its_author_although_somebody_is_renamed_while_it_is_prepared(
    cast: Cast, one: Process, pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        goal = await plans.set_goal(change, words="Sleep through")
    ada = await pages(one, cast.ada)
    await say(cast, cast.bea, talk, "How was it?", by=one)
    await ada.until(lambda page: len(page.bodies()) == 1)
    look_up = feed_module.about

    async def rename_meanwhile(*wanted: Any) -> Any:
        one.feed._hear(ORGANISATION_STREAM, 1, standing=False)
        return await look_up(*wanted)

    monkeypatch.setattr(feed_module, "about", rename_meanwhile)
    await say(cast, cast.bea, talk, "And your sleep?", by=one, about=goal)
    await ada.until(lambda page: len(page.bodies()) == 2, seconds=1)
    assert {entry["message"]["author"]["name"] for entry in ada.of("entry")} == {"Bea Boateng"}


async def test_a_message_that_could_not_be_told_at_once_is_told_at_the_next_look(
    cast: Cast, one: Process, pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    ada = await pages(one, cast.ada)
    prepare = feed_module.entries.frames

    def fail_once(*_: Any) -> Any:
        monkeypatch.setattr(feed_module.entries, "frames", prepare)
        raise OSError("planted")

    monkeypatch.setattr(feed_module.entries, "frames", fail_once)
    await say(cast, cast.bea, talk, "How was it?", by=one)
    await ada.until(lambda page: page.bodies() == ["How was it?"])
    path = f"/api/plans/{cast.plan}/conversations/{talk.id}/messages"
    async with Browser(one.app, await sign_in(one.trail, cast.bea)) as bea:
        monkeypatch.setattr(feed_module.entries, "frames", fail_once)
        assert (
            await bea.send_change("POST", path, await sealed(cast, cast.bea, talk.id, "And now?"))
        ).status_code == 201
    await ada.until(lambda page: page.bodies() == ["How was it?", "And now?"])
    assert len(ada.of("entry")) == 2


async def test_what_a_process_writes_it_tells_without_reading_it_and_the_others_read_it(
    cast: Cast, one: Process, other: Process, pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    here, there, stranger = await pages(one, cast.ada), await pages(other, cast.ada), await pages(one, cast.fay)
    path = f"/api/plans/{cast.plan}/conversations/{talk.id}/messages"
    async with Browser(one.app, await sign_in(one.trail, cast.bea)) as bea:
        for words in ("Whose name is read", "Known by now"):
            assert (
                await bea.send_change("POST", path, await sealed(cast, cast.bea, talk.id, words))
            ).status_code == 201
            await there.until(lambda page, words=words: words in page.bodies())
            await here.until(lambda page, words=words: words in page.bodies())
        read: list[UUID] = []
        new_entries = feed_module.entries.new_entries

        async def note(trail: Trail, after: Any) -> Any:
            read.extend(after if trail is one.trail else ())
            return await new_entries(trail, after)

        monkeypatch.setattr(feed_module.entries, "new_entries", note)
        # Somebody signed in just now: a late word of it has names looked up once more.
        for n in range(10):
            read.clear()
            body = await sealed(cast, cast.bea, talk.id, f"At once {n}")
            assert (await bea.send_change("POST", path, body)).status_code == 201
            await here.until(lambda page, count=3 + n: len(page.bodies()) == count)
            if talk.stream_id not in read:
                break
    assert talk.stream_id not in read
    await there.until(lambda page: len(page.bodies()) == len(here.bodies()))
    assert here.of("entry") == there.of("entry")
    assert stranger.bodies() == []


async def test_who_leaves_is_not_told_at_once_what_is_written_afterwards(
    cast: Cast, one: Process, other: Process, pages: Any
) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    dov, ada = await pages(one, cast.dov), await pages(one, cast.ada)
    path = f"/api/plans/{cast.plan}/conversations/{talk.id}/messages"
    async with Browser(one.app, await sign_in(one.trail, cast.bea)) as bea:
        assert (
            await bea.send_change("POST", path, await sealed(cast, cast.bea, talk.id, "With Dov"))
        ).status_code == 201
        await dov.until(lambda page: page.bodies())
        await leave(cast, other, cast.dov)
        assert (
            await bea.send_change("POST", path, await sealed(cast, cast.bea, talk.id, "Without Dov"))
        ).status_code == 201
        await ada.until(lambda page: len(page.bodies()) == 2)
    await dov.until(lambda page: page.of("gone"))
    assert dov.bodies() == ["With Dov"]


async def test_what_was_never_announced_is_found_by_the_heads(
    cast: Cast, one: Process, other: Process, pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "HEARTBEAT", 2.0)
    talk = await conversation_of(cast, ConversationKind.TEAM)
    ada, fay = await pages(one, cast.ada), await pages(one, cast.fay)
    assert other.trail.broker is not None
    monkeypatch.setattr(other.trail.broker, "announce", lambda *_, **__: None)
    await say(cast, cast.bea, talk, "Nobody was told", by=other)
    async with open_change(other.trail, cast.cora, Action.CHANGE_TEAM, plan_id=cast.plan) as change:
        await team.join(change, person_id=cast.fay.person_id, role=Role.THERAPIST)
    await ada.until(lambda page: page.bodies() == ["Nobody was told"], seconds=6)
    await fay.until(lambda page: page.of("opened"), seconds=6)
    await ada.until(lambda page: any(str(talk.stream_id) in head["streams"] for head in page.of("head")), seconds=6)


async def test_an_emptied_broker_loses_nothing(cast: Cast, one: Process, other: Process, pages: Any) -> None:
    talk = await conversation_of(cast, ConversationKind.TEAM)
    ada = await pages(one, cast.ada)
    assert other.trail.broker is not None
    await say(cast, cast.bea, talk, "before", by=other)
    await other.trail.broker.redis.flushdb()
    # Every listener is thrown out, as by a restart.
    await other.trail.broker.redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await say(cast, cast.bea, talk, "after", by=other)
    await ada.until(lambda page: page.bodies() == ["before", "after"])


async def test_who_does_not_read_is_let_go_and_holds_up_nobody(
    cast: Cast, one: Process, pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "MOST_UNSENT", 32_768)
    talk = await conversation_of(cast, ConversationKind.TEAM)
    ada, bea = await pages(one, cast.ada), await pages(one, cast.bea)
    bea.connection.transport.pause_reading()
    mine = next(iter(one.feed.channels.sockets[cast.bea.person_id]))
    said = 0
    while mine.open and said < 2_000:
        # Bytes of the size of a full message, as the feed would write them.
        mine.write(socket_module.frame({"type": "head", "streams": {}, "filler": "x" * 8_000}))
        said += 1
    assert not mine.open
    await say(cast, cast.cem, talk, "Nobody waited", by=one)
    await ada.until(lambda page: page.bodies() == ["Nobody waited"], seconds=3)
    bea.connection.transport.resume_reading()
    await bea.until(lambda page: page.closed == 4408)
    assert bea.frames[-1] == {"type": "resync"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("x" * 4_097, 1009),
        ("x" * 70_000, 1009),
        ("not json", 1003),
        ('["a list"]', 1003),
        ("5", 1003),
        ("null", 1003),
        ("{}", 1003),
        ("[" * 4_000, 1003),
        (b"\xff\xfe\x00", 1003),
        (b"", 1003),
    ],
    ids=lambda told: repr(told)[:12],
)
async def test_what_is_not_a_frame_of_ours_ends_the_socket(
    cast: Cast, one: Process, pages: Any, words: str | bytes, code: int
) -> None:
    ada = await pages(one, cast.ada)
    await ada.connection.send(words)
    await ada.until(lambda page: page.closed == code)


async def test_activity_keeps_the_session(cast: Cast, one: Process, pages: Any) -> None:
    ada = await pages(one, cast.ada)
    async with one.trail.database.writing() as connection:
        await connection.execute("UPDATE care.session_activity SET seen_at = seen_at - interval '10 minutes'")
        await ada.connection.send('{"type": "activity"}')
        for _ in range(50):
            await asyncio.sleep(0.05)
            idle = await connection.fetchval(
                "SELECT care.now() - a.seen_at FROM care.session_activity a JOIN care.session s ON s.id = a.session_id "
                "WHERE s.person_id = $1",
                cast.ada.person_id,
            )
            if idle.total_seconds() < 60:
                return
    raise AssertionError("the session went on counting idleness")


async def test_a_session_that_goes_idle_ends_its_socket(cast: Cast, one: Process, pages: Any) -> None:
    token = await sign_in(one.trail, cast.ada)
    ada = await pages(one, cast.ada, token=token)
    async with one.trail.database.writing() as connection:
        await connection.execute(
            "UPDATE care.session_activity a SET seen_at = care.now() - interval '1 day' FROM care.session s "
            "WHERE s.id = a.session_id AND s.person_id = $1",
            cast.ada.person_id,
        )
    mine = next(iter(one.feed.channels.sockets[cast.ada.person_id]))
    mine.ends_at = 0.0
    await ada.until(lambda page: page.closed == 4401, seconds=2)


async def test_listening_is_written_down_once_for_the_plans_one_reads(
    cast: Cast, one: Process, pages: Any, trail: Trail
) -> None:
    await pages(one, cast.dov)
    await pages(one, cast.dov)
    await pages(one, cast.adam)
    async with trail.database.writing() as connection:
        looks = await connection.fetch(
            "SELECT actor FROM care.audit_entry WHERE event = 'PlansListed' AND actor = ANY ($1) AND subjects @> $2",
            [cast.dov.person_id, cast.adam.person_id],
            [cast.plan],
        )
    assert [look["actor"] for look in looks] == [cast.dov.person_id]

"""Junk in a conversation is refused with a typed problem, and nothing of it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import pytest_asyncio

from careteam.access.roles import Actor
from careteam.client.talk import Talk
from careteam.core.octets import encoded
from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.cose import sign, take_apart
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.sending import compose
from careteam.crypto.mh1.statements import FULL
from careteam.messaging.judging import MOST_ENTRY_BYTES, MOST_ENVELOPE_BYTES
from tests.crypto.mh1.world import resigned
from tests.messaging.test_conversations import conversations, place
from tests.messaging.test_sealed import Open
from tests.talkers import Talkers, says
from tests.world import Browser, Cast

Refusal: TypeAlias = tuple[int, str]
MOVED, REFUSED, LOG_REFUSED = (412, "head-moved"), (422, "envelope-refused"), (422, "log-refused")
_ROWS = """
SELECT (SELECT count(*) FROM care.message JOIN care.conversation USING (stream_id) WHERE conversation.id = $1),
(SELECT count(*) FROM care.log_entry WHERE conversation_id = $1),
(SELECT count(*) FROM care.log_box WHERE conversation_id = $1),
(SELECT count(*) FROM care.assignment WHERE conversation_id = $1),
(SELECT count(*) FROM care.audit_entry JOIN care.conversation USING (stream_id) WHERE conversation.id = $1)"""


@dataclass
class Room:
    """Two conversations of a team, of which the first has a message, and the people's clients and browsers."""

    cast: Cast
    talkers: Talkers
    pages: dict[Actor, Browser]
    team: dict[str, Any]
    bea: Talk
    elsewhere: Talk

    def envelope(self, talk: Talk, *, by: Actor | None = None, **changes: Any) -> bytes:
        """What comes next in a conversation, signed by somebody."""
        own, view = self.talkers[by].trust.own if by else talk.trust.own, talk.view
        m = talk.opening.keyring.message_keys[talk.log.epoch]
        return compose(talk.record.messages, talk.trust.own.uid, own.signer, m, says("junk"), view.now, **changes)

    def header(self, key: int, value: Any) -> bytes:
        """What comes next, with something else in its header, signed as it is."""
        hdr, *rest = decode(take_apart(self.envelope(self.bea), "mh1/msg").payload)  # type: ignore[misc]
        header: Any = decode(hdr)  # type: ignore[arg-type]
        header[key] = value
        return sign(self.bea.trust.own.signer, "mh1/msg", encode([encode(header), *rest]))

    def entry(self, change: Callable[[dict[int, Any]], None] = lambda payload: None, **more: Any) -> dict[str, Any]:
        """A rotation, with something else in it, signed as it is."""
        written = writing.rotate(self.bea.log, self.bea.view.writer, self.bea.view.beginning)
        entry = resigned(written.entry, self.bea.trust.own.signer, change)
        return self.log([entry], written.boxes) | more

    def log(self, entries: list[bytes], boxes: list[bytes]) -> dict[str, Any]:
        texts = [encoded(one) for one in entries], [encoded(one) for one in boxes]
        return {"head": encoded(self.bea.log.head), "entries": texts[0], "boxes": texts[1]}

    async def rows(self) -> tuple[int, ...]:
        """How many rows the conversation has, and entries of the trail."""
        async with self.cast.trail.database.writing() as connection:
            return tuple(await connection.fetchrow(_ROWS, UUID(self.team["id"])))

    async def told(self, actor: Actor, what: str, body: dict[str, Any]) -> Refusal:
        """What somebody is told who sends this."""
        answer = await self.pages[actor].send_change("POST", place(self.cast, self.team, what), body)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        assert "detail" in answer.json()
        return answer.status_code, answer.json()["type"].removeprefix("/problems/")


@pytest_asyncio.fixture
async def room(cast: Cast, browser: Open) -> Room:
    talkers = await Talkers.of(browser, cast, [cast.bea, cast.cem, cast.ada])
    pages = {actor: await browser(actor) for actor in (cast.bea, cast.cem, cast.ada, cast.cora, cast.fay)}
    both = await conversations(pages[cast.bea], cast)
    bea = await talkers[cast.bea].talk(both["team"]["id"])
    await bea.send(says("a message"))
    return Room(cast, talkers, pages, both["team"], bea, await talkers[cast.bea].talk(both["staff"]["id"]))


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


async def test_no_message_is_taken_that_its_readers_would_refuse(room: Room) -> None:
    good, sent = room.envelope(room.bea), room.bea.record.items[0]
    other = room.envelope(room.bea, mid=sent.envelope.header.mid)
    cases: dict[str, tuple[Actor, bytes, Refusal]] = {
        "not CBOR": (room.cast.bea, b"\xff\x00", REFUSED),
        "more after its end": (room.cast.bea, good + b"\x00", REFUSED),
        "cut": (room.cast.bea, good[:-1], REFUSED),
        "a signature with a bit changed": (room.cast.bea, flipped(good, len(good) - 1), REFUSED),
        "a content with a bit changed": (room.cast.bea, flipped(good, len(good) - 100), REFUSED),
        "somebody else's": (room.cast.cem, good, REFUSED),
        "signed by somebody else": (room.cast.bea, room.envelope(room.bea, by=room.cast.cem), REFUSED),
        "of another conversation": (room.cast.bea, room.envelope(room.elsewhere), REFUSED),
        "of an epoch to come": (room.cast.bea, room.header(2, 1), MOVED),
        "under an entry that is none": (room.cast.bea, room.header(8, digest(b"none")), MOVED),
        "with a counter to come": (room.cast.bea, room.header(6, 7), MOVED),
        "after a message that is none": (room.cast.bea, room.header(7, digest(b"none")), MOVED),
        "of a version to come": (room.cast.bea, room.header(0, 2), REFUSED),
        "of a class that is none": (room.cast.bea, room.header(10, 2), REFUSED),
        "about a plan that is none": (room.cast.bea, room.header(11, bytes(16)), (422, "not-of-this-plan")),
        "under an id that is there": (room.cast.bea, other, (409, "conflict")),
        "too large": (room.cast.bea, bytes(MOST_ENVELOPE_BYTES + 1), (413, "envelope-too-large")),
        "by who is in another plan": (room.cast.fay, good, (404, "not-found")),
    }
    before = await room.rows()
    for name, (actor, envelope, refusal) in cases.items():
        told = await room.told(actor, "/messages", {"envelope": encoded(envelope)})
        assert told == refusal, name
    assert await room.rows() == before
    await room.bea.send(says("and goes on"))


async def test_nothing_is_written_under_an_epoch_that_is_left_or_stale(room: Room) -> None:
    old = room.envelope(room.bea)
    await (await room.talkers[room.cast.cem].talk(room.team["id"])).rotate()
    assert await room.told(room.cast.bea, "/messages", {"envelope": encoded(old)}) == MOVED
    await room.bea.sync()
    under = room.envelope(room.bea)
    office = await room.talkers[room.cast.cora].talk(room.team["id"])
    await office.remove(room.cast.cem.person_id.bytes)
    before = await room.rows()
    assert await room.told(room.cast.bea, "/messages", {"envelope": encoded(under)}) == MOVED
    head = room.header(8, office.log.head)
    assert await room.told(room.cast.bea, "/messages", {"envelope": encoded(head)}) == (412, "epoch-stale")
    assert await room.rows() == before
    await room.bea.send(says("in a new one"))
    assert room.bea.log.epoch == 2


async def test_no_entry_is_taken_that_its_readers_would_refuse(room: Room) -> None:
    bea, good = room.cast.bea, room.entry()
    cases: dict[str, tuple[Actor, dict[str, Any], Refusal]] = {
        "not CBOR": (bea, room.log([b"\xff"], []), LOG_REFUSED),
        "no entries": (bea, room.log([], []), (422, "malformed")),
        "too large": (bea, room.log([bytes(MOST_ENTRY_BYTES + 1)], []), LOG_REFUSED),
        "after another head": (bea, good | {"head": encoded(digest(b"none"))}, (409, "log-moved")),
        "without its boxes": (bea, good | {"boxes": []}, LOG_REFUSED),
        "with a box more": (bea, good | {"boxes": [*good["boxes"], encoded(b"more")]}, LOG_REFUSED),
        "written twice": (bea, good | {"entries": good["entries"] * 2}, LOG_REFUSED),
        "of another conversation": (bea, room.entry(lambda one: one.update({1: bytes(16)})), LOG_REFUSED),
        "by somebody else": (bea, room.entry(lambda one: one.update({5: room.cast.cem.person_id.bytes})), LOG_REFUSED),
        "from the future": (bea, room.entry(lambda one: one.update({7: one[7] + 10**9})), LOG_REFUSED),
        "of a type that is none": (bea, room.entry(lambda one: one.update({4: 10})), LOG_REFUSED),
        "an epoch left out": (bea, room.entry(lambda one: one.update({8: 2})), LOG_REFUSED),
        "a grant left out": (bea, room.entry(lambda one: one[9][2].pop()), LOG_REFUSED),
        "a grant too many": (bea, room.entry(lambda one: one[9][2].append([b"\xff" * 16, 1, FULL, bytes(32)])), LOG_REFUSED),
        "sealing more than was sent": (bea, room.entry(lambda one: one[9].update({6: [9, digest(b"")]})), LOG_REFUSED),
        "sealing less than was sent": (bea, room.entry(lambda one: one[9].update({6: [0, digest(b"")]})), (409, "log-moved")),
        "a removal by who is no coordinator": (
            bea, room.log([writing.remove(
                room.bea.log, room.bea.view.writer, room.cast.cem.person_id.bytes, 0, room.bea.view.now
            ).entry], []), LOG_REFUSED,
        ),
        "by who is in another plan": (room.cast.fay, good, (404, "not-found")),
    }  # fmt: skip
    before = await room.rows()
    for name, (actor, body, refusal) in cases.items():
        assert await room.told(actor, "/log", body) == refusal, name
    assert await room.rows() == before
    await room.bea.rotate()


async def test_a_coordinators_word_is_taken_only_where_it_holds(room: Room) -> None:
    dov, cora = str(room.cast.dov.person_id), room.cast.cora
    before = await room.rows()
    for actor, cose, refusal in (
        (cora, b"\xff", LOG_REFUSED),
        (cora, room.envelope(room.bea), LOG_REFUSED),
        (room.cast.bea, b"\xff", (403, "forbidden")),
        (room.cast.fay, b"\xff", (404, "not-found")),
    ):
        body = {"person_id": dov, "cose": encoded(cose)}
        assert await room.told(actor, "/assignments", body) == refusal
    assert await room.rows() == before

"""Saying something in one line: `await say(cast, cast.ada, team, "Hello")`, sealed by a client that is made at first use."""

import asyncio
import time
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Self, TypeAlias
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.client.talk import Talk
from careteam.client.talksteps import assignment
from careteam.core.ids import PersonId, PlanId
from careteam.core.octets import encoded
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import slot
from careteam.crypto.mh1.sending import compose
from careteam.crypto.mh1.slots import kit_seed
from careteam.identity.holders import name_of
from careteam.keys.rules import Office, Scope
from careteam.messaging import sending
from careteam.operations.ensemble import Ensemble
from tests.keys.world import KIT, SIGNERS, lay_directory
from tests.world import Cast, person

Room: TypeAlias = UUID | str
#: What was sealed in each envelope, for tests that follow envelopes without opening them.
SAID: dict[str, str] = {}
_NOW_AND_MEMBERS = """
SELECT care.now() AS now, array(SELECT person_id FROM care.conversation_member
WHERE conversation_id = $1 AND removed_at IS NULL ORDER BY added_at, id) AS members"""
_ROLES = "SELECT role FROM care.role_grant WHERE person_id = $1 AND ended_at IS NULL"


class _Turn:
    """Of those who speak at once, one at a time gets ready."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()

    @classmethod
    def of(cls, trail: Trail) -> "_Turn":
        """The one of this installation."""
        return trail.kept.setdefault(cls, cls())


class Sayers(Ensemble):
    """The clients of one installation's people, and those who vouch and assign there: made once."""

    vouching: Actor
    assigning: Actor

    def __init__(self, trail: Trail) -> None:
        super().__init__(trail, lambda: time.time_ns() // 1_000_000 + self._ahead, "Test")
        self._ahead = 0
        self._read_by: dict[UUID, list[UUID]] = {}

    @classmethod
    async def of(cls, trail: Trail, roots: Sequence[Signer] = SIGNERS[:2]) -> Self:
        """Those of this installation, whose roots are the tests' where it had none."""
        async with _Turn.of(trail).lock:
            return await cls._made(trail, roots)

    @classmethod
    async def _made(cls, trail: Trail, roots: Sequence[Signer]) -> Self:
        if cls not in trail.kept:
            await lay_directory(trail)
            made = cls(trail)
            made.vouching = await person(trail, "Ida Holm", Role.IDENTITY_OFFICER)
            made.assigning = await person(trail, "Cleo Brandt", Role.COORDINATOR)
            for actor, name in ((made.vouching, "Ida Holm"), (made.assigning, "Cleo Brandt")):
                await made.begin(actor, name)
            offices = ((made.vouching, Office.IDENTITY), (made.assigning, Office.COORDINATOR))
            await made.hold([(actor, office, Scope.ANYONE) for actor, office in offices], roots)
            trail.kept[cls] = made
        return trail.kept[cls]

    async def talk_of(self, actor: Actor, plan_id: PlanId, room: Room) -> Talk:
        """Somebody's client of a conversation that everybody in it can read."""
        async with _Turn.of(self.trail).lock:
            return await self._talk_of(actor, plan_id, UUID(str(room)))

    async def _talk_of(self, actor: Actor, plan_id: PlanId, room: UUID) -> Talk:
        async with self.trail.database.writing() as connection:
            row = await connection.fetchrow(_NOW_AND_MEMBERS, room)
        self._ahead = int(row["now"].timestamp() * 1000) - time.time_ns() // 1_000_000
        if self._read_by.get(room) != row["members"]:
            await self._let_in(plan_id, room, [await self._known(id_) for id_ in row["members"]])
            self._read_by[room] = row["members"]
        return await self.talk(actor, plan_id, room)

    async def _known(self, id_: UUID) -> Actor:
        """Somebody with keys that are vouched for."""
        if id_ not in self.players:
            async with self.trail.database.writing() as connection:
                roles = await connection.fetch(_ROLES, id_)
            actor = Actor(PersonId(id_), frozenset(Role(row["role"]) for row in roles))
            async with open_change(self.trail, actor, Action.BEGIN_CHAIN) as change:
                name = await name_of(change, id_)
            kit = slot(Kind.KIT, kit_seed(KIT, id_.bytes))
            await self.begin(actor, name, [kit])
            await self.vouch(self.vouching, actor)
        return self.players[id_].actor

    async def _let_in(self, plan_id: PlanId, room: UUID, members: list[Actor]) -> None:
        """Whoever treats creates the log; who came later is assigned, and let in by somebody who reads."""
        treating = [actor for actor in members if actor.roles & CARE_ROLES]
        reading = await self.talk(next(iter(treating), members[0]), plan_id, room)
        later = [actor for actor in members if actor.person_id.bytes not in reading.log.members]
        office = self[self.assigning].held[Office.COORDINATOR]
        for actor in later:
            assigning = await self.talk(self.assigning, plan_id, room)
            await assigning.sync()
            cose = assignment(assigning.view, office, actor.person_id.bytes)
            assert cose is not None
            await self[self.assigning].transport.assign(room.bytes, [(actor.person_id.bytes, cose)])
        await reading.reconcile()


def has_keys(trail: Trail, actor: Actor) -> bool:
    """Whether somebody has keys, with the kit of `tests.keys.world` among what opens them."""
    return Sayers in trail.kept and actor.person_id in trail.kept[Sayers].players


async def everybody_reads(cast: Cast, room: Room, *, plan: PlanId | None = None) -> None:
    """Everybody in a conversation has keys and reads it, so that saying something there writes nothing but a message."""
    sayers = await Sayers.of(cast.trail)
    await sayers.talk_of(sayers.assigning, plan or cast.plan, room)


async def say(
    cast: Cast, who: Actor, room: Room, words: str, *, plan: PlanId | None = None, about: UUID | None = None
) -> UUID:
    """Somebody says something; the message's id."""
    sayers = await Sayers.of(cast.trail)
    talk = await sayers.talk_of(who, plan or cast.plan, room)
    said = await sayers.say(who, plan or cast.plan, UUID(str(room)), words, about=about)
    envelopes = {item.envelope.header.mid: item.envelope_bytes for item in talk.record.items}
    SAID[encoded(envelopes[said.bytes])] = words
    return said


async def envelope(
    cast: Cast, who: Actor, room: Room, words: str, *, plan: PlanId | None = None, about: UUID | None = None
) -> bytes:
    """What somebody's client would send next, not sent."""
    return (await envelopes(cast, who, room, [words], plan=plan, about=about))[0]


async def envelopes(
    cast: Cast, who: Actor, room: Room, said: Sequence[str], *, plan: PlanId | None = None, about: UUID | None = None
) -> list[bytes]:
    """What somebody's client would send next, one after the other; nothing of it is sent."""
    sayers = await Sayers.of(cast.trail)
    talk = await sayers.talk_of(who, plan or cast.plan, room)
    await talk.sync()
    own, m = talk.trust.own, talk.opening.keyring.message_keys[talk.log.epoch]
    messages, plan_ref, made = deepcopy(talk.record.messages), about and about.bytes, list[bytes]()
    for words in said:
        content = Content(Type.TEXT, words)
        made.append(compose(messages, own.uid, own.signer, m, content, talk.view.now, plan_ref=plan_ref))
        messages.append(made[-1])
        SAID[encoded(made[-1])] = words
    return made


async def sealed(cast: Cast, who: Actor, room: Room, words: str, **more: Any) -> dict[str, Any]:
    """The same as a request carries it."""
    return {"envelope": encoded(await envelope(cast, who, room, words, **more))}


async def say_by(trail: Trail, cast: Cast, who: Actor, room: Room, words: str, **more: Any) -> UUID:
    """Say something through another process of the installation than the cast's."""
    data = await envelope(cast, who, room, words, **more)
    async with open_change(trail, who, Action.SEND_MESSAGE, plan_id=more.get("plan") or cast.plan) as change:
        return await sending.send_message(change, conversation_id=UUID(str(room)), envelope=data)


async def heard(cast: Cast, who: Actor, room: Room, *, plan: PlanId | None = None) -> list[str | None]:
    """What a conversation says to somebody, oldest first; None for what they cannot open."""
    talk = await (await Sayers.of(cast.trail)).talk_of(who, plan or cast.plan, room)
    await talk.sync()
    return [item.content and item.content.text for item in talk.record.items]

"""People of the test world with keys and a client: who signs who reads, and sends what the server cannot read."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import httpx

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.client.line import Line
from careteam.client.memory import Memory, Seen
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talkline import Appending
from careteam.client.talksteps import assignment, removal, rotation, standing
from careteam.client.talktrust import Own, Trust
from careteam.core.octets import decoded, encoded
from careteam.core.settings import settings
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.carried import countersigned
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import Made
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.primitives import SYSTEM, public_key
from careteam.crypto.mh1.sending import compose
from careteam.crypto.mh1.statements import FULL
from careteam.crypto.mh1.userchain import verify_chain
from careteam.identity.gate import cookie_name
from careteam.identity.holders import name_of
from careteam.keys.offices import milliseconds
from careteam.keys.rules import attested_roles
from tests.keys.world import ROOTS, Keyed, attestation_for, clock, keyed, texts
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor], Awaitable[Browser]]


@dataclass
class Talker:
    """Somebody with attested keys and a client of their own."""

    keyed: Keyed
    line: Line
    plan: UUID
    trust: Trust

    async def talk(self, conversation: UUID | str) -> Talk:
        """Their client of a conversation, having done what is its to do."""
        talk = Talk(UUID(str(conversation)).bytes, self.trust, self.transport)
        await talk.reconcile()
        return talk

    @property
    def transport(self) -> HttpTransport:
        return HttpTransport(self.line, self.plan)


@dataclass
class Talkers:
    """A cast with keys: the identity officer and the coordinator hold their offices, everybody else is attested."""

    cast: Cast
    open: Open
    officer: Signer
    office: Signer
    officer_browser: Browser
    by_person: dict[UUID, Talker]

    @classmethod
    async def of(cls, open_: Open, cast: Cast, actors: Iterable[Actor]) -> "Talkers":
        ida = await person(cast.trail, "Ida Holm", Role.IDENTITY_OFFICER)
        officer = await _keyed(open_, cast, ida)
        coordinator = await _keyed(open_, cast, cast.cora)
        made = cls(
            cast, open_, await officer.holds(cast.trail, "identity"), await coordinator.holds(cast.trail, "coordinator"),
            officer.browser, {},
        )  # fmt: skip
        made.by_person[cast.cora.person_id] = await made._talker(coordinator)
        for actor in actors:
            await made.attest(await _keyed(open_, cast, actor))
        return made

    def __getitem__(self, actor: Actor) -> Talker:
        return self.by_person[actor.person_id]

    async def attest(self, keyed: Keyed) -> Talker:
        """Vouch for somebody's keys, and give them a client."""
        await self.vouch(keyed.actor, keyed.chain.genesis)
        self.by_person[keyed.actor.person_id] = await self._talker(keyed)
        return self.by_person[keyed.actor.person_id]

    async def again(self, keyed: Keyed) -> Talker:
        """Another client of somebody's, which remembers nothing but the roots."""
        self.by_person[keyed.actor.person_id] = await self._talker(keyed)
        return self.by_person[keyed.actor.person_id]

    async def vouch(self, actor: Actor, genesis: bytes) -> None:
        """As the identity officer: these keys are theirs."""
        path = f"/api/keys/people/{actor.person_id}/attestation"
        answer = await self.officer_browser.send_change(
            "POST", path, {"cose": encoded(await self._word(actor, genesis))}
        )
        assert answer.status_code in (200, 201), answer.text

    async def _word(self, actor: Actor, genesis: bytes) -> bytes:
        async with open_change(self.cast.trail, actor, Action.START_SESSION) as change:
            name = await name_of(change, actor.person_id)
        role, now = attested_roles(actor.roles)[0].value, await clock(self.cast.trail)
        return attestation_for(self.officer, actor.person_id.bytes, genesis, role, name, now)

    async def replace(self, keyed: Keyed, made: Made) -> None:
        """Somebody lost everything and made new keys: both offices sign, and they are in the place of the old ones."""
        successor, path = verify_chain(keyed.uid, made.entries), f"/api/keys/people/{keyed.actor.person_id}"
        waiting = {"entry": encoded(made.entries[0]), "boxes": texts(made.boxes)}
        version = 1 + ((await keyed.mine())["pins"] or {"version": 0})["version"]
        half = enrolment.close_by_officer(keyed.chain, self.officer, successor.genesis, keyed.now)
        word = await self._word(keyed.actor, successor.genesis)
        coordinator = self[self.cast.cora].keyed.browser
        for browser, where, body in (
            (
                keyed.browser,
                "/api/keys/successor",
                waiting | {"pins": {"version": version, "sealed": encoded(b"pins")}},
            ),
            (self.officer_browser, f"{path}/successor", {"close": encoded(half), "attestation": encoded(word)}),
            (coordinator, f"{path}/close", {"entry": encoded(countersigned("mh1/user", half, self.office))}),
        ):
            answer = await browser.send_change("POST", where, body)
            assert answer.status_code in (200, 201), answer.text
        keyed.chain, keyed.puk = successor, made.puk

    async def _talker(self, keyed: Keyed) -> Talker:
        session = cookie_name(), str(keyed.browser.cookies[cookie_name()])
        transport = httpx.ASGITransport(app=keyed.browser.app)
        line = Line(settings().public_url, session=session, transport=transport)
        told = await line.get("/api/keys/directory", after=-1)
        memory = Memory(seen=Seen(decoded(told["org"]), tuple(public_key(seed) for seed in ROOTS)))
        transport, now = HttpTransport(line, self.cast.plan), await clock(self.cast.trail)
        trust = Trust(Own(keyed.chain, keyed.puk, keyed.device.signer), transport, memory, lambda: now)
        await trust.read_directory()
        return Talker(keyed, line, self.cast.plan, trust)

    async def join(self, actor: Actor) -> Talker:
        """Give somebody keys who is on the team already."""
        return await self.attest(await _keyed(self.open, self.cast, actor))

    async def assign(self, conversation: UUID | str, actor: Actor) -> None:
        """As the coordinator: somebody belongs to a conversation."""
        cora = self[self.cast.cora]
        talk = await cora.talk(conversation)
        cose = assignment(talk.view, self.office, actor.person_id.bytes)
        assert cose is not None
        await cora.transport.assign(talk.cid, [(actor.person_id.bytes, cose)])

    def word_ahead(self, actor: Actor, until: datetime) -> bytes:
        """As the coordinator: somebody belongs wherever they are called in, until then."""
        genesis, role = self[actor].keyed.chain.genesis, attested_roles(actor.roles)[0].value
        card = MemberCard(actor.person_id.bytes, genesis, FULL)
        return standing(self.office, card, role, milliseconds(until), SYSTEM(16))


async def _keyed(open_: Open, cast: Cast, actor: Actor) -> Keyed:
    return await (await keyed(cast.trail, open_, actor)).begin()


def says(text: str) -> Content:
    """A message of words."""
    return Content(Type.TEXT, text)


async def next_envelope(talkers: Talkers, conversation: UUID, actor: Actor) -> bytes:
    """What somebody's client would send next, not sent."""
    talk = await _joined(talkers, conversation, talkers.cast.bea if actor == talkers.cast.cora else actor)
    own, m = talk.trust.own, talk.opening.keyring.message_keys[talk.log.epoch]
    return compose(talk.record.messages, own.uid, own.signer, m, says("Good morning"), talk.view.now)


async def next_entry(talkers: Talkers, conversation: UUID, actor: Actor) -> Appending:
    """What somebody's client would write next, not written: a member rotates, a coordinator takes somebody off."""
    talk = await _joined(talkers, conversation, actor)
    view = talk.view
    written = rotation(view) if view.is_full_member else removal(view, talkers.cast.bea.person_id.bytes, 0)
    return Appending(talk.log.head, [written.entry], written.boxes)


async def next_assignment(talkers: Talkers, conversation: UUID) -> bytes:
    """The coordinator's word for somebody of the conversation."""
    talk = await _joined(talkers, conversation, talkers.cast.cora)
    cose = assignment(talk.view, talkers.office, talkers.cast.cem.person_id.bytes)
    assert cose is not None
    return cose


async def _joined(talkers: Talkers, conversation: UUID, actor: Actor) -> Talk:
    """A sealed conversation, as this person's client has it; as its creator's, for whoever has no business there."""
    creator = await talkers[talkers.cast.bea].talk(conversation)
    return await talkers[actor].talk(conversation) if actor.person_id in talkers.by_person else creator

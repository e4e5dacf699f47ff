"""People of the test world with keys and a client: who signs who reads, and sends what the server cannot read."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import httpx
from fastapi import FastAPI

from careteam.access.roles import Actor, Role
from careteam.client.line import Line
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talksteps import assignment
from careteam.client.talktrust import Memory, Own, Trust
from careteam.core.octets import decoded, encoded
from careteam.core.settings import settings
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.primitives import public_key
from careteam.identity.gate import cookie_name
from careteam.keys.rules import attested_roles
from tests.keys.world import ROOTS, Keyed, attestation_of, clock
from tests.world import Browser, Cast, person, sign_in


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
    app: FastAPI
    officer: Signer
    office: Signer
    officer_browser: Browser
    by_person: dict[UUID, Talker]

    @classmethod
    async def of(cls, app: FastAPI, cast: Cast, actors: Iterable[Actor]) -> "Talkers":
        ida = await person(cast.trail, "Ida Holm", Role.IDENTITY_OFFICER)
        officer = await _keyed(app, cast, ida)
        coordinator = await _keyed(app, cast, cast.cora)
        made = cls(
            cast, app, await officer.holds(cast.trail, "identity"), await coordinator.holds(cast.trail, "coordinator"),
            officer.browser, {},
        )  # fmt: skip
        made.by_person[cast.cora.person_id] = await made._talker(coordinator)
        for actor in actors:
            await made.attest(await _keyed(app, cast, actor))
        return made

    def __getitem__(self, actor: Actor) -> Talker:
        return self.by_person[actor.person_id]

    async def attest(self, keyed: Keyed) -> Talker:
        """Vouch for somebody's keys, and give them a client."""
        name = (await keyed.browser.get("/api/session")).json()["person"]["name"]
        role = attested_roles(keyed.actor.roles)[0].value
        cose = attestation_of(self.officer, keyed, name=name, role=role, now=await clock(self.cast.trail))
        path = f"/api/keys/people/{keyed.actor.person_id}/attestation"
        answer = await self.officer_browser.send_change("POST", path, {"cose": encoded(cose)})
        assert answer.status_code in (200, 201), answer.text
        self.by_person[keyed.actor.person_id] = await self._talker(keyed)
        return self.by_person[keyed.actor.person_id]

    async def _talker(self, keyed: Keyed) -> Talker:
        session = cookie_name(), str(keyed.browser.cookies[cookie_name()])
        line = Line(settings().public_url, session=session, transport=httpx.ASGITransport(app=self.app))
        told = await line.get("/api/keys/directory", after=-1)
        memory = Memory(decoded(told["org"]), [public_key(seed) for seed in ROOTS])
        transport, now = HttpTransport(line, self.cast.plan), await clock(self.cast.trail)
        trust = Trust(Own(keyed.chain, keyed.puk, keyed.device.signer), transport, memory, lambda: now)
        await trust.read_directory()
        return Talker(keyed, line, self.cast.plan, trust)

    async def join(self, actor: Actor) -> Talker:
        """Give somebody keys who is on the team already."""
        return await self.attest(await _keyed(self.app, self.cast, actor))

    async def assign(self, conversation: UUID | str, actor: Actor) -> None:
        """As the coordinator: somebody belongs to a conversation."""
        cora = self[self.cast.cora]
        talk = await cora.talk(conversation)
        cose = assignment(talk.view, self.office, actor.person_id.bytes)
        assert cose is not None
        await cora.transport.assign(talk.cid, [(actor.person_id.bytes, cose)])


async def _keyed(app: FastAPI, cast: Cast, actor: Actor) -> Keyed:
    browser = Browser(app, await sign_in(cast.trail, actor))
    return await Keyed(browser, actor, await clock(cast.trail)).begin()


def says(text: str) -> Content:
    """A message of words."""
    return Content(Type.TEXT, text)

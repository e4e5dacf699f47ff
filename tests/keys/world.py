"""People with real keys: chains made by the protocol library, posted through the interface, and an organisation's roots."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Attestation, Officer, Roster
from careteam.crypto.mh1.enrolment import Device, Holder, Made
from careteam.crypto.mh1.invite import make_invite
from careteam.crypto.mh1.kit import KIT_BYTES
from careteam.crypto.mh1.offices import Offices, make_attestation
from careteam.crypto.mh1.primitives import SYSTEM, digest, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.slots import kit_seed
from careteam.crypto.mh1.userchain import Chain
from careteam.keys.founding import Foundation, accept, has_directory, lay_down
from tests.world import Browser

ROOTS = tuple(bytes([n]) * 32 for n in (1, 2, 3))
SIGNERS = tuple(Signer.of_office(seed) for seed in ROOTS)
DAY = 86_400_000
KIT = bytes(range(KIT_BYTES))


async def lay_directory(trail: Trail) -> None:
    """Have a directory whose three roots the tests hold."""
    if await has_directory(trail):
        return
    box_pk = box_public_key(bytes([7]) * 32)
    roster = Roster(1, 2, tuple(Officer(bytes([n]) * 16, box_pk, public_key(bytes([n]) * 32)) for n in (4, 5, 6)))
    offices = Offices((), (), roster, (bytes([7]) * 16, box_pk), ("log", public_key(bytes([8]) * 32)))
    await lay_down(trail, Foundation([public_key(seed) for seed in ROOTS], SIGNERS[:2], offices))


@dataclass
class Keyed:
    """Somebody signed in, with a device, and a kit in a drawer."""

    browser: Browser
    actor: Actor
    now: int
    device: Device = field(default_factory=Device.fresh)
    chain: Chain = field(init=False)
    puk: Generation = field(init=False)

    @property
    def uid(self) -> bytes:
        """The person in mh1."""
        return self.actor.person_id.bytes

    @property
    def kit(self) -> Holder:
        """The kit as a holder."""
        return enrolment.slot(Kind.KIT, kit_seed(KIT, self.uid))

    def genesis(self, *, token: Signer | None = None) -> Made:
        """A chain to begin with."""
        return enrolment.genesis(self.uid, self.device, [self.kit], self.now, token=token)

    async def post(self, seq: int, made: Made, **more: Any) -> httpx.Response:
        """Send entries and boxes."""
        body = {"seq": seq, "entries": texts(made.entries), "boxes": texts(made.boxes), **more}
        return await self.browser.send_change("POST", "/api/keys/mine/entries", body)

    async def begin(self, *, token: Signer | None = None, token_pk: bytes | None = None) -> "Keyed":
        """Have keys from now on."""
        made = self.genesis(token=token)
        answer = await self.post(0, made)
        assert answer.status_code == 200, answer.text
        self.chain, self.puk = Chain(self.uid, token_pk), made.puk
        return self.take(made)

    async def go_on(self, made: Made) -> None:
        """Post these entries, and go on from them."""
        answer = await self.post(self.chain.seq + 1, made)
        assert answer.status_code == 200, answer.text
        self.take(made)

    def take(self, made: Made) -> "Keyed":
        """Go on from these entries."""
        for entry in made.entries:
            self.chain.append(entry)
        self.puk = made.puk
        return self

    async def mine(self) -> dict[str, Any]:
        """What the server keeps for them."""
        return (await self.browser.get("/api/keys/mine")).json()

    async def asks(self, office: str, scope: str = "anyone") -> tuple[Signer, httpx.Response]:
        """Ask for an office with a new key."""
        signer = Signer.of_office(SYSTEM(32))
        body = {
            "office": office, "scope": scope, "id": encoded(SYSTEM(16)), "pk": encoded(public_key(signer.seed)),
            "sealed": encoded(b"sealed"),
        }  # fmt: skip
        return signer, await self.browser.send_change("POST", "/api/keys/offices", body)

    async def holds(self, trail: Trail, office: str, scope: str = "anyone") -> Signer:
        """Hold an office from now on."""
        signer, answer = await self.asks(office, scope)
        assert answer.status_code == 201, answer.text
        await accept(trail, [UUID(answer.json()["id"])], SIGNERS[:2])
        return signer


async def clock(trail: Trail) -> int:
    """The one clock, as mh1 writes it."""
    async with trail.database.writing() as connection:
        return int((await connection.fetchval("SELECT care.now()")).timestamp() * 1000)


async def keyed(trail: Trail, browser: Any, actor: Actor) -> Keyed:
    """Somebody in a browser, without keys yet."""
    return Keyed(await browser(actor), actor, await clock(trail))


def attestation_of(officer: Signer, whose: Keyed, *, name: str, role: str, now: int | None = None) -> bytes:
    """An officer's word for somebody's keys, for a year."""
    return attestation_for(officer, whose.uid, whose.chain.genesis, role, name, now or whose.now)


def attestation_for(officer: Signer, uid: bytes, genesis: bytes, role: str, name: str, now: int) -> bytes:
    """The same for keys that are not in use yet."""
    return make_attestation(officer, Attestation(uid, genesis, role, now + 365 * DAY, digest(name.encode())))


def invite_of(officer: Signer, person_id: UUID, now: int) -> tuple[bytes, bytes]:
    """A signed invite and its token."""
    return make_invite(officer, person_id.bytes, now + DAY)


def texts(parts: Iterable[bytes]) -> list[str]:
    """Bytes as the interface carries them."""
    return [encoded(part) for part in parts]


def parts(texts_: Iterable[str]) -> list[bytes]:
    """The bytes themselves."""
    return [decoded(text) for text in texts_]

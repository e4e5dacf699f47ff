"""One's keys, open: what they seal and open, and how the chain grows, whoever else of one's devices lets it grow meanwhile."""

import asyncio
import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self
from uuid import UUID, uuid4

from careteam.client.alert import OpensNothing, demand, or_alert
from careteam.client.ground import Ground, read_ground
from careteam.client.line import Line, backoff
from careteam.client.making import new_keys, now, sealed_pins
from careteam.client.memory import Memory
from careteam.client.pins import Head, Pins
from careteam.client.refusals import Refused
from careteam.client.secret import Secret, account_of, opened_by
from careteam.client.shapes import Joining
from careteam.client.telling import alerts_told
from careteam.core.octets import encoded
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import Device, Holder, Made
from careteam.crypto.mh1.own import Place, Purpose, open_own, seal_own
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Inconsistent
from careteam.crypto.mh1.unlocking import generations, unlock
from careteam.crypto.mh1.userchain import Chain

#: How often a change is made anew because another device was first.
TRIES: Final = 8
_MOVED: Final = frozenset({"chain-moved", "pins-moved"})


@dataclass(frozen=True)
class Holding:
    """What opens the keys here: a holder of the chain, and its seed; a device signs too."""

    id: bytes
    seed: bytes
    device: Device | None = None


class Keys:
    """Somebody's keys in memory. Nothing of them is ever sent but public halves, boxes and what is sealed."""

    def __init__(self, line: Line, memory: Memory, holding: Holding, ground: Ground, chain: Chain) -> None:
        self.line, self.memory = line, memory
        self.ground, self.chain = ground, chain
        self.pins = Pins(ground.directory.org, ground.roots, Head.of_directory(ground.directory))
        self.generations: dict[int, Generation] = {}
        self._holding, self._pins_version = holding, 0

    @classmethod
    async def unlock(cls, line: Line, memory: Memory | None = None, secret: Secret | None = None) -> Self:
        """Open one's keys with a secret, or with the device that is remembered. OpensNothing where it is no holder."""
        memory = memory or Memory()
        async with alerts_told(line), memory.turn:
            ground = await read_ground(line, memory)
            if ground.chain is None:
                raise OpensNothing("this person has no keys")
            keys = cls(line, memory, await _holding(ground.chain, memory, secret), ground, ground.chain)
            keys._open(ground)
        return keys

    @classmethod
    async def make(
        cls,
        line: Line,
        slots: Sequence[Secret],
        memory: Memory | None = None,
        *,
        token: bytes | None = None,
        roots: bytes | None = None,
        label: str | None = None,
    ) -> Self:
        """Begin a chain with a new device, remembered before anything is sent, and with these holders besides.

        An invited patient's `token` signs the genesis too; the `roots` that an invitation's link names must be those served.
        `label`: what the person calls the device.
        """
        memory = memory or Memory()
        async with alerts_told(line), memory.turn:
            ground = await read_ground(line, memory)
            new = await new_keys(ground, memory, slots, token=token, roots=roots, label=label)
            keys = cls(line, memory, Holding(new.device.id, new.device.box_seed, new.device), ground, new.chain)
            await keys._post(0, new.made, new.pins, ground.pins_version + 1)
            keys._adopt(new.chain, new.made, new.pins, ground.pins_version + 1)
        return keys

    @property
    def person_id(self) -> UUID:
        """Whose keys these are."""
        return self.ground.served.person_id

    @property
    def newest(self) -> Generation:
        """The current generation."""
        return self.generations[self.chain.generation]

    @property
    def signer(self) -> Signer:
        """Signs for oneself: as the device this is, else as the current generation."""
        return self._holding.device.signer if self._holding.device else self.newest.signer

    def seal(self, purpose: Purpose, id_: UUID, version: int, plaintext: bytes) -> bytes:
        """Seal to oneself, at one place, one version of it."""
        return seal_own(self.newest, Place(purpose, id_.bytes, version), plaintext)

    def open(self, purpose: Purpose, id_: UUID, version: int, sealed: bytes) -> bytes:
        """What was sealed to oneself at that place, however long ago; IntegrityAlert for anything else."""
        with or_alert("chain", self.person_id):
            return open_own(self.generations, Place(purpose, id_.bytes, version), sealed)

    async def refresh(self) -> None:
        """Read everything anew. OpensNothing where this holder was taken out meanwhile."""
        async with alerts_told(self.line), self.memory.turn:
            self._open(await read_ground(self.line, self.memory))

    async def add(self, secret: Secret) -> bytes:
        """One holder more; a passphrase's account secret is kept with the pins, so that any device of one's own can show it.

        Its id. OtherSecret where a passphrase with another account secret opens the keys.
        """
        return await self._add(await secret.holder(self.ground.uid), account_of(secret))

    async def admit(self, device: Joining) -> bytes:
        """Take in a device that waits; compare its code with what it shows first. Its id."""
        return await self._add(Holder(device.id, Kind.DEVICE, device.pk, device.dpk))

    async def revoke(self, *ids: bytes, reason: int = 0) -> None:
        """Take holders out, and go over to a generation they never see; those already out are left aside.

        Who is not known here may have been added elsewhere meanwhile: the chain is read first.
        """
        if not self.chain.holders.keys() >= set(ids):
            await self.refresh()

        def made() -> Made | None:
            present = [id_ for id_ in ids if id_ in self.chain.holders]
            if not present:
                return None
            return enrolment.revoke_holders(self.chain, self.signer, self.newest, present, reason, now())

        await self._append(made)

    async def rotate(self) -> None:
        """Go over to a new generation for the same holders."""
        await self._append(lambda: enrolment.rotate_puk(self.chain, self.signer, self.newest, now()))

    async def keep(self, change: Callable[[Pins], Pins]) -> None:
        """Keep other pins; made anew where another device was first."""
        async with alerts_told(self.line), self.memory.turn:
            await self._keep(change)

    async def _keep(self, change: Callable[[Pins], Pins]) -> None:
        for attempt in range(TRIES):
            pins, version = change(self.pins), self._pins_version + 1
            try:
                await self.line.change("/api/keys/mine/pins", sealed_pins(pins, version, self.newest))
            except Refused as refused:
                await self._moved(refused, attempt)
                continue
            self.pins, self._pins_version = pins, version
            self._remember()
            return

    async def _add(self, holder: Holder, account: bytes | None = None) -> bytes:
        await self._append(lambda: enrolment.add_holder(self.chain, self.signer, self.newest, holder, now()), account)
        return holder.id

    async def _append(self, make: Callable[[], Made | None], account: bytes | None = None) -> None:
        """Append what is made of the chain as it stands; made anew where another device was first."""
        async with alerts_told(self.line), self.memory.turn:
            await self._append_now(make, account)

    async def _append_now(self, make: Callable[[], Made | None], account: bytes | None) -> None:
        for attempt in range(TRIES):
            if (made := make()) is None:
                return
            chain = copy.deepcopy(self.chain)
            for entry in made.entries:
                chain.append(entry)
            standing = replace(self.pins, directory=Head.of_directory(self.ground.directory))
            pins, version = standing.with_own(chain.finished(), account), self._pins_version + 1
            try:
                await self._post(self.chain.seq + 1, made, pins, version)
            except Refused as refused:
                await self._moved(refused, attempt)
                continue
            self._adopt(chain, made, pins, version)
            return

    async def _moved(self, refused: Refused, attempt: int) -> None:
        """Read again where another device was first, and only so often."""
        if refused.problem.type not in _MOVED or attempt == TRIES - 1:
            raise refused
        await asyncio.sleep(backoff(attempt))
        self._open(await read_ground(self.line, self.memory))

    async def _post(self, seq: int, made: Made, pins: Pins, version: int) -> None:
        told = {
            "seq": seq, "entries": [encoded(entry) for entry in made.entries],
            "boxes": [encoded(box) for box in made.boxes], "pins": sealed_pins(pins, version, made.puk),
        }  # fmt: skip
        await self.line.change("/api/keys/mine/entries", told, key=uuid4())

    def _adopt(self, chain: Chain, made: Made, pins: Pins, version: int) -> None:
        """Go on from what was just written."""
        boxes = {**self.ground.boxes, **{digest(box): box for box in made.boxes}}
        self.ground = replace(self.ground, chain=chain, boxes=boxes)
        self.chain, self.generations = chain, {**self.generations, made.puk.number: made.puk}
        self.pins, self._pins_version = pins, version
        self._remember()

    def _open(self, ground: Ground) -> None:
        """Open what was read, with the holder at hand; nothing of it is taken over unless all of it holds."""
        chain, holding = ground.chain, self._holding
        if chain is None or holding.id not in chain.holders:
            raise OpensNothing("what was opened with before is no holder any more")
        with or_alert("chain", self.person_id):
            opened = generations(chain, unlock(chain, holding.id, holding.seed, ground.boxes))
        self.pins = self._read_pins(ground, chain, opened)
        self.ground, self.chain, self.generations = ground, chain, opened
        self._pins_version = ground.pins_version
        self._remember()

    def _read_pins(self, ground: Ground, chain: Chain, opened: dict[int, Generation]) -> Pins:
        """The pins, which every chain has from its genesis on: without them, any roots could be passed off."""
        with or_alert("pins", self.person_id):
            if (served := ground.served.pins) is None:
                raise Inconsistent("keys without pins")
            pins = Pins.decoded(open_own(opened, Place("pins", ground.uid, served.version), served.sealed))
        here = (ground.directory.org, ground.roots)
        demand((pins.org, pins.roots) == here, "directory", "another organisation's, or other roots, than pinned")
        pins.directory.check_directory(ground.directory)
        if (own := pins.of(ground.uid)) is not None:
            own.check_grown(chain, "rolled-back")
        return pins

    def _remember(self) -> None:
        self.memory.remember(self.person_id, self.ground.seen(self.memory.seen, self.chain, self._pins_version))


async def _holding(chain: Chain, memory: Memory, secret: Secret | None) -> Holding:
    if secret is not None:
        if (found := await opened_by(secret, chain.holders, chain.uid)) is None:
            raise OpensNothing("this opens none of the person's keys")
        return Holding(*found)
    if memory.device is None or memory.device.id not in chain.holders:
        raise OpensNothing("no device of the person's is remembered here")
    return Holding(memory.device.id, memory.device.box_seed, memory.device)

"""What a client remembers between two runs, of one person: their device, and how far things were seen."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from careteam.client.pins import Head, Pinned
from careteam.core.octets import Encoded
from careteam.crypto.mh1.enrolment import Device


@dataclass(frozen=True)
class Seen:
    """Public facts that never go back."""

    org: bytes
    roots: tuple[bytes, ...]
    directory: Head | None = None
    #: Other people's chains and one's own, by uid.
    chains: Mapping[bytes, Pinned] = field(default_factory=dict[bytes, Pinned])
    #: Logs of conversations, by cid.
    logs: Mapping[bytes, Head] = field(default_factory=dict[bytes, Head])
    #: The last message that a key of one's own sent, by cid and kid: its counter and hash.
    sent: Mapping[bytes, Head] = field(default_factory=dict[bytes, Head])
    pins: int = 0


@dataclass
class Memory:
    """In memory only, or in a file of one's own (`Memory.at(path)`): whoever has the file opens what the device opens."""

    path: Path | None = None
    person_id: UUID | None = None
    device: Device | None = None
    seen: Seen | None = None
    #: Held from asking the server until what it told is remembered: an answer is never older than what it is held against.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False, repr=False)

    @classmethod
    def at(cls, path: Path) -> Self:
        """What the file holds, or nothing yet."""
        if not path.exists():
            return cls(path)
        kept = _Kept.model_validate_json(path.read_bytes())
        return cls(path, kept.person_id, kept.device and kept.device.device(), kept.seen and kept.seen.seen())

    def keep(self) -> None:
        """Write the file, readable by its owner alone; whole or not at all."""
        if self.path is None:
            return
        kept = _Kept(
            person_id=self.person_id,
            device=self.device and _KeptDevice.of(self.device),
            seen=self.seen and _KeptSeen.of(self.seen),
        )
        with NamedTemporaryFile("w", dir=self.path.parent, prefix=f".{self.path.name}.", delete=False) as file:
            file.write(kept.model_dump_json(indent=2))
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, self.path)

    def remember(self, person_id: UUID, seen: Seen) -> None:
        """From now on nothing older than this is believed."""
        self.person_id, self.seen = person_id, seen
        self.keep()

    def saw(self, *pinned: Pinned) -> None:
        """These people's chains stand there."""
        if self.seen is not None:
            self._saw(replace(self.seen, chains={**self.seen.chains, **{one.uid: one for one in pinned}}))

    def saw_directory(self, head: Head) -> None:
        """The directory stands there."""
        if self.seen is not None:
            self._saw(replace(self.seen, directory=head))

    def log(self, cid: bytes) -> Head | None:
        """How far a conversation's log was seen."""
        return self.seen and self.seen.logs.get(cid)

    def saw_log(self, cid: bytes, head: Head) -> None:
        """A conversation's log went that far."""
        if self.seen is not None:
            self._saw(replace(self.seen, logs=_furthest(self.seen.logs, cid, head)))

    def sent(self, cid: bytes, kid: bytes) -> Head | None:
        """The last message that a key of one's own sent from here."""
        return self.seen and self.seen.sent.get(cid + kid)

    def saw_sent(self, cid: bytes, kid: bytes, head: Head) -> None:
        """The server took this message of one's own."""
        if self.seen is not None:
            self._saw(replace(self.seen, sent=_furthest(self.seen.sent, cid + kid, head)))

    def _saw(self, seen: Seen) -> None:
        if seen != self.seen:
            self.seen = seen
            self.keep()


def _furthest(known: Mapping[bytes, Head], place: bytes, head: Head) -> Mapping[bytes, Head]:
    """Of two windows one may be behind the other; what was seen once stays seen."""
    before = known.get(place)
    return known if before is not None and before.seq >= head.seq else {**known, place: head}


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _KeptDevice(_Shape):
    id: Encoded
    box_seed: Encoded
    sign_seed: Encoded

    @classmethod
    def of(cls, device: Device) -> Self:
        return cls(id=device.id, box_seed=device.box_seed, sign_seed=device.sign_seed)

    def device(self) -> Device:
        return Device(self.id, self.box_seed, self.sign_seed)


class _KeptChain(_Shape):
    uid: Encoded
    genesis: Encoded
    seq: int
    hash: Encoded


class _KeptHead(_Shape):
    id: Encoded
    seq: int
    hash: Encoded

    @classmethod
    def of(cls, id_: bytes, head: Head) -> Self:
        return cls(id=id_, seq=head.seq, hash=head.hash)

    def head(self) -> Head:
        return Head(self.seq, self.hash)


class _KeptSeen(_Shape):
    org: Encoded
    roots: list[Encoded]
    directory: _KeptHead | None
    chains: list[_KeptChain]
    logs: list[_KeptHead]
    sent: list[_KeptHead]
    pins: int

    @classmethod
    def of(cls, seen: Seen) -> Self:
        chains = [
            _KeptChain(uid=one.uid, genesis=one.genesis, seq=one.seq, hash=one.hash) for one in seen.chains.values()
        ]
        return cls(
            org=seen.org, roots=list(seen.roots), pins=seen.pins, chains=chains,
            directory=seen.directory and _KeptHead.of(seen.org, seen.directory),
            logs=[_KeptHead.of(cid, head) for cid, head in seen.logs.items()],
            sent=[_KeptHead.of(place, head) for place, head in seen.sent.items()],
        )  # fmt: skip

    def seen(self) -> Seen:
        chains = {one.uid: Pinned(one.seq, one.hash, one.uid, one.genesis) for one in self.chains}
        logs, sent = ({one.id: one.head() for one in kept} for kept in (self.logs, self.sent))
        directory = self.directory and self.directory.head()
        return Seen(self.org, tuple(self.roots), directory, chains, logs, sent, self.pins)


class _Kept(_Shape):
    person_id: UUID | None
    device: _KeptDevice | None
    seen: _KeptSeen | None

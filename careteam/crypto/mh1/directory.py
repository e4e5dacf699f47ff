"""The organisation's directory: offices and records roster as the root keys signed them, and what offices attest."""

from dataclasses import dataclass, field
from typing import Final

from careteam.crypto.mh1.box import PUBLIC_BYTES
from careteam.crypto.mh1.carried import carried
from careteam.crypto.mh1.cose import key_kid, take_apart
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.escrow import FEWEST_OFFICERS, MOST_OFFICERS, Threshold
from careteam.crypto.mh1.primitives import digest, enrolled
from careteam.crypto.mh1.refusals import Forged, Inconsistent, Malformed, NotEntitled, OutOfOrder
from careteam.crypto.mh1.shapes import (
    ZERO_HASH,
    closed,
    decoded_map,
    digest32,
    ident,
    octets,
    row,
    version_one,
    whole,
    words,
)
from careteam.crypto.mh1.userchain import OfficeKeys

ANYONE, PATIENTS_ONLY = range(2)
PATIENT: Final = "patient"
_KEYS: Final = frozenset(range(11))
_QUORUM: Final = 2


@dataclass(frozen=True, slots=True)
class IdentityOfficer:
    """Who attests that a key is a person's."""

    uid: bytes
    pk: bytes
    scope: int


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Who assigns people to conversations; the genesis is that of the chain they write logs with."""

    uid: bytes
    pk: bytes
    genesis: bytes


@dataclass(frozen=True, slots=True)
class Officer:
    """A records officer."""

    uid: bytes
    box_pk: bytes
    sign_pk: bytes


@dataclass(frozen=True, slots=True)
class Roster:
    """The records officers; officer x stands at place x, from 1."""

    generation: int
    k: int
    officers: tuple[Officer, ...]

    def value(self) -> Value:
        """The roster as the directory carries it."""
        officers: list[Value] = [[officer.uid, officer.box_pk, officer.sign_pk] for officer in self.officers]
        return {0: self.generation, 1: self.k, 2: len(self.officers), 3: officers}

    @property
    def hash(self) -> bytes:
        """What entries name the roster by."""
        return digest(encode(self.value()))

    @property
    def threshold(self) -> Threshold:
        """How many open an epoch."""
        return Threshold(self.hash, self.k, len(self.officers))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One entry of the directory: all of it, as it is from its time on."""

    hash: bytes
    ts: int
    identity: tuple[IdentityOfficer, ...]
    coordinators: tuple[Coordinator, ...]
    roster: Roster
    safety_officer: tuple[bytes, bytes]
    log_key: tuple[str, bytes]
    witnesses: tuple[tuple[str, bytes], ...]
    roster_hash: bytes

    def identity_officers(self, kid: bytes) -> list[IdentityOfficer]:
        """Identity officers with this office key."""
        return [officer for officer in self.identity if key_kid(officer.pk) == kid]

    def coordinator_key(self, kid: bytes) -> bytes | None:
        """The office key of this kid, if it is a coordinator's."""
        return next((one.pk for one in self.coordinators if key_kid(one.pk) == kid), None)

    def is_coordinator(self, uid: bytes, genesis: bytes) -> bool:
        """Whether this chain is a coordinator's."""
        return any(one.uid == uid and one.genesis == genesis for one in self.coordinators)


@dataclass(frozen=True, slots=True)
class Attestation:
    """An identity officer's word that a genesis is a person's."""

    uid: bytes
    genesis: bytes
    role: str
    not_after: int
    name_hash: bytes


@dataclass(frozen=True, slots=True)
class Directory:
    """The verified directory, oldest entry first."""

    org: bytes
    entries: tuple[Snapshot, ...]

    @property
    def latest(self) -> Snapshot:
        """The newest entry."""
        return self.entries[-1]

    def at(self, ts: int) -> Snapshot:
        """The newest entry that is not later than this."""
        for entry in reversed(self.entries):
            if entry.ts <= ts:
                return entry
        raise Inconsistent("there was no directory yet")

    def roster(self, hash_: bytes) -> Roster:
        """The roster of this hash."""
        for entry in self.entries:
            if entry.roster_hash == hash_:
                return entry.roster
        raise Inconsistent("no roster of the directory")

    @property
    def office_keys(self) -> OfficeKeys:
        """The office keys of every entry."""
        return OfficeKeys(
            frozenset(one.pk for entry in self.entries for one in entry.identity),
            frozenset(one.pk for entry in self.entries for one in entry.coordinators),
        )

    def attestation(self, cose: bytes, uid: bytes, genesis: bytes, ts: int) -> Attestation:
        """Demand that an identity officer of that time attests this genesis, and that it still holds."""
        signed = take_apart(cose, "mh1/dir")
        body = decoded_map(signed.payload, {0, 1, 2, 3, 4})
        attested = Attestation(ident(body[0]), digest32(body[1]), words(body[2]), whole(body[3]), digest32(body[4]))
        officers = self.at(ts).identity_officers(signed.kid)
        if not any(officer.scope == ANYONE or attested.role == PATIENT for officer in officers):
            raise NotEntitled("attested by nobody who may")
        signed.verify(officers[0].pk)
        if (attested.uid, attested.genesis) != (uid, genesis):
            raise Inconsistent("attests another key")
        if attested.not_after < ts:
            raise NotEntitled("the attestation has ended")
        return attested


@dataclass(slots=True)
class _Growing:
    org: bytes
    roots: dict[bytes, bytes]
    entries: list[Snapshot] = field(default_factory=list[Snapshot])

    def append(self, entry: bytes) -> None:
        """Verify the next entry, and take it."""
        taken = carried(entry, "mh1/dir")
        payload = closed(taken.payload, _KEYS)
        version_one(payload[0])
        if ident(payload[1]) != self.org:
            raise Inconsistent("the directory of another organisation")
        head = self.entries[-1].hash if self.entries else ZERO_HASH
        if whole(payload[2]) != len(self.entries) or digest32(payload[3]) != head:
            raise OutOfOrder("an entry does not continue the directory")
        ts = whole(payload[4])
        if self.entries and ts < self.entries[-1].ts:
            raise OutOfOrder("the directory's time runs backwards")
        kids = [signature.kid for signature in taken.signatures]
        if len(kids) < _QUORUM or len(set(kids)) != len(kids) or not self.roots.keys() >= set(kids):
            raise Forged("a directory entry needs two different pinned roots")
        for signature in taken.signatures:
            signature.verify(self.roots[signature.kid])
        self.entries.append(_snapshot(taken.hash, ts, payload))


def verify_directory(org: bytes, roots: list[bytes], entries: list[bytes]) -> Directory:
    """The directory of these entries, signed by two of the three pinned roots each."""
    if len(roots) != 3 or len(set(roots)) != 3:
        raise Malformed("an organisation has three root keys")
    growing = _Growing(org, {key_kid(enrolled(pk)): pk for pk in roots})
    for entry in entries:
        growing.append(entry)
    if not growing.entries:
        raise OutOfOrder("a directory without an entry")
    return Directory(org, tuple(growing.entries))


def _snapshot(hash_: bytes, ts: int, payload: dict[int, Value]) -> Snapshot:
    safety_uid, safety_pk = row(payload[8], 2)
    origin, log_pk = row(payload[9], 2)
    roster = read_roster(payload[7])
    return Snapshot(
        hash_,
        ts,
        tuple(_identity_officer(value) for value in row(payload[5])),
        tuple(_coordinator(value) for value in row(payload[6])),
        roster,
        (ident(safety_uid), octets(safety_pk, PUBLIC_BYTES)),
        (words(origin), enrolled(octets(log_pk))),
        tuple((words(name), enrolled(octets(pk))) for name, pk in (row(item, 2) for item in row(payload[10]))),
        roster.hash,
    )


def _identity_officer(value: Value) -> IdentityOfficer:
    uid, pk, scope = row(value, 3)
    return IdentityOfficer(ident(uid), enrolled(octets(pk)), whole(scope, ANYONE, PATIENTS_ONLY))


def _coordinator(value: Value) -> Coordinator:
    uid, pk, genesis = row(value, 3)
    return Coordinator(ident(uid), enrolled(octets(pk)), digest32(genesis))


def read_roster(value: Value) -> Roster:
    """A roster of a threshold that is allowed."""
    body = closed(value, {0, 1, 2, 3})
    n = whole(body[2], FEWEST_OFFICERS, MOST_OFFICERS)
    officers = [
        Officer(ident(uid), octets(box_pk, PUBLIC_BYTES), enrolled(octets(sign_pk)))
        for uid, box_pk, sign_pk in (row(item, 3) for item in row(body[3], n))
    ]
    return Roster(whole(body[0]), whole(body[1], FEWEST_OFFICERS, n), tuple(officers))

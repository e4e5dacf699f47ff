"""What offices sign beside the chains: assignments to conversations, and the records officers' requests and approvals."""

from dataclasses import dataclass
from typing import Final

from careteam.crypto.mh1.cose import Signer, key_kid, sign, take_apart
from careteam.crypto.mh1.directory import Roster, Snapshot
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.refusals import Inconsistent, NotEntitled
from careteam.crypto.mh1.shapes import decoded_map, digest32, ident, octets, row, version_one, whole, words

FULL, NO_HISTORY = range(2)
EXPORT, READMIT, RESHARE = range(3)
HOUR_MS: Final = 60 * 60 * 1000
DAY_MS: Final = 24 * HOUR_MS
#: How far ahead a standing assignment may end.
STANDING_DAYS: Final = 31
#: How long a request of the records office may hold.
REQUEST_HOURS: Final = 72


@dataclass(frozen=True, slots=True)
class Assignment:
    """A coordinator's word that somebody belongs to a conversation, or to any of the organisation (cid is None).

    The nonce is 16 fresh random bytes: a log takes each once.
    """

    cid: bytes | None
    uid: bytes
    genesis: bytes
    role: str
    access: int
    nonce: bytes
    not_after: int


def make_assignment(coordinator: Signer, assigned: Assignment) -> bytes:
    """The signed assignment."""
    value = {0: 1, 1: assigned.cid, 2: assigned.uid, 3: assigned.genesis, 4: assigned.role}
    rest = {5: assigned.access, 6: assigned.nonce, 7: assigned.not_after}
    return sign(coordinator, "mh1/assign", encode({**value, **rest}))


def open_assignment(cose: bytes, offices: Snapshot, cid: bytes, ts: int) -> Assignment:
    """Demand that a coordinator of these offices assigned, for this conversation, and that it holds at this time.

    A standing assignment ends at most 31 days after the entry that uses it: that is what a later reader can tell of
    "at most 31 days ahead".
    """
    signed = take_apart(cose, "mh1/assign")
    body = decoded_map(signed.payload, set(range(8)))
    version_one(body[0])
    assigned = Assignment(
        None if body[1] is None else ident(body[1]),
        ident(body[2]),
        digest32(body[3]),
        words(body[4]),
        whole(body[5], FULL, NO_HISTORY),
        ident(body[6]),
        whole(body[7]),
    )
    pk = offices.coordinator_key(signed.kid)
    if pk is None:
        raise NotEntitled("assigned by nobody who may")
    signed.verify(pk)
    if assigned.cid not in (None, cid):
        raise Inconsistent("assigned to another conversation")
    if assigned.not_after < ts:
        raise NotEntitled("the assignment has ended")
    if assigned.cid is None and assigned.not_after > ts + STANDING_DAYS * DAY_MS:
        raise NotEntitled("a standing assignment ends within 31 days")
    return assigned


def open_standing(cose: bytes, offices: Snapshot, ts: int) -> Assignment:
    """Demand the same of a standing assignment: for any conversation, and for 31 days at most."""
    assigned = open_assignment(cose, offices, bytes(16), ts)
    if assigned.cid is not None:
        raise Inconsistent("assigned to one conversation only")
    return assigned


@dataclass(frozen=True, slots=True)
class Request:
    """What a clerk asks of the records officers; named by its hash."""

    cid: bytes
    first: int
    last: int
    purpose: int
    legal_basis: str
    subject: bytes
    workstation_hash: bytes
    recipient: bytes
    expiry: int


def make_request(coordinator: Signer, asked: Request) -> bytes:
    """The signed request."""
    value: dict[int, Value] = {0: 1, 1: asked.cid, 2: [asked.first, asked.last], 3: asked.purpose, 4: asked.legal_basis}
    rest: dict[int, Value] = {5: asked.subject, 6: asked.workstation_hash, 7: asked.recipient, 8: asked.expiry}
    return sign(coordinator, "mh1/records", encode({**value, **rest}))


def open_request(cose: bytes, offices: Snapshot, now: int) -> Request:
    """Demand that a coordinator of these offices asks, for at most 72 hours from now, and that it still holds."""
    signed = take_apart(cose, "mh1/records")
    body = decoded_map(signed.payload, set(range(9)))
    version_one(body[0])
    first, last = row(body[2], 2)
    asked = Request(
        ident(body[1]),
        whole(first),
        whole(last, whole(first)),
        whole(body[3], EXPORT, RESHARE),
        words(body[4]),
        ident(body[5]),
        digest32(body[6]),
        octets(body[7]),
        whole(body[8]),
    )
    pk = offices.coordinator_key(signed.kid)
    if pk is None:
        raise NotEntitled("asked by nobody who may")
    signed.verify(pk)
    if not now <= asked.expiry <= now + REQUEST_HOURS * HOUR_MS:
        raise NotEntitled("the request has ended, or holds for too long")
    return asked


def request_hash(cose: bytes) -> bytes:
    """What approvals and the log name a request by."""
    return take_apart(cose, "mh1/records").hash


@dataclass(frozen=True, slots=True)
class Approval:
    """A records officer's consent to a request."""

    cid: bytes
    request: bytes
    x: int
    ts: int


def make_approval(officer: Signer, approved: Approval) -> bytes:
    """The signed approval."""
    value = encode({0: 1, 1: approved.cid, 2: approved.request, 3: approved.x, 4: approved.ts})
    return sign(officer, "mh1/records", value)


def open_approval(cose: bytes, roster: Roster) -> Approval:
    """Demand that the officer an approval names signed it."""
    signed = take_apart(cose, "mh1/records")
    body = decoded_map(signed.payload, set(range(5)))
    version_one(body[0])
    approved = Approval(ident(body[1]), digest32(body[2]), whole(body[3], 1), whole(body[4]))
    if approved.x > len(roster.officers):
        raise NotEntitled("approved by nobody of the roster")
    pk = roster.officers[approved.x - 1].sign_pk
    if signed.kid != key_kid(pk):
        raise NotEntitled("approved by another than the officer it names")
    signed.verify(pk)
    return approved


def make_share_check(officer: Signer, cid: bytes, share_hash: bytes, x: int, ts: int, epoch: int) -> bytes:
    """An officer's statement that its share opens and is the one the log names."""
    return sign(officer, "mh1/records", encode({0: 1, 1: cid, 2: share_hash, 3: x, 4: ts, 5: epoch}))


def open_share_check(cose: bytes, roster: Roster) -> tuple[bytes, int, bytes]:
    """Conversation, epoch and hash of the share an officer of the roster found in order."""
    signed = take_apart(cose, "mh1/records")
    body = decoded_map(signed.payload, set(range(6)))
    version_one(body[0])
    cid, share, x = ident(body[1]), digest32(body[2]), whole(body[3], 1)
    whole(body[4])
    if x > len(roster.officers):
        raise NotEntitled("checked by nobody of the roster")
    signed.verify(roster.officers[x - 1].sign_pk)
    return cid, whole(body[5]), share


def epoch_range(first_and_last: Value, newest: int) -> tuple[int, int]:
    """A range of epochs that exist."""
    first, last = row(first_and_last, 2)
    return whole(first, 0, newest), whole(last, whole(first), newest)

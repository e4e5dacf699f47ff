"""The forms of a conversation log's entries, read from their bytes; what they may say is `log`'s to judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from careteam.crypto.mh1.cose import Signed, take_apart
from careteam.crypto.mh1.encoding import Value
from careteam.crypto.mh1.primitives import EMPTY_DIGEST, WRAPPED_BYTES
from careteam.crypto.mh1.refusals import Malformed, Refused
from careteam.crypto.mh1.shapes import (
    closed,
    decoded_map,
    digest32,
    ident,
    octets,
    row,
    size_and_root,
    version_one,
    whole,
)
from careteam.crypto.mh1.statements import FULL, NO_HISTORY

CREATE, ADD, REMOVE, ROTATE, LINK, RESHARE, READMIT, RECORDS_ACCESS, POLICY, CHECKPOINT = range(10)
#: The types that begin an epoch.
KEY_TYPES: Final = frozenset({CREATE, ADD, ROTATE, READMIT})
_KEYS: Final = frozenset(range(12))


@dataclass(frozen=True, slots=True)
class Grant:
    """A member's access to an epoch: to which generation of its keys, of which kind, in which box."""

    uid: bytes
    generation: int
    kind: int
    box_hash: bytes


@dataclass(frozen=True, slots=True)
class EscrowItem:
    """An officer's share of an epoch, by hashes."""

    x: int
    share_hash: bytes
    box_hash: bytes


@dataclass(frozen=True, slots=True)
class Escrow:
    """An epoch's shares for one roster."""

    roster: bytes
    items: tuple[EscrowItem, ...]


@dataclass(frozen=True, slots=True)
class KeyBody:
    """What begins an epoch."""

    c: bytes
    mc: bytes
    grants: tuple[Grant, ...]
    hist: bytes
    escrow: Escrow
    closing: tuple[int, bytes]
    specific: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, read and not yet judged."""

    signed: Signed
    cid: bytes
    seq: int
    prev: bytes
    type: int
    author: bytes
    kid: bytes
    ts: int
    epoch: int
    body: Value
    chain_seq: int
    chain_hash: bytes

    @property
    def hash(self) -> bytes:
        """What the next entry and the messages name it by."""
        return self.signed.hash


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Who is to be a member, with which chain and access."""

    uid: bytes
    genesis: bytes
    access: int

    def value(self) -> Value:
        """The card as an entry carries it."""
        return [self.uid, self.genesis, self.access]


def read_entry(cose: bytes) -> Entry:
    """An entry of the one form there is."""
    signed = take_apart(cose, "mh1/log")
    payload = decoded_map(signed.payload, _KEYS)
    version_one(payload[0])
    chain_seq, chain_hash = row(payload[10], 2)
    size, root = size_and_root(payload[11])
    if size == 0 and root != EMPTY_DIGEST:
        raise Malformed("a root of no tree")
    if ident(payload[6]) != signed.kid:
        raise Malformed("signed under another kid than the entry names")
    return Entry(
        signed,
        ident(payload[1]),
        whole(payload[2]),
        digest32(payload[3]),
        whole(payload[4], CREATE, CHECKPOINT),
        ident(payload[5]),
        signed.kid,
        whole(payload[7]),
        whole(payload[8]),
        payload[9],
        whole(chain_seq),
        digest32(chain_hash),
    )


def read_key_body(entry: Entry) -> KeyBody:
    """The body of a type that begins an epoch."""
    keys = set(range(7)) if entry.type == ROTATE else {*range(7), 10}
    body = closed(entry.body, keys)
    hist = octets(body[3], 0, WRAPPED_BYTES)
    if entry.type == CREATE and hist:
        raise Malformed("there is no history before the first epoch")
    return KeyBody(
        digest32(body[0]),
        digest32(body[1]),
        tuple(_grant(value) for value in row(body[2])),
        hist,
        read_escrow(body[4], body[5]),
        size_and_root(body[6]),
        body.get(10),
    )


def _grant(value: Value) -> Grant:
    uid, generation, kind, box = row(value, 4)
    return Grant(ident(uid), whole(generation, 1), whole(kind, FULL, NO_HISTORY), digest32(box))


def read_escrow(roster: Value, items: Value) -> Escrow:
    """Shares for officers 1 to n, in order."""
    read = [
        EscrowItem(whole(x, 1), digest32(share), digest32(box))
        for x, share, box in (row(item, 3) for item in row(items))
    ]
    if [item.x for item in read] != list(range(1, len(read) + 1)):
        raise Malformed("officers are listed from 1, in order")
    return Escrow(digest32(roster), tuple(read))


def read_member_card(value: Value) -> MemberCard:
    """A member's card."""
    uid, genesis, access = row(value, 3)
    return MemberCard(ident(uid), digest32(genesis), whole(access, FULL, NO_HISTORY))


def named(entries: Iterable[bytes]) -> set[bytes]:
    """Whose chains these entries are judged by: authors and members; what is no entry names nobody."""
    found: set[bytes] = set()
    for cose in entries:
        try:
            entry = read_entry(cose)
            found.add(entry.author)
            if entry.type in KEY_TYPES:
                found |= {grant.uid for grant in read_key_body(entry).grants}
        except Refused:
            continue
    return found

"""A person's chain: which keys are theirs, by which holders, at every position; verified from its genesis (3.4)."""

from dataclasses import dataclass, field
from typing import Final

from careteam.crypto.mh1.box import PUBLIC_BYTES
from careteam.crypto.mh1.cards import Card, Kind, read_card
from careteam.crypto.mh1.carried import Carried, carried
from careteam.crypto.mh1.cose import key_kid
from careteam.crypto.mh1.encoding import Value
from careteam.crypto.mh1.primitives import WRAPPED_BYTES, enrolled
from careteam.crypto.mh1.puk import puk_kid
from careteam.crypto.mh1.refusals import Forged, Inconsistent, Malformed, NotEntitled, OutOfOrder
from careteam.crypto.mh1.shapes import ZERO_HASH, closed, digest32, ident, octets, row, version_one, whole

GENESIS, ADD, REVOKE, ROTATE, CLOSE = range(5)
REASONS: Final = 5
_KEYS: Final = frozenset(range(8))


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """The organisation's office keys, of every directory entry so far: who may close a chain for its owner."""

    identity: frozenset[bytes] = frozenset()
    coordinators: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class PukKeys:
    """The public keys of a generation, and the wrapped seed of the one before."""

    enc_pk: bytes
    sign_pk: bytes
    prev: bytes | None


@dataclass(frozen=True, slots=True)
class Position:
    """A chain as it stood after one entry: who could sign, and with which generation."""

    hash: bytes
    generation: int
    signers: dict[bytes, bytes]


@dataclass(slots=True)
class Chain:
    """A verified chain; `append` verifies one entry more, or leaves it as it was."""

    uid: bytes
    token: bytes | None = None
    office: OfficeKeys = OfficeKeys()
    positions: list[Position] = field(default_factory=list[Position])
    generations: dict[int, PukKeys] = field(default_factory=dict[int, PukKeys])
    holders: dict[bytes, Card] = field(default_factory=dict[bytes, Card])
    closed: bytes | None = None
    dangling: bool = False
    _used: set[bytes] = field(default_factory=set[bytes])

    @property
    def seq(self) -> int:
        """The number of the last entry."""
        return len(self.positions) - 1

    @property
    def head(self) -> bytes:
        """The hash of the last entry."""
        return self.positions[-1].hash

    @property
    def genesis(self) -> bytes:
        """What the chain is named by."""
        return self.positions[0].hash

    @property
    def generation(self) -> int:
        """The current generation of the person's keys."""
        return len(self.generations)

    @property
    def keys(self) -> PukKeys:
        """The current public keys."""
        return self.generations[self.generation]

    def has(self, seq: int, hash_: bytes) -> bool:
        """Whether this is a position of the chain."""
        return seq < len(self.positions) and self.positions[seq].hash == hash_

    def signer_in(self, generation: int, kid: bytes) -> bytes | None:
        """The key of this kid, where it could sign at some position of the generation."""
        for position in self.positions:
            if position.generation == generation and kid in position.signers:
                return position.signers[kid]
        return None

    def append(self, entry: bytes) -> None:
        """Verify the next entry, and take it."""
        taken = carried(entry, "mh1/user")
        payload = closed(taken.payload, _KEYS)
        version_one(payload[0])
        kind = whole(payload[4], GENESIS, CLOSE)
        self._check_place(payload, kind)
        if ident(payload[5]) != taken.first.kid:
            raise Forged("signed under another kid than the entry names")
        whole(payload[6])
        if kind == GENESIS:
            self._genesis(taken, payload[7])
        elif kind == CLOSE:
            self._close(taken, payload[7])
        else:
            self._check_signed_by_owner(taken)
            {ADD: self._add, REVOKE: self._revoke, ROTATE: self._rotate}[kind](payload[7], taken.first.kid)
        self.dangling = kind == REVOKE
        self.positions.append(Position(taken.hash, self.generation, self._signers()))

    def finished(self) -> "Chain":
        """The chain, if it may end here."""
        if not self.positions:
            raise OutOfOrder("a chain without a genesis")
        if self.dangling:
            raise OutOfOrder("a revocation without the rotation that must follow")
        return self

    def _check_place(self, payload: dict[int, Value], kind: int) -> None:
        if ident(payload[1]) != self.uid:
            raise Inconsistent("an entry of another person")
        if self.closed is not None:
            raise OutOfOrder("nothing follows a close")
        head = self.positions[-1].hash if self.positions else ZERO_HASH
        if whole(payload[2]) != len(self.positions) or digest32(payload[3]) != head:
            raise OutOfOrder("an entry does not continue the chain")
        if (kind == GENESIS) != (not self.positions):
            raise OutOfOrder("a genesis is first, and only first")
        if self.dangling and kind not in (REVOKE, ROTATE):
            raise OutOfOrder("a revocation is followed by a rotation")

    def _genesis(self, taken: Carried, value: Value) -> None:
        body = closed(value, {0, 1, 2})
        device = read_card(body[0])
        enc_pk, sign_pk = row(body[1], 2)
        slots = [read_card(card) for card in row(body[2])]
        if device.kind is not Kind.DEVICE or any(slot.kind is Kind.DEVICE for slot in slots):
            raise Malformed("a genesis has one device, and slots besides")
        keys = PukKeys(octets(enc_pk, PUBLIC_BYTES), enrolled(octets(sign_pk)), None)
        expected = [(device.id, octets(device.dpk)), (puk_kid(self.uid, 1), keys.sign_pk)]
        if self.token is not None:
            expected.append((key_kid(self.token), self.token))
        _check_signatures(taken, expected)
        self._check_new([device, *slots])
        self.generations[1] = keys
        self._take([device, *slots])

    def _add(self, value: Value, kid: bytes) -> None:
        body = closed(value, {0, 1})
        card = read_card(body[0])
        if ident(body[1]) != kid:
            raise NotEntitled("approved by another than the signer")
        self._check_new([card])
        self._take([card])

    def _revoke(self, value: Value, kid: bytes) -> None:
        body = closed(value, {0, 1})
        whole(body[1], 0, REASONS - 1)
        id_ = octets(body[0])
        if id_ not in self.holders:
            raise Inconsistent("revokes what holds nothing")
        del self.holders[id_]

    def _rotate(self, value: Value, kid: bytes) -> None:
        body = closed(value, {0, 1, 2, 3, 4})
        if whole(body[0]) != self.generation + 1:
            raise OutOfOrder("not the next generation")
        keys = PukKeys(octets(body[1], PUBLIC_BYTES), enrolled(octets(body[2])), octets(body[3], WRAPPED_BYTES))
        boxes = [(octets(id_), digest32(box)) for id_, box in (row(item, 2) for item in row(body[4]))]
        if [id_ for id_, _ in boxes] != sorted(self.holders):
            raise Inconsistent("a rotation has a box for exactly each holder")
        self.generations[self.generation + 1] = keys
        for id_, box in boxes:
            card = self.holders[id_]
            self.holders[id_] = Card(card.id, card.kind, card.pk, card.dpk, box, card.param)

    def _close(self, taken: Carried, value: Value) -> None:
        successor = digest32(closed(value, {0})[0])
        if taken.first.kid in self._signers():
            self._check_signed_by_owner(taken)
        else:
            self._check_signed_by_organisation(taken)
        self.closed = successor

    def _check_signed_by_owner(self, taken: Carried) -> None:
        pk = self._signers().get(taken.first.kid)
        if pk is None:
            raise NotEntitled("signed by no key of the person's")
        _check_signatures(taken, [(taken.first.kid, pk)])

    def _check_signed_by_organisation(self, taken: Carried) -> None:
        kids = [signature.kid for signature in taken.signatures]
        officers = {key_kid(pk): pk for pk in self.office.identity}
        coordinators = {key_kid(pk): pk for pk in self.office.coordinators}
        if len(kids) != 2 or kids[0] == kids[1] or kids[0] not in officers or kids[1] not in coordinators:
            raise NotEntitled("closed by neither the person nor an identity officer with a coordinator")
        _check_signatures(taken, [(kids[0], officers[kids[0]]), (kids[1], coordinators[kids[1]])])

    def _check_new(self, cards: list[Card]) -> None:
        ids = [card.id for card in cards]
        if len(set(ids)) != len(ids) or self._used & set(ids):
            raise OutOfOrder("a holder's id was used before")

    def _take(self, cards: list[Card]) -> None:
        for card in cards:
            self._used.add(card.id)
            self.holders[card.id] = card

    def _signers(self) -> dict[bytes, bytes]:
        """Who may sign the next entry: unrevoked devices and the current generation's key; nobody after a close."""
        if self.closed is not None or not self.generations:
            return {}
        signers = {card.id: card.dpk for card in self.holders.values() if card.dpk is not None}
        signers[puk_kid(self.uid, self.generation)] = self.keys.sign_pk
        return signers


def _check_signatures(taken: Carried, expected: list[tuple[bytes, bytes]]) -> None:
    if [signature.kid for signature in taken.signatures] != [kid for kid, _ in expected]:
        raise Forged("not signed by those who must sign, in their order")
    for signature, (_, pk) in zip(taken.signatures, expected, strict=True):
        signature.verify(pk)


def verify_chain(
    uid: bytes, entries: list[bytes], *, token: bytes | None = None, office: OfficeKeys = OfficeKeys()
) -> Chain:
    """The chain of these entries as carried; a genesis by invite needs the token key's signature, others have none."""
    chain = Chain(uid, token, office)
    for entry in entries:
        chain.append(entry)
    return chain.finished()

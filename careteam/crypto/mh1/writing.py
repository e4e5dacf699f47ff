"""Writing a conversation's log: each maker returns one entry and the boxes it names (section 3.5).

The log given is the verified one. What a maker writes is checked by the same `Log.append` that others check it with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from careteam.crypto.mh1 import entries as forms
from careteam.crypto.mh1.box import seal
from careteam.crypto.mh1.cose import Signer, sign
from careteam.crypto.mh1.directory import Roster
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.epoch import Epoch, grant_context
from careteam.crypto.mh1.escrow import escrow_context, shares
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.merkle import root
from careteam.crypto.mh1.primitives import EMPTY_DIGEST, SYSTEM, Random, digest
from careteam.crypto.mh1.refusals import Inconsistent
from careteam.crypto.mh1.shapes import ZERO_HASH
from careteam.crypto.mh1.statements import FULL
from careteam.crypto.mh1.userchain import Chain

NO_TREE = (0, EMPTY_DIGEST)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: with which key, at which position of its chain, having seen which state of the transparency log."""

    uid: bytes
    signer: Signer
    position: tuple[int, bytes]
    tree: tuple[int, bytes] = NO_TREE

    @classmethod
    def of(cls, chain: Chain, signer: Signer, tree: tuple[int, bytes] = NO_TREE) -> "Writer":
        """A person, at the head of their chain."""
        return cls(chain.uid, signer, (chain.seq, chain.head), tree)

    @classmethod
    def of_office(cls, uid: bytes, signer: Signer, tree: tuple[int, bytes] = NO_TREE) -> "Writer":
        """A records officer with its office key, which is on no chain."""
        return cls(uid, signer, (0, ZERO_HASH), tree)


@dataclass(slots=True)
class Written:
    """An entry, the boxes it names, and the secret of the epoch it begins, if it begins one."""

    entry: bytes = b""
    boxes: list[bytes] = field(default_factory=list[bytes])
    epoch: Epoch | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new epoch is begun with: what was sent in the last one, and its secret where the author has it."""

    ts: int
    sent: tuple[bytes, ...] = ()
    older: Epoch | None = None


def create(
    log: Log, writer: Writer, members: Iterable[tuple[MemberCard, bytes]], ts: int, random: Random = SYSTEM
) -> Written:
    """Epoch 0 for these members, each with its attestation."""
    given = list(members)
    specific: Value = [[card.value(), attestation] for card, attestation in given]
    return _begin(log, writer, forms.CREATE, [card for card, _ in given], Beginning(ts), specific, random)


def add(
    log: Log,
    writer: Writer,
    card: MemberCard,
    attestation: bytes,
    assignment: bytes,
    beginning: Beginning,
    random: Random = SYSTEM,
) -> Written:
    """A new epoch with one member more, whom a coordinator assigned."""
    specific: Value = [card.value(), attestation, assignment]
    return _begin(log, writer, forms.ADD, [*_cards(log), card], beginning, specific, random)


def rotate(log: Log, writer: Writer, beginning: Beginning, random: Random = SYSTEM) -> Written:
    """A new epoch for the same members: what a sender does before writing under a stale one."""
    return _begin(log, writer, forms.ROTATE, _cards(log), beginning, None, random)


def readmit(
    log: Log, writer: Writer, card: MemberCard, attestation: bytes, beginning: Beginning, random: Random = SYSTEM
) -> Written:
    """A new epoch in which a member's new chain takes the place of the old one."""
    cards = [card if one.uid == card.uid else one for one in _cards(log)]
    return _begin(log, writer, forms.READMIT, cards, beginning, [card.value(), attestation], random)


def remove(log: Log, writer: Writer, uid: bytes, reason: int, ts: int) -> Written:
    """A member's removal: marks the epoch stale, and needs no key work."""
    return _plain(log, writer, forms.REMOVE, ts, {0: uid, 1: reason})


def link(log: Log, writer: Writer, epoch: Epoch, older: Epoch, ts: int, random: Random = SYSTEM) -> Written:
    """The history that an epoch's entry could not give."""
    return _plain(log, writer, forms.LINK, ts, {0: epoch.number, 3: epoch.wrap_older(older.secret, random)})


def reshare(log: Log, writer: Writer, epoch: Epoch, ts: int) -> Written:
    """The current epoch's escrow for the roster of this time."""
    written = Written()
    roster = log.directory.at(max(ts, log.ts)).roster
    body: dict[int, Value] = {4: roster.hash, 5: _escrow(written, epoch, roster)}
    written.entry = _signed(log, writer, forms.RESHARE, ts, log.epoch, body)
    return written


def records_access(
    log: Log, writer: Writer, request: bytes, epochs: tuple[int, int], purpose: int, approvals: list[bytes], ts: int
) -> Written:
    """The record of a ceremony, by one of the officers who approved it; marks the epoch stale."""
    body: dict[int, Value] = {0: request, 1: list(epochs), 2: purpose, 3: list[Value](approvals)}
    return _plain(log, writer, forms.RECORDS_ACCESS, ts, body)


def policy(log: Log, writer: Writer, days: int, messages: int, ts: int) -> Written:
    """A tighter rule of when an epoch is stale."""
    return _plain(log, writer, forms.POLICY, ts, {0: days, 1: messages})


def checkpoint(log: Log, writer: Writer, sent: Iterable[bytes], ts: int) -> Written:
    """What was sent in the current epoch so far, as the author saw it."""
    return _plain(log, writer, forms.CHECKPOINT, ts, {6: _digest(tuple(sent))})


def _cards(log: Log) -> list[MemberCard]:
    return [MemberCard(one.uid, one.genesis, one.access) for one in log.members.values()]


def _digest(sent: tuple[bytes, ...]) -> Value:
    return [len(sent), root(sent)]


def _begin(
    log: Log,
    writer: Writer,
    kind: int,
    cards: list[MemberCard],
    beginning: Beginning,
    specific: Value,
    random: Random,
) -> Written:
    epoch = Epoch(log.cid, log.epoch + 1, random(32))
    written, older = Written(epoch=epoch), beginning.older
    if older is not None and older.number != log.epoch:
        raise Inconsistent("not the secret of the epoch before")
    ts = max(beginning.ts, log.ts)
    roster = log.directory.at(ts).roster
    grants: list[Value] = [_grant(log, written, epoch, card) for card in sorted(cards, key=lambda card: card.uid)]
    body: dict[int, Value] = {
        0: epoch.c,
        1: epoch.mc,
        2: grants,
        3: b"" if older is None else epoch.wrap_older(older.secret, random),
        4: roster.hash,
        5: _escrow(written, epoch, roster),
        6: _digest(beginning.sent),
    }
    if specific is not None:
        body[10] = specific
    written.entry = _signed(log, writer, kind, ts, epoch.number, body)
    return written


def _grant(log: Log, written: Written, epoch: Epoch, card: MemberCard) -> Value:
    """A box for the current generation of the member's keys."""
    chain = log.chain(card.uid, card.genesis)
    context = grant_context(log.cid, epoch.number, card.uid, chain.generation, card.access)
    secret = epoch.secret if card.access == FULL else epoch.m
    box = seal(chain.keys.enc_pk, "mh1/grant", context, secret)
    written.boxes.append(box)
    return [card.uid, chain.generation, card.access, digest(box)]


def _escrow(written: Written, epoch: Epoch, roster: Roster) -> list[Value]:
    items: list[Value] = []
    for officer, share in zip(roster.officers, shares(epoch, roster.threshold), strict=True):
        x = share[32]
        box = seal(officer.box_pk, "mh1/escrow", escrow_context(epoch.cid, epoch.number, roster.hash, x), share)
        written.boxes.append(box)
        items.append([x, digest(share), digest(box)])
    return items


def _plain(log: Log, writer: Writer, kind: int, ts: int, body: dict[int, Value]) -> Written:
    return Written(_signed(log, writer, kind, ts, log.epoch, body))


def _signed(log: Log, writer: Writer, kind: int, ts: int, epoch: int, body: dict[int, Value]) -> bytes:
    payload: dict[int, Value] = {
        0: 1,
        1: log.cid,
        2: len(log.hashes),
        3: log.head,
        4: kind,
        5: writer.uid,
        6: writer.signer.kid,
        7: max(ts, log.ts),
        8: epoch,
        9: body,
        10: list(writer.position),
        11: list(writer.tree),
    }
    return sign(writer.signer, "mh1/log", encode(payload))

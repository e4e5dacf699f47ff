"""A whole conversation: messages judged by the log, what a reader's keys open, and what the officers can recover."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from careteam.crypto.mh1.box import unseal
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.entries import Escrow, Grant
from careteam.crypto.mh1.envelope import Envelope, Opened, take_envelope
from careteam.crypto.mh1.epoch import Epoch, grant_context, message_commitment
from careteam.crypto.mh1.escrow import escrow_context, recover, shares
from careteam.crypto.mh1.log import EpochRecord, Log
from careteam.crypto.mh1.merkle import Tree
from careteam.crypto.mh1.primitives import digest, same
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Inconsistent, NotEntitled, OutOfOrder, Unopenable
from careteam.crypto.mh1.shapes import ZERO_HASH
from careteam.crypto.mh1.statements import FULL
from careteam.crypto.mh1.unlocking import fitting, generations


@dataclass(slots=True)
class Messages:
    """The messages of a conversation in the server's order, each judged by the verified log."""

    log: Log
    envelopes: list[Envelope] = field(default_factory=list[Envelope])
    gaps: list[int] = field(default_factory=list[int])
    by_epoch: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    _mids: set[bytes] = field(default_factory=set[bytes])
    _last: dict[bytes, tuple[int, bytes]] = field(default_factory=dict[bytes, tuple[int, bytes]])

    def append(self, data: bytes) -> Envelope:
        """Judge the next message (check 8), and take it."""
        envelope = take_envelope(data)
        header = envelope.header
        if header.cid != self.log.cid:
            raise Inconsistent("a message of another conversation")
        point = self.log.points.get(header.log_head)
        if point is None or point.epoch != header.epoch:
            raise Inconsistent("a message names no entry of its epoch")
        if point.marked:
            raise NotEntitled("written under a stale epoch")
        if header.sender not in point.members:
            raise NotEntitled("written by nobody who was a member")
        if header.mid in self._mids:
            raise OutOfOrder("a message twice")
        envelope.verify(self._key(header.epoch, header.sender, header.kid))
        self._take(envelope)
        return envelope

    def _key(self, epoch: int, sender: bytes, kid: bytes) -> bytes:
        grant, genesis = self.log.epochs[epoch].grants[sender]
        pk = self.log.chain(sender, genesis).signer_in(grant.generation, kid)
        if pk is None:
            raise NotEntitled("signed by a key that was not the sender's in this epoch")
        return pk

    def _take(self, envelope: Envelope) -> None:
        header, index = envelope.header, len(self.envelopes)
        if (header.counter, header.prev) != self.next_of(header.kid):
            self.gaps.append(index)
        self._last[header.kid] = (header.counter, envelope.hash)
        self._mids.add(header.mid)
        self.by_epoch.setdefault(header.epoch, []).append(index)
        self.envelopes.append(envelope)

    def next_of(self, kid: bytes) -> tuple[int, bytes]:
        """The counter of this key's next message, and the hash of its last one."""
        counter, prev = self._last.get(kid, (-1, ZERO_HASH))
        return counter + 1, prev

    def sent(self, epoch: int) -> int:
        """How many messages an epoch has."""
        return len(self.by_epoch.get(epoch, []))

    def late(self) -> list[int]:
        """Check 12: messages that came after their epoch's closing digest; refuses a digest that they do not give."""
        late: list[int] = []
        for record in self.log.epochs[1:]:
            self._check_digest(record.number - 1, *record.body.closing)
            late += self.by_epoch.get(record.number - 1, [])[record.body.closing[0] :]
        for epoch, count, root in self.log.checkpoints:
            self._check_digest(epoch, count, root)
        return sorted(late)

    def _check_digest(self, epoch: int, count: int, root: bytes) -> None:
        indices = self.by_epoch.get(epoch, [])
        if count > len(indices) or Tree([self.envelopes[at].hash for at in indices[:count]]).root != root:
            raise Inconsistent("integrity alert: the messages do not give the digest")


@dataclass(slots=True)
class Keyring:
    """What a reader ends up with: secrets and message keys by epoch, each checked against its commitment."""

    secrets: dict[int, Epoch] = field(default_factory=dict[int, Epoch])
    message_keys: dict[int, bytes] = field(default_factory=dict[int, bytes])

    def open(self, envelope: Envelope) -> Opened | None:
        """What the message says; None where the reader has no key to its epoch."""
        m = self.message_keys.get(envelope.header.epoch)
        return None if m is None else envelope.open(m)


@dataclass(slots=True)
class Reader:
    """A person reading with the seed of one generation of their keys."""

    log: Log
    uid: bytes
    genesis: bytes
    newest: Generation
    _generations: dict[int, Generation]
    keyring: Keyring = field(default_factory=Keyring)

    @classmethod
    def of(cls, log: Log, uid: bytes, genesis: bytes, number: int, seed: bytes) -> "Reader":
        """The reader with this seed, which the chain must know."""
        chain = log.chain(uid, genesis)
        newest = fitting(chain, seed, number)
        return cls(log, uid, genesis, newest, generations(chain, newest))

    def read(self, boxes: Mapping[bytes, bytes]) -> Keyring:
        """Open every grant this person has, then walk down the history."""
        for record in self.log.epochs:
            grant, genesis = record.grants.get(self.uid, (None, b""))
            if grant is not None and genesis == self.genesis and grant.generation <= self.newest.number:
                self.open_grant(record, grant, boxes)
        self.walk()
        return self.keyring

    def open_grant(self, record: EpochRecord, grant: Grant, boxes: Mapping[bytes, bytes]) -> None:
        """Open one grant (check 5), and check that the epoch's escrow is of the same secret (check 7)."""
        seed = self._generations[grant.generation].enc
        context = grant_context(self.log.cid, record.number, self.uid, grant.generation, grant.kind)
        secret = unseal(seed, "mh1/grant", context, _box(boxes, grant.box_hash))
        if len(secret) != 32:
            raise Unopenable("a grant of another length")
        if grant.kind == FULL:
            epoch = self._keep(Epoch(self.log.cid, record.number, secret))
            check_escrow(self.log.directory, epoch, record)
        elif same(message_commitment(self.log.cid, record.number, secret), record.body.mc):
            self.keyring.message_keys[record.number] = secret
        else:
            raise Unopenable("a message key does not fit its public commitment")

    def walk(self) -> None:
        """Open older epochs by the links of newer ones (check 6)."""
        for record in reversed(self.log.epochs):
            epoch = self.keyring.secrets.get(record.number)
            if epoch is not None and record.hist:
                self._keep(epoch.older(record.hist))

    def _keep(self, epoch: Epoch) -> Epoch:
        body = self.log.epochs[epoch.number].body
        self.keyring.secrets[epoch.number] = epoch.check(body.c, body.mc)
        self.keyring.message_keys[epoch.number] = epoch.m
        return epoch


def check_escrow(directory: Directory, epoch: Epoch, record: EpochRecord) -> None:
    """Check 7: every list of shares of the epoch is of its secret."""
    for escrow in record.escrows:
        made = shares(epoch, directory.roster(escrow.roster).threshold)
        if [digest(share) for share in made] != [item.share_hash for item in escrow.items]:
            raise Inconsistent("the escrow is of another secret")


def recover_epoch(log: Log, number: int, officers: list[tuple[int, bytes]], boxes: Mapping[bytes, bytes]) -> Epoch:
    """What officers recover with their seeds, from the latest shares of an epoch."""
    if not 0 <= number < len(log.epochs):
        raise Inconsistent("no such epoch")
    record = log.epochs[number]
    escrow = record.escrows[-1]
    opened = [open_share(log.cid, number, escrow, x, seed, boxes) for x, seed in officers]
    k = log.directory.roster(escrow.roster).k
    return recover(log.cid, number, k, opened, record.body.c)


def open_share(cid: bytes, number: int, escrow: Escrow, x: int, seed: bytes, boxes: Mapping[bytes, bytes]) -> bytes:
    """An officer's share, if it is the one the log names."""
    if not 1 <= x <= len(escrow.items):
        raise Inconsistent("no such officer")
    item = escrow.items[x - 1]
    context = escrow_context(cid, number, escrow.roster, x)
    share = unseal(seed, "mh1/escrow", context, _box(boxes, item.box_hash))
    if digest(share) != item.share_hash:
        raise Unopenable("a share is not the one the log names")
    return share


def _box(boxes: Mapping[bytes, bytes], hash_: bytes) -> bytes:
    box = boxes.get(hash_)
    if box is None:
        raise Unopenable("a box is missing")
    return box

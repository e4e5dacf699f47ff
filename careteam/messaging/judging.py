"""What the server lets into a conversation's log and among its messages: it keeps junk out, and anchors nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from careteam.core import problems
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.entries import (
    CHECKPOINT,
    KEY_TYPES,
    RESHARE,
    Entry,
    Grant,
    read_entry,
    read_escrow,
    read_key_body,
)
from careteam.crypto.mh1.envelope import Envelope, take_envelope
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.merkle import Tree
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Inconsistent, Refused
from careteam.crypto.mh1.shapes import ZERO_HASH, closed, octets, row, whole
from careteam.crypto.mh1.statements import DAY_MS
from careteam.crypto.mh1.userchain import Chain

MOST_ENVELOPE_BYTES = 64 * 1024
MOST_ENTRY_BYTES = 64 * 1024
MOST_BOX_BYTES = 2 * 1024
MOST_ENTRIES = 4


@dataclass(eq=False)
class LogMoved(problems.Problem):
    """Somebody else wrote to the log meanwhile, or sent a message that a new epoch would not seal."""

    status = 409
    detail = "Read the log and the messages again, check, and try again."


@dataclass(eq=False)
class LogRefused(problems.Problem):
    """An entry that nobody else would take either."""

    status = 422
    detail = "Nothing was written."
    reason: str


@dataclass(eq=False)
class HeadMoved(problems.Problem):
    """The message names another head than the log's, or other messages of its sender's."""

    status = 412
    detail = "Read the log and the messages again, and send it again under the same id."


@dataclass(eq=False)
class EpochStale(problems.Problem):
    """Nothing is written under a stale epoch."""

    status = 412
    detail = "Begin a new epoch, then send it again under the same id."


@dataclass(eq=False)
class EnvelopeRefused(problems.Problem):
    """A message that nobody else would take either."""

    status = 422
    detail = "Nothing was sent."
    reason: str


@dataclass(eq=False)
class DuplicateMessage(problems.Problem):
    """There is another message of this id."""

    status = 409
    detail = "Nothing was sent. Send it under an id of its own."


@dataclass(eq=False)
class EnvelopeTooLarge(problems.Problem):
    """A message is at most 64 KiB in all."""

    status = 413
    detail = "Shorten it. Nothing was sent; what you wrote is kept on this device."


@dataclass(frozen=True, slots=True)
class Head:
    """A log's end as the sending path needs it, without the log: kept in columns of the conversation."""

    hash: bytes
    epoch: int
    #: Marked, or left behind by somebody's new keys or a new roster.
    stale: bool
    #: Milliseconds at which it is too old, and how many messages it holds.
    ends: int
    limit: int

    def stale_for(self, now: int, sent: int) -> bool:
        """Whether nothing more is to be written under this epoch, after so many messages of it."""
        return self.stale or now >= self.ends or sent >= self.limit


def head_of(log: Log) -> Head:
    """The head of a verified log."""
    newest = log.epochs[-1]
    stale = log.marked or newest.escrows[-1].roster != log.directory.latest.roster_hash or _left_behind(log)
    return Head(log.head, log.epoch, stale, newest.ts + log.days * DAY_MS, log.messages)


def _left_behind(log: Log) -> bool:
    return any(chain.closed is not None or chain.generation > grant.generation for chain, grant in _granted(log))


def _granted(log: Log) -> list[tuple[Chain, Grant]]:
    """Each member's chain, and its grant of the newest epoch."""
    grants = log.epochs[-1].grants
    return [(log.chain(uid, one.genesis), grants[uid][0]) for uid, one in log.members.items()]


def append(
    log: Log, head: bytes, entries: Sequence[bytes], boxes: Sequence[bytes], sent: Tree, now: int
) -> list[Entry]:
    """Let entries into the log; `sent` is the tree of the newest epoch's messages. A log that refused is spoiled."""
    if head != log.head:
        raise LogMoved
    if not 1 <= len(entries) <= MOST_ENTRIES or any(len(cose) > MOST_ENTRY_BYTES for cose in entries):
        raise LogRefused(reason="not one to four entries, or one that is too large")
    if any(len(box) > MOST_BOX_BYTES for box in boxes):
        raise LogRefused(reason="a box that is too large")
    given = {digest(box) for box in boxes}
    taken: list[Entry] = []
    try:
        for cose in entries:
            taken.append(_append(log, cose, given, sent, now))
            sent = Tree() if taken[-1].type in KEY_TYPES else sent
    except Refused as refused:
        raise LogRefused(reason=refused.reason) from refused
    if given:
        raise LogRefused(reason="a box that no entry names")
    return taken


def _append(log: Log, cose: bytes, boxes: set[bytes], sent: Tree, now: int) -> Entry:
    """What only the server can demand: of now, with the boxes it names, sealing what was really sent."""
    _check_roster(log, read_entry(cose))
    entry = log.append(cose)
    if entry.ts > now:  # else a later directory entry could still change which offices were in force at its time
        raise Inconsistent("an entry from the future")
    newest = log.epochs[-1]
    named = [item.box_hash for item in newest.escrows[-1].items] if entry.type in (*KEY_TYPES, RESHARE) else []
    if entry.type in KEY_TYPES:
        named += [grant.box_hash for grant in newest.body.grants]
        if newest.number and newest.entry == len(log.hashes) - 1:
            _check_seal(*newest.body.closing, sent)
        if any(chain.generation > grant.generation for chain, grant in _granted(log)):
            raise LogMoved
    elif entry.type == CHECKPOINT:
        _check_seal(*log.checkpoints[-1][1:], sent)
    for hash_ in named:
        if hash_ not in boxes:
            raise Inconsistent("a box is missing")
        boxes.remove(hash_)
    return entry


def _check_roster(log: Log, entry: Entry) -> None:
    """Who wrote before they knew of new records officers writes once more; who shares with the same ones again, never."""
    if entry.type not in (*KEY_TYPES, RESHARE):
        return
    named = _roster_of(entry)
    older = {one.roster_hash for one in log.directory.entries}
    if named in older and named != log.directory.at(entry.ts).roster_hash:
        raise LogMoved
    if entry.type == RESHARE and log.epochs and named == log.epochs[-1].escrows[-1].roster:
        raise Inconsistent("shared with these records officers already")


def _roster_of(entry: Entry) -> bytes:
    """For which records officers an entry shares an epoch's key."""
    if entry.type in KEY_TYPES:
        return read_key_body(entry).escrow.roster
    body = closed(entry.body, {4, 5})
    return read_escrow(body[4], body[5]).roster


def _check_seal(count: int, sealed: bytes, sent: Tree) -> None:
    if count < sent.size:
        raise LogMoved
    if (count, sealed) != (sent.size, sent.root):
        raise Inconsistent("the messages do not give the digest")


def take_apart(data: bytes) -> Envelope:
    """An envelope of the one form there is."""
    if len(data) > MOST_ENVELOPE_BYTES:
        raise EnvelopeTooLarge
    try:
        return take_envelope(data)
    except Refused as refused:
        raise EnvelopeRefused(reason=refused.reason) from refused


@dataclass(frozen=True, slots=True)
class Signing:
    """What is known of a key in a conversation: that it is somebody's in an epoch, and its last message there."""

    kid: bytes
    pk: bytes
    epoch: int
    counter: int = -1
    last: bytes = ZERO_HASH


def packed(keys: Sequence[Signing]) -> bytes:
    """A person's keys as they are kept with their membership."""
    return encode([[one.kid, one.pk, one.epoch, one.counter, one.last] for one in keys])


def unpacked(data: bytes) -> list[Signing]:
    """A person's keys as they were kept."""
    rows = (row(one, 5) for one in row(decode(data)))
    return [
        Signing(octets(kid), octets(pk), whole(epoch), whole(counter, -1), octets(last))
        for kid, pk, epoch, counter, last in rows
    ]


def signing(log: Log, sender: bytes, kid: bytes, before: Sequence[Signing] = ()) -> list[Signing]:
    """The keys of a sender's that are at work, this one of the newest epoch in front; what each sent in earlier ones counts."""
    grant, genesis = log.epochs[-1].grants.get(sender, (None, b""))
    if grant is None or sender not in log.members:
        raise EnvelopeRefused(reason="written by nobody who is a member")
    chain = log.chain(sender, genesis)
    pk = chain.signer_in(grant.generation, kid)
    if pk is None:
        raise EnvelopeRefused(reason="signed by a key that is not the sender's in this epoch")
    known = next((one for one in before if one.kid == kid), Signing(kid, pk, log.epoch))
    others = [one for one in before if one.kid != kid and one.kid in chain.positions[-1].signers]
    return [Signing(kid, pk, log.epoch, known.counter, known.last), *others]


def check_place(envelope: Envelope, cid: bytes, sender: bytes, head: Head, now: int, sent: int) -> None:
    """Demand that an envelope is this sender's, of this conversation, under its head, and the epoch not stale."""
    header = envelope.header
    if header.cid != cid or header.sender != sender:
        raise EnvelopeRefused(reason="of another conversation, or by somebody else")
    if (header.log_head, header.epoch) != (head.hash, head.epoch):
        raise HeadMoved
    if head.stale_for(now, sent):
        raise EpochStale


def check_signed(envelope: Envelope, known: Signing) -> Signing:
    """Demand that the key signed, and that the message follows its last one; what is known of the key then."""
    try:
        envelope.verify(known.pk)
    except Refused as refused:
        raise EnvelopeRefused(reason=refused.reason) from refused
    header = envelope.header
    if (header.counter, header.prev) != (known.counter + 1, known.last):
        raise HeadMoved
    return Signing(known.kid, known.pk, known.epoch, header.counter, envelope.hash)

"""What one can do about who reads a conversation: write its log, assign readers, tell of what is not as it was signed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.roles import Role
from careteam.alerts import commands as alerts
from careteam.alerts.rules import What
from careteam.audit.change import Change
from careteam.core import problems
from careteam.crypto.mh1.entries import ADD, KEY_TYPES, RESHARE, Entry
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.merkle import Tree
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.shapes import ZERO_HASH
from careteam.crypto.mh1.statements import open_assignment
from careteam.keys.chains import directory_of
from careteam.keys.offices import milliseconds
from careteam.messaging import events, judging, logs
from careteam.messaging.models import Assignment, Conversation, LogBox, LogEntry


async def append_entries(
    change: Change, *, conversation_id: UUID, head: bytes, entries: Sequence[bytes], boxes: Sequence[bytes]
) -> UUID:
    """Take entries into a conversation's log, if it still ends where their author saw it."""
    conversation = await _known(change, conversation_id, Action.WRITE_LOG)
    if head != (conversation.log_head or ZERO_HASH):
        raise judging.LogMoved
    log = await logs.log_of(change, conversation, entries)
    sent = Tree.of(conversation.epoch_sent, conversation.epoch_tree or b"")
    taken = judging.append(log, head, entries, boxes, sent, milliseconds(change.now))
    if any(entry.author != change.actor.person_id.bytes for entry in taken):
        raise judging.LogRefused(reason="written by somebody else than asks")
    stored = {digest(box): box for box in boxes}
    first = len(log.hashes) - len(taken)
    behind = conversation.officers_behind
    _keep_head(conversation, log, began=any(entry.type in KEY_TYPES for entry in taken))
    retired = await _retire_shares(change, conversation) if behind and not conversation.officers_behind else ()
    for at, (entry, cose) in enumerate(zip(taken, entries, strict=True)):
        row = LogEntry(
            conversation_id=conversation.id, seq=first + at, hash=entry.hash, type=entry.type, epoch=entry.epoch,
            author_id=change.actor.person_id, cose=cose,
        )  # fmt: skip
        await change.add(row, stream_id=conversation.stream_id)
        await _record(change, conversation, log, row, entry, stored, retired if at == 0 else ())
    logs.keep(log)
    return change.answer(conversation_id)


def _keep_head(conversation: Conversation, log: Log, *, began: bool) -> None:
    """What sending asks of the log, in columns."""
    head = judging.head_of(log)
    conversation.log_length, conversation.log_head = len(log.hashes), head.hash
    conversation.epoch, conversation.stale, conversation.epoch_limit = head.epoch, head.stale, head.limit
    shared = log.epochs[-1].escrows[-1].roster
    conversation.officers_behind = shared != log.directory.latest.roster_hash
    conversation.epoch_ends = datetime.fromtimestamp(head.ends / 1000, UTC)
    conversation.readers = [UUID(bytes=one.uid) for one in log.members.values()]
    conversation.reader_keys = [one.genesis for one in log.members.values()]
    if began:
        conversation.epoch_sent, conversation.epoch_tree = 0, b""


async def _retire_shares(change: Change, conversation: Conversation) -> tuple[UUID, ...]:
    """Empty every share of the records officers before: one epoch shared among those of now opens all before it."""
    shares = await change.find(LogBox, conversation_id=conversation.id, owner_id=None)
    held = [share for share in shares if share.box]
    for share in held:
        share.box = b""
    return tuple(share.id for share in held)


async def _record(
    change: Change,
    conversation: Conversation,
    log: Log,
    row: LogEntry,
    entry: Entry,
    stored: dict[bytes, bytes],
    retired: tuple[UUID, ...],
) -> None:
    """Store what an entry names, and say that it was written."""
    owners: dict[bytes, UUID | None] = {}
    used: list[Assignment] = []
    if entry.type in KEY_TYPES:
        owners = {grant.box_hash: UUID(bytes=uid) for uid, (grant, _) in log.epochs[entry.epoch].grants.items()}
    if entry.type in (*KEY_TYPES, RESHARE):
        escrow = log.epochs[entry.epoch].escrows[0 if entry.type in KEY_TYPES else -1]
        owners |= dict.fromkeys(item.box_hash for item in escrow.items)
    kept = [
        await change.add(
            LogBox(conversation_id=conversation.id, seq=row.seq, hash=hash_, owner_id=owner, box=stored[hash_]),
            stream_id=conversation.stream_id,
        )
        for hash_, owner in owners.items()
    ]
    if entry.type == ADD:
        used = await change.find(Assignment, conversation_id=conversation.id, ended_at=None)
        used = [one for one in used if one.person_id.bytes in log.members]
    for one in used:
        one.ended_at = change.now
    await change.record(
        events.MembershipLogged(
            entry_id=row.id, conversation_id=conversation.id, box_ids=tuple(box.id for box in kept),
            assignment_ids=tuple(one.id for one in used), retired_ids=retired, type=entry.type, epoch=entry.epoch,
            record=entry.hash,
        )
    )  # fmt: skip


async def assign_reader(change: Change, *, conversation_id: UUID, person_id: UUID, cose: bytes) -> UUID:
    """Keep a coordinator's word that somebody belongs to a conversation; it takes the place of an earlier one."""
    conversation = await _known(change, conversation_id, Action.ASSIGN_READER)
    _, directory, _ = await directory_of(change)
    now = milliseconds(change.now)
    try:
        assigned = open_assignment(cose, directory.latest, conversation_id.bytes, now)
    except Refused as refusal:
        raise judging.LogRefused(reason=refusal.reason) from refusal
    if assigned.uid != person_id.bytes:
        raise judging.LogRefused(reason="assigns somebody else")
    members = await change.find(
        ConversationMember, conversation_id=conversation_id, person_id=person_id, removed_at=None
    )
    if not members:
        raise problems.NotFound
    before = await change.find(Assignment, conversation_id=conversation_id, person_id=person_id, ended_at=None)
    for one in before:
        one.ended_at = change.now
    row = Assignment(
        conversation_id=conversation_id, person_id=person_id, genesis=assigned.genesis, cose=cose,
        assigned_by=change.actor.person_id, assigned_at=change.now,
    )  # fmt: skip
    await change.add(row, stream_id=conversation.stream_id)
    await change.record(
        events.ReaderAssigned(
            assignment_id=row.id, conversation_id=conversation_id, person_id=person_id,
            replaced_ids=tuple(one.id for one in before), record=digest(cose),
        )
    )  # fmt: skip
    return change.answer(row.id)


async def tell_alert(
    change: Change, *, conversation_id: UUID, what: What, device: str, seq: int | None = None, mid: UUID | None = None
) -> UUID:
    """Tell the privacy officer what somebody's client found in a conversation."""
    await _known(change, conversation_id, Action.TELL_ALERT)
    place = alerts.Place(conversation_id=conversation_id, seq=seq, message_id=mid)
    return await alerts.tell(change, what=what, place=place, device=device)


async def _known(change: Change, conversation_id: UUID, action: Action) -> Conversation:
    """A conversation whose membership this actor has to do with: one of its members, or a coordinator; else NotFound."""
    conversation = await change.get(Conversation, conversation_id)
    mine = await change.find(
        ConversationMember, conversation_id=conversation_id, person_id=change.actor.person_id, removed_at=None
    )
    if not mine and Role.COORDINATOR not in change.actor.roles:
        raise problems.NotFound
    change.require(action, in_conversation=bool(mine))
    return conversation

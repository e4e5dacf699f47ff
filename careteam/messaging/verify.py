"""Recomputes the membership log of every conversation and judges every message by it, as its members' clients do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from careteam.audit.verify import Break, Further
from careteam.core.ids import ORGANISATION_STREAM
from careteam.crypto.mh1.conversation import Messages
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.shapes import ZERO_HASH
from careteam.crypto.mh1.statements import open_standing
from careteam.keys.offices import milliseconds
from careteam.keys.verify import Kept, chains_and_directory, unrecorded

_CONVERSATIONS = (
    "SELECT id, stream_id, log_length, log_head, epoch, readers, reader_keys FROM care.conversation ORDER BY id"
)
_ENTRIES = "SELECT id, seq, hash, cose, author_id FROM care.log_entry WHERE conversation_id = $1 ORDER BY seq"
_BOXES = "SELECT hash, box FROM care.log_box WHERE conversation_id = $1"
_MESSAGES = "SELECT id, number, author_id, envelope FROM care.message WHERE stream_id = $1 ORDER BY number"
_ASSIGNMENTS = "SELECT id, cose FROM care.assignment"
_STANDING = (
    "SELECT id, person_id, genesis, role, cose, not_after, assigned_at FROM care.standing_assignment ORDER BY id"
)


async def verify_logs(connection: Any) -> Further:
    """Verify who reads each conversation, what was sent there, and that each signed entry is the record of its entry."""
    known, kept, breaks = Kept(), Kept(), list[Break]()
    directory = await chains_and_directory(connection, known)
    sent = 0
    for row in await connection.fetch(_CONVERSATIONS):
        messages = await connection.fetch(_MESSAGES, row["stream_id"])
        sent += len(messages)
        what = await _conversation(connection, row, messages, directory, known, kept)
        if what is not None:
            breaks.append(Break(row["stream_id"], "conversation", 0, what))
    entries = len(kept.hashes)
    for row in await connection.fetch(_ASSIGNMENTS):
        kept.hashes[row["id"]] = digest(row["cose"])
    for row in await connection.fetch(_STANDING):
        kept.hashes[row["id"]] = digest(row["cose"])
        what = _standing(row, directory)
        if what is not None:
            breaks.append(Break(ORGANISATION_STREAM, "standing assignment", 0, f"{row['id']}: {what}"))
    breaks.extend(await unrecorded(connection, kept, ("MembershipLogged", "ReaderAssigned", "StandingAssigned")))
    return Further(f"{entries} entries of who reads and {sent} sealed messages", breaks)


def _standing(row: Any, directory: Directory | None) -> str | None:
    """What does not hold of a word that was signed ahead, by the offices of then."""
    if directory is None:
        return "there is no directory to judge it by"
    at = milliseconds(row["assigned_at"])
    try:
        word = open_standing(row["cose"], directory.at(at), at)
    except Refused as refusal:
        return refusal.reason
    said = UUID(bytes=word.uid), word.genesis, word.role, word.not_after
    kept = UUID(int=row["person_id"].int), row["genesis"], row["role"], milliseconds(row["not_after"])
    return None if said == kept else "it says something else than is kept of it"


async def _conversation(
    connection: Any, row: Any, messages: Sequence[Any], directory: Directory | None, known: Kept, kept: Kept
) -> str | None:
    """What does not hold of a conversation's log, its boxes or its messages."""
    entries = await connection.fetch(_ENTRIES, row["id"])
    if not entries and not messages:
        return None
    if directory is None:
        return "there is no directory to judge it by"
    log = Log(row["id"].bytes, directory, known.chains)
    try:
        for entry in entries:
            kept.hashes[entry["id"]] = log.append(entry["cose"]).hash
    except Refused as refusal:
        return f"entry {len(log.hashes)} of its log: {refusal.reason}"
    if (row["log_length"], row["log_head"] or ZERO_HASH, row["epoch"]) != (len(log.hashes), log.head, log.epoch):
        return "the head of its log is another entry"
    readers = [(one.uid, one.genesis) for one in log.members.values()]
    if [(uid.bytes, genesis) for uid, genesis in zip(row["readers"], row["reader_keys"], strict=False)] != readers:
        return "its readers are others than in its log"
    given = {digest(box["box"]) for box in await connection.fetch(_BOXES, row["id"])}
    if not {grant.box_hash for epoch in log.epochs for grant, _ in epoch.grants.values()} <= given:
        return "a box that its log names is gone, or another"
    if not {item.box_hash for item in log.epochs[-1].escrows[-1].items} <= given:
        return "a records officer's share of its newest epoch is gone, or another"
    return _messages(log, messages)


def _messages(log: Log, rows: Sequence[Any]) -> str | None:
    """What does not hold of what was said."""
    messages = Messages(log)
    for number, row in enumerate(rows, start=1):
        try:
            header = messages.append(row["envelope"]).header
        except Refused as refusal:
            return f"message {row['number']}: {refusal.reason}"
        if (row["number"], row["id"].bytes, row["author_id"].bytes) != (number, header.mid, header.sender):
            return f"message {row['number']}: another number, id or author than it was sent with"
    return None

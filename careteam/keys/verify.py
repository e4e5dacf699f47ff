"""Recomputes the directory and every chain of keys, and holds them against the trail entries that stand for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from careteam.audit.verify import Break, Further
from careteam.core.ids import ORGANISATION_STREAM
from careteam.crypto.mh1.cose import take_apart
from careteam.crypto.mh1.directory import Directory, verify_directory
from careteam.crypto.mh1.invite import open_invite
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.userchain import Chain, verify_chain
from careteam.keys import events
from careteam.keys.offices import milliseconds

_RECORDS = """
SELECT stream_id, seq, event, subjects[1] AS subject, record FROM care.audit_entry
WHERE octet_length(record) > 0 AND event = ANY($1) ORDER BY stream_id, seq"""
_EVENTS = [name for name, made in vars(events).items() if getattr(made, "__module__", "") == events.__name__]
_DIRECTORY = "SELECT id, roots, seq, hash FROM care.key_directory"
_DIRECTORY_ENTRIES = "SELECT id, seq, hash, entry FROM care.directory_entry ORDER BY seq"
_CHAINS = """
SELECT c.id, c.person_id, c.genesis, c.seq, c.hash, c.generation, c.successor, c.invite_id, i.token_pk
FROM care.user_chain c LEFT JOIN care.key_invite i ON i.id = c.invite_id ORDER BY c.id"""
_ENTRIES = "SELECT id, seq, hash, entry FROM care.chain_entry WHERE chain_id = $1 ORDER BY seq"
_BOXES = "SELECT holder, hash, box, ended_at FROM care.holder_box WHERE chain_id = $1"
_ATTESTATIONS = """
SELECT a.id, a.person_id, a.role, a.hash, a.cose, a.attested_at, c.genesis
FROM care.attestation a JOIN care.user_chain c ON c.id = a.chain_id ORDER BY a.id"""
_INVITES = "SELECT id, person_id, token_pk, hash, cose, signed_at FROM care.key_invite ORDER BY id"
_PINS = "SELECT id, sealed FROM care.pins ORDER BY id"
_OFFICES = """
SELECT id, person_id, office, pk, accepted_at IS NOT NULL AND ended_at IS NULL AS in_force FROM care.office_key ORDER BY id"""


@dataclass
class Kept:
    """What is kept, by the id of its row: the hash that the trail is to have of it, and what does not hold."""

    hashes: dict[UUID, bytes] = field(default_factory=dict[UUID, bytes])
    wrong: list[str] = field(default_factory=list[str])
    chains: dict[tuple[bytes, bytes], Chain] = field(default_factory=dict[tuple[bytes, bytes], Chain])


async def verify_keys(connection: Any) -> Further:
    """Verify everything that is kept of keys, and that each signed entry is the record of its entry in the trail."""
    kept = Kept()
    directory = await chains_and_directory(connection, kept)
    if directory is not None:
        await _statements(connection, directory, kept)
    for row in await connection.fetch(_PINS):
        kept.hashes[row["id"]] = digest(row["sealed"])
    breaks = [Break(ORGANISATION_STREAM, "keys", 0, what) for what in kept.wrong]
    breaks.extend(await unrecorded(connection, kept, _EVENTS))
    return Further(f"{len(kept.chains)} chains of keys and {len(kept.hashes)} signed entries", breaks)


async def chains_and_directory(connection: Any, kept: Kept) -> Directory | None:
    """The directory, if it is there and holds; every chain goes to what is kept."""
    directory = await _directory(connection, kept)
    for row in await connection.fetch(_CHAINS):
        what = await _chain(connection, row, directory, kept)
        if what is not None:
            kept.wrong.append(f"chain {row['id']} of person {row['person_id']}: {what}")
    return directory


async def _directory(connection: Any, kept: Kept) -> Directory | None:
    """The directory, if it is there and holds."""
    head = await connection.fetchrow(_DIRECTORY)
    rows = await connection.fetch(_DIRECTORY_ENTRIES)
    if head is None:
        return None
    roots = [head["roots"][at : at + 32] for at in range(0, len(head["roots"]), 32)]
    try:
        directory = verify_directory(head["id"].bytes, roots, [row["entry"] for row in rows])
    except Refused as refusal:
        kept.wrong.append(f"the directory: {refusal.reason}")
        return None
    for row, snapshot in zip(rows, directory.entries, strict=True):
        kept.hashes[row["id"]] = snapshot.hash
    if (head["seq"], head["hash"]) != (len(rows) - 1, directory.latest.hash):
        kept.wrong.append("the directory: its head is another entry")
    return directory


async def _chain(connection: Any, row: Any, directory: Directory | None, kept: Kept) -> str | None:
    """What does not hold of a chain or its boxes."""
    entries = await connection.fetch(_ENTRIES, row["id"])
    office = {"office": directory.office_keys} if directory is not None else {}
    try:
        chain = verify_chain(
            row["person_id"].bytes, [entry["entry"] for entry in entries], token=row["token_pk"], **office
        )
    except Refused as refusal:
        return refusal.reason
    kept.chains[chain.uid, chain.genesis] = chain
    for entry, position in zip(entries, chain.positions, strict=True):
        kept.hashes[entry["id"]] = position.hash
    head = (row["genesis"], row["seq"], row["hash"], row["generation"], row["successor"])
    if head != (chain.genesis, chain.seq, chain.head, chain.generation, chain.closed):
        return "its head is another entry"
    return _wrong_boxes(await connection.fetch(_BOXES, row["id"]), chain)


def _wrong_boxes(rows: Iterable[Any], chain: Chain) -> str | None:
    boxes = {row["holder"]: row for row in rows if row["ended_at"] is None}
    if boxes.keys() != chain.holders.keys():
        return "the boxes are not those of its holders"
    for id_, card in chain.holders.items():
        if digest(boxes[id_]["box"]) != card.box_hash:
            return f"the box of holder {id_.hex()} is not the one that its card names"
    return None


async def _statements(connection: Any, directory: Directory, kept: Kept) -> None:
    """What offices have signed beside the chains, and who holds one."""
    for row in await connection.fetch(_ATTESTATIONS):
        _attestation(row, directory, kept)
    for row in await connection.fetch(_INVITES):
        try:
            at = milliseconds(row["signed_at"])
            invite = open_invite(directory, row["cose"], row["person_id"].bytes, at)
            kept.hashes[row["id"]] = take_apart(row["cose"], "mh1/invite").hash
            if invite.token_pk != row["token_pk"]:
                kept.wrong.append(f"invite {row['id']}: it names another token key")
        except Refused as refusal:
            kept.wrong.append(f"invite {row['id']}: {refusal.reason}")
    latest = directory.latest
    listed = {(one.uid, one.pk) for one in latest.identity} | {(one.uid, one.pk) for one in latest.coordinators}
    for row in await connection.fetch(_OFFICES):
        kept.hashes[row["id"]] = digest(row["pk"])
        if row["in_force"] and (row["person_id"].bytes, row["pk"]) not in listed:
            kept.wrong.append(f"office {row['id']}: it is in force, and the directory does not list it")


def _attestation(row: Any, directory: Directory, kept: Kept) -> None:
    try:
        at = milliseconds(row["attested_at"])
        attested = directory.attestation(row["cose"], row["person_id"].bytes, row["genesis"], at)
        kept.hashes[row["id"]] = take_apart(row["cose"], "mh1/dir").hash
        if attested.role != row["role"]:
            kept.wrong.append(f"attestation {row['id']}: it names another role")
    except Refused as refusal:
        kept.wrong.append(f"attestation {row['id']}: {refusal.reason}")


async def unrecorded(connection: Any, kept: Kept, events: Collection[str]) -> list[Break]:
    """The first entry of these events whose record is not what is kept, and the first thing kept that no entry stands for."""
    rows = await connection.fetch(_RECORDS, list(events))
    newest: dict[UUID, Any] = {UUID(int=row["subject"].int): row for row in rows}
    breaks: list[Break] = []
    for id_, row in newest.items():
        if kept.hashes.get(id_) != row["record"]:
            gone = "is gone" if id_ not in kept.hashes else "is another"
            what = f"what it stands for ({row['event']} of {id_}) {gone}"
            breaks.append(Break(row["stream_id"], "keys", row["seq"], what))
            break
    for id_ in kept.hashes.keys() - newest.keys():
        breaks.append(Break(ORGANISATION_STREAM, "keys", 0, f"no entry of the trail stands for {id_}"))
        break
    return breaks

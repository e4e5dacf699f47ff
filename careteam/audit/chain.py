"""Canonical bytes of an entry and the hash chain over a stream. Pure."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

#: What the first entry of a stream names as its predecessor.
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The fields of an entry that its hash covers, as the database holds them."""

    action: str
    actor: UUID
    at_us: int
    cause: UUID | None
    change: UUID
    columns: str
    detail: bytes
    event: str
    plan: UUID | None
    prev: bytes
    record: bytes
    role: str
    seq: int
    stream: UUID
    subjects: tuple[UUID, ...]
    version: int


def canonical(leaf: Leaf) -> bytes:
    """The entry as canonical JSON (RFC 8785; every value is one that needs no escaping)."""
    return orjson.dumps(
        {
            "action": leaf.action,
            "actor": str(leaf.actor),
            "at": leaf.at_us,
            "cause": str(leaf.cause or ""),
            "change": str(leaf.change),
            "columns": leaf.columns,
            "detail": leaf.detail.hex(),
            "event": leaf.event,
            "plan": str(leaf.plan or ""),
            "prev": leaf.prev.hex(),
            "record": leaf.record.hex(),
            "role": leaf.role,
            "seq": leaf.seq,
            "stream": str(leaf.stream),
            "subjects": ",".join(map(str, leaf.subjects)),
            "version": leaf.version,
        },
        option=orjson.OPT_SORT_KEYS,
    )


def leaf_hash(leaf: Leaf) -> bytes:
    """The entry's hash: the leaf hash of RFC 6962, so that the log takes it unchanged."""
    return hashlib.sha256(b"\x00" + canonical(leaf)).digest()


def details_bytes(details: dict[str, Any]) -> bytes:
    """The details of an entry as the bytes that are committed to and sealed."""
    return orjson.dumps(details, option=orjson.OPT_SORT_KEYS, default=str)


def commitment(salt: bytes, details: bytes) -> bytes:
    """The salted commitment to an entry's details (HMAC-SHA-256); without the salt it says nothing."""
    return hmac.digest(salt, details, "sha256")

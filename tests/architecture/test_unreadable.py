"""What people write is unreadable in the database: every column is sealed, a number, a time, an id, or named with a reason."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Integer, MetaData, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.schema import Column
from sqlalchemy.types import TypeEngine

import careteam.core.clock
import careteam.main  # noqa: F401 - every feature's tables
from careteam.core.database import Base, Named, SealedText

#: Types in which nobody writes. `Named` holds a word of a closed vocabulary.
WORDLESS = (SealedText, Named, Uuid, DateTime, Date, Boolean, Integer, BigInteger)
#: All other columns, each for a reason.
REASONS = {
    "a word of a closed vocabulary": {
        "source_record.resource", "stream.kind", "audit_entry.role", "audit_entry.action",
        "audit_entry.event", "delivery.reaction", "access_mark.screen",
        "notification_settings.zone", "measure_schedule.instrument", "measure_result.instrument",
        "task.piece", "task.piece_version", "practice.piece", "practice.version",
    },
    "names of columns": {"audit_entry.columns"},
    "a keyed hash": {
        "patient.identifier_index", "person.email_index", "person.name_index", "source_record.source_index",
        "source_record.part_of", "sign_in_throttle.subject", "change.request", "audit_entry.detail",
        "spent_ticket.digest", "push_device.endpoint_index",
    },
    "a hash of something nobody can guess, or of what lies beside it": {
        "session.token_hash", "stream.head_hash", "audit_entry.prev", "audit_entry.hash", "audit_entry.record",
        "key_directory.hash", "directory_entry.hash", "user_chain.genesis", "user_chain.hash", "user_chain.successor",
        "chain_entry.hash", "holder_box.hash", "attestation.hash", "key_invite.hash",
        "successor.genesis",
        "conversation.log_head", "conversation.epoch_tree", "log_entry.hash", "log_box.hash", "assignment.genesis",
        "standing_assignment.genesis",
        "conversation.reader_keys",
    },
    "a salted hash of a password": {"credential.password_hash"},
    "a key, wrapped": {"data_key.wrapped"},
    "sealed by who writes it": {"audit_detail.sealed", "source_record.content"},
    "the public half of a key, and what a device calls it": {
        "passkey.public_key", "passkey.credential_id", "key_directory.roots", "joining.pk", "joining.dpk",
        "joining.device_id", "office_key.pk", "key_invite.token_pk", "holder_box.holder",
    },
    "ids, public keys and hashes, signed by whom they are of or by an office": {
        "directory_entry.entry", "chain_entry.entry", "attestation.cose", "key_invite.cose", "log_entry.cose",
        "assignment.cose", "standing_assignment.cose",
        "successor.entry", "successor.close", "successor.attestation", "conversation_member.signing",
    },
    "sealed by its sender to those who read the conversation": {"message.envelope"},
    "sealed to whom it is for": {"log_box.box"},
    "sealed by its owner, in their own browser": {
        "holder_box.box", "pins.sealed", "office_key.sealed", "process_note_version.sealed", "kept_draft.sealed",
        "private_diary_entry.sealed",
        "successor.boxes", "successor.pins",
    },
    "random": {"audit_detail.salt", "office_key.request"},
}  # fmt: skip


def readable(tables: Iterable[Table]) -> set[str]:
    """Columns whose contents could be read by whoever has the database and no key."""
    return {
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if not isinstance(_item(column.type), WORDLESS)
    }


def _item(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    return type_.item_type if isinstance(type_, ARRAY) else type_


def test_every_column_is_unreadable_or_stands_with_a_reason() -> None:
    tables = list(Base.metadata.tables.values())
    assert readable(tables) == set().union(*REASONS.values())
    planted = Table(
        "planted", MetaData(), Column("note", Text()), Column("tags", ARRAY(String())), Column("at", Date())
    )
    assert readable([planted]) == {"planted.note", "planted.tags"}

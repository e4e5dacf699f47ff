"""Identifiers: UUIDs of version 7, so that new rows lie beside each other, typed by what they name."""

from typing import NewType
from uuid import UUID

from uuid_utils.compat import uuid7

PersonId = NewType("PersonId", UUID)
PlanId = NewType("PlanId", UUID)
StreamId = NewType("StreamId", UUID)
ChangeId = NewType("ChangeId", UUID)
RelationId = NewType("RelationId", UUID)
GoalId = NewType("GoalId", UUID)
PlanItemId = NewType("PlanItemId", UUID)
TaskId = NewType("TaskId", UUID)
ConversationId = NewType("ConversationId", UUID)
MessageId = NewType("MessageId", UUID)
SessionId = NewType("SessionId", UUID)
InvitationId = NewType("InvitationId", UUID)

#: The organisation's own stream, laid down by the owner at installation.
ORGANISATION_STREAM = StreamId(UUID("00000000-0000-7000-8000-000000000001"))

#: The actor `system`: import, reactions and clocks.
SYSTEM_PERSON = PersonId(UUID("00000000-0000-7000-8000-000000000002"))


def new_id() -> UUID:
    """Return a fresh UUID of version 7 (RFC 9562)."""
    return uuid7()

"""What can happen to phrases."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class QuickReplyKept(Event):
    """Somebody keeps a quick reply of their own, new or with other words."""

    quick_reply_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuickReplyEnded(Event):
    """Somebody keeps a quick reply no longer."""

    quick_reply_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageTemplateKept(Event):
    """The clinic has a message template, new or with other words."""

    template_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageTemplateEnded(Event):
    """The clinic has a message template no longer."""

    template_id: UUID

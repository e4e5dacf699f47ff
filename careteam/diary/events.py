"""What can happen to a diary: to what is shared, told where the plan's record is read; to what is private, told to nobody."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class DiaryEntryWritten(Event):
    """A patient shared an entry of their diary with their team."""

    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class DiaryEntryChanged(Event):
    """A patient changed an entry they share; what it said before is in the details."""

    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class DiaryEntryWithdrawn(Event):
    """A patient shares an entry no longer. Whether they keep it for themself is not told."""

    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class PrivateDiaryEntryWritten(Event):
    """A patient wrote an entry for themself."""

    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class PrivateDiaryEntryChanged(Event):
    """A patient changed an entry of their own; what it said before is gone."""

    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class PrivateDiaryEntryRemoved(Event):
    """A patient removed an entry of their own, or shares it from now on."""

    entry_id: UUID

"""What can happen to a process note; told in its author's own stream alone."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class ProcessNoteWritten(Event):
    """A therapist wrote a note for themself."""

    note_id: UUID
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProcessNoteCorrected(Event):
    """A therapist wrote a new version of a note; the earlier ones are kept."""

    note_id: UUID
    version_id: UUID

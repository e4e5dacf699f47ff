"""What is stored of process notes: that there is one, and bytes that only its author opens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.core.database import PrivateBound, hidden


class ProcessNote(PrivateBound):
    """A note in its author's own stream. Its id is chosen by the author, whose seal it is a part of."""

    __tablename__ = "process_note"

    @classmethod
    @override
    def more_table_args(cls) -> tuple[Index, ...]:
        """Found by its stream, the newest first."""
        return (Index("process_note_stream_idx", "stream_id", "written_at", "id"),)

    #: The number of its newest version.
    version: Mapped[int]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ProcessNoteVersion(PrivateBound):
    """What a note said at some time, sealed. Every version is kept."""

    __tablename__ = "process_note_version"

    @classmethod
    @override
    def more_table_args(cls) -> tuple[UniqueConstraint, ...]:
        """A note has each version once."""
        return (UniqueConstraint("note_id", "version"),)

    note_id: Mapped[UUID] = mapped_column(ForeignKey("care.process_note.id", deferrable=True, initially="DEFERRED"))
    version: Mapped[int]
    sealed: Mapped[bytes] = hidden(LargeBinary)
    at: Mapped[datetime]

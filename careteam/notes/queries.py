"""What one can ask about process notes: one's own, and nobody else's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from careteam.access.models import OwnStream
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.octets import Encoded
from careteam.core.paging import Page, Shape, cursor, position
from careteam.notes.models import ProcessNote, ProcessNoteVersion


class NoteDetail(Shape):
    """A note as its author sealed it last."""

    id: UUID
    sealed: Encoded
    version: int
    written_at: datetime
    changed_at: datetime


class NoteVersion(Shape):
    """What a note said at some time."""

    version: int
    sealed: Encoded
    at: datetime


async def notes(view: View, plan_id: UUID, *, after: str | None, limit: int) -> Page[NoteDetail]:
    """The reader's own notes about a plan, the newest first; NotFound for whoever has no place for any there."""
    stream_id = await _own_stream(view, plan_id)
    query = _newest().where(ProcessNote.stream_id == stream_id)
    key = position(after, datetime, UUID)
    if key is not None:
        query = query.where(tuple_(ProcessNote.written_at, ProcessNote.id) < key)
    rows = await view.own(query.order_by(ProcessNote.written_at.desc(), ProcessNote.id.desc()).limit(limit + 1))
    last = rows[limit - 1][0] if len(rows) > limit else None
    next_ = cursor(last.written_at.isoformat(), str(last.id)) if last else None
    return Page[NoteDetail](items=[_detail(row) for row in rows[:limit]], next=next_)


async def one_note(view: View, plan_id: UUID, note_id: UUID) -> NoteDetail:
    """One of the reader's own notes about a plan."""
    stream_id = await _own_stream(view, plan_id)
    rows = await view.own(_newest().where(ProcessNote.id == note_id, ProcessNote.stream_id == stream_id))
    if not rows:
        raise problems.NotFound
    return _detail(rows[0])


async def versions(view: View, plan_id: UUID, note_id: UUID, *, after: str | None, limit: int) -> Page[NoteVersion]:
    """All that one of the reader's own notes has said, the newest version first."""
    note = await one_note(view, plan_id, note_id)
    query = select(ProcessNoteVersion).where(ProcessNoteVersion.note_id == note.id)
    key = position(after, int)
    if key is not None:
        query = query.where(ProcessNoteVersion.version < key[0])
    rows = await view.own(query.order_by(ProcessNoteVersion.version.desc()).limit(limit + 1))
    kept = [row[0] for row in rows]
    items = [NoteVersion.model_validate(one, from_attributes=True) for one in kept[:limit]]
    return Page[NoteVersion](items=items, next=cursor(items[-1].version) if len(kept) > limit else None)


async def _own_stream(view: View, plan_id: UUID) -> UUID:
    rows = await view.own(select(OwnStream).where(OwnStream.of_plan_id == plan_id))
    if not rows:
        raise problems.NotFound
    return rows[0][0].stream_id


def _newest() -> Select[ProcessNote, ProcessNoteVersion]:
    of_it = (ProcessNoteVersion.note_id == ProcessNote.id) & (ProcessNoteVersion.version == ProcessNote.version)
    return select(ProcessNote, ProcessNoteVersion).join(ProcessNoteVersion, of_it)


def _detail(row: Any) -> NoteDetail:
    note, version = row
    return NoteDetail(
        id=note.id, sealed=version.sealed, version=note.version, written_at=note.written_at, changed_at=note.changed_at
    )

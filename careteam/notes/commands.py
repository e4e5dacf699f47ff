"""What one can do with process notes: write one, correct one."""

from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import OwnStream
from careteam.audit.change import Change
from careteam.core import problems
from careteam.crypto.mh1.own import sealed_by
from careteam.crypto.mh1.refusals import Refused
from careteam.notes import events
from careteam.notes.models import ProcessNote, ProcessNoteVersion


@dataclass(eq=False)
class NoteNotSealed(problems.Problem):
    """This is not sealed as a note of one's own is."""

    status = 422
    detail = "Careteam takes only what was sealed on your device. Reload the page and save again. Nothing was saved."


@dataclass(eq=False)
class NoteChanged(problems.Problem):
    """You have changed this note elsewhere meanwhile."""

    status = 409
    detail = "Look at what it says now, then save again. What you wrote here is kept."
    version: int


async def write_note(change: Change, *, note_id: UUID, sealed: bytes) -> UUID:
    """Keep a new note of the actor's about this plan, sealed by them under this id as version 1."""
    _demand_seal(sealed)
    stream_id = (await _own_stream(change)).stream_id
    change.require(Action.WRITE_PROCESS_NOTE, author_id=change.actor.person_id)
    now = change.now
    note = await change.add(ProcessNote(id=note_id, version=1, written_at=now, changed_at=now), stream_id=stream_id)
    version = await _keep(change, note, sealed)
    await change.record(events.ProcessNoteWritten(note_id=note.id, version_id=version.id))
    return note.id


async def correct_note(change: Change, *, note_id: UUID, version: int, sealed: bytes) -> UUID:
    """Keep the next version of a note of the actor's about this plan; NoteChanged where another came before it."""
    _demand_seal(sealed)
    stream_id = (await _own_stream(change)).stream_id
    found = await change.find(ProcessNote, id=note_id, stream_id=stream_id)
    if not found:
        raise problems.NotFound
    note = found[0]
    change.require(Action.WRITE_PROCESS_NOTE, author_id=change.actor.person_id)
    if version != note.version + 1:
        raise NoteChanged(version=note.version)
    note.version, note.changed_at = version, change.now
    kept = await _keep(change, note, sealed)
    await change.record(events.ProcessNoteCorrected(note_id=note.id, version_id=kept.id))
    return note.id


async def _own_stream(change: Change) -> OwnStream:
    """The actor's own stream about this plan; NotFound for whoever has none."""
    found = await change.find(OwnStream, person_id=change.actor.person_id, of_plan_id=change.plan_id)
    if not found:
        raise problems.NotFound
    return found[0]


async def _keep(change: Change, note: ProcessNote, sealed: bytes) -> ProcessNoteVersion:
    row = ProcessNoteVersion(note_id=note.id, version=note.version, sealed=sealed, at=change.now)
    return await change.add(row, stream_id=note.stream_id)


def _demand_seal(sealed: bytes) -> None:
    try:
        sealed_by(sealed)
    except Refused as refusal:
        raise NoteNotSealed from refusal

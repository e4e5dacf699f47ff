"""How HTTP says it: a therapist's own notes about a patient, which nobody else learns of."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.octets import Octets
from careteam.core.paging import Page, Request
from careteam.identity.gate import Done
from careteam.notes import commands, queries, rules
from careteam.plans.gate import may_change, may_view_mine

router = APIRouter(tags=["notes"])

After = Annotated[str | None, Query(max_length=500)]
#: A page holds texts, not lines.
Limit = Annotated[int, Query(ge=1, le=50)]
Sealed = Annotated[bytes, Octets(1, rules.MOST_BYTES)]


class WriteNote(Request):
    """A note under an id of one's own making, sealed to oneself as version 1 of it."""

    id: UUID
    sealed: Sealed


class CorrectNote(Request):
    """What a note is to say from now on, sealed to oneself; `version` is one more than what was read."""

    version: Annotated[int, Field(ge=2, lt=2**31)]
    sealed: Sealed


@router.get("/plans/{plan_id}/process-notes")
async def read_process_notes(
    plan_id: UUID,
    view: Annotated[View, may_view_mine(Action.READ_PROCESS_NOTES)],
    after: After = None,
    limit: Limit = 20,
) -> Page[queries.NoteDetail]:
    """Your own notes about this patient, the newest first; also when you are no longer on the team."""
    return await queries.notes(view, plan_id, after=after, limit=limit)


@router.get("/plans/{plan_id}/process-notes/{note_id}")
async def read_process_note(
    plan_id: UUID, note_id: UUID, view: Annotated[View, may_view_mine(Action.READ_PROCESS_NOTES)]
) -> queries.NoteDetail:
    """One of your own notes."""
    return await queries.one_note(view, plan_id, note_id)


@router.get("/plans/{plan_id}/process-notes/{note_id}/versions")
async def read_process_note_versions(
    plan_id: UUID,
    note_id: UUID,
    view: Annotated[View, may_view_mine(Action.READ_PROCESS_NOTES)],
    after: After = None,
    limit: Limit = 20,
) -> Page[queries.NoteVersion]:
    """All that one of your own notes has said, the newest version first."""
    return await queries.versions(view, plan_id, note_id, after=after, limit=limit)


@router.post("/plans/{plan_id}/process-notes", status_code=201)
async def write_process_note(body: WriteNote, change: Annotated[Change, may_change(Action.WRITE_PROCESS_NOTE)]) -> Done:
    """Keep a note for yourself; it was sealed on your device."""
    return Done.of(change, await commands.write_note(change, note_id=body.id, sealed=body.sealed))


@router.post("/plans/{plan_id}/process-notes/{note_id}/versions")
async def correct_process_note(
    note_id: UUID, body: CorrectNote, change: Annotated[Change, may_change(Action.WRITE_PROCESS_NOTE)]
) -> Done:
    """Say something else in a note of yours; what it said before is kept."""
    return Done.of(
        change, await commands.correct_note(change, note_id=note_id, version=body.version, sealed=body.sealed)
    )

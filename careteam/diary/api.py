"""How HTTP says it: the diary that a patient shares with their team, and the one that is theirs alone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.octets import Octets
from careteam.core.paging import DEFAULT, MOST, Day, Moment, Page, Request
from careteam.diary import commands, queries, rules
from careteam.diary.commands import Said
from careteam.diary.rules import Activity, Mood
from careteam.identity.gate import Done
from careteam.plans.gate import may_change, may_view, may_view_mine

router = APIRouter(prefix="/plans/{plan_id}", tags=["diary"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Sealed = Annotated[bytes, Octets(1, rules.MOST_BYTES)]
Version = Annotated[int, Field(ge=2, lt=2**31)]
Author = Annotated[Change, may_change(Action.WRITE_DIARY_ENTRY)]


def _slept(minutes: int) -> int:
    if not rules.is_sleep(minutes):
        raise ValueError("half hours, at most a day")
    return minutes


class _Says(Request):
    """What an entry says. Sleep is in minutes, of the night before that day."""

    day: Day
    mood: Mood
    activities: Annotated[list[Activity], Field(default_factory=list, max_length=len(Activity))]
    sleep_minutes: Annotated[int, Field(ge=0, le=rules.MOST_SLEEP), AfterValidator(_slept)] | None = None
    note: Annotated[str, Field(max_length=rules.MOST_NOTE)] | None = None

    def said(self) -> Said:
        """The same for the command."""
        return Said(
            day=self.day, mood=self.mood, activities=self.activities, sleep_minutes=self.sleep_minutes, note=self.note
        )


class WriteDiaryEntry(_Says):
    """An entry to share, under an id of the device's own making; when it was written, and which private one becomes it."""

    id: UUID
    at: Moment | None = None
    instead_of: UUID | None = None


class ChangeDiaryEntry(_Says):
    """What a shared entry is to say from now on; `version` is one more than what was read."""

    version: Version


class WritePrivateDiaryEntry(Request):
    """An entry for oneself, sealed as version 1 of its id; and which shared one becomes it."""

    id: UUID
    sealed: Sealed
    instead_of: UUID | None = None


class ChangePrivateDiaryEntry(Request):
    """What a private entry is to say from now on, sealed; `version` is one more than what was read."""

    version: Version
    sealed: Sealed


@router.get("/diary")
async def read_diary(
    view: Annotated[View, may_view(Action.READ_DIARY)],
    since: Day | None = None,
    until: Day | None = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> queries.Diary:
    """What the patient shares of their diary, the latest day first."""
    return await queries.entries(view, since=since, until=until, after=after, limit=limit)


@router.post("/diary", status_code=201)
async def write_diary_entry(body: WriteDiaryEntry, change: Author) -> Done:
    """Share an entry with your team. What arrives twice under one id is written once."""
    entry = await commands.write_entry(
        change, entry_id=body.id, said=body.said(), at=body.at, instead_of=body.instead_of
    )
    return Done.of(change, entry)


@router.post("/diary/{entry_id}/versions")
async def change_diary_entry(entry_id: UUID, body: ChangeDiaryEntry, change: Author) -> Done:
    """Change an entry you share; what it said before stays in the record's trail."""
    done = await commands.change_entry(change, entry_id=entry_id, version=body.version, said=body.said())
    return Done.of(change, done)


@router.post("/diary/{entry_id}/withdrawal")
async def withdraw_diary_entry(entry_id: UUID, change: Author) -> Done:
    """Share an entry no longer; what it said stays in the record's trail."""
    return Done.of(change, await commands.withdraw_entry(change, entry_id=entry_id))


@router.get("/private-diary")
async def read_private_diary(
    plan_id: UUID,
    view: Annotated[View, may_view_mine(Action.READ_PRIVATE_DIARY)],
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.PrivateDiaryEntryDetail]:
    """Your own private entries, still sealed."""
    return await queries.private_entries(view, plan_id, after=after, limit=limit)


@router.post("/private-diary", status_code=201)
async def write_private_diary_entry(body: WritePrivateDiaryEntry, change: Author) -> Done:
    """Keep an entry for yourself; it was sealed on your device."""
    entry = await commands.write_private(change, entry_id=body.id, sealed=body.sealed, instead_of=body.instead_of)
    return Done.of(change, entry)


@router.post("/private-diary/{entry_id}/versions")
async def change_private_diary_entry(entry_id: UUID, body: ChangePrivateDiaryEntry, change: Author) -> Done:
    """Change a private entry; what it said before is gone."""
    done = await commands.change_private(change, entry_id=entry_id, version=body.version, sealed=body.sealed)
    return Done.of(change, done)


@router.post("/private-diary/{entry_id}/removal")
async def remove_private_diary_entry(entry_id: UUID, change: Author) -> Done:
    """Remove a private entry for good."""
    return Done.of(change, await commands.remove_private(change, entry_id=entry_id))

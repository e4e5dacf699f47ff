"""What a patient can do with their diary: write, change and take back what they share, and what is for them alone.

An id is made by the device. What arrives again under it has arrived already, and whatever became of it since stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import OwnStream
from careteam.audit.change import Change
from careteam.core import problems
from careteam.crypto.mh1.own import sealed_by
from careteam.crypto.mh1.refusals import Refused
from careteam.diary import events, rules
from careteam.diary.models import DiaryEntry, PrivateDiaryEntry
from careteam.diary.rules import Activity, Mood


@dataclass(eq=False)
class DayNotPossible(problems.Problem):
    """A diary does not take this day."""

    status = 422
    detail = "Choose today, or a day of the last twelve months. Nothing was saved."


@dataclass(eq=False)
class EntryNotSealed(problems.Problem):
    """This is not sealed as a private entry is."""

    status = 422
    detail = "Careteam takes only what was sealed on your device. Reload the page and save again. Nothing was saved."


@dataclass(eq=False)
class EntryChanged(problems.Problem):
    """You have changed this entry elsewhere meanwhile."""

    status = 409
    detail = "Look at what it says now, then save again. What you wrote here is kept."
    version: int


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a shared entry says: the day it is about, a face, and what else one wanted to add. Sleep in minutes."""

    day: date
    mood: Mood
    activities: Sequence[Activity] = ()
    sleep_minutes: int | None = None
    note: str | None = None


async def write_entry(
    change: Change, *, entry_id: UUID, said: Said, at: datetime | None = None, instead_of: UUID | None = None
) -> UUID:
    """Share an entry with the team; in the place of a private one, if it is made from that."""
    change.require(Action.WRITE_DIARY_ENTRY)
    if await change.find(DiaryEntry, id=entry_id):
        return change.answer(entry_id)
    now = change.now
    row = DiaryEntry(id=entry_id, at=min(at or now, now), version=1, written_at=now, changed_at=now)
    _say(change, row, said)
    await change.add(row)
    await change.record(events.DiaryEntryWritten(entry_id=row.id))
    if instead_of is not None:
        await _remove(change, await _private(change, instead_of))
    return change.answer(entry_id)


async def change_entry(change: Change, *, entry_id: UUID, version: int, said: Said) -> UUID:
    """Let a shared entry say something else; EntryChanged where another change came before it."""
    change.require(Action.WRITE_DIARY_ENTRY)
    row = await _shared(change, entry_id)
    _follow(row, version, change.now)
    _say(change, row, said)
    await change.record(events.DiaryEntryChanged(entry_id=row.id))
    return change.answer(entry_id)


async def withdraw_entry(change: Change, *, entry_id: UUID) -> UUID:
    """Share an entry no longer. Its earlier form stays in the trail's details, as the team may have acted on it."""
    change.require(Action.WRITE_DIARY_ENTRY)
    await _withdraw(change, await _shared(change, entry_id))
    return change.answer(entry_id)


async def write_private(change: Change, *, entry_id: UUID, sealed: bytes, instead_of: UUID | None = None) -> UUID:
    """Keep an entry that the patient sealed to themself as version 1; in the place of a shared one, if it is made from that."""
    change.require(Action.WRITE_DIARY_ENTRY)
    _demand_seal(sealed)
    stream_id = await _own_stream(change)
    if await change.find(PrivateDiaryEntry, id=entry_id, stream_id=stream_id):
        return change.answer(entry_id)
    now = change.now
    row = PrivateDiaryEntry(id=entry_id, version=1, sealed=sealed, written_at=now, changed_at=now)
    await change.add(row, stream_id=stream_id)
    await change.record(events.PrivateDiaryEntryWritten(entry_id=row.id))
    if instead_of is not None:
        await _withdraw(change, await _shared(change, instead_of))
    return change.answer(entry_id)


async def change_private(change: Change, *, entry_id: UUID, version: int, sealed: bytes) -> UUID:
    """Keep the next version of a private entry in the place of the one before."""
    change.require(Action.WRITE_DIARY_ENTRY)
    _demand_seal(sealed)
    row = await _private(change, entry_id)
    _follow(row, version, change.now)
    row.sealed = sealed
    await change.record(events.PrivateDiaryEntryChanged(entry_id=row.id))
    return change.answer(entry_id)


async def remove_private(change: Change, *, entry_id: UUID) -> UUID:
    """Forget a private entry: its bytes are gone, only the empty place is left, so that it does not come back."""
    change.require(Action.WRITE_DIARY_ENTRY)
    await _remove(change, await _private(change, entry_id))
    return change.answer(entry_id)


def _say(change: Change, row: DiaryEntry, said: Said) -> None:
    if not rules.can_be_about(said.day, change.now):
        raise DayNotPossible
    row.day, row.mood = said.day, str(said.mood)
    row.activities = " ".join(word for word in Activity if word in said.activities) or None
    row.sleep = None if said.sleep_minutes is None else str(said.sleep_minutes)
    row.note = said.note or None


def _follow(row: DiaryEntry | PrivateDiaryEntry, version: int, now: datetime) -> None:
    if version != row.version + 1:
        raise EntryChanged(version=row.version)
    row.version, row.changed_at = version, now


async def _shared(change: Change, entry_id: UUID) -> DiaryEntry:
    row = await change.get(DiaryEntry, entry_id)
    if row.withdrawn_at is not None:
        raise problems.NotFound
    return row


async def _withdraw(change: Change, row: DiaryEntry) -> None:
    row.withdrawn_at = change.now
    row.mood = row.activities = row.sleep = row.note = None
    await change.record(events.DiaryEntryWithdrawn(entry_id=row.id))


async def _private(change: Change, entry_id: UUID) -> PrivateDiaryEntry:
    rows = await change.find(PrivateDiaryEntry, id=entry_id, stream_id=await _own_stream(change))
    if not rows or rows[0].sealed is None:
        raise problems.NotFound
    return rows[0]


async def _remove(change: Change, row: PrivateDiaryEntry) -> None:
    row.sealed, row.changed_at = None, change.now
    await change.record(events.PrivateDiaryEntryRemoved(entry_id=row.id))


async def _own_stream(change: Change) -> UUID:
    """The patient's own stream about this plan."""
    found = await change.find(OwnStream, person_id=change.actor.person_id, of_plan_id=change.plan_id)
    if not found:
        raise problems.NotFound
    return found[0].stream_id


def _demand_seal(sealed: bytes) -> None:
    try:
        sealed_by(sealed)
    except Refused as refusal:
        raise EntryNotSealed from refusal

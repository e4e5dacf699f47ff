"""What one can ask of a diary: what the patient shares, for whoever reads the plan's record; and one's own private entries."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select, tuple_

from careteam.access.actions import Action
from careteam.access.models import OwnStream
from careteam.access.policy import may_at_all
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.octets import Encoded
from careteam.core.paging import Page, Shape, cursor, position
from careteam.diary.models import DiaryEntry, PrivateDiaryEntry
from careteam.diary.rules import Activity, Mood


class DiaryEntryDetail(Shape):
    """A shared entry: the day it is about, a face, what was done, how long the night before was slept, and a note."""

    id: UUID
    day: date
    at: datetime
    mood: Mood
    activities: list[Activity]
    sleep_minutes: int | None
    note: str | None
    version: int
    written_at: datetime
    changed_at: datetime


class Diary(Page[DiaryEntryDetail]):
    """Shared entries, those of the latest day first, and what the reader may do here."""

    may: list[Action]


class PrivateDiaryEntryDetail(Shape):
    """An entry as its author sealed it last."""

    id: UUID
    sealed: Encoded
    version: int
    written_at: datetime
    changed_at: datetime


async def entries(view: View, *, since: date | None, until: date | None, after: str | None, limit: int) -> Diary:
    """What the patient of this plan shares about the days from `since` to `until`, both included."""
    key = (DiaryEntry.day, DiaryEntry.at, DiaryEntry.id)
    query = select(DiaryEntry).where(DiaryEntry.plan_id == view.plan_id, DiaryEntry.withdrawn_at.is_(None))
    if since is not None:
        query = query.where(DiaryEntry.day >= since)
    if until is not None:
        query = query.where(DiaryEntry.day <= until)
    last = position(after, date, datetime, UUID)
    if last is not None:
        query = query.where(cast(Any, tuple_(*key)) < last)
    rows = await view.all(query.order_by(*(column.desc() for column in key)).limit(limit + 1))
    items = [_detail(row) for row in rows[:limit]]
    next_ = cursor(items[-1].day, items[-1].at.isoformat(), str(items[-1].id)) if len(rows) > limit else None
    may = [action for action in (Action.WRITE_DIARY_ENTRY,) if may_at_all(view.standing, action)]
    return Diary(items=items, next=next_, may=may)


async def private_entries(view: View, plan_id: UUID, *, after: str | None, limit: int) -> Page[PrivateDiaryEntryDetail]:
    """The reader's own private entries about a plan, those written last first; NotFound for whoever has no place for any."""
    own = await view.own(select(OwnStream).where(OwnStream.of_plan_id == plan_id))
    if not own:
        raise problems.NotFound
    row = PrivateDiaryEntry
    query = select(row).where(row.stream_id == own[0][0].stream_id, row.sealed.is_not(None))
    key = position(after, datetime, UUID)
    if key is not None:
        query = query.where(tuple_(row.written_at, row.id) < key)
    found = await view.own(query.order_by(row.written_at.desc(), row.id.desc()).limit(limit + 1))
    items = [PrivateDiaryEntryDetail.model_validate(one[0], from_attributes=True) for one in found[:limit]]
    next_ = cursor(items[-1].written_at.isoformat(), str(items[-1].id)) if len(found) > limit else None
    return Page[PrivateDiaryEntryDetail](items=items, next=next_)


def _detail(row: DiaryEntry) -> DiaryEntryDetail:
    return DiaryEntryDetail(
        id=row.id, day=row.day, at=row.at, mood=row.face, activities=row.done, sleep_minutes=row.sleep_minutes,
        note=row.note, version=row.version, written_at=row.written_at, changed_at=row.changed_at,
    )  # fmt: skip

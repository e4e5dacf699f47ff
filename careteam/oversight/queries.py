"""What one can ask of the trail: who did what, when, in which role, for which goal, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, func, select, tuple_

from careteam.access.roles import Role
from careteam.audit.models import Entry, Stream
from careteam.audit.sealing import details_context
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.paging import Page, Shape, cursor, position
from careteam.crypto import atrest
from careteam.identity.queries import PersonRef, people
from careteam.plans.queries import goals_among, patients_of

#: The most entries one export holds; narrow the dates for more.
EXPORT_MOST = 20_000


@dataclass(eq=False)
class NeedsReason(problems.Problem):
    """You may review this entry, not what changed."""

    status = 403
    detail = "Open the plan's details with a reason first; the privacy officer is told. Nothing was shown."


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which entries of a trail."""

    actor: UUID | None = None
    event: str | None = None
    goal: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


class GoalName(Shape):
    """The goal an act was for; its words only where the reader may read the plan."""

    id: UUID
    words: str | None


class PlanName(Shape):
    """The plan an act belongs to."""

    id: UUID
    patient_name: str


class TrailEntry(Shape):
    """One act: who, in which role then, what, for which goal, which columns, when."""

    stream_id: UUID
    stream_kind: str
    seq: int
    change_id: UUID
    at: datetime
    actor: PersonRef
    role: str
    action: str
    event: str
    subjects: list[UUID]
    goal: GoalName | None
    plan: PlanName | None
    cause: UUID | None
    columns: list[str]
    plan_version: int
    hash: str


class RowChange(Shape):
    """One row before and after; `before` is empty for a new one."""

    table: str
    id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any]


class EntryDetail(Shape):
    """What an act changed."""

    facts: dict[str, Any]
    rows: list[RowChange]


class Look(Shape):
    """Somebody opened something of the plan."""

    who: PersonRef
    role: str
    at: datetime
    screen: str


class DayCount(Shape):
    """How many acts a day had."""

    day: datetime
    acts: int
    looks: int


class Summary(Shape):
    """The last 30 days at a glance."""

    plans: int
    acts: int
    looks: int
    days: list[DayCount]


async def trail(
    view: View, wanted: Filter, *, person_id: UUID | None = None, after: str | None = None, limit: int
) -> Page[TrailEntry]:
    """The trail of the view's plan, or of a person, the newest first."""
    query = _filtered(view, wanted, person_id).order_by(Entry.at.desc(), Entry.stream_id.desc(), Entry.seq.desc())
    key = position(after, datetime, UUID, int)
    if key is not None:
        query = query.where(tuple_(Entry.at, Entry.stream_id, Entry.seq) < key)
    rows = await view.rows(query.limit(limit + 1))
    last = rows[limit - 1][0] if len(rows) > limit else None
    next_ = cursor(last.at.isoformat(), str(last.stream_id), last.seq) if last else None
    return Page[TrailEntry](items=await _told(view, rows[:limit]), next=next_)


def _filtered(view: View, wanted: Filter, person_id: UUID | None) -> Select[Entry, str]:
    query = select(Entry, Stream.kind).join(Stream, Stream.id == Entry.stream_id)
    if view.plan_id is not None:
        query = query.where(Entry.plan_id == view.plan_id)
    for who in (person_id, wanted.actor):
        query = query.where(Entry.actor == who) if who else query
    query = query.where(Entry.event == wanted.event) if wanted.event else query
    query = query.where(Entry.subjects.contains([wanted.goal])) if wanted.goal else query
    query = query.where(Entry.at >= wanted.since) if wanted.since else query
    return query.where(Entry.at < wanted.until) if wanted.until else query


async def _told(view: View, rows: Sequence[Any]) -> list[TrailEntry]:
    entries = [entry for entry, _ in rows]
    known = await people(view, {entry.actor for entry in entries})
    goals = await goals_among(view, {id_ for entry in entries for id_ in entry.subjects})
    patients = await patients_of(view, {entry.plan_id for entry in entries if entry.plan_id})
    view.seen.update(patients)
    return [_entry(entry, kind, known, goals, patients) for entry, kind in rows]


def _entry(
    entry: Entry,
    kind: str,
    known: Mapping[UUID, PersonRef],
    goals: Mapping[UUID, str | None],
    patients: Mapping[UUID, PersonRef],
) -> TrailEntry:
    goal = next((id_ for id_ in entry.subjects if id_ in goals), None)
    patient = patients.get(entry.plan_id) if entry.plan_id else None
    actor = known.get(entry.actor) or PersonRef(id=entry.actor, name="Unknown", role=None)
    return TrailEntry(
        stream_id=entry.stream_id, stream_kind=kind, seq=entry.seq, change_id=entry.change_id, at=entry.at,
        actor=actor.model_copy(update={"role": Role(entry.role)}), role=entry.role, action=entry.action,
        event=entry.event, subjects=list(entry.subjects), goal=GoalName(id=goal, words=goals[goal]) if goal else None,
        plan=PlanName(id=entry.plan_id, patient_name=patient.name) if patient and entry.plan_id else None,
        cause=entry.cause, columns=[c for c in entry.columns.split(",") if c], plan_version=entry.plan_version,
        hash=entry.hash.hex(),
    )  # fmt: skip


async def entry_detail(view: View, stream_id: UUID, seq: int) -> EntryDetail:
    """What an entry changed, before and after; NeedsReason where the reader may only review it."""
    entry = await view.one(select(Entry).where(Entry.stream_id == stream_id, Entry.seq == seq))
    details = await _opened(view, entry)
    if details is None:
        raise NeedsReason
    if entry.plan_id:
        view.seen.add(entry.plan_id)
    return EntryDetail(facts=details["facts"], rows=details["rows"])


async def _opened(view: View, entry: Entry) -> dict[str, Any] | None:
    found = await view.detail_of(entry)
    if found is None:
        return None
    salt, sealed = found
    context = details_context(entry.plan_id, entry.change_id, salt)
    return orjson.loads(atrest.unseal(await view.key_of(entry.plan_id), sealed, context=context))


async def access_log(view: View, *, after: str | None, limit: int) -> Page[Look]:
    """Who else opened what of the plan, the newest first, in words a patient can use."""
    others = Entry.actor != view.actor.person_id
    query = select(Entry).where(Entry.stream_id == view.access_stream, Entry.event == "PlanViewed", others)
    key = position(after, int)
    query = query.where(Entry.seq < key[0]) if key else query
    entries = await view.all(query.order_by(Entry.seq.desc()).limit(limit + 1))
    known = await people(view, {entry.actor for entry in entries})
    looks: list[Look] = []
    for entry in entries[:limit]:
        details = await _opened(view, entry)
        screen = details["facts"]["screen"] if details else entry.action
        looks.append(Look(who=known[entry.actor], role=entry.role, at=entry.at, screen=screen))
    return Page[Look](items=looks, next=cursor(entries[limit - 1].seq) if len(entries) > limit else None)


async def exported(view: View, wanted: Filter) -> list[TrailEntry]:
    """The newest entries of the plan's trail, at most EXPORT_MOST."""
    order = (Entry.at.desc(), Entry.stream_id.desc(), Entry.seq.desc())
    return await _told(view, await view.rows(_filtered(view, wanted, None).order_by(*order).limit(EXPORT_MOST)))


async def heads(view: View) -> list[dict[str, Any]]:
    """Where each stream of the plan stands, with the hash that a later edit would have to break."""
    streams = await view.reviewed_streams(select(Stream).where(Stream.plan_id == view.plan_id).order_by(Stream.id))
    return [{"stream": str(s.id), "kind": s.kind, "entries": s.head_seq, "head": s.head_hash.hex()} for s in streams]


async def summary(view: View) -> Summary:
    """How much was done and looked at, day by day, over the last 30 days."""
    since = view.now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=29)
    day = func.date_trunc("day", Entry.at)
    looked = Entry.event.in_(("PlanViewed", "PlansListed", "OrganisationViewed"))
    query = select(day, func.count().filter(~looked), func.count().filter(looked))
    rows = await view.rows(query.where(Entry.at >= since, Entry.plan_id.is_not(None)).group_by(day).order_by(day))
    plans = await view.count(select(Entry.plan_id).where(Entry.event == "PlanOpened"))
    days = [DayCount(day=row[0], acts=row[1], looks=row[2]) for row in rows]
    return Summary(plans=plans, acts=sum(d.acts for d in days), looks=sum(d.looks for d in days), days=days)

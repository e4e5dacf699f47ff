"""What one can ask of the trail: who did what, when, in which role, for which goal, and because of what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, select, tuple_

from careteam.access.roles import OUTSIDE, Role
from careteam.audit.models import Entry, Stream
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.oversight.behalf import Covered, behalf_of, covered
from careteam.oversight.rules import Details, closed_details
from careteam.plans.queries import GoalLabel, goals_of, patients_of

#: The most entries one export holds; narrow the dates for more.
EXPORT_MOST = 20_000
NEWEST_FIRST = (Entry.at.desc(), Entry.stream_id.desc(), Entry.seq.desc())


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which entries of a trail."""

    actor: UUID | None = None
    events: Sequence[str] = ()
    goal: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    #: Only what those did who are on no team.
    outside: bool = False


class GoalName(GoalLabel):
    """The goal an act was for; its words only where the reader may read the plan."""

    id: UUID


class PlanName(Shape):
    """The plan an act belongs to."""

    id: UUID
    patient_name: str


class Cause(Shape):
    """What an act followed from: an event of the same change, and whom it was about. Empty where it may not be known."""

    event: str | None
    person: PersonRef | None


class TrailEntry(Shape):
    """One act: who, in which role then, what, with whom, for which goal, which columns, because of what, when."""

    stream_id: UUID
    stream_kind: str
    seq: int
    change_id: UUID
    at: datetime
    actor: PersonRef
    #: Whom the actor covered then.
    behalf: PersonRef | None
    role: str
    action: str
    event: str
    subjects: list[UUID]
    people: list[PersonRef]
    goal: GoalName | None
    plan: PlanName | None
    cause: Cause | None
    columns: list[str]
    plan_version: int
    hash: str
    details: Details


class Look(Shape):
    """Somebody opened something of the plan."""

    who: PersonRef
    role: str
    at: datetime
    screen: str


async def trail(
    view: View, wanted: Filter, *, person_id: UUID | None = None, after: str | None = None, limit: int
) -> Page[TrailEntry]:
    """The trail of the view's plan, of a person, or of all plans, the newest first."""
    query = _filtered(view, wanted, person_id).order_by(*NEWEST_FIRST)
    key = position(after, datetime, UUID, int)
    if key is not None:
        query = query.where(tuple_(Entry.at, Entry.stream_id, Entry.seq) < key)
    rows = await view.rows(query.limit(limit + 1))
    last = rows[limit - 1][0] if len(rows) > limit else None
    next_ = cursor(last.at.isoformat(), str(last.stream_id), last.seq) if last else None
    return Page[TrailEntry](items=await told(view, rows[:limit]), next=next_)


async def exported(view: View, wanted: Filter, *, person_id: UUID | None = None) -> list[TrailEntry]:
    """The newest entries of a trail, at most EXPORT_MOST."""
    query = _filtered(view, wanted, person_id).order_by(*NEWEST_FIRST)
    return await told(view, await view.rows(query.limit(EXPORT_MOST)))


async def heads(view: View) -> list[dict[str, Any]]:
    """Where each stream of the plan stands, with the hash that a later edit would have to break."""
    streams = await view.reviewed_streams(select(Stream).where(Stream.plan_id == view.plan_id).order_by(Stream.id))
    return [{"stream": str(s.id), "kind": s.kind, "entries": s.head_seq, "head": s.head_hash.hex()} for s in streams]


def _filtered(view: View, wanted: Filter, person_id: UUID | None) -> Select[Entry, str]:
    query = select(Entry, Stream.kind).join(Stream, Stream.id == Entry.stream_id)
    if view.plan_id is not None:
        query = query.where(Entry.plan_id == view.plan_id)
    for who in (person_id, wanted.actor):
        query = query.where(Entry.actor == who) if who else query
    # As literals: an index that holds only some events or roles is not considered for values that come later.
    query = query.where(Entry.event.in_(_literal("events", wanted.events))) if wanted.events else query
    query = query.where(Entry.role.in_(_literal("roles", sorted(OUTSIDE)))) if wanted.outside else query
    query = query.where(Entry.subjects.contains([wanted.goal])) if wanted.goal else query
    query = query.where(Entry.at >= wanted.since) if wanted.since else query
    return query.where(Entry.at < wanted.until) if wanted.until else query


def _literal(name: str, values: Sequence[str]) -> BindParameter[Sequence[str]]:
    return bindparam(name, list(values), expanding=True, literal_execute=True)


@dataclass
class _Known:
    """What is said about the entries of one page besides themselves."""

    people: dict[UUID, PersonRef]
    goals: dict[UUID, GoalLabel]
    patients: dict[UUID, PersonRef]
    read: set[UUID]
    behalf: Covered
    causes: dict[tuple[UUID, UUID], Cause] = field(default_factory=dict[tuple[UUID, UUID], Cause])


async def told(view: View, rows: Sequence[Any]) -> list[TrailEntry]:
    """Entries, each with the kind of its stream, as a reviewer sees them."""
    entries = [entry for entry, _ in rows]
    causing = await _causing(view, entries)
    behalf = await covered(view, entries)
    named = {id_ for entry in (*entries, *causing.values()) for id_ in (entry.actor, *entry.subjects)}
    named |= {whose for spans in behalf.values() for *_, whose in spans}
    plans = {entry.plan_id for entry in entries if entry.plan_id}
    streams = {entry.stream_id for entry in entries}
    known = _Known(
        people=await people(view, named),
        goals=await goals_of(view, plans),
        patients=await patients_of(view, plans),
        behalf=behalf,
        read={one.id for one in await view.streams_of(select(Stream).where(Stream.id.in_(streams)))},
    )
    view.seen.update(known.patients)
    for key, entry in causing.items():
        about = next((known.people[id_] for id_ in entry.subjects if id_ in known.people), None)
        known.causes[key] = Cause(event=entry.event, person=about)
    return [_entry(view, entry, kind, known) for entry, kind in rows]


async def _causing(view: View, entries: Sequence[Entry]) -> dict[tuple[UUID, UUID], Entry]:
    """By change and cause: the entry that others of the same change followed from, where the reader may review it."""
    wanted = {(entry.change_id, entry.cause) for entry in entries if entry.cause}
    if not wanted:
        return {}
    query = select(Entry).where(tuple_(Entry.change_id, Entry.subjects[1]).in_(wanted))
    found = await view.all(query.order_by(Entry.seq.desc()))
    return {(entry.change_id, entry.subjects[0]): entry for entry in found}


def _entry(view: View, entry: Entry, kind: str, known: _Known) -> TrailEntry:
    goal = next((id_ for id_ in entry.subjects if id_ in known.goals), None)
    patient = known.patients.get(entry.plan_id) if entry.plan_id else None
    actor = known.people.get(entry.actor) or PersonRef(id=entry.actor, name="Unknown", role=None)
    behalf = behalf_of(known.behalf, entry)
    nothing = Cause(event=None, person=None)
    return TrailEntry(
        stream_id=entry.stream_id, stream_kind=kind, seq=entry.seq, change_id=entry.change_id, at=entry.at,
        actor=actor.in_role(Role(entry.role)), role=entry.role, action=entry.action,
        behalf=known.people.get(behalf) if behalf else None,
        event=entry.event, subjects=list(entry.subjects),
        people=[known.people[id_] for id_ in entry.subjects if id_ in known.people and id_ != entry.actor],
        goal=GoalName(id=goal, **dict(known.goals[goal])) if goal else None,
        plan=PlanName(id=entry.plan_id, patient_name=patient.name) if patient and entry.plan_id else None,
        cause=known.causes.get((entry.change_id, entry.cause), nothing) if entry.cause else None,
        columns=[c for c in entry.columns.split(",") if c], plan_version=entry.plan_version, hash=entry.hash.hex(),
        details=Details.OPEN if entry.stream_id in known.read else closed_details(kind, view.actor),
    )  # fmt: skip

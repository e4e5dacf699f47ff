"""What an entry says in full: before and after, for those who may read it; and who opened what, for the patient."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import select

from careteam.audit.models import Entry, Stream
from careteam.audit.sealing import details_context
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.paging import Page, Shape, cursor, position
from careteam.crypto import atrest
from careteam.identity.queries import people
from careteam.oversight.queries import Look
from careteam.oversight.rules import Details, closed_details
from careteam.plans.queries import goals_of


@dataclass(eq=False)
class NeedsReason(problems.Problem):
    """You may review this entry, not what changed."""

    status = 403
    detail = "Open the plan's details with a reason first; the privacy officer is told. Nothing was shown."


@dataclass(eq=False)
class OnlyForThoseInvolved(problems.Problem):
    """You may review that this happened, not what it says."""

    status = 403
    detail = "What it says is for those who take part. Nothing was shown."


class RowChange(Shape):
    """One row before and after; `before` is empty for a new one."""

    table: str
    id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any]


class EntryDetail(Shape):
    """What an act changed. `names` says who and what the ids in it are; `kept` is false where nothing more was kept."""

    kept: bool
    facts: dict[str, Any]
    rows: list[RowChange]
    names: dict[UUID, str]


async def entry_detail(view: View, stream_id: UUID, seq: int) -> EntryDetail:
    """What an entry changed, before and after; a problem that says what to do where the reader may only review it."""
    entry = await view.one(
        select(Entry).where(Entry.stream_id == stream_id, Entry.seq == seq, Entry.plan_id == view.plan_id)
    )
    streams = await view.reviewed_streams(select(Stream).where(Stream.id == stream_id))
    if not await view.streams_of(select(Stream).where(Stream.id == stream_id)):
        reason = closed_details(streams[0].kind, view.actor) is Details.REASON
        raise NeedsReason if reason else OnlyForThoseInvolved
    details = await _opened(view, entry)
    if details is None:
        return EntryDetail(kept=False, facts={}, rows=[], names={})
    facts, rows = details["facts"], [RowChange.model_validate(row) for row in details["rows"]]
    said = [facts, *(values for row in rows for values in (row.before or {}, row.after))]
    names = await _names(view, _ids(value for values in said for value in values.values()))
    return EntryDetail(kept=True, facts=facts, rows=rows, names=names)


async def _names(view: View, ids: set[UUID]) -> dict[UUID, str]:
    known = await people(view, ids)
    goals = await goals_of(view, {view.plan_id}) if view.plan_id else {}
    names = {id_: known[id_].name for id_ in ids if id_ in known}
    return names | {id_: goals[id_].words or "" for id_ in ids if id_ in goals and goals[id_].words}


def _ids(values: Iterable[Any]) -> set[UUID]:
    found: set[UUID] = set()
    for value in values:
        for one in cast("list[Any]", value) if isinstance(value, list) else [value]:
            with suppress(ValueError):
                found.add(UUID(one if isinstance(one, str) else ""))
    return found


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

"""What one can ask about the versions of a plan: who made which, why, and what the plan was from then on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy import or_, select

from careteam.access.roles import PlanStatus
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.plans.models import Phase, PlanPart, PlanVersion
from careteam.plans.said import GoalSaid, StepSaid, opened


class StepTold(StepSaid):
    """What a step says, and who does it."""

    owner: PersonRef | None


PartTold = Annotated[GoalSaid | StepTold, Field(discriminator="kind")]


class PartChange(Shape):
    """A goal or a step that is new or says something else: what it said, and what it says."""

    part_id: UUID
    before: PartTold | None
    after: PartTold


class VersionSummary(Shape):
    """One version of a plan: who made it, in which role, why, and what the plan was from then on."""

    id: UUID
    version: int
    author: PersonRef
    reason: str
    at: datetime
    title: str
    summary: str | None
    status: PlanStatus
    phase: Phase
    #: The goals and steps that say something else in it than in the one before.
    changed: list[PartChange]


async def versions(view: View, *, after: str | None, limit: int) -> Page[VersionSummary]:
    """The plan's versions, the newest first."""
    query = select(PlanVersion).where(PlanVersion.plan_id == view.plan_id).order_by(PlanVersion.version.desc())
    before = position(after, int)
    if before is not None:
        query = query.where(PlanVersion.version < before[0])
    rows = await view.all(query.limit(limit + 1))
    parts = await _parts(view, [row.version for row in rows[:limit]])
    bodies = {row.id: opened(row.body) for row in parts}
    owners = {body.owner_id for body in bodies.values() if isinstance(body, StepSaid)}
    known = await people(view, {row.author_id for row in rows} | owners, {row.author_id: row.role for row in rows})
    told = {id_: _told(body, known) for id_, body in bodies.items()}
    shown = [_version(row, known[row.author_id], _changed(row.version, parts, told)) for row in rows[:limit]]
    return Page[VersionSummary](items=shown, next=cursor(rows[limit - 1].version) if len(rows) > limit else None)


async def _parts(view: View, versions: list[int]) -> Sequence[PlanPart]:
    """What goals and steps said from or until one of these versions."""
    if not versions:
        return []
    row = PlanPart
    there = or_(row.since_version.in_(versions), row.until_version.in_(versions))
    return await view.all(select(row).where(row.plan_id == view.plan_id, there).order_by(row.part_id))


def _told(body: GoalSaid | StepSaid, known: Mapping[UUID, PersonRef]) -> GoalSaid | StepTold:
    if isinstance(body, GoalSaid):
        return body
    return StepTold(**body.model_dump(), owner=known[body.owner_id] if body.owner_id else None)


def _changed(version: int, parts: Sequence[PlanPart], told: Mapping[UUID, GoalSaid | StepTold]) -> list[PartChange]:
    before = {row.part_id: told[row.id] for row in parts if row.until_version == version}
    begun = [row for row in parts if row.since_version == version]
    return [PartChange(part_id=row.part_id, before=before.get(row.part_id), after=told[row.id]) for row in begun]


def _version(row: PlanVersion, author: PersonRef, changed: list[PartChange]) -> VersionSummary:
    return VersionSummary(
        id=row.id, version=row.version, author=author, reason=row.reason, at=row.at, title=row.title,
        summary=row.summary, status=row.status, phase=row.phase, changed=changed,
    )  # fmt: skip

"""What one can ask about the versions of a plan: who made which, why, and what the plan was from then on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.roles import PlanStatus
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.plans.models import Phase, PlanVersion


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


async def versions(view: View, *, after: str | None, limit: int) -> Page[VersionSummary]:
    """The plan's versions, the newest first."""
    query = select(PlanVersion).where(PlanVersion.plan_id == view.plan_id).order_by(PlanVersion.version.desc())
    before = position(after, int)
    if before is not None:
        query = query.where(PlanVersion.version < before[0])
    rows = await view.all(query.limit(limit + 1))
    known = await people(view, {row.author_id for row in rows}, {row.author_id: row.role for row in rows})
    shown = [_version(row, known[row.author_id]) for row in rows[:limit]]
    return Page[VersionSummary](items=shown, next=cursor(rows[limit - 1].version) if len(rows) > limit else None)


def _version(row: PlanVersion, author: PersonRef) -> VersionSummary:
    return VersionSummary(
        id=row.id, version=row.version, author=author, reason=row.reason, at=row.at, title=row.title,
        summary=row.summary, status=row.status, phase=row.phase,
    )  # fmt: skip

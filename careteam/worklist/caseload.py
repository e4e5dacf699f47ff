"""My plans: whom each is for, how I stand towards it, and what is new."""

from datetime import datetime
from uuid import UUID

from careteam.access.roles import PlanStatus
from careteam.audit.view import View
from careteam.core.paging import Page
from careteam.messaging import waiting
from careteam.messaging.waiting import Unread
from careteam.plans import caseload
from careteam.plans.caseload import PlanLine
from careteam.plans.queries import parts_in_plans
from careteam.plans.teams import part_of
from careteam.tasks import leaving, to_do
from careteam.tasks.leaving import Left
from careteam.tasks.to_do import Open

NOTHING_SAID = Unread(0, None)
NOTHING_OPEN = Open(0, None)


class PlanSummary(PlanLine):
    """A plan in a list, with what is new in it; nothing of that for whoever only knows who is on the team."""

    unread: int | None = None
    open_tasks: int | None = None
    last_activity_at: datetime | None = None
    next_due_at: datetime | None = None


class Caseload(Left):
    """How much rests on somebody: plans they are on, plans they lead, tasks of theirs that are open."""

    plans: int
    leads: int


async def caseload_of(view: View, person_id: UUID) -> Caseload:
    """How much rests on somebody, and is without them when they go. Only numbers: nothing of any plan is said."""
    on, leading = await parts_in_plans(view, person_id)
    left = await leaving.left_by(view, person_id)
    return Caseload(plans=on, leads=leading, open_tasks=left.open_tasks, successors=left.successors)


async def left_in_plan(view: View, relation_id: UUID) -> Left:
    """How much of one plan's work rests on somebody of its team. Only numbers."""
    person_id = await part_of(view, relation_id)
    return await leaving.left_by(view, person_id, plan_id=view.plan)


async def plans(
    view: View, *, text: str | None, status: PlanStatus | None, after: str | None, limit: int
) -> Page[PlanSummary]:
    """The reader's plans (for those who oversee and coordinate: all, by their rosters), by the patient's name."""
    page = await caseload.listed(view, text=text, status=status, after=after, limit=limit)
    lines = await caseload.lines(view, page)
    readable: list[UUID] = [line.id for line in lines if line.status is not None]
    unread = await waiting.unread_by_plan(view, readable)
    tasks = await to_do.open_by_plan(view, readable)
    items = [_summary(line, unread.get(line.id, NOTHING_SAID), tasks.get(line.id, NOTHING_OPEN)) for line in lines]
    return Page[PlanSummary](items=items, next=page.next)


def _summary(line: PlanLine, unread: Unread, tasks: Open) -> PlanSummary:
    if line.changed_at is None:
        return PlanSummary(**dict(line))
    return PlanSummary(
        **dict(line),
        unread=unread.messages,
        open_tasks=tasks.count,
        last_activity_at=max(line.changed_at, unread.said_at or line.changed_at),
        next_due_at=tasks.next_due_at,
    )

"""Writing down who looked: once per person, plan, screen and quarter of an hour."""

from datetime import datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, Standing
from careteam.audit import events
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.ids import ORGANISATION_STREAM, PlanId

#: How long one entry stands for all looks at the same screen, or all refused tries at the same person, in seconds.
QUARTER = 900
#: Looks at the organisation itself, which are written down even when no plan was seen.
ORGANISATION_LOOKS = frozenset({Action.READ_PEOPLE, Action.READ_ORGANISATION, Action.REVIEW_TRAIL, Action.EXPORT_TRAIL})


async def note_access(
    trail: Trail, actor: Actor, action: Action, standing: Standing, plans: set[UUID], screen: str, now: datetime
) -> None:
    """Write down who looked: once per person, plan, screen and quarter of an hour."""
    quarter = int(now.timestamp()) // QUARTER
    where = plans or (
        {ORGANISATION_STREAM} if standing.plan_id is None and action in ORGANISATION_LOOKS else set[UUID]()
    )
    fresh = {plan for plan in where if (actor.person_id, plan, screen, quarter) not in trail.marks}
    if not fresh:
        return
    for patience in (2, 1, 0):
        try:
            await _write_down(trail, actor, action, standing, sorted(fresh), screen, quarter)
            break
        except problems.StandingChanged:
            # Somebody's rights on the plan changed just then: it is asked again whether this look is still allowed.
            if not patience:
                raise
    if len(trail.marks) > 100_000:
        trail.marks.clear()
    trail.marks.update((actor.person_id, plan, screen, quarter) for plan in fresh)


async def _write_down(
    trail: Trail, actor: Actor, action: Action, standing: Standing, plans: list[UUID], screen: str, quarter: int
) -> None:
    async with open_change(trail, actor, action, plan_id=standing.plan_id and PlanId(standing.plan_id)) as change:
        marked = await change.first_look(plans, screen, quarter)
        if marked == [ORGANISATION_STREAM]:
            await change.record(events.OrganisationViewed(screen=screen))
        elif marked and standing.plan_id is None:
            await change.record(events.PlansListed(plan_ids=tuple(marked), screen=screen))
        elif marked:
            await change.record(events.PlanViewed(plan_id=marked[0], screen=screen))

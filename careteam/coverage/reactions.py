"""What follows for duty and cover when somebody comes to a team, leaves one, or their access or a role ends."""

from careteam.access.roles import CARE_ROLES, Role
from careteam.audit.change import Change
from careteam.coverage import absences, commands, standing
from careteam.coverage.events import PersonAway, PersonBack, ShiftCancelled, ShiftChanged
from careteam.coverage.models import Shift
from careteam.identity import holders
from careteam.identity.events import PersonDeactivated, RoleEnded
from careteam.plans import standins
from careteam.plans.events import TeamMemberAdded, TeamMemberRemoved


async def end_duty(change: Change, event: PersonDeactivated | RoleEnded) -> None:
    """Who left the clinic, or lost the role, is on duty no longer and will not be."""
    for row in await change.find(Shift, person_id=event.person_id, cancelled_at=None):
        concerned = isinstance(event, PersonDeactivated) or row.role == event.role
        if concerned and change.now < row.ends_at:
            await commands.end(change, row, "They are no longer here in this role.")


async def cover_new_member(change: Change, event: TeamMemberAdded) -> None:
    """Who comes to a team while away is covered there too."""
    for row in await absences.lasting(change, person_id=event.person_id):
        if row.cover_id is not None:
            own = (await holders.roles_of(change, row.cover_id)) & CARE_ROLES
            if own:
                await absences.open_to_cover(change, row, absences.first_of(own))


async def end_cover_with_member(change: Change, event: TeamMemberRemoved) -> None:
    """Who covers for somebody leaves the plan with them."""
    if not await standins.treats(change, event.person_id):
        await standins.end_for(change, event.person_id)


async def end_absences(change: Change, event: PersonDeactivated | RoleEnded) -> None:
    """Who left the clinic is not away, and who treats nobody any more covers for nobody."""
    left = isinstance(event, PersonDeactivated)
    for row in await absences.lasting(change, person_id=event.person_id) if left else ():
        await absences.end(change, row)
    roles = frozenset[Role]() if left else await holders.roles_of(change, event.person_id) - {event.role}
    for row in await absences.lasting(change, cover_id=event.person_id) if not roles & CARE_ROLES else ():
        row.cover_id = None
        await absences.say(change, row)


async def end_standing(change: Change, event: ShiftChanged | ShiftCancelled | PersonAway | PersonBack) -> None:
    """What was signed ahead for duty or cover ends where it would outlast them."""
    await standing.end_beyond_duty(change)

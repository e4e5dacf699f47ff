"""What follows for offices when somebody leaves or loses a role."""

from careteam.audit.change import Change
from careteam.identity import holders
from careteam.identity.events import PersonDeactivated, RoleEnded
from careteam.keys.endings import end_offices


async def end_all_offices(change: Change, event: PersonDeactivated) -> None:
    """Who left the clinic holds no office. Their keys stay theirs, and what was signed with them stays."""
    await end_offices(change, event.person_id, ())


async def end_offices_of_role(change: Change, event: RoleEnded) -> None:
    """Who lost a role holds no office that takes it."""
    left = {role for role in await holders.roles_of(change, event.person_id) if role != event.role}
    await end_offices(change, event.person_id, left)

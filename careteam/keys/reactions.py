"""What follows for offices, and for who is vouched for, when somebody leaves or loses a role."""

from careteam.audit.change import Change
from careteam.identity import holders
from careteam.identity.events import PersonDeactivated, RoleEnded
from careteam.keys.endings import end_with_roles


async def end_with_access(change: Change, event: PersonDeactivated) -> None:
    """Nobody vouches for who left the clinic, and they hold no office. Their keys stay theirs, and what they signed stays."""
    await end_with_roles(change, event.person_id, ())


async def end_with_role(change: Change, event: RoleEnded) -> None:
    """Who lost a role holds no office that takes it, and is vouched for no longer as having it."""
    left = {role for role in await holders.roles_of(change, event.person_id) if role != event.role}
    await end_with_roles(change, event.person_id, left)

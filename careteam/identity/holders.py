"""What a person is called, and which roles they hold now, as a change needs to know it."""

from uuid import UUID

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.identity.models import Person, RoleGrant


async def roles_of(change: Change, person_id: UUID) -> frozenset[Role]:
    """The roles granted to this person now, locked against being ended meanwhile."""
    return frozenset(grant.role for grant in await change.find(RoleGrant, person_id=person_id, ended_at=None))


async def holders_of(change: Change, role: Role) -> list[UUID]:
    """Everybody who holds this role now."""
    return [grant.person_id for grant in await change.find(RoleGrant, role=role, ended_at=None)]


async def name_of(change: Change, person_id: UUID) -> str:
    """What this person is called."""
    return (await change.get(Person, person_id)).name


async def address_of(change: Change, person_id: UUID) -> str | None:
    """The address by which this person signs in."""
    return (await change.get(Person, person_id)).email

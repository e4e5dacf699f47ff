"""Where somebody can be reached, as the program needs to know it to tell them something."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.identity.models import Person
from careteam.identity.queries import roles_of


@dataclass(frozen=True)
class Contact:
    """Somebody who is here: their address, and the roles they have."""

    email: str | None
    roles: frozenset[Role]


async def contact_of(view: View, person_id: UUID) -> Contact | None:
    """How to reach this person; None where they are not here any more."""
    person = await view.first(select(Person).where(Person.id == person_id, Person.ended_at.is_(None)))
    if person is None:
        return None
    roles = await roles_of(view, [person_id])
    return Contact(person.email, frozenset(roles[person_id]))

"""A person's own sealed words, for the doors that come before any View: signing in and one-use links."""

from typing import Any
from uuid import UUID

from careteam.audit.rows import shape_of
from careteam.audit.trail import Trail
from careteam.identity.models import Person


def opened(trail: Trail, person_id: UUID, column: str, sealed: bytes) -> str:
    """One sealed column of a person, as text. The organisation's key must have been loaded."""
    values = {"plan_id": None, "id": person_id, column: sealed}
    return shape_of(Person).opened(values, column, trail.ring.get(None))


async def name_of(trail: Trail, connection: Any, person_id: UUID) -> str:
    """The name of a person who is signed in."""
    await trail.load_keys(connection, [None])
    return opened(
        trail, person_id, "name", await connection.fetchval("SELECT name FROM care.person WHERE id = $1", person_id)
    )

"""Where somebody is signed in: their own sessions, as their own page shows them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from careteam.audit.rows import shape_of
from careteam.audit.trail import Trail
from careteam.core.paging import Shape
from careteam.identity.models import Session
from careteam.identity.signed_in import SignedIn

#: $1 the person. Their live sessions, the one used last first.
OWN_SESSIONS = """
SELECT s.id, s.created_at, s.device, a.seen_at FROM care.session s
JOIN care.session_activity a ON a.session_id = s.id
WHERE s.person_id = $1 AND s.ended_at IS NULL AND s.expires_at > care.now()
  AND a.seen_at + make_interval(mins => s.idle_minutes) > care.now()
ORDER BY a.seen_at DESC, s.id"""


class OwnSession(Shape):
    """A browser in which the reader is signed in."""

    id: UUID
    device: str
    since: datetime
    seen_at: datetime
    here: bool


async def own_sessions(trail: Trail, connection: Any, session: SignedIn) -> list[OwnSession]:
    """The sessions of whoever is signed in with this one."""
    await trail.load_keys(connection, [None])
    rows = await connection.fetch(OWN_SESSIONS, session.actor.person_id)
    return [
        OwnSession(
            id=row["id"],
            device=_opened(trail, row["id"], row["device"]),
            since=row["created_at"],
            seen_at=row["seen_at"],
            here=row["id"] == session.session_id,
        )
        for row in rows
    ]


def _opened(trail: Trail, session_id: UUID, sealed: bytes) -> str:
    values = {"plan_id": None, "id": session_id, "device": sealed}
    return shape_of(Session).opened(values, "device", trail.ring.get(None))

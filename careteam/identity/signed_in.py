"""Who is at the other end: the session of a cookie, read with the roles the person has now."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from careteam.access.roles import Actor, Role
from careteam.core import problems
from careteam.core.settings import settings
from careteam.identity.refusals import SecondFactorNeeded
from careteam.identity.rules import FRESH, Proof, must_have_factor

#: Ended, expired and idle sessions, and those of people who left, do not exist.
_LIVE = """
SELECT s.id AS session_id, s.person_id, s.expires_at, s.idle_minutes, s.proof, s.proven_at, a.seen_at, clock.now,
  ARRAY(SELECT g.role FROM care.role_grant g WHERE g.person_id = s.person_id AND g.ended_at IS NULL) AS roles
FROM {clock} AS clock(now), care.session s
JOIN care.person p ON p.id = s.person_id AND p.ended_at IS NULL
JOIN care.session_activity a ON a.session_id = s.id
WHERE s.ended_at IS NULL AND s.expires_at > clock.now
  AND a.seen_at + make_interval(mins => s.idle_minutes) > clock.now"""
#: Read once; without OFFSET it would be asked for each condition.
_CLOCK = "(SELECT care.now() OFFSET 0)"
#: $1 the hash of the token.
READ_SESSION = f"{_LIVE.format(clock=_CLOCK)} AND s.token_hash = $1"
#: The same within another statement: the hash is q.token, the clock c.at.
READ_SESSION_OF = f"{_LIVE.format(clock='(SELECT c.at)')} AND s.token_hash = q.token"
#: $1 sessions.
READ_SESSIONS = f"{_LIVE.format(clock=_CLOCK)} AND s.id = ANY ($1)"
#: $1 the session. At most once a minute: being there is not worth more writes.
TOUCH = (
    "UPDATE care.session_activity SET seen_at = care.now() "
    "WHERE session_id = $1 AND seen_at < care.now() - interval '1 minute'"
)


@dataclass(frozen=True)
class SignedIn:
    """A live session and who it is for."""

    session_id: UUID
    actor: Actor
    expires_at: datetime
    idle_expires_at: datetime
    now: datetime
    #: By what they last showed who they are, and when.
    proof: Proof
    proven_at: datetime
    #: Nothing was heard of the person for a minute: worth noting that they are there.
    quiet: bool = True

    @property
    def incomplete(self) -> bool:
        """It was begun by a password alone, by somebody who must have a second factor: it may only set one up."""
        required = settings().second_factor == "required"
        return self.proof is Proof.PASSWORD and must_have_factor(self.actor.roles, required=required)

    @property
    def fresh(self) -> bool:
        """They have shown who they are only just now."""
        return self.now - self.proven_at <= FRESH


def token_hash(token: str) -> bytes:
    """What the database keeps of a session's token."""
    return hashlib.sha256(token.encode()).digest()


async def read_session(connection: Any, token: str | None, *, setting_up: bool = False) -> SignedIn:
    """The session this token opens; NotSignedIn where there is none.

    SecondFactorNeeded for one that may only set up a factor, unless that is what it is asked for.
    """
    row = await connection.fetchrow(READ_SESSION, token_hash(token)) if token else None
    if row is None:
        raise problems.NotSignedIn
    session = signed_in(row)
    if session.incomplete and not setting_up:
        raise SecondFactorNeeded
    return session


async def sessions_among(connection: Any, session_ids: Collection[UUID]) -> dict[UUID, SignedIn]:
    """Those of these sessions that are still open, and may do more than set up a factor."""
    found = [signed_in(row) for row in await connection.fetch(READ_SESSIONS, list(session_ids))]
    return {session.session_id: session for session in found if not session.incomplete}


def signed_in(row: Any) -> SignedIn:
    """The session that a row of these statements tells of."""
    actor = Actor(row["person_id"], frozenset(map(Role, row["roles"])), row["session_id"])
    idle = row["seen_at"] + timedelta(minutes=row["idle_minutes"])
    quiet = row["now"] - row["seen_at"] > timedelta(minutes=1)
    proof, proven_at = Proof(row["proof"]), row["proven_at"]
    return SignedIn(row["session_id"], actor, row["expires_at"], idle, row["now"], proof, proven_at, quiet)


async def touch(connection: Any, session_id: UUID) -> None:
    """Note that the person is there."""
    await connection.execute(TOUCH, session_id)

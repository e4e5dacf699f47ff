"""Who somebody may be, before they have shown it: by the address typed, the passkey held, or the ticket they were given."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careteam.access.roles import Role
from careteam.identity import rules
from careteam.identity.rules import Proof

_PERSON = """
SELECT p.id, c.password_hash,
  ARRAY(SELECT g.role FROM care.role_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS roles,
  EXISTS(SELECT FROM care.passkey k WHERE k.person_id = p.id AND k.ended_at IS NULL) AS passkey,
  EXISTS(SELECT FROM care.authenticator a WHERE a.person_id = p.id AND a.ended_at IS NULL) AS code
FROM care.person p LEFT JOIN care.credential c ON c.person_id = p.id
WHERE p.ended_at IS NULL AND """
#: $1 the blind index of an address.
BY_ADDRESS = f"{_PERSON} p.email_index = $1"
#: $1 the person.
BY_ID = f"{_PERSON} p.id = $1"
#: $1 the id a device gives its key.
BY_PASSKEY = """
SELECT id, person_id, public_key, sign_count FROM care.passkey WHERE credential_id = $1 AND ended_at IS NULL"""
#: $1 the person. The ids of their keys, for a browser that is to look for one of them.
PASSKEYS_OF = "SELECT credential_id FROM care.passkey WHERE person_id = $1 AND ended_at IS NULL ORDER BY id"


@dataclass(frozen=True)
class Known:
    """Somebody of the organisation, and how they can show who they are."""

    id: UUID
    password_hash: str | None
    roles: frozenset[Role]
    ways: tuple[Proof, ...]

    @property
    def has_factor(self) -> bool:
        """Is a password not enough?"""
        return Proof.PASSWORD not in self.ways

    @property
    def password_mark(self) -> bytes:
        """Changes with the password, and tells nothing of it."""
        return hashlib.sha256((self.password_hash or "").encode()).digest()


@dataclass(frozen=True)
class KnownPasskey:
    """A passkey that is here."""

    id: UUID
    person_id: UUID
    public_key: bytes
    sign_count: int


async def known_by_address(connection: Any, email_index: bytes) -> Known | None:
    """Whoever signs in with the address of this index."""
    return _known(await connection.fetchrow(BY_ADDRESS, email_index))


async def known_by_id(connection: Any, person_id: UUID) -> Known | None:
    """This person, unless they have left."""
    return _known(await connection.fetchrow(BY_ID, person_id))


async def known_by_passkey(connection: Any, credential_id: bytes) -> KnownPasskey | None:
    """The passkey that a device calls so."""
    row = await connection.fetchrow(BY_PASSKEY, credential_id)
    return KnownPasskey(row["id"], row["person_id"], row["public_key"], row["sign_count"]) if row else None


async def passkeys_of(connection: Any, person_id: UUID) -> list[bytes]:
    """What the devices of this person call their passkeys."""
    return [row["credential_id"] for row in await connection.fetch(PASSKEYS_OF, person_id)]


async def now(connection: Any) -> datetime:
    """The one clock, outside a change."""
    return await connection.fetchval("SELECT care.now()")


def _known(row: Any) -> Known | None:
    if row is None:
        return None
    ways = rules.ways(passkey=row["passkey"], code=row["code"])
    return Known(UUID(int=row["id"].int), row["password_hash"], frozenset(map(Role, row["roles"])), ways)

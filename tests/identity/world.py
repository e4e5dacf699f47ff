"""People who sign in themselves: with an address and a password, from a network of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.identity import passwords
from careteam.identity.events import InvitationRedeemed
from careteam.identity.models import Credential
from careteam.identity.people import take_in

PASSWORD = "four calm herons wading"
HERE = {"Origin": settings().public_url, "Sec-Fetch-Site": "same-origin"}
_networks = count(1)


@dataclass(frozen=True)
class Someone:
    """A person with a password."""

    actor: Actor
    email: str

    @property
    def id(self) -> str:
        return str(self.actor.person_id)

    def body(self, password: str = PASSWORD) -> dict[str, str]:
        """What they type to sign in."""
        return {"email": self.email, "password": password}


async def someone(trail: Trail, role: Role, name: str = "Mei Tanaka") -> Someone:
    """Take somebody in who has a password already."""
    email = f"{uuid4().hex}@harbor.example"
    password_hash = await passwords.hashed(PASSWORD)
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        id_, invitation_id = await take_in(change, name=name, role=role, email=email, synthetic=True)
        credential = await change.add(Credential(person_id=id_, password_hash=password_hash, changed_at=change.now))
        assert invitation_id
        await change.record(InvitationRedeemed(invitation_id=invitation_id, person_id=id_, credential_id=credential.id))
    return Someone(Actor(id_, frozenset({role})), email)


@asynccontextmanager
async def stranger(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in, in a network nobody has tried from yet."""
    number = next(_networks)
    transport = httpx.ASGITransport(app=app, client=(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1))
    async with httpx.AsyncClient(transport=transport, base_url=settings().public_url, headers=HERE) as client:
        yield client


def keyed() -> dict[str, str]:
    """The header of a new intended effect."""
    return {"Idempotency-Key": str(uuid4())}


async def told(trail: Trail, subject: Any) -> list[str]:
    """The names of the events that are about this row, in order."""
    async with trail.database.writing() as connection:
        rows = await connection.fetch(
            "SELECT event FROM care.audit_entry WHERE $1 = ANY (subjects) ORDER BY at, seq", subject
        )
    return [row["event"] for row in rows]

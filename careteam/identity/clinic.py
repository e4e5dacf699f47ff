"""What the client knows before anything else: which clinic this is, help in a crisis, and who is signed in."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.core.paging import Shape
from careteam.core.settings import settings
from careteam.identity import rules
from careteam.identity.names import name_of
from careteam.identity.signed_in import SignedIn

log = logging.getLogger(__name__)

#: Under the home of a synthetic installation; written by whoever makes its people.
DEMO_SIGN_INS = "demo-sign-ins.json"


class Crisis(Shape):
    """Whom to call, always."""

    lifeline: str
    emergency: str
    clinic_phone: str | None


class DemoSignIn(Shape):
    """An invented person of a synthetic installation, how to sign in as them, and the kit that opens their keys."""

    name: str
    role: Role
    email: str
    password: str
    kit: str | None = None


class Clinic(Shape):
    """The clinic, as everybody may know it."""

    name: str
    synthetic: bool
    crisis: Crisis
    #: Does it send e-mail? Otherwise links are handed over.
    sends_mail: bool
    demo_sign_ins: list[DemoSignIn] = Field(default=[])


class Me(Shape):
    """Who is signed in."""

    id: UUID
    name: str


class SessionInfo(Shape):
    """A session: whose, with which roles, until when, and where their work starts."""

    person: Me
    roles: list[Role]
    home: rules.Home
    expires_at: datetime
    idle_expires_at: datetime
    #: Before anything else, a second factor is to be set up.
    must_set_up: bool
    clinic: Clinic


async def read_clinic(connection: Any) -> Clinic:
    """The clinic. Only one that was marked synthetic at its creation can show sign-ins."""
    synthetic: bool = await connection.fetchval("SELECT synthetic FROM care.clock")
    chosen = settings()
    return Clinic(
        name=chosen.clinic_name,
        synthetic=synthetic,
        crisis=Crisis(
            lifeline=chosen.crisis_lifeline, emergency=chosen.crisis_emergency, clinic_phone=chosen.clinic_phone
        ),
        sends_mail=chosen.smtp_url is not None,
        demo_sign_ins=_demo_sign_ins(chosen.home / DEMO_SIGN_INS) if synthetic else [],
    )


def _demo_sign_ins(file: Path) -> list[DemoSignIn]:
    if not file.exists():
        return []
    try:
        return TypeAdapter(list[DemoSignIn]).validate_json(file.read_bytes())
    except ValidationError:
        # The crisis lines stand on the same page: it must come up.
        log.warning("the list of demo sign-ins cannot be read")
        return []


async def session_info(trail: Trail, connection: Any, session: SignedIn) -> SessionInfo:
    """What the client needs to know of its own session."""
    roles = [role for role in Role if role in session.actor.roles]
    return SessionInfo(
        person=Me(id=session.actor.person_id, name=await name_of(trail, connection, session.actor.person_id)),
        roles=roles,
        home=rules.home(roles),
        expires_at=session.expires_at,
        idle_expires_at=min(session.idle_expires_at, session.expires_at),
        must_set_up=session.incomplete,
        clinic=await read_clinic(connection),
    )

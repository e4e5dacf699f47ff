"""The cast: nine people and one plan, made through commands, so that no fixture can lie about the trail."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus, Role
from careteam.audit import events
from careteam.audit.change import Change
from careteam.audit.models import DataKey
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_view
from careteam.core.ids import ORGANISATION_STREAM, PersonId, PlanId, new_id
from careteam.core.settings import settings
from careteam.crypto.atrest import new_data_key
from careteam.identity.events import SignedIn
from careteam.identity.gate import cookie_name
from careteam.identity.models import Session
from careteam.identity.people import take_in
from careteam.identity.signed_in import token_hash
from careteam.plans import commands, team


@dataclass
class Cast:
    """Six people of one plan, and three who run the clinic. Fay is a therapist who has nothing to do with the plan."""

    trail: Trail
    plan: PlanId
    ada: Actor  # patient
    bea: Actor  # psychiatrist, lead
    cem: Actor  # therapist
    dov: Actor  # health coach
    eli: Actor  # supervisor
    fay: Actor  # therapist, a stranger to the plan
    cora: Actor  # coordinator
    adam: Actor  # administrator
    pia: Actor  # privacy officer

    @asynccontextmanager
    async def change(
        self, actor: Actor, action: Action, *, plan: PlanId | None = None, **options: Any
    ) -> AsyncIterator[Change]:
        """A change by this actor to the cast's plan (or another)."""
        async with open_change(self.trail, actor, action, plan_id=plan or self.plan, **options) as change:
            yield change

    @asynccontextmanager
    async def view(self, actor: Actor, action: Action, *, plan: PlanId | None = None) -> AsyncIterator[View]:
        """A look by this actor at the cast's plan (or another)."""
        async with open_view(self.trail, actor, action, plan_id=plan or self.plan, screen=str(action)) as view:
            yield view


async def found_organisation(trail: Trail) -> None:
    """Make the organisation's key where there is none yet."""
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        key, key_id = new_data_key(), new_id()
        trail.ring.add(None, key)
        wrapped = trail.deployment_key.wrap(key, key_id=key_id)
        await change.add(DataKey(id=key_id, wrapped=wrapped), stream_id=ORGANISATION_STREAM)
        await change.record(events.OrganisationKeyMade(key_id=key_id))


async def person(trail: Trail, name: str, role: Role, *, email: str | None = None) -> Actor:
    """Take somebody in, without a link."""
    (actor,) = await people(trail, {name: role}, email=email)
    return actor


async def people(trail: Trail, named: dict[str, Role], *, email: str | None = None) -> list[Actor]:
    """Take these people in at once, without links."""
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        taken = [
            (await take_in(change, name=name, role=role, email=email, invite=False, synthetic=True))[0]
            for name, role in named.items()
        ]
    return [Actor(id_, frozenset({role})) for id_, role in zip(taken, named.values(), strict=True)]


async def open_plan_for(
    trail: Trail, coordinator: Actor, name: str, members: list[tuple[Actor, Role]]
) -> tuple[PlanId, Actor]:
    """Take in a patient with a team; the first member leads. The plan is active."""
    chosen = [
        commands.NewMember(person_id=PersonId(who.person_id), role=role, lead=n == 0)
        for n, (who, role) in enumerate(members)
    ]
    new = commands.NewPlan(
        patient=commands.NewPatient(name=name, birth_date=date(1990, 5, 17), synthetic=True),
        title=f"Plan for {name}",
        status=PlanStatus.ACTIVE,
        team=tuple(chosen),
    )
    async with open_change(trail, coordinator, Action.OPEN_PLAN) as change:
        plan = await commands.open_plan(change, new)
        patient = next(row.person_id for row in await team.present(change) if row.role is Role.PATIENT)
    return plan, Actor(patient, frozenset({Role.PATIENT}))


#: Everybody of the cast but the patient.
NAMED = {
    "Bea Boateng": Role.PSYCHIATRIST, "Cem Aydin": Role.THERAPIST, "Dov Adler": Role.HEALTH_COACH,
    "Eli Frost": Role.SUPERVISOR, "Fay Okoro": Role.THERAPIST, "Cora Lindt": Role.COORDINATOR,
    "Adam Reyes": Role.ADMINISTRATOR, "Pia Novak": Role.PRIVACY_OFFICER,
}  # fmt: skip


async def make_cast(trail: Trail) -> Cast:
    """A fresh cast with a fresh plan."""
    bea, cem, dov, eli, fay, cora, adam, pia = await people(trail, NAMED)
    members = [(bea, Role.PSYCHIATRIST), (cem, Role.THERAPIST), (dov, Role.HEALTH_COACH)]
    plan, ada = await open_plan_for(trail, cora, "Ada Marsh", members)
    return Cast(
        trail=trail, plan=plan, ada=ada, bea=bea, cem=cem, dov=dov, eli=eli, fay=fay, cora=cora, adam=adam, pia=pia
    )


async def sign_in(trail: Trail, actor: Actor, *, idle_minutes: int = 15) -> str:
    """A session for this actor, as signing in makes it. Return its token."""
    token = uuid4().hex
    async with open_change(trail, actor, Action.START_SESSION) as change:
        change.require(Action.START_SESSION, subject_id=actor.person_id)
        session = await change.add(
            Session(
                person_id=actor.person_id, token_hash=token_hash(token), created_at=change.now,
                expires_at=change.now + timedelta(hours=12), idle_minutes=idle_minutes, device="test",
                proven_at=change.now,
            )
        )  # fmt: skip
        await change.record(SignedIn(session_id=session.id, person_id=actor.person_id))
        await change.begin_activity(session.id)
    return token


class Browser(httpx.AsyncClient):
    """Somebody's browser: signed in, sending what a browser of our own pages sends."""

    def __init__(self, app: FastAPI, token: str | None = None) -> None:
        self.app = app
        super().__init__(
            transport=httpx.ASGITransport(app=app),
            base_url=settings().public_url,
            headers={"Origin": settings().public_url, "Sec-Fetch-Site": "same-origin"},
            cookies={cookie_name(): token} if token else {},
        )

    async def send_change(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, key: UUID | None = None
    ) -> httpx.Response:
        """Ask for a change, with a fresh idempotency key unless one is given."""
        return await self.request(method, path, json=body or {}, headers={"Idempotency-Key": str(key or uuid4())})

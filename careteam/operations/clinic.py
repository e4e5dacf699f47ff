"""Makes the demo clinic: invented people, and weeks of history lived through commands on a moving clock."""

import asyncio
import json
import os
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import psycopg

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import PersonId
from careteam.core.settings import Settings
from careteam.identity import commands as identity
from careteam.identity.clinic import DEMO_SIGN_INS
from careteam.identity.passwords import hashed
from careteam.identity.people import take_in
from careteam.installation import close_trail, open_trail
from careteam.operations.clinic_days import Tell, live_through
from careteam.operations.clinic_duty import be_away, plan_duty, sign_ahead
from careteam.operations.clinic_keys import ClinicKeys, kit_of
from careteam.operations.clinic_made import MovingClock, PlanMade
from careteam.operations.clinic_people import AIMS, TREATED, WORKERS, Treated
from careteam.operations.clinic_phrases import write_phrases
from careteam.operations.offices import SIGNERS, signers_of
from careteam.operations.roots import keys_of
from careteam.plans import commands as plans
from careteam.plans import team
from careteam.plans.models import ItemStatus, Phase

#: How far back the clinic's history begins.
DAYS = 25
#: Everybody's password; nobody in this clinic is real.
PASSWORD = "synthetic-clinic"  # noqa: S105 - printed at every start of the demo


def seed(chosen: Settings, *, owner_url: str, tell: Tell) -> None:
    """Make the people, their plans and their weeks; leave the sign-ins beside the data; `tell` hears of it."""
    asyncio.run(_seed(chosen, owner_url, tell))


async def _seed(chosen: Settings, owner_url: str, tell: Tell) -> None:
    trail = await open_trail(chosen)
    connection = await psycopg.AsyncConnection.connect(owner_url, autocommit=True)
    try:
        await connection.execute("SET ROLE care_owner")
        clock = await MovingClock.of(connection)
        clinic = Clinic(trail, clock, ClinicKeys(trail, clock), await hashed(PASSWORD))
        tell("  people and their keys ...")
        workers = {w.login: await clinic.person(w.name, w.role, w.login) for w in WORKERS}
        await clinic.keys.begin_offices([*workers.values()], signers_of(keys_of(chosen), [])[:SIGNERS])
        tell("  patients and their plans ...")
        made = [await _open(clinic, treated, workers) for treated in TREATED]
        now = datetime.now(UTC)
        await clinic.clock.move_to(now - timedelta(days=DAYS) + timedelta(hours=1 + len(TREATED)))
        await plan_duty(trail, workers, now - timedelta(days=DAYS), now + timedelta(days=7))
        await write_phrases(trail, workers)
        await live_through(trail, clock, clinic.keys, made, tell, days=DAYS)
        await clock.move_to(None)
        await be_away(trail, clinic.keys, workers, made)
        await sign_ahead(trail, clinic.keys, workers)
    finally:
        await connection.close()
        await close_trail(trail)
    _leave_sign_ins(chosen)


@dataclass(frozen=True)
class Clinic:
    """The clinic in the making; everybody in it has the same password."""

    trail: Trail
    clock: MovingClock
    keys: ClinicKeys
    password_hash: str

    async def person(self, name: str, role: Role, login: str) -> Actor:
        """Take somebody in, who redeems their invitation and makes their keys."""
        async with open_change(self.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
            person_id, invitation_id = await take_in(change, name=name, role=role, email=address(login), synthetic=True)
        actor = Actor(person_id, frozenset({role}))
        async with open_change(self.trail, actor, Action.REDEEM_INVITATION) as change:
            assert invitation_id is not None
            await identity.redeem_invitation(change, invitation_id=invitation_id, password_hash=self.password_hash)
        await self.keys.set_up(actor, name, address(login))
        return actor


async def _open(clinic: Clinic, treated: Treated, workers: dict[str, Actor]) -> PlanMade:
    """Take in a patient a few hours after the one before, as the coordinator; the psychiatrist leads."""
    trail, nth = clinic.trail, TREATED.index(treated)
    await clinic.clock.move_to(datetime.now(UTC) - timedelta(days=DAYS) + timedelta(hours=1 + nth))
    patient = await clinic.person(treated.name, Role.PATIENT, treated.login)
    people = {Role.PATIENT: patient, **_team_of(treated, workers)}
    if treated.supporter is not None:
        name, login = treated.supporter
        people[Role.SUPPORTER] = await clinic.person(name, Role.SUPPORTER, login)
    coordinator = next(workers[w.login] for w in WORKERS if w.role is Role.COORDINATOR)
    new = plans.NewPlan(
        patient=plans.NewPatient(
            name=treated.name, birth_date=date.fromisoformat(treated.born), pronouns=treated.pronouns,
            phone=f"555-01{nth:02}", identifier=f"SYN-{1001 + nth}", synthetic=True,
            person_id=PersonId(patient.person_id),
        ),
        title=treated.title,
        team=tuple(
            plans.NewMember(person_id=PersonId(who.person_id), role=role, lead=role is Role.PSYCHIATRIST)
            for role, who in people.items()
            if role is not Role.PATIENT
        ),
    )  # fmt: skip
    async with open_change(trail, coordinator, Action.OPEN_PLAN) as change:
        plan_id = await plans.open_plan(change, new)
    made = PlanMade(treated, plan_id, people)
    await _let_supporter_see(trail, made)
    await _set_goals(trail, made)
    return made


async def _let_supporter_see(trail: Trail, made: PlanMade) -> None:
    """The patient lets whoever is close to them see the plan."""
    async with open_change(trail, made.people[Role.PATIENT], Action.ALLOW_SUPPORTER, plan_id=made.plan_id) as change:
        for row in await team.present(change):
            if row.role is Role.SUPPORTER:
                await team.allow_supporter(change, relation_id=row.id, may_see_plan=True)


def _team_of(treated: Treated, workers: dict[str, Actor]) -> dict[Role, Actor]:
    roles = (Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST)
    chosen: dict[Role, Actor] = {}
    for role, n in zip(roles, treated.team, strict=True):
        logins = [worker.login for worker in WORKERS if worker.role is role]
        chosen[role] = workers[logins[n]]
    return chosen


async def _set_goals(trail: Trail, made: PlanMade) -> None:
    lead = made.people[Role.PSYCHIATRIST]
    for name in made.treated.aims:
        aim = AIMS[name]
        async with open_change(trail, lead, Action.SET_GOAL, plan_id=made.plan_id) as change:
            made.goals[name] = await plans.set_goal(change, words=aim.words, target=aim.target)
        for n, step in enumerate(aim.steps):
            async with open_change(trail, lead, Action.SET_ITEM, plan_id=made.plan_id) as change:
                await plans.set_item(
                    change, title=step.title, kind=step.kind, phase=(phase := _phase_of(step.title, made.treated.phase)),
                    status=_status_in(phase, made.treated.phase), goal_id=made.goals[name],
                    owner_id=made.people[step.whose].person_id, position=n,
                )  # fmt: skip


def _phase_of(title: str, present: Phase) -> Phase:
    """When a step's turn is: about where the treatment stands, always the same for the same step."""
    phases = list(Phase)
    return phases[random.Random(title).randrange(min(phases.index(present) + 2, len(phases)))]  # noqa: S311


def _status_in(phase: Phase, present: Phase) -> ItemStatus:
    order = list(Phase).index
    if order(phase) < order(present):
        return ItemStatus.DONE
    return ItemStatus.ACTIVE if phase is present else ItemStatus.PLANNED


def address(login: str) -> str:
    """The invented address somebody signs in with."""
    return f"{login}@clinic.example"


def everybody() -> list[tuple[str, Role]]:
    """Address and role of all who sign in here: first those who work, then patients, then who stands by them."""
    supporters = [(address(t.supporter[1]), Role.SUPPORTER) for t in TREATED if t.supporter is not None]
    workers = [(address(w.login), w.role) for w in WORKERS]
    return [*workers, *((address(t.login), Role.PATIENT) for t in TREATED), *supporters]


def _leave_sign_ins(chosen: Settings) -> None:
    shown = [(w.name, w.role, w.login) for w in WORKERS]
    shown += [(t.name, Role.PATIENT, t.login) for t in TREATED[:3]]
    shown += [(t.supporter[0], Role.SUPPORTER, t.supporter[1]) for t in TREATED if t.supporter is not None][:1]
    told = [
        {"name": name, "role": role, "email": address(login), "password": PASSWORD, "kit": kit_of(address(login))}
        for name, role, login in shown
    ]
    path = chosen.home / DEMO_SIGN_INS
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=2)

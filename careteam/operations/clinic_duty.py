"""Duty and cover in the demo clinic: planned for the weeks of its history and the one to come; one is away, one covers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.core.ids import PersonId
from careteam.coverage import absences, commands, rules, working
from careteam.coverage.rules import AbsenceKind
from careteam.coverage.standings import Ahead, signed_ahead
from careteam.coverage.zone import clinic_zone
from careteam.messaging.queries import conversations
from careteam.operations.clinic_made import PlanMade
from careteam.operations.clinic_people import WORKERS
from careteam.operations.ensemble import Ensemble

_DAY, _MORNING = timedelta(days=1), time(8)
#: When the clinic works; not on Christmas Day.
HOURS: Any = {"weekdays": range(1, 6), "opens": 9 * 60, "closes": 18 * 60}
#: How long somebody is away.
AWAY = timedelta(days=3)


async def plan_duty(trail: Trail, workers: Mapping[str, Actor], begins: datetime, ends: datetime) -> None:
    """Psychiatrists take turns by the day, therapists and the supervisor by the week; the last Sunday is still open."""
    zone = clinic_zone()
    first = datetime.combine(rules.monday_of(begins.astimezone(zone).date()), _MORNING) + rules.WEEK
    last = datetime.combine(rules.monday_of(ends.astimezone(zone).date()), _MORNING) + rules.WEEK
    coordinator = next(workers[w.login] for w in WORKERS if w.role is Role.COORDINATOR)
    async with open_change(trail, coordinator, Action.PLAN_DUTY) as change:
        await working.set_hours(change, **HOURS, closed_days=[date(ends.year, 12, 25)])
    for role, span in ((Role.PSYCHIATRIST, _DAY), (Role.THERAPIST, rules.WEEK), (Role.SUPERVISOR, rules.WEEK)):
        in_turn = cycle(workers[worker.login] for worker in WORKERS if worker.role is role)
        until = last - _DAY if span == _DAY else last
        for begin, who in zip(_steps(first, until, span), in_turn, strict=False):
            async with open_change(trail, coordinator, Action.PLAN_DUTY) as change:
                ends_at = begin + span
                await commands.plan_shift(change, role=role, person_id=who.person_id, begins=begin, ends=ends_at)


async def be_away(trail: Trail, keys: Ensemble, workers: Mapping[str, Actor], made: Sequence[PlanMade]) -> None:
    """A therapist is away for some days, and a colleague covers, who is let into the conversations at once."""
    who, cover = workers["lena"], workers["tomas"]
    coordinator = next(workers[w.login] for w in WORKERS if w.role is Role.COORDINATOR)
    async with open_change(trail, who, Action.SET_AVAILABILITY) as change:
        until = datetime.combine((change.now + AWAY).astimezone(clinic_zone()).date(), _MORNING, clinic_zone())
        await absences.set_availability(change, kind=AbsenceKind.AWAY, until=until, cover_id=cover.person_id)
    for plan in made:
        if plan.people[Role.THERAPIST] != who:
            continue
        action = Action.READ_CONVERSATION
        async with open_view(trail, cover, action, plan_id=plan.plan_id, screen="conversations") as view:
            rooms = [room.id for room in await conversations(view)]
        for room in rooms:
            await keys.admit(coordinator, plan.people[Role.PSYCHIATRIST], cover, plan.plan_id, room)


def _steps(first: datetime, last: datetime, span: timedelta) -> Iterator[datetime]:
    at = first
    while at < last:
        yield at
        at += span


async def sign_ahead(trail: Trail, keys: Ensemble, workers: Mapping[str, Actor]) -> None:
    """The coordinator signs ahead for everybody who can be called in, or covers."""
    coordinator = next(workers[w.login] for w in WORKERS if w.role is Role.COORDINATOR)
    action = Action.READ_STANDING
    async with open_view(trail, coordinator, action, screen=str(action)) as view:
        items = (await signed_ahead(view)).items
    by_id = {worker.person_id: worker for worker in workers.values()}
    for item in items:
        if item.state is Ahead.SIGN:
            await keys.stand(coordinator, by_id[PersonId(item.person.id)], item.until)

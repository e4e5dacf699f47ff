"""Whom a step of a ladder reaches at this moment: who is of the team, on duty, here, and who covers for whom is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from uuid import UUID

from careteam.access.models import ConversationMember, RelationRow
from careteam.access.roles import PATIENT_SIDE, RelationKind, Role
from careteam.audit.change import Change
from careteam.coverage import rules
from careteam.coverage.ladders import Step, Whom
from careteam.coverage.models import Absence, Alarm, Shift
from careteam.coverage.rules import AbsenceKind
from careteam.coverage.zone import clinic_zone
from careteam.identity import holders
from careteam.plans import standins, team
from careteam.plans.standins import StandIn


@dataclass(frozen=True)
class Around:
    """Who has to do with a plan now, who holds duty, who is away; read once for all steps of a change."""

    relations: list[RelationRow]
    #: Who is in the conversation that the alarm is read in; None where there is none.
    members: frozenset[UUID] | None
    shifts: list[Shift]
    #: Of who is away, who covers; None where nobody does.
    away: dict[UUID, UUID | None]

    @classmethod
    async def of(cls, change: Change, conversation_id: UUID | None) -> Self:
        """As this change finds it."""
        relations = await team.present(change)
        members = None
        if conversation_id is not None:
            rows = await change.find(ConversationMember, conversation_id=conversation_id, removed_at=None)
            members = frozenset(row.person_id for row in rows)
        shifts = await held_now(change)
        concerned = {row.person_id for row in relations} | {row.person_id for row in shifts}
        away = await _away(change, concerned)
        covers = {id_ for id_ in away.values() if id_ is not None}
        return cls(relations, members, shifts, {**away, **await _away(change, covers - concerned)})

    def here(self, people: Iterable[UUID]) -> list[UUID]:
        """Those of these who are here, or who covers for them; nobody for whom neither is true."""
        found = [self._in_place_of(id_) for id_ in people]
        return list(dict.fromkeys(id_ for id_ in found if id_ is not None))

    def _in_place_of(self, person_id: UUID) -> UUID | None:
        if person_id not in self.away:
            return person_id
        cover = self.away[person_id]
        known = any(row.person_id == cover for row in self.relations)
        return cover if known and cover not in self.away else None

    def treating(self) -> list[UUID]:
        """Who is of the team and may read of it."""
        found = [row.person_id for row in self.relations if row.kind is RelationKind.MEMBER]
        return [id_ for id_ in found if self.members is None or id_ in self.members]

    def on_duty(self, roles: Iterable[Role]) -> list[Shift]:
        """Who holds the duty of these roles and is here, in the order of the roles."""
        order = list(roles)
        held = [row for row in self.shifts if row.role in order and row.person_id not in self.away]
        return sorted(held, key=lambda row: order.index(row.role))

    def cared_for(self) -> set[UUID]:
        """The patient, and those who stand by them: nobody of them is told of an alarm about their own care."""
        return {row.person_id for row in self.relations if row.role in PATIENT_SIDE}


async def held_now(change: Change) -> list[Shift]:
    """The shifts that somebody holds at this moment."""
    now = (change.now, change.now + timedelta(microseconds=1))
    rows = await change.find(Shift, week=rules.weeks_around(*now, clinic_zone()), cancelled_at=None)
    return [row for row in rows if rules.overlap(row.span, now)]


async def _away(change: Change, people: Iterable[UUID]) -> dict[UUID, UUID | None]:
    rows = await change.find(Absence, person_id=sorted(people), ended_at=None)
    return {row.person_id: row.cover_id for row in rows if row.kind is AbsenceKind.AWAY and row.lasts(change.now)}


async def reached(change: Change, around: Around, alarm: Alarm, step: Step) -> list[UUID]:
    """Whom a step tells now. Who raised the alarm, and whose care it is about, is never among them."""
    found = named(around, alarm.owner_id, step)
    if Whom.SUPERVISOR in step.whom:
        found += await _supervisors(change, around)
    never = around.cared_for() | {alarm.raised_by}
    return list(dict.fromkeys(id_ for id_ in found if id_ not in never))


def named(around: Around, owner_id: UUID | None, step: Step) -> list[UUID]:
    """Of the team and those on duty, whom a step names; supervisors are asked for apart."""
    found: list[UUID] = []
    for whom in step.whom:
        match whom:
            case Whom.OWNER:
                found += around.here(id_ for id_ in around.treating() if id_ == owner_id)
            case Whom.LEAD:
                found += around.here(row.person_id for row in around.relations if row.lead)
            case Whom.TEAM:
                found += around.here(around.treating())
            case Whom.ON_DUTY:
                found += [row.person_id for row in around.on_duty(step.roles)]
            case Whom.SUPERVISOR:
                pass
    return found


async def _supervisors(change: Change, around: Around) -> list[UUID]:
    """The supervisor on duty; else those who are here; else all of them: somebody has to know."""
    on_duty = [row.person_id for row in around.on_duty((Role.SUPERVISOR,))]
    every = await holders.holders_of(change, Role.SUPERVISOR) if not on_duty else []
    return on_duty or [id_ for id_ in every if id_ not in around.away] or every


async def call_in(change: Change, around: Around, people: Iterable[UUID]) -> None:
    """Open the plan to those of these who hold duty and have nothing to do with it yet, until their shift ends."""
    told = set(people)
    for shift in around.on_duty(rules.CALLED_IN):
        if shift.person_id in told:
            new = StandIn(
                person_id=shift.person_id, kind=RelationKind.ON_DUTY, role=shift.role, grounds_id=shift.id,
                until=shift.ends_at,
            )  # fmt: skip
            await standins.add(change, new)

"""What one can ask about alarms: those that are the reader's, and those of a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, literal, select

from careteam.access.actions import Action
from careteam.access.policy import allowed
from careteam.access.roles import Role, Standing
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage.ladders import AlarmOutcome, Cause, Level, Subject
from careteam.coverage.models import Alarm
from careteam.identity.queries import PersonRef, people
from careteam.plans import parts
from careteam.plans.rosters import Roster, phones_of, rosters, standings

#: So many alarms of a conversation are shown, the newest.
MOST = 50
ALARM_ACTIONS = (Action.ACKNOWLEDGE_ALARM, Action.CLOSE_ALARM)


class AlarmDetail(Shape):
    """An alarm: how far up its ladder it is, who was told, who has it in hand, what came of it."""

    id: UUID
    plan_id: UUID
    patient: PersonRef | None
    #: The patient's, for those who read the plan.
    phone: str | None
    subject_kind: Subject
    #: The message's id, also before it came; the task's; or the case's.
    subject_id: UUID
    conversation_id: UUID | None
    level: Level
    #: For those who read the plan.
    cause: Cause | None
    #: What the goal or step is called that it cites, for the same.
    about: str | None
    raised_by: PersonRef
    raised_at: datetime
    #: The step it is at, from 1 on, of how many; whether it reached somebody there; when the next is taken.
    step: int
    steps: int
    reached: bool
    due_at: datetime | None
    told: list[PersonRef]
    acknowledged_at: datetime | None
    acknowledged_by: PersonRef | None
    #: It was acknowledged and no outcome followed in time: it climbs on, and somebody else may take it.
    lapsed: bool
    closed_at: datetime | None
    closed_by: PersonRef | None
    outcome: AlarmOutcome | None
    may: list[Action]


@dataclass(frozen=True)
class Waiting:
    """An alarm that waits for the reader: to be acknowledged, or for its outcome."""

    id: UUID
    plan_id: UUID
    conversation_id: UUID | None
    subject_kind: Subject
    subject_id: UUID
    level: Level
    since: datetime
    due_at: datetime
    #: The reader has it in hand, and says next what came of it.
    taken: bool


async def my_alarms(view: View) -> list[AlarmDetail]:
    """The open alarms that the reader was told of or has in hand: stat before urgent, the oldest first."""
    rows: list[Alarm] = await view.all(_mine(view))
    readable = {row.id for row in rows}
    if Role.SUPERVISOR in view.actor.roles:
        rows += [row for (row,) in await view.reviewed(_mine(view), Alarm) if row.id not in readable]
    rows.sort(key=lambda row: (row.level is not Level.STAT, row.raised_at, row.id))
    return await _details(view, rows, readable)


async def of_conversation(
    view: View, conversation_id: UUID, known: dict[UUID, Roster] | None = None
) -> list[AlarmDetail]:
    """The newest alarms about messages of a conversation that the reader is in, the newest first. `known`: its plan's roster."""
    query = select(Alarm).where(Alarm.conversation_id == conversation_id)
    rows = await view.all(query.order_by(Alarm.raised_at.desc(), Alarm.id.desc()).limit(MOST))
    return await _details(view, rows, {row.id for row in rows}, known, in_conversation=True) if rows else []


async def waiting_for_me(view: View) -> list[Waiting]:
    """What the reader is to acknowledge, unless somebody has it in hand; and of what they have in hand, the outcome."""
    me, one = view.actor.person_id, Alarm
    columns = (
        one.id, one.plan_id, one.conversation_id, one.subject_kind, one.subject_id, one.level, one.raised_at, one.due_at,
        _taken(),
    )  # fmt: skip
    query = select(*columns).where(_open(), (_is_told(me) & ~_taken()) | ((one.acknowledged_by == me) & _taken()))
    return [Waiting(*row) for row in await view.rows(query)]


def _mine(view: View) -> Select[Alarm]:
    me = view.actor.person_id
    return select(Alarm).where(_open(), _is_told(me) | (Alarm.acknowledged_by == me))


def _open() -> ColumnElement[bool]:
    return Alarm.closed_at.is_(None)


def _taken() -> ColumnElement[bool]:
    return Alarm.acknowledged_at.is_not(None) & ~Alarm.lapsed


def _is_told(person_id: UUID) -> ColumnElement[bool]:
    return literal(person_id) == any_(Alarm.told.expression)


async def _details(
    view: View,
    rows: Sequence[Alarm],
    readable: set[UUID],
    known: dict[UUID, Roster] | None = None,
    *,
    in_conversation: bool = False,
) -> list[AlarmDetail]:
    known = known or await rosters(view, {row.plan_id for row in rows})
    standing = await standings(view, known)
    concerned = {id_ for row in rows for id_ in (row.raised_by, row.acknowledged_by, row.closed_by, *row.told)}
    names = await people(view, concerned | {roster.patient_id for roster in known.values()})
    phones, cited = await phones_of(view, known), await parts.titles(view, {row.part_id for row in rows})
    view.seen.update(known)
    return [
        _detail(
            row, _Around(known[row.plan_id], names, phones.get(row.plan_id), cited), readable=row.id in readable,
            may=_may(view, row, known[row.plan_id], standing.get(row.plan_id), in_conversation=in_conversation),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class _Around:
    roster: Roster
    names: dict[UUID, PersonRef]
    phone: str | None
    cited: Mapping[UUID, str]

    def ref(self, id_: UUID | None) -> Any:
        if id_ is None:
            return None
        name = self.names[id_]
        return name.in_role(self.roster.roles.get(id_, name.role))


def _detail(row: Alarm, around: _Around, *, readable: bool, may: list[Action]) -> AlarmDetail:
    return AlarmDetail(
        id=row.id, plan_id=row.plan_id, patient=around.ref(around.roster.patient_id), phone=around.phone,
        subject_kind=row.subject_kind, subject_id=row.subject_id, conversation_id=row.conversation_id, level=row.level,
        cause=Cause(row.cause) if readable else None,
        about=around.cited.get(row.part_id) if row.part_id and readable else None,
        raised_by=around.ref(row.raised_by), raised_at=row.raised_at,
        step=row.step + 1, steps=len(row.ladder.steps), reached=row.reached, due_at=row.due_at,
        told=[around.ref(id_) for id_ in row.told], acknowledged_at=row.acknowledged_at,
        acknowledged_by=around.ref(row.acknowledged_by), lapsed=row.lapsed, closed_at=row.closed_at,
        closed_by=around.ref(row.closed_by), outcome=row.outcome, may=may,
    )  # fmt: skip


def _may(view: View, row: Alarm, roster: Roster, known: Standing | None, *, in_conversation: bool) -> list[Action]:
    """What the reader can do about it now."""
    if row.closed_at is not None:
        return []
    me = view.actor.person_id
    mine = tuple(relation for relation in roster.mine if relation.live(view.now))
    case = Case.about(
        known or Standing(view.actor, row.plan_id, relations=mine),
        owner_id=me if me in (*row.told, row.acknowledged_by) else None,
        subject_id=row.raised_by,
        in_conversation=in_conversation,
    )
    closes = row.subject_kind is not Subject.CASE
    fits = {Action.ACKNOWLEDGE_ALARM: not row.taken, Action.CLOSE_ALARM: closes}
    return [action for action in allowed(case, ALARM_ACTIONS) if fits[action]]

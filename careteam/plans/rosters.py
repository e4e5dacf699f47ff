"""Many plans at once: whom each is for, in which role people meet it, how the reader stands towards it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from careteam.access.models import RelationRow
from careteam.access.roles import STAND_INS, PlanStatus, Relation, RelationKind, Role, Standing
from careteam.access.rules import member
from careteam.access.sql import Columns, condition
from careteam.audit.view import View
from careteam.plans.models import Patient, Plan


@dataclass
class Roster:
    """Who has to do with one plan."""

    patient_id: UUID | None = None
    #: Of everybody who ever was on the plan: the role in which they are, or were last.
    roles: dict[UUID, Role] = field(default_factory=dict[UUID, Role])
    #: Who is on the team now.
    team: set[UUID] = field(default_factory=set[UUID])
    #: Who answers on the plan now: the team, and who stands in.
    answering: set[UUID] = field(default_factory=set[UUID])
    #: For whom the reader covers now.
    covered: set[UUID] = field(default_factory=set[UUID])
    #: The reader's own relations.
    mine: list[Relation] = field(default_factory=list[Relation])


async def rosters(view: View, plan_ids: Iterable[UUID]) -> dict[UUID, Roster]:
    """The rosters of these plans, as far as the reader may know them."""
    known = {plan_id: Roster() for plan_id in plan_ids}
    if not known:
        return known
    row = RelationRow
    columns = (
        row.plan_id, row.person_id, row.kind, row.role, row.lead, row.may_see_plan, row.valid_from, row.valid_until,
        row.ended_at, row.behalf_id,
    )  # fmt: skip
    query = select(*columns).where(row.plan_id.in_(known)).order_by(row.ended_at.asc().nulls_last(), row.id)
    for plan_id, person_id, *relation, behalf_id in await view.rows(query):
        made = _relation(*relation)
        _enter(known[plan_id], person_id, made, live=made.live(view.now))
        if person_id == view.actor.person_id:
            known[plan_id].mine.append(made)
            known[plan_id].covered.update({behalf_id} if behalf_id and made.live(view.now) else ())
    return known


def _enter(roster: Roster, person_id: UUID, relation: Relation, *, live: bool) -> None:
    roster.roles[person_id] = relation.role
    if relation.kind is RelationKind.SELF:
        roster.patient_id = person_id
    if relation.kind is RelationKind.MEMBER and live:
        roster.team.add(person_id)
    if relation.kind in {RelationKind.MEMBER, *STAND_INS} and live:
        roster.answering.add(person_id)


def _relation(kind: RelationKind, role: Role, lead: bool, may_see_plan: bool, *window: Any) -> Relation:
    begin, until, ended = window
    return Relation(
        kind=kind, role=role, lead=lead, may_see_plan=may_see_plan, valid_from=begin, valid_until=until, ended_at=ended
    )


async def standings(view: View, known: dict[UUID, Roster]) -> dict[UUID, Standing]:
    """How the reader stands towards each of these plans that they may read."""
    if view.plan_id is not None:
        return {view.plan_id: view.standing}
    query = select(Plan.id, Plan.status).where(Plan.id.in_(known))
    statuses: list[tuple[UUID, PlanStatus]] = [(row[0], row[1]) for row in await view.rows(query)] if known else []
    return {id_: Standing.at(view.now, view.actor, id_, status, known[id_].mine, 0) for id_, status in statuses}


def going() -> Select[UUID]:
    """The ids of the plans that go on and that the reader may read, for use in another query."""
    return plans_that_are(PlanStatus.DRAFT, PlanStatus.ACTIVE)


def going_as(view: View, *roles: Role) -> Select[UUID]:
    """The ids of the plans that go on and on whose team the reader is in one of these roles, for use in another query."""
    return going().where(condition(member(*roles), view.actor, view.now, Columns(Plan.id.expression)))


def plans_that_are(*statuses: PlanStatus) -> Select[UUID]:
    """The ids of the plans in one of these states that the reader may read, for use in another query."""
    return select(Plan.id).where(Plan.status.in_(statuses))


async def phones_of(view: View, plan_ids: Iterable[UUID]) -> dict[UUID, str | None]:
    """By which number the patients of these plans are called, for those who read the plan."""
    ids = list(plan_ids)
    rows = await view.all(select(Patient).where(Patient.plan_id.in_(ids))) if ids else []
    return {row.plan_id: row.phone for row in rows}


async def active_among(view: View, plan_ids: Iterable[UUID], *, clinic: bool) -> set[UUID]:
    """Which of these plans are active; of the whole clinic for whoever reviews their trails."""
    query = select(Plan.id).where(Plan.id.in_(list(plan_ids)), Plan.status == PlanStatus.ACTIVE)
    rows = await (view.reviewed(query, Plan) if clinic else view.rows(query))
    return {row[0] for row in rows}

"""Which plans somebody has to do with, and what of each they may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from careteam.access.models import RelationRow
from careteam.access.roles import STAND_INS, PlanStatus, RelationKind, Role
from careteam.access.rules import answers
from careteam.access.sql import Columns, condition
from careteam.audit.view import View
from careteam.core.paging import Shape, cursor, position
from careteam.identity.queries import PersonRef, named_like, people
from careteam.plans.models import Patient, Phase, Plan
from careteam.plans.rosters import Roster, plans_that_are, rosters
from careteam.plans.rules import age

#: So many names are unsealed to sort a list by them; a longer list comes in the order in which its plans were opened.
SORTABLE = 500
_ANSWERING = sorted({RelationKind.MEMBER, *STAND_INS})


class PatientLine(Shape):
    """Whom a plan is for."""

    person_id: UUID
    name: str
    pronouns: str | None = None
    age: int | None = None


class PlanLine(Shape):
    """A plan in a list. Whoever only knows who is on the team gets the patient's name and the size of the team."""

    id: UUID
    patient: PatientLine
    team_size: int
    my_role: Role | None
    lead: bool
    title: str | None = None
    status: PlanStatus | None = None
    phase: Phase | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Listed:
    """One page of plans with the patients they are for."""

    patients: dict[UUID, PersonRef]
    next: str | None


@dataclass(frozen=True)
class Treated:
    """A plan that goes on and on which the reader answers: for whom it is, as what they are there, since when."""

    plan_id: UUID
    patient_id: UUID
    role: Role
    lead: bool
    since: datetime


async def treated(view: View, limit: int) -> list[Treated]:
    """The plans that go on and on which the reader answers; of more than `limit` those that were opened last."""
    whose, own = RelationRow, aliased(RelationRow)
    query = (
        select(whose.plan_id, whose.person_id, own.role, own.lead, own.valid_from)
        .join(own, own.plan_id == whose.plan_id)
        .where(whose.kind == RelationKind.SELF, whose.plan_id.in_(plans_that_are(PlanStatus.DRAFT, PlanStatus.ACTIVE)))
        .where(condition(answers, view.actor, view.now, Columns(whose.plan_id.expression)))
        .where(own.person_id == view.actor.person_id, own.kind.in_(_ANSWERING), own.ended_at.is_(None))
        .where(own.valid_until.is_(None) | (own.valid_until > view.now), own.valid_from <= view.now)
        .ext(distinct_on(whose.plan_id))
        .order_by(whose.plan_id.desc(), own.lead.desc(), own.id)
    )
    return [Treated(*row) for row in await view.rows(query.limit(limit))]


async def patients_in(view: View, of: Mapping[UUID, UUID]) -> dict[UUID, PatientLine]:
    """Whom each of these plans is for, by plan; `of` says who the patient is."""
    known = await people(view, of.values())
    rows = {row.plan_id: row for row in await view.all(select(Patient).where(Patient.plan_id.in_(of)))}
    return {plan_id: _patient(known[person], rows.get(plan_id), view) for plan_id, person in of.items()}


async def listed(
    view: View,
    *,
    text: str | None,
    status: PlanStatus | None = None,
    among: Select[UUID] | None = None,
    after: str | None,
    limit: int,
) -> Listed:
    """The plans whose roster the reader may see (or those `among` these ids), by the patient's name."""
    query = select(RelationRow.plan_id, RelationRow.person_id).where(RelationRow.kind == RelationKind.SELF)
    like = await named_like(view, text) if text else None
    if like is not None:
        query = query.where(RelationRow.person_id.in_(like))
    if status is not None:
        query = query.where(RelationRow.plan_id.in_(plans_that_are(status)))
    if among is not None:
        query = query.where(RelationRow.plan_id.in_(among))
    found = await view.rows(query.order_by(RelationRow.plan_id).limit(SORTABLE + 1))
    rows: dict[UUID, UUID] = {row[0]: row[1] for row in found}
    if len(found) <= SORTABLE:
        return await _by_name(view, rows, after=after, limit=limit)
    return await _by_opening(view, query, after=after, limit=limit)


async def _by_name(view: View, rows: dict[UUID, UUID], *, after: str | None, limit: int) -> Listed:
    known = await people(view, rows.values())
    keyed = sorted((known[person].name.casefold(), plan, person) for plan, person in rows.items())
    # By the plan alone: a name has no place in an address. Where that plan is gone, the list begins anew.
    last = position(after, UUID)
    start = next((n for n, key in enumerate(keyed, start=1) if last and key[1] == last[0]), 0)
    shown = keyed[start : start + limit]
    next_ = cursor(str(shown[-1][1])) if len(keyed) > start + limit else None
    return Listed({plan: known[person] for _, plan, person in shown}, next_)


async def _by_opening(view: View, query: Select[UUID, UUID], *, after: str | None, limit: int) -> Listed:
    last = position(after, UUID)
    query = query.where(RelationRow.plan_id > last[0]) if last else query
    found = await view.rows(query.order_by(RelationRow.plan_id).limit(limit + 1))
    shown = found[:limit]
    known = await people(view, {row[1] for row in shown})
    next_ = cursor(str(shown[-1][0])) if len(found) > limit else None
    return Listed({row[0]: known[row[1]] for row in shown}, next_)


async def lines(view: View, page: Listed) -> list[PlanLine]:
    """These plans in their order, each as far as the reader may read it. All are noted as looked at."""
    ids = list(page.patients)
    view.seen.update(ids)
    known = await rosters(view, ids)
    plans = {row.id: row for row in await view.all(select(Plan).where(Plan.id.in_(ids)))} if ids else {}
    rows = await view.all(select(Patient).where(Patient.plan_id.in_(ids))) if ids else []
    patients = {row.plan_id: row for row in rows}
    return [
        PlanLine(
            id=id_,
            patient=_patient(page.patients[id_], patients.get(id_), view),
            team_size=len(known[id_].team),
            **_standing(view, known[id_]),
            **_about(plans.get(id_)),
        )
        for id_ in ids
    ]


def _patient(person: PersonRef, row: Patient | None, view: View) -> PatientLine:
    if row is None:
        return PatientLine(person_id=person.id, name=person.name)
    years = age(row.birth_date, view.now.date())
    return PatientLine(person_id=person.id, name=person.name, pronouns=row.pronouns, age=years)


def _standing(view: View, roster: Roster) -> dict[str, Any]:
    live = [relation for relation in roster.mine if relation.live(view.now)]
    return {"my_role": live[0].role if live else None, "lead": any(relation.lead for relation in live)}


def _about(plan: Plan | None) -> dict[str, Any]:
    names = ("title", "status", "phase", "changed_at")
    return {} if plan is None else {name: getattr(plan, name) for name in names}

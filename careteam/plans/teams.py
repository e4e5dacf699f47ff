"""The teams of all plans, for whoever puts them together: who is on each, who leads, what is missing."""

from uuid import UUID

from sqlalchemy import Select, func, select

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.policy import may
from careteam.access.roles import RelationKind, Role, Standing
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.paging import Page, Shape
from careteam.identity.directory import PersonState, states
from careteam.identity.queries import PersonRef, people
from careteam.plans import caseload, rules
from careteam.plans.queries import TeamMember, gaps_of, member_of, rank


class TeamLine(Shape):
    """The team of a plan, and what is missing in it."""

    plan_id: UUID
    patient: PersonRef
    #: Whether the patient gets in.
    patient_state: PersonState
    #: Without the patient; the lead first.
    team: list[TeamMember]
    gaps: list[rules.Gap]
    may: list[Action]


class Teams(Page[TeamLine]):
    """Teams by the patient's name, and how many of all lack something."""

    incomplete: int


async def teams(view: View, *, text: str | None, incomplete: bool, after: str | None, limit: int) -> Teams:
    """The teams of the plans whose roster the reader may see, by the patient's name; or only those with a gap."""
    plans = select(RelationRow.plan_id).where(RelationRow.kind == RelationKind.SELF)
    lacking = plans.where(RelationRow.plan_id.not_in(_complete(view)))
    page = await caseload.listed(view, text=text, among=lacking if incomplete else None, after=after, limit=limit)
    view.seen.update(page.patients)
    return Teams(items=await _lines(view, page.patients), next=page.next, incomplete=await view.count(lacking))


def _complete(view: View) -> Select[UUID]:
    """The plans in whose teams `rules.gaps` finds nothing missing."""
    row = RelationRow
    live = (
        row.ended_at.is_(None),
        row.valid_from <= view.now,
        row.valid_until.is_(None) | (row.valid_until > view.now),
    )
    query = select(row.plan_id).where(row.kind == RelationKind.MEMBER, *live).group_by(row.plan_id)
    needed = [func.bool_or(row.role == role) for role in rules.NEEDED]
    return query.having(func.bool_or(row.lead), *needed)


async def _lines(view: View, patients: dict[UUID, PersonRef]) -> list[TeamLine]:
    rows: dict[UUID, list[RelationRow]] = {plan_id: [] for plan_id in patients}
    query = select(RelationRow).where(RelationRow.plan_id.in_(patients), RelationRow.ended_at.is_(None))
    for row in await view.all(query) if patients else []:
        if row.as_relation().live(view.now) and row.kind is not RelationKind.SUPERVISOR:
            rows[row.plan_id].append(row)
    names = await people(
        view, {id_ for team in rows.values() for row in team for id_ in (row.person_id, row.behalf_id)}
    )
    admitted = await states(view, [patient.id for patient in patients.values()])
    return [_line(view, id_, patient, rows[id_], names, admitted[patient.id]) for id_, patient in patients.items()]


def _line(
    view: View,
    plan_id: UUID,
    patient: PersonRef,
    rows: list[RelationRow],
    names: dict[UUID, PersonRef],
    state: PersonState,
) -> TeamLine:
    team = sorted((row for row in rows if row.kind is not RelationKind.SELF), key=rank)
    mine = [row.as_relation() for row in rows if row.person_id == view.actor.person_id]
    standing = Standing(view.actor, plan_id, None, tuple(mine))
    return TeamLine(
        plan_id=plan_id,
        patient=patient.in_role(Role.PATIENT),
        patient_state=state,
        team=[member_of(row, names[row.person_id].in_role(row.role), names) for row in team],
        gaps=gaps_of(rows),
        may=[Action.CHANGE_TEAM] if may(Case(standing), Action.CHANGE_TEAM) else [],
    )


async def part_of(view: View, relation_id: UUID) -> UUID:
    """Whose part in the plan this is; NotFound for one that is over."""
    row = await view.one(select(RelationRow).where(RelationRow.id == relation_id, RelationRow.plan_id == view.plan))
    if not row.as_relation().live(view.now):
        raise problems.NotFound
    return row.person_id

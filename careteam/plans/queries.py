"""What one can ask of a plan: the plan's page, its goals, its team."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select

from careteam.access.actions import Action
from careteam.access.models import OwnStream, RelationRow
from careteam.access.policy import may_at_all
from careteam.access.roles import PlanStatus, RelationKind, Role
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.identity.queries import PersonRef, people
from careteam.plans import rules
from careteam.plans.models import (
    Achievement,
    Contact,
    Goal,
    GoalStatus,
    ItemKind,
    ItemStatus,
    Patient,
    Phase,
    Plan,
    PlanItem,
    PlanVersion,
)

#: What a plan's page may offer.
PLAN_ACTIONS = (
    Action.READ_PLAN, Action.CHANGE_TEAM, Action.REVISE_PLAN, Action.SET_PLAN_STATUS, Action.SET_GOAL,
    Action.PROPOSE_GOAL, Action.SET_ITEM, Action.ASSIGN_TASK, Action.OPEN_CONVERSATION, Action.REVIEW_TRAIL,
    Action.READ_TRAIL_DETAIL, Action.EXPORT_TRAIL, Action.REQUEST_ACCESS, Action.READ_ACCESS, Action.ALLOW_SUPPORTER,
    Action.READ_PROCESS_NOTES, Action.WRITE_PROCESS_NOTE,
)  # fmt: skip


class PatientDetail(Shape):
    """Whom the plan is for."""

    person_id: UUID
    name: str
    pronouns: str | None = None
    birth_date: str | None = None
    age: int | None = None
    phone: str | None = None
    identifier: str | None = None


class GoalDetail(Shape):
    """A goal in the patient's words."""

    id: UUID
    words: str
    target: str | None
    status: GoalStatus
    achievement: Achievement
    due_on: date | None
    proposed_by: UUID | None


class GoalLabel(Shape):
    """What a goal is called: which of the plan's goals it is, in the order they were set, and its words."""

    number: int
    words: str | None


class ItemDetail(Shape):
    """A step of the plan."""

    id: UUID
    goal_id: UUID | None
    phase: Phase
    kind: ItemKind
    title: str
    status: ItemStatus
    owner: PersonRef | None
    owner_role: Role | None
    position: int


class ContactDetail(Shape):
    """Somebody around the patient who is named, without rights here."""

    id: UUID
    name: str
    role: str | None
    phone: str | None
    email: str | None
    until: datetime | None


class TeamMember(Shape):
    """Somebody on the plan."""

    relation_id: UUID
    person: PersonRef
    kind: RelationKind
    lead: bool
    #: Of a supporter: whether the patient lets them see the plan.
    may_see_plan: bool
    since: datetime
    #: Of somebody who stands in: until when, and as cover for whom.
    until: datetime | None
    covers: PersonRef | None


class Reviewed(Shape):
    """When and by whom the plan was last revised."""

    at: datetime
    author: PersonRef


class PlanStreams(Shape):
    """The streams of the plan that the reader may follow."""

    record: UUID | None = None
    team: UUID | None = None
    roster: UUID | None = None
    access: UUID | None = None


class PlanDetail(Shape):
    """A plan's page. Whoever only knows who is on the team gets the patient's name and the team."""

    id: UUID
    patient: PatientDetail
    title: str | None
    summary: str | None
    status: PlanStatus | None
    phase: Phase | None
    version: int | None
    opened_at: datetime | None
    goals: list[GoalDetail]
    items: list[ItemDetail]
    team: list[TeamMember]
    gaps: list[rules.Gap]
    contacts: list[ContactDetail]
    last_reviewed: Reviewed | None
    streams: PlanStreams
    may: list[Action]


async def plan_page(view: View) -> PlanDetail:
    """The plan of this view with its goals, steps and team, as far as the reader may see them."""
    plan_id = view.plan
    present = RelationRow.ended_at.is_(None) | (RelationRow.kind == RelationKind.SELF)
    relations = await view.all(select(RelationRow).where(RelationRow.plan_id == plan_id, present))
    live = [row for row in relations if row.as_relation().live(view.now) and row.kind is not RelationKind.SUPERVISOR]
    plan, patient, newest = await _plan(view)
    goals = await view.all(select(Goal).where(Goal.plan_id == plan_id).order_by(Goal.position, Goal.id))
    items = await view.all(select(PlanItem).where(PlanItem.plan_id == plan_id).order_by(PlanItem.position, PlanItem.id))
    contacts = await view.all(select(Contact).where(Contact.plan_id == plan_id).order_by(Contact.id))
    roles = {row.person_id: row.role for row in live}
    named = {*roles, *(row.behalf_id for row in live), *(item.owner_id for item in items)}
    known = await people(view, {*named, newest.author_id if newest else None}, roles)
    self_ = next(row.person_id for row in relations if row.kind is RelationKind.SELF)
    return PlanDetail(
        id=plan_id,
        patient=_patient(patient, known[self_], view.now.date()),
        title=plan and plan.title,
        summary=plan and plan.summary,
        status=plan and plan.status,
        phase=plan and plan.phase,
        version=plan and plan.version,
        opened_at=plan and plan.opened_at,
        goals=[GoalDetail.model_validate(goal, from_attributes=True) for goal in goals],
        items=[_item(item, known) for item in items],
        team=[member_of(row, known[row.person_id], known) for row in sorted(live, key=rank)],
        gaps=gaps_of(live),
        contacts=[ContactDetail.model_validate(row, from_attributes=True) for row in contacts],
        last_reviewed=newest and Reviewed(at=newest.at, author=known[newest.author_id]),
        streams=PlanStreams(**{kind.removeprefix("plan/"): id_ for kind, id_ in view.plan_streams.items()}),
        may=await _may(view),
    )


async def _plan(view: View) -> tuple[Plan | None, Patient | None, PlanVersion | None]:
    """The plan of this view, whom it is for, and its newest version; nothing for whoever only knows who is on the team."""
    query = select(Plan, Patient, PlanVersion).outerjoin(Patient, Patient.plan_id == Plan.plan_id)
    newest = (PlanVersion.plan_id == Plan.plan_id) & (PlanVersion.version == Plan.version)
    rows = await view.rows(query.outerjoin(PlanVersion, newest).where(Plan.plan_id == view.plan_id))
    return rows[0] if rows else (None, None, None)


async def _may(view: View) -> list[Action]:
    """What the page offers; notes only where the reader has a place for them: who stands in has none."""
    allowed = [action for action in PLAN_ACTIONS if may_at_all(view.standing, action)]
    if Action.READ_PROCESS_NOTES in allowed and not await view.own(
        select(OwnStream).where(OwnStream.of_plan_id == view.plan)
    ):
        allowed.remove(Action.READ_PROCESS_NOTES)
    return allowed


def _patient(patient: Patient | None, person: PersonRef, today: date) -> PatientDetail:
    if patient is None:
        return PatientDetail(person_id=person.id, name=person.name)
    return PatientDetail(
        person_id=person.id,
        name=person.name,
        pronouns=patient.pronouns,
        birth_date=patient.birth_date,
        age=rules.age(patient.birth_date, today),
        phone=patient.phone,
        identifier=patient.identifier,
    )


def _item(item: PlanItem, known: dict[UUID, PersonRef]) -> ItemDetail:
    return ItemDetail(
        id=item.id, goal_id=item.goal_id, phase=item.phase, kind=item.kind, title=item.title, status=item.status,
        owner=known[item.owner_id] if item.owner_id else None, owner_role=item.owner_role, position=item.position,
    )  # fmt: skip


def member_of(row: RelationRow, person: PersonRef, known: Mapping[UUID, PersonRef]) -> TeamMember:
    """Somebody's relation to a plan, as its team shows it."""
    return TeamMember(
        relation_id=row.id, person=person, kind=row.kind, lead=row.lead, may_see_plan=row.may_see_plan,
        since=row.valid_from, until=row.valid_until, covers=known[row.behalf_id] if row.behalf_id else None,
    )  # fmt: skip


def rank(row: RelationRow) -> tuple[bool, int, UUID]:
    """The order of a team: who leads, then by role, then who was there first."""
    return (not row.lead, list(Role).index(row.role), row.id)


def gaps_of(rows: Iterable[RelationRow]) -> list[rules.Gap]:
    """What the team of these relations lacks."""
    members = [row for row in rows if row.kind is RelationKind.MEMBER]
    return rules.gaps({row.role for row in members}, led=any(row.lead for row in members))


async def goals_of(view: View, plan_ids: Collection[UUID]) -> dict[UUID, GoalLabel]:
    """The goals of these plans by their number; with their words where the reader may read the plan."""
    if not plan_ids:
        return {}
    order = select(Goal.plan_id, Goal.id).where(Goal.plan_id.in_(plan_ids)).order_by(Goal.plan_id, Goal.id)
    words = {goal.id: goal.words for goal in await view.all(select(Goal).where(Goal.plan_id.in_(plan_ids)))}
    return {
        goal_id: GoalLabel(number=number, words=words.get(goal_id))
        for _, goals in groupby(await view.openly(order), key=lambda row: row[0])
        for number, (_, goal_id) in enumerate(goals, start=1)
    }


async def patients_of(view: View, plan_ids: Collection[UUID]) -> dict[UUID, PersonRef]:
    """Whom these plans are for, as far as the reader may know who is on them."""
    if not plan_ids:
        return {}
    query = select(RelationRow.plan_id, RelationRow.person_id).where(RelationRow.kind == RelationKind.SELF)
    rows = await view.rows(query.where(RelationRow.plan_id.in_(plan_ids)))
    known = await people(view, {row[1] for row in rows}, {row[1]: Role.PATIENT for row in rows})
    return {row[0]: known[row[1]] for row in rows}


async def parts_in_plans(view: View, person_id: UUID) -> tuple[int, int]:
    """On how many plans somebody is, and how many of them they lead: numbers, for whoever ends their access."""
    row = RelationRow.__table__.c
    live = (row.ended_at.is_(None), row.valid_until.is_(None) | (row.valid_until > view.now))
    query = select(row.plan_id, func.bool_or(row.lead)).where(row.person_id == person_id, *live)
    led = [lead for _, lead in await view.openly(query.group_by(row.plan_id))]
    return len(led), sum(led)

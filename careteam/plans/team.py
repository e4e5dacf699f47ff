"""Who is on a plan: joining, leading, leaving."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.roles import STAND_INS, RelationKind, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import RelationId
from careteam.identity import holders
from careteam.plans import events, rules

#: How long a supervisor's own row gives them the plan's details.
SUPERVISION_LASTS = timedelta(hours=8)


@dataclass(eq=False)
class NotOnTheTeam(problems.Problem):
    """That person is not on this plan's team."""

    status = 409
    detail = "Choose someone of the team, or ask the coordinator to add them. Nothing was saved."


@dataclass(eq=False)
class NotASuccessor(problems.Problem):
    """That person cannot take over these tasks."""

    status = 409
    detail = (
        "Choose a colleague who is on this team in the same role, or leave the tasks to the pool. Nothing was changed."
    )


@dataclass(eq=False)
class AlreadyOnTheTeam(problems.Problem):
    """That person is on this plan already, in that role."""

    status = 409
    detail = "Nothing was changed."


@dataclass(eq=False)
class RoleNotHeld(problems.Problem):
    """That person does not have this role here."""

    status = 409
    detail = "Ask an administrator to grant the role first. Nothing was saved."
    role: str


async def present(change: Change) -> list[RelationRow]:
    """The relations of this plan that count now, locked."""
    rows = await change.find(RelationRow, ended_at=None)
    return [row for row in rows if row.as_relation().live(change.now)]


async def roles_of_member(change: Change, person_id: UUID) -> frozenset[Role]:
    """The roles in which somebody is of this plan's team, for good; none for anybody else."""
    rows = await present(change)
    return frozenset(row.role for row in rows if row.person_id == person_id and row.kind is RelationKind.MEMBER)


async def must_include(change: Change, person_id: UUID) -> RelationRow:
    """The relation of somebody on this plan (team, patient or supporter); NotOnTheTeam for anybody else.

    What is given to somebody stays theirs: who stands in for a time is given nothing.
    """
    for row in await present(change):
        if row.person_id == person_id and row.kind not in {RelationKind.SUPERVISOR, *STAND_INS}:
            return row
    raise NotOnTheTeam


async def join(
    change: Change, *, person_id: UUID, role: Role, lead: bool = False, until: datetime | None = None
) -> RelationId:
    """Put somebody who holds the role on the plan, for good or for as long as is known."""
    kind = rules.kind_of(role)
    if kind is None or role not in await holders.roles_of(change, person_id):
        raise RoleNotHeld(role=role)
    if kind is not RelationKind.MEMBER and person_id == change.actor.person_id:
        raise problems.Forbidden(action=change.action)
    there = [row for row in await present(change) if row.person_id == person_id and row.kind not in STAND_INS]
    if any(row.role is role for row in there):
        raise AlreadyOnTheTeam
    row = await change.add(
        RelationRow(person_id=person_id, kind=kind, role=role, valid_from=change.now, valid_until=until)
    )
    await change.record(events.TeamMemberAdded(relation_id=row.id, person_id=person_id, role=role, kind=kind))
    if lead:
        await set_lead(change, relation_id=row.id)
    return RelationId(row.id)


async def limit(change: Change, row: RelationRow, until: datetime | None) -> None:
    """Set until when somebody's part in the plan lasts; None: for good."""
    row.valid_until = until
    said = until.isoformat() if until else None
    await change.record(events.TeamMembershipLimited(relation_id=row.id, person_id=row.person_id, until=said))


async def set_lead(change: Change, *, relation_id: UUID) -> None:
    """Make a member the lead; whoever led before no longer does."""
    rows = await present(change)
    chosen = next((row for row in rows if row.id == relation_id and row.kind is RelationKind.MEMBER), None)
    if chosen is None:
        raise problems.NotFound
    former = next((row for row in rows if row.lead and row.id != relation_id), None)
    if former is not None:
        former.lead = False
    chosen.lead = True
    await change.record(events.TeamLeadChanged(relation_id=chosen.id, former_relation_id=former.id if former else None))


async def leave(change: Change, *, relation_id: UUID, reason: str, successor_id: UUID | None = None) -> None:
    """End somebody's relation to the plan; what they held goes to the successor, else back (reactions).

    The successor is of the team in the same role; NotASuccessor for anybody else.
    """
    row = await change.get(RelationRow, relation_id)
    if not row.as_relation().live(change.now) or row.kind in {RelationKind.SELF, *STAND_INS}:
        raise problems.NotFound
    if successor_id is not None and not await _can_follow(change, successor_id, row):
        raise NotASuccessor
    row.ended_at, row.reason, row.lead = change.now, reason, False
    await removed(change, row, successor_id)


async def _can_follow(change: Change, successor_id: UUID, former: RelationRow) -> bool:
    roles = await roles_of_member(change, successor_id)
    return successor_id != former.person_id and former.kind is RelationKind.MEMBER and former.role in roles


async def removed(change: Change, row: RelationRow, successor_id: UUID | None) -> None:
    """Say that this part in the plan is over, and who of the team takes over what was to be done, if anybody does."""
    follows = successor_id if successor_id and await roles_of_member(change, successor_id) else None
    await change.record(
        events.TeamMemberRemoved(relation_id=row.id, person_id=row.person_id, role=row.role, successor_id=follows)
    )


async def allow_supporter(change: Change, *, relation_id: UUID, may_see_plan: bool) -> None:
    """Say, as the patient, whether a supporter may see the plan."""
    row = await change.get(RelationRow, relation_id)
    if not row.as_relation().live(change.now) or row.kind is not RelationKind.PROXY:
        raise problems.NotFound
    row.may_see_plan = may_see_plan
    await change.record(events.SupporterAllowed(relation_id=row.id, person_id=row.person_id, may_see_plan=may_see_plan))


async def end_support(change: Change, *, relation_id: UUID, reason: str) -> None:
    """End a supporter's part, as the patient or as the supporter."""
    row = await change.get(RelationRow, relation_id)
    if row.kind is not RelationKind.PROXY:
        raise problems.NotFound
    change.require(Action.END_SUPPORT, owner_id=row.person_id)
    await leave(change, relation_id=relation_id, reason=reason)


async def request_access(change: Change, *, reason: str) -> RelationId:
    """Open the plan's details to oneself as a supervisor, for a reason and eight hours; the privacy officer sees it."""
    row = await change.add(
        RelationRow(
            person_id=change.actor.person_id, kind=RelationKind.SUPERVISOR, role=Role.SUPERVISOR, reason=reason,
            valid_from=change.now, valid_until=change.now + SUPERVISION_LASTS,
        ),
        stream_id=await change.stream("plan/access"),
    )  # fmt: skip
    await change.record(events.AccessRequested(relation_id=row.id, person_id=change.actor.person_id))
    return RelationId(row.id)

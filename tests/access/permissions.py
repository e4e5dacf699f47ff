"""The permissions table that was typed by hand, and what stands beside it in prose: the oracle of the sweep.

Nothing here looks at the policy. A row of the table gives a role, through a relation (or "none": without needing one),
an action. What the page says for all rows at once is written out below with its words.
"""

import csv
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from careteam.access.roles import PlanStatus, RelationKind, Role
from careteam.access.rules import Fact
from tests.access.world import Tie

TABLE = Path(__file__).parents[1] / "permissions.csv"
WHEN = {"any", "own", "member-of-conversation", "draft-or-active", "consented", "reason", "step-up", "plan-in-common"}

#: "own = rows one wrote or is named in": which of the two, by action.
OWN = {
    "task.cancel": Fact.AUTHOR,
    "private-diary.read": Fact.AUTHOR,
    "process-note.read": Fact.AUTHOR,
    "process-note.write": Fact.AUTHOR,
    "membership.change": Fact.AUTHOR,
    "task.claim": Fact.POOL,
    "task.start": Fact.OWNER,
    "task.complete": Fact.OWNER,
    "task.hand-back": Fact.OWNER,
    "task.check": Fact.OWNER,
    "task.snooze": Fact.OWNER,
    "task.reassign": Fact.AUTHOR,
    "task.change": Fact.AUTHOR,
    "checklist.change": Fact.AUTHOR,
    "support.end": Fact.OWNER,
    "conversation.hand-over": Fact.OWNER,
    "conversation.release": Fact.OWNER,
    "conversation.close": Fact.OWNER,
    "conversation.rename": Fact.AUTHOR,
    "invitation.redeem": Fact.ONESELF,
    "session.start": Fact.ONESELF,
    "session.end": Fact.ONESELF,
    "identity.prove": Fact.ONESELF,
    "factor.add": Fact.ONESELF,
    "factor.end": Fact.ONESELF,
    "person-keys.read": Fact.ONESELF,
    "availability.set": Fact.ONESELF,
    "alarm.acknowledge": Fact.OWNER,
    "alarm.close": Fact.OWNER,
    "notifications.set": Fact.ONESELF,
    "quick-reply.keep": Fact.ONESELF,
}
#: Which is enough as well: a checklist is that of who gave the task, and of who has it.
ALSO_OWN = {"checklist.change": Fact.OWNER}
#: "never to oneself"; a plan is never opened by its own patient.
NEVER_FOR_ONESELF = {
    "role.grant", "plan.open", "factor.reset", "person.attest", "chain.close", "alarm.acknowledge", "alarm.close",
}  # fmt: skip
#: "not for a plan of which one is patient or supporter", and so for access to it as supervisor.
NEVER_FOR_OWN_CARE = {
    "team.change", "access.request", "reader.assign", "unconfirmed.read", "alarm.acknowledge", "alarm.close",
}  # fmt: skip
#: "person.invite of patients and supporters: coordinator too".
ONLY_FOR_PATIENT_SIDE = {("coordinator", "person.invite"), ("coordinator", "invite.sign")}
#: "A plan that is on-hold, completed or revoked takes only messages, plan-status.set and team.change;
#: on-hold also tasks."
TASKS = {
    "task.assign",
    "task.cancel",
    "task.claim",
    "task.start",
    "task.complete",
    "task.hand-back",
    "task.check",
    "task.snooze",
    "task.reassign",
    "task.change",
    "checklist.change",
    "practice.record",
}
#: What is arranged for a bad time does not pause with the treatment.
ALSO_ON_HOLD = TASKS | {"safety-plan.write"}
OTHER_WORK = {
    "plan.revise",
    "goal.set",
    "goal.propose",
    "item.set",
    "conversation.open",
    "membership.change",
    "process-note.write",
    "diary-entry.write",
    "plan.assess",
    "plan.review",
    "measure.schedule",
    "measure.record",
    "measure.remind",
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    role: str
    relation: str
    stream: str
    action: str
    when: str


@cache
def rows() -> tuple[Row, ...]:
    """All lines of the table."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return tuple(Row(r["role"], r["relation"], r["stream"], r["action"], r["when"]) for r in csv.DictReader(file))


@cache
def _rows_of(action: str, stream: str | None, role: str) -> tuple[Row, ...]:
    return tuple(row for row in rows() if (row.action, row.role) == (action, role) and stream in (None, row.stream))


@cache
def _live(ties: tuple[Tie, ...]) -> list[Tie]:
    return [tie for tie in ties if tie.time.counts]


def permits(
    action: str,
    roles: AbstractSet[Role],
    ties: tuple[Tie, ...],
    status: PlanStatus,
    facts: AbstractSet[Fact],
    stream: str | None = None,
) -> bool:
    """Whether the page allows the action to somebody with these roles, tied so to the plan, on such a row."""
    live = _live(ties)
    if status not in (PlanStatus.DRAFT, PlanStatus.ACTIVE) and action in OTHER_WORK:
        return False
    if status in (PlanStatus.COMPLETED, PlanStatus.REVOKED) and action in ALSO_ON_HOLD:
        return False
    if action in NEVER_FOR_OWN_CARE and any(tie.kind in (RelationKind.SELF, RelationKind.PROXY) for tie in live):
        return False
    if action in NEVER_FOR_ONESELF and Fact.SOMEONE_ELSE not in facts:
        return False
    if any(_applies(row, live, status, facts) for role in roles for row in _rows_of(action, stream, role)):
        return True
    if action == "trail.detail":  # "details need the audience": in whatever role the reviewer belongs to it
        reviews = permits("trail.review", roles, ties, status, facts)
        return reviews and permits("read", roles, ties, status, facts, stream)
    return False


def _applies(row: Row, live: list[Tie], status: PlanStatus, facts: AbstractSet[Fact]) -> bool:
    if (row.role, row.action) in ONLY_FOR_PATIENT_SIDE and Fact.PATIENT_SIDE not in facts:
        return False
    ties = [tie for tie in live if tie.role == row.role and row.relation in tie.words()]
    if row.relation != "none" and not ties:
        return False
    match row.when:
        case "any" | "reason":  # a row that takes a reason does not exist without one: a CHECK of the relation table
            return True
        case "step-up":  # shortly after having shown who one is: asked at the door (`STEP_UP`), whatever the row
            return row.action not in OWN or OWN[row.action] in facts
        case "own":  # 404 before 403: nobody acts on a row of the plan that they may not read
            return not facts.isdisjoint({OWN[row.action], ALSO_OWN.get(row.action, OWN[row.action])}) and (
                row.stream in ("organisation", "private") or _reads(row, live, status, facts)
            )
        case "plan-in-common":
            return Fact.SAME_PLAN in facts
        case "member-of-conversation":
            return Fact.IN_CONVERSATION in facts
        case "draft-or-active":
            return status in (PlanStatus.DRAFT, PlanStatus.ACTIVE)
        case "consented":
            return any(tie.may_see_plan for tie in ties)
        case _:
            raise ValueError(row.when)


def _reads(row: Row, live: list[Tie], status: PlanStatus, facts: AbstractSet[Fact]) -> bool:
    return any(_applies(read, live, status, facts) for read in _rows_of("read", row.stream, row.role))

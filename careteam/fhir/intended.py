"""What the input should become here: frozen, typed, without a trace of FHIR; and what became of each entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from careteam.access.roles import PlanStatus, Role
from careteam.fhir.codes import Achievement, ConditionStatus, GoalStatus, ItemKind, ItemStatus, TaskStatus
from careteam.fhir.reading import Place

Change = Literal["created", "updated", "none"]


class Source(NamedTuple):
    """What a row is known by in its source, stable from one import to the next.

    `system` is the server's base address, empty where the source names none; `value` is `Type/id`, with what follows
    it for a part of a resource. As an alias: the system and value of a business identifier.
    """

    system: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """What every intended row has: where it comes from."""

    source: Source
    #: The resource that this row is only a part of: it goes when that no longer has it.
    part_of: Source | None = None
    #: Business identifiers. They say it is the same thing only together with other evidence: sources reuse them.
    aliases: tuple[Source, ...] = ()
    #: The entries this row accounts for: its change is theirs.
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedPatient(Intended):
    """The person treated."""

    name: str
    #: As the source has it: a date, `YYYY-MM`, `YYYY` or nothing.
    birth_date: str = ""
    phone: str = ""
    email: str = ""
    #: The number by which the source's people know the patient: a medical record number where there is one.
    identifier: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedGoal(Intended):
    """A goal in the source's words."""

    words: str
    target: str = ""
    due_on: date | None = None
    status: GoalStatus = "proposed"
    achievement: Achievement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedItem(Intended):
    """One activity of the plan."""

    title: str
    kind: ItemKind = "other"
    status: ItemStatus = "planned"
    goal: Source | None = None
    #: The patient, or a member of the team, who is to do it.
    owner: Source | None = None
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedCondition(Intended):
    """A diagnosis or problem the team must know."""

    label: str
    #: `system|code` of its first coding.
    code: str = ""
    status: ConditionStatus = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedMember(Intended):
    """Somebody around the patient. With a role they are on the team; without one they are only named.

    They are a part of what names them.
    """

    name: str
    role: Role | None = None
    #: The role in the source's words.
    role_words: str = ""
    email: str = ""
    phone: str = ""
    #: When their part ends or ended.
    until: datetime | None = None
    #: Whether an entry of the input is about them, which tells of what changes in themselves.
    entered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedTask(Intended):
    """Something somebody does by a time."""

    title: str
    note: str = ""
    status: TaskStatus = "requested"
    #: Why it ended unfinished.
    status_reason: str = ""
    urgent: bool = False
    due_at: datetime | None = None
    authored_at: datetime | None = None
    #: The patient, or a member of the team; else `pool`, else nobody yet.
    owner: Source | None = None
    pool: Role | None = None
    goal: Source | None = None
    item: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedTrace(Intended):
    """What shapes the plan without a row of its own: a care plan, a team, somebody, or all care plans together."""

    kind: Literal["CarePlan", "CareTeam", "Practitioner", "Plan"]
    #: What the plan takes from it besides its parts.
    said: tuple[str | Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedPlan(Intended):
    """The one plan of one patient. Its source is the patient's, since several care plans of the source make it up."""

    patient: IntendedPatient
    #: Whether care plans of the source make it up. Without any, title and status are only what a new plan gets.
    stated: bool
    title: str
    summary: str = ""
    status: PlanStatus = PlanStatus.DRAFT
    goals: tuple[IntendedGoal, ...] = ()
    items: tuple[IntendedItem, ...] = ()
    conditions: tuple[IntendedCondition, ...] = ()
    #: With a role: the care team.
    members: tuple[IntendedMember, ...] = ()
    #: Without a role: named, with no rights and no account.
    contacts: tuple[IntendedMember, ...] = ()
    tasks: tuple[IntendedTask, ...] = ()
    traces: tuple[IntendedTrace, ...] = ()

    def rows(self) -> Iterator[tuple[str, Intended]]:
        """Every row under what it may be known as here: whoever is around, on the team or only named."""
        yield "Patient", self.patient
        yield from ((trace.kind, trace) for trace in self.traces)
        yield from ((kind, one) for one in (*self.members, *self.contacts) for kind in ("Person", "Contact"))
        yield from (("Goal", goal) for goal in self.goals)
        yield from (("PlanItem", item) for item in self.items)
        yield from (("Condition", condition) for condition in self.conditions)
        yield from (("Task", task) for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one Bundle entry or loose resource."""

    file: str
    entry: int
    #: The resource's type; empty where there is none.
    resource: str = ""
    outcome: Literal["taken", "refused"] = "refused"
    #: Why it was refused; for what was taken, the faults that were overlooked, or nothing.
    reason: str = ""
    #: The source's own words.
    label: str = ""
    change: Change = "none"

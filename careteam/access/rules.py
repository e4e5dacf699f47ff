"""Rule: small typed objects joined by & and |, decided here in Python and compiled to SQL in `sql`."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from typing_extensions import override

from careteam.access.roles import CARE_ROLES, PlanStatus, RelationKind, Role, Standing


class Fact(StrEnum):
    """What can be true of the row in question, seen from the actor. A fact that is not known is not true."""

    AUTHOR = "wrote it"
    OWNER = "is named in it"
    POOL = "has the role of its pool"
    ONESELF = "is the person concerned"
    SOMEONE_ELSE = "is not the person concerned"
    PATIENT_SIDE = "it is for a patient or supporter"
    SAME_PLAN = "is on a plan with the person concerned"
    IN_CONVERSATION = "is in the conversation"
    IN_AUDIENCE = "may see the stream with its details"


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule decides on: how the actor stands, and what is true of the row in question."""

    standing: Standing
    facts: frozenset[Fact] = frozenset()

    @classmethod
    def about(
        cls,
        standing: Standing,
        *,
        author_id: UUID | None = None,
        owner_id: UUID | None = None,
        pool: Role | None = None,
        subject_id: UUID | None = None,
        patient_side: bool = False,
        same_plan: bool = False,
        in_conversation: bool = False,
        in_audience: bool = False,
    ) -> Self:
        """A case from what a row says: who wrote it, who is named in it, whose pool it lies in, whom it concerns."""
        me = standing.actor.person_id
        members = {r.role for r in standing.relations if r.kind is RelationKind.MEMBER} & standing.actor.roles
        known = {
            Fact.AUTHOR: author_id == me,
            Fact.OWNER: owner_id == me,
            Fact.POOL: pool in members,
            Fact.ONESELF: subject_id == me,
            Fact.SOMEONE_ELSE: subject_id not in (None, me),
            Fact.PATIENT_SIDE: patient_side,
            Fact.SAME_PLAN: same_plan,
            Fact.IN_CONVERSATION: in_conversation,
            Fact.IN_AUDIENCE: in_audience,
        }
        return cls(standing, frozenset(fact for fact, true in known.items() if true))

    @classmethod
    def before_any_row(cls, standing: Standing) -> Self:
        """The most favourable case: for a gate that has not read the row yet. Never enough to act on."""
        return cls(standing, frozenset(Fact))


class Rule(ABC):
    """A condition on a Case. `a & b` and `a | b` make new rules. There is no "not": more facts never take a right.

    Rules are asked by the hundred for the `may` lists of an answer: plain loops, which cost half of `any` and `all`.
    """

    __slots__ = ()

    @abstractmethod
    def allows(self, case: Case) -> bool:
        """Whether the rule holds in this case."""

    def __and__(self, other: "Rule") -> "Every":
        return Every((*_parts(self, Every), *_parts(other, Every)))

    def __or__(self, other: "Rule") -> "Either":
        return Either((*_parts(self, Either), *_parts(other, Either)))


@dataclass(frozen=True, slots=True)
class Every(Rule):
    """All of its rules hold."""

    rules: tuple[Rule, ...]

    @override
    def allows(self, case: Case) -> bool:
        for rule in self.rules:  # noqa: SIM110
            if not rule.allows(case):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Either(Rule):
    """At least one of its rules holds; of none, never."""

    rules: tuple[Rule, ...]

    @override
    def allows(self, case: Case) -> bool:
        for rule in self.rules:  # noqa: SIM110
            if rule.allows(case):
                return True
        return False


@dataclass(frozen=True, slots=True)
class HasRole(Rule):
    """The actor has one of these roles, whatever the plan."""

    roles: frozenset[Role]

    @override
    def allows(self, case: Case) -> bool:
        return not self.roles.isdisjoint(case.standing.actor.roles)


@dataclass(frozen=True, slots=True)
class Related(Rule):
    """A live relation of this kind ties the actor to the plan, in one of these roles, which the actor still has."""

    kind: RelationKind
    roles: frozenset[Role]
    lead: bool = False
    consented: bool = False

    @override
    def allows(self, case: Case) -> bool:
        for relation in case.standing.relations:
            if (
                relation.kind is self.kind
                and relation.role in self.roles
                and relation.role in case.standing.actor.roles
                and (relation.lead or not self.lead)
                and (relation.may_see_plan or not self.consented)
            ):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Unrelated(Rule):
    """No live relation of these kinds ties the actor to the plan, in whatever role."""

    kinds: frozenset[RelationKind]

    @override
    def allows(self, case: Case) -> bool:
        return all(relation.kind not in self.kinds for relation in case.standing.relations)


@dataclass(frozen=True, slots=True)
class PlanIs(Rule):
    """The plan is in one of these states."""

    statuses: frozenset[PlanStatus]

    @override
    def allows(self, case: Case) -> bool:
        return case.standing.plan_status in self.statuses


@dataclass(frozen=True, slots=True)
class Is(Rule):
    """A fact about the row in question."""

    fact: Fact

    @override
    def allows(self, case: Case) -> bool:
        return self.fact in case.facts


def has_role(*roles: Role) -> HasRole:
    """The actor has one of these roles."""
    return HasRole(frozenset(roles))


def member(*roles: Role) -> Related:
    """The actor is on the plan's team in one of these roles; without any named, in any care role."""
    return Related(RelationKind.MEMBER, frozenset(roles) or CARE_ROLES)


def member_or_lead(*roles: Role) -> Rule:
    """The actor is on the plan's team in one of these roles, or leads it."""
    return member(*roles) | Related(RelationKind.MEMBER, CARE_ROLES.difference(roles), lead=True)


def plan_is(*statuses: PlanStatus) -> PlanIs:
    """The plan is in one of these states."""
    return PlanIs(frozenset(statuses))


def decides_on_facts(rule: Rule) -> bool:
    """Whether the rule can only be decided once the row in question is known."""
    match rule:
        case Every(rules) | Either(rules):
            return any(map(decides_on_facts, rules))
        case _:
            return isinstance(rule, Is)


def _parts(rule: Rule, joined: type["Every | Either"]) -> tuple[Rule, ...]:
    """The rules of `rule` if it is joined the same way, so that chains stay flat."""
    return rule.rules if isinstance(rule, joined) else (rule,)


is_patient = Related(RelationKind.SELF, frozenset({Role.PATIENT}))
is_supporter = Related(RelationKind.PROXY, frozenset({Role.SUPPORTER}))
is_supporter_with_consent = Related(RelationKind.PROXY, frozenset({Role.SUPPORTER}), consented=True)
#: A supervisor's own row: it exists only with a reason, and ends by itself.
supervises_with_reason = Related(RelationKind.SUPERVISOR, frozenset({Role.SUPERVISOR}))
#: In the place of somebody who is away: what any member reads, and the conversations they have in common.
covers = Related(RelationKind.COVER, CARE_ROLES)
#: Called in while on duty, by somebody of the plan; the same, until the shift ends.
on_duty = Related(RelationKind.ON_DUTY, CARE_ROLES)
stands_in = covers | on_duty
#: Whoever answers on a plan: its team, and who stands in for somebody of it.
answers = member() | stands_in
leads = Related(RelationKind.MEMBER, CARE_ROLES, lead=True)
is_system = has_role(Role.SYSTEM)

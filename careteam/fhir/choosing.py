"""Chooses what is taken: one plan per patient, and of everything else what belongs to it.

A patient's care plans coded as mental health (`codes.MENTAL_HEALTH_PLANS`) make up the plan; without any, all do.
A goal, team or task goes with the care plans that point to it; one that no care plan points to goes with its patient,
unless its words or the conditions it addresses show that it is part of a care plan that was refused.
A condition is taken if the plan addresses it or if it is not over: a team that treats depression must know of seizures
and high blood pressure even when another plan deals with them.
A practitioner is taken if the plan names them (`naming`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from careteam.fhir.codes import CURRENT, MENTAL_HEALTH_PLANS, mental_health_plan
from careteam.fhir.datatypes import Json, Object, a_list, an_object, code, codings, moment, objects, words
from careteam.fhir.faults import forbidding
from careteam.fhir.labels import category_words, label
from careteam.fhir.settling import settle
from careteam.fhir.space import TAKEN_KINDS, Resource, Space, subject_of
from careteam.fhir.states import condition_status, plan_status
from careteam.fhir.targets import target_words

NOT_MENTAL_HEALTH = "not mental health"
UNSUPPORTED = "unsupported resource type"
_STATUS_ORDER = ("active", "on-hold", "draft", "completed", "revoked")
#: Teams that are over: their people get no rights from it.
_OVER = ("inactive", "suspended")


@dataclass(slots=True, eq=False)
class Chosen:
    """What makes up one patient's plan, each kind in the order of the input; the leading care plan first."""

    patient: Resource
    care_plans: list[Resource] = field(default_factory=list[Resource])
    #: Care plans of this patient that are not mental health.
    others: list[Resource] = field(default_factory=list[Resource])
    goals: list[Resource] = field(default_factory=list[Resource])
    conditions: list[Resource] = field(default_factory=list[Resource])
    teams: list[Resource] = field(default_factory=list[Resource])
    tasks: list[Resource] = field(default_factory=list[Resource])


class Choosing:
    """Decides over every resource of a space but practitioners: afterwards each is chosen for a plan, or refused."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.refused: dict[Resource, str] = settle(space)
        for resource in space.resources:
            if resource.kind not in TAKEN_KINDS:
                nested = resource.kind == "Bundle"
                self.refused[resource] = "a Bundle within another is not read" if nested else UNSUPPORTED
            elif resource not in self.refused and (reason := forbidding(resource)):
                self.refused[resource] = reason
        self.plans: dict[Resource, Chosen] = {patient: Chosen(patient) for patient in self._open("Patient")}
        #: Whose each care plan, taken or not mental health, and each goal is.
        self.owner: dict[Resource, Chosen] = {}
        self._choose_care_plans()
        self._choose_goals()
        self._choose_conditions()
        self._choose_teams()
        self._choose_tasks()

    def targets(self, within: Resource, references: Json, *kinds: str) -> list[Resource]:
        """What of `references` can be resolved to one of `kinds`."""
        found = (self.space.resolve(reference, within, *kinds) for reference in a_list(references))
        return [one for one in found if not isinstance(one, str)]

    def _open(self, kind: str) -> Iterator[Resource]:
        """Resources of one kind over which nothing is decided yet."""
        return (one for one in self.space.resources if one.kind == kind and one not in self.refused)

    def _plan_of(self, resource: Resource, citing: Iterable[Resource] = ()) -> Chosen | None:
        """The plan of the patient a resource is about, or is pointed to for; else the resource is refused."""
        about = subject_of(resource)
        owners = {id(self.owner[one]): self.owner[one] for one in citing if one in self.owner}
        if about is None and len(owners) == 1:
            return next(iter(owners.values()))
        patient = self.space.resolve(about, resource, "Patient")
        if isinstance(patient, str):
            self.refused[resource] = f"no patient: {patient}"
        elif patient.container:
            self.refused[resource] = "no patient: it is contained, without an identity of its own"
        elif patient not in self.plans:
            self.refused[resource] = f"no patient: {patient.source.value} is refused"
        else:
            return self.plans[patient]
        return None

    def _citing(self, kind: str, element: str) -> dict[Resource, list[Resource]]:
        """By what they point to with `element`: the care plans of any patient, but those that are void."""
        citing: defaultdict[Resource, list[Resource]] = defaultdict(list)
        for chosen in self.plans.values():
            for plan in (*chosen.care_plans, *chosen.others):
                for target in self.targets(plan, pointers(plan.body, element), kind):
                    citing[target].append(plan)
        return citing

    def _cited(self, kind: str, element: str) -> Iterator[tuple[Resource, Chosen, list[Resource]]]:
        """Resources of one kind with their patient's plan and the care plans that point to them."""
        citing = self._citing(kind, element)
        for resource in self._open(kind):
            pointing = citing.get(resource, [])
            if chosen := self._plan_of(resource, pointing):
                yield resource, chosen, pointing

    def _choose_care_plans(self) -> None:
        of_patient: defaultdict[Resource, list[Resource]] = defaultdict(list)
        for plan in self._open("CarePlan"):
            if chosen := self._plan_of(plan):
                of_patient[chosen.patient].append(plan)
        for patient, plans in of_patient.items():
            self._refuse_replaced(plans)
            current = [plan for plan in plans if plan not in self.refused]
            coded = [plan for plan in current if mental_health_code(plan.body)]
            chosen = self.plans[patient]
            chosen.care_plans = sorted(coded or current, key=_leading)
            chosen.others = [plan for plan in current if coded and plan not in coded]
            self.refused |= dict.fromkeys(chosen.others, NOT_MENTAL_HEALTH)
            self.owner |= dict.fromkeys(current, chosen)

    def _refuse_replaced(self, plans: Iterable[Resource]) -> None:
        for plan in plans:
            for replaced in self.targets(plan, plan.body.get("replaces"), "CarePlan"):
                if replaced is not plan and not {plan, replaced} & self.refused.keys():
                    self.refused[replaced] = f"superseded by {plan.place}, which replaces it"

    def _choose_goals(self) -> None:
        for goal, chosen, citing in self._cited("Goal", "goal"):
            if not label(goal.body) and not target_words(goal.body):
                self.refused[goal] = "malformed: no words"
            elif _goes_with_others(chosen, citing) or (
                not set(citing) & set(chosen.care_plans) and self._part_of_others(goal, chosen)
            ):
                self.refused[goal] = f"goal of a care plan refused as {NOT_MENTAL_HEALTH}"
            else:
                chosen.goals.append(goal)
                self.owner[goal] = chosen

    def _part_of_others(self, goal: Resource, chosen: Chosen) -> bool:
        """Whether a goal is by its words, or by all it addresses, part of a care plan that was refused."""
        own = {words(goal.body.get("description")), category_words(goal.body.get("category"))} - {""}
        if own & _titles(chosen.others) - _titles(chosen.care_plans):
            return True
        addressed = set(self.targets(goal, goal.body.get("addresses"), "Condition"))
        return bool(addressed) and addressed <= self._addressed(chosen.others) - self._addressed(chosen.care_plans)

    def _addressed(self, resources: Iterable[Resource]) -> set[Resource]:
        return {one for each in resources for one in self.targets(each, each.body.get("addresses"), "Condition")}

    def _choose_conditions(self) -> None:
        addressed = {id(chosen): self._addressed(chosen.care_plans + chosen.goals) for chosen in self.plans.values()}
        for condition in self._open("Condition"):
            chosen = self._plan_of(condition)
            if chosen is None:
                continue
            status = condition_status(condition.body)
            if not label(condition.body):
                self.refused[condition] = "malformed: no words"
            elif status in CURRENT or condition in addressed[id(chosen)]:
                chosen.conditions.append(condition)
            else:
                self.refused[condition] = f"{status}, and the plan does not address it"

    def _choose_teams(self) -> None:
        for team, chosen, citing in self._cited("CareTeam", "careTeam"):
            if code(team.body.get("status")) in _OVER:
                self.refused[team] = f"the team is {code(team.body['status'])}"
            elif not objects(team.body.get("participant")):
                self.refused[team] = "malformed: nobody is on the team"
            elif _goes_with_others(chosen, citing):
                self.refused[team] = f"team of a care plan refused as {NOT_MENTAL_HEALTH}"
            else:
                chosen.teams.append(team)

    def _choose_tasks(self) -> None:
        citing = self._citing("Task", "activity")
        for task in self._open("Task"):
            about = [*a_list(task.body.get("basedOn")), task.body.get("focus")]
            linked = {*citing.get(task, ()), *self.targets(task, about, "CarePlan", "Goal")}
            chosen = self._plan_of(task, linked)
            if chosen is None:
                continue
            if not label(task.body):
                self.refused[task] = "malformed: no words"
            elif linked & set(chosen.others) and not linked & {*chosen.care_plans, *chosen.goals}:
                self.refused[task] = f"task of a care plan refused as {NOT_MENTAL_HEALTH}"
            else:
                chosen.tasks.append(task)


def pointers(plan: Object, element: str) -> list[Json]:
    """The references of a care plan's element; an activity's stand one level deeper."""
    if element != "activity":
        return a_list(plan.get(element))
    activities = objects(plan.get("activity"))
    return [found for each in activities if (found := each.get("reference") or each.get("plannedActivityReference"))]


def mental_health_code(plan: Object) -> str | None:
    """The code of the reviewed table that a care plan carries: in any coding of its categories or of an extension."""
    categories = [*a_list(plan.get("category")), plan.get("code"), plan.get("type")]
    extensions = objects(plan.get("extension"))
    values = [each.get(key) for each in extensions for key in ("valueCodeableConcept", "valueCoding")]
    return mental_health_plan(codings([*categories, *values]))


def _leading(plan: Resource) -> tuple[int, int, float]:
    """The care plan that gives the title comes first: the most alive, the most general, the latest begun."""
    coded = mental_health_code(plan.body)
    begun = moment(an_object(plan.body.get("period")).get("start"))
    return (
        _STATUS_ORDER.index(plan_status(plan.body)[0]),
        list(MENTAL_HEALTH_PLANS).index(coded) if coded else len(MENTAL_HEALTH_PLANS),
        -begun.at.timestamp() if begun else 0.0,
    )


def _goes_with_others(chosen: Chosen, citing: Iterable[Resource]) -> bool:
    """Whether care plans of the patient point to it, and all of them were refused as not mental health."""
    of_patient = {*citing} & {*chosen.care_plans, *chosen.others}
    return bool(of_patient) and of_patient <= set(chosen.others)


def _titles(plans: Iterable[Resource]) -> set[str]:
    titles = {said for plan in plans for said in (label(plan.body), category_words(plan.body.get("category")))}
    return titles - {""}

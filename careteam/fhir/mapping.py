"""Maps what was chosen for one patient to the plan it should become here."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from careteam.access.roles import PlanStatus
from careteam.fhir.activities import Items
from careteam.fhir.choosing import Choosing, Chosen, pointers
from careteam.fhir.datatypes import Object, an_object, objects, text
from careteam.fhir.faults import forbidding, overlooked
from careteam.fhir.intended import Intended, IntendedPlan, IntendedTrace
from careteam.fhir.labels import label
from careteam.fhir.people import People
from careteam.fhir.rows import condition_row, goal_row, patient_row, state_faults
from careteam.fhir.space import Resource
from careteam.fhir.states import plan_status
from careteam.fhir.tasks import TaskMapping

_Row = TypeVar("_Row", bound=Intended)

DRAFT_TITLE = "Care plan"
_TAG = re.compile(r"<[^>]*>")
#: What a care plan points to, and what must be there.
_POINTS = (("goal", "Goal"), ("careTeam", "CareTeam"), ("addresses", "Condition"))


class PlanMapping:
    """Maps plans. Keeps what was wrong with what was taken, and whose words were used without being taken."""

    def __init__(self, choosing: Choosing) -> None:
        self._choosing = choosing
        self._space = choosing.space
        self.people = People(choosing)
        self.faults: defaultdict[Resource, list[str]] = defaultdict(list)
        #: Resources of other types whose title stands in a plan.
        self.named: set[Resource] = set()

    def plan(self, chosen: Chosen) -> IntendedPlan:
        """The one plan of one patient."""
        goals = [*chosen.goals, *self._contained(chosen, "goal", "Goal")]
        conditions = [*chosen.conditions, *self._contained(chosen, "addresses", "Condition")]
        people = tuple(self.people.around(chosen).values())
        members = tuple(one for one in people if one.role)
        owners = frozenset({chosen.patient.source, *(one.source for one in members)})
        of_goal = {goal: goal.source for goal in goals}
        items = Items(self._space, self.people, of_goal, owners, lambda one, fault: self.faults[one].append(fault))
        for care_plan in chosen.care_plans:
            items.add(care_plan)
        tasks = TaskMapping(self._space, self.people, of_goal, items.of, owners)
        self.named |= items.named
        self._find_faults(chosen)
        leading = chosen.care_plans[0].body if chosen.care_plans else {}
        return IntendedPlan(
            source=chosen.patient.source,
            places=tuple(plan.place for plan in chosen.care_plans) or (chosen.patient.place,),
            patient=patient_row(chosen.patient),
            stated=bool(chosen.care_plans),
            title=label(leading) or DRAFT_TITLE,
            summary=_summary(chosen.care_plans),
            status=plan_status(leading)[0] if chosen.care_plans else PlanStatus.DRAFT,
            goals=tuple(_within(goal_row(goal), goal) for goal in goals),
            items=tuple(items.found),
            conditions=tuple(_within(condition_row(condition), condition) for condition in conditions),
            members=members,
            contacts=tuple(one for one in people if not one.role),
            tasks=tuple(tasks.row(task) for task in chosen.tasks),
            traces=(
                *(self._care_plan_trace(one) for one in chosen.care_plans),
                *(self._team_trace(one) for one in chosen.teams),
                *self.people.traces(people),
            ),
        )

    def _contained(self, chosen: Chosen, element: str, kind: str) -> Iterable[Resource]:
        """What care plans carry within themselves, each once: it is taken with them."""
        found = (
            one
            for plan in chosen.care_plans
            for one in self._choosing.targets(plan, pointers(plan.body, element), kind)
            if one.container and not forbidding(one) and label(one.body)
        )
        return dict.fromkeys(found)

    def _find_faults(self, chosen: Chosen) -> None:
        """Name what is wrong with what was taken: its shape, its states, and what it points to in vain."""
        states = state_faults(chosen)
        taken = (chosen.patient, *chosen.care_plans, *chosen.goals, *chosen.conditions, *chosen.teams, *chosen.tasks)
        for resource in taken:
            self.faults[resource][:0] = [*overlooked(resource), *states.get(resource, ())]
        here = {*chosen.goals, *chosen.teams, *chosen.conditions}
        for plan in chosen.care_plans:
            for element, kind in _POINTS:
                self._find_lost(plan, element, kind, here)

    def _find_lost(self, plan: Resource, element: str, kind: str, here: set[Resource]) -> None:
        for reference in pointers(plan.body, element):
            found = self._space.resolve(reference, plan, kind)
            if isinstance(found, str):
                self.faults[plan].append(f"{element}: {found}")
            elif not found.container and found not in here:
                why = self._choosing.refused.get(found, "it is another patient's")
                self.faults[plan].append(f"{element}: {found.source.value} is not taken ({why})")

    def _care_plan_trace(self, plan: Resource) -> IntendedTrace:
        said = (label(plan.body), plan_status(plan.body)[0], _summary([plan]))
        return IntendedTrace(source=plan.source, places=(plan.place,), kind="CarePlan", said=said)

    def _team_trace(self, team: Resource) -> IntendedTrace:
        return IntendedTrace(source=team.source, places=(team.place,), kind="CareTeam", said=self.people.part_in(team))


def _within(row: _Row, resource: Resource) -> _Row:
    """The row; a contained resource is a part of the one that contains it."""
    return replace(row, part_of=resource.container.source) if resource.container else row


def _summary(plans: Sequence[Resource]) -> str:
    """What the care plans say besides their parts; the titles of those that are merged into the first."""
    lines: dict[str, None] = {}
    for number, plan in enumerate(plans):
        title = label(plan.body)
        said = [title] if number and title else []
        said += [text(plan.body.get("description")) if text(plan.body.get("description")) != title else ""]
        said += [text(note.get("text")) for note in objects(plan.body.get("note"))]
        said += [_narrative(plan.body)] if not (title or plan.body.get("activity")) else []
        lines |= dict.fromkeys(line for line in said if line)
    lines.pop(label(plans[0].body) if plans else "", None)
    return "\n\n".join(lines)


def _narrative(plan: Object) -> str:
    """The text of a care plan that has nothing else."""
    div = text(an_object(plan.get("text")).get("div"))
    return " ".join(html.unescape(_TAG.sub(" ", div)).split())

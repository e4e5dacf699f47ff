"""Maps the activities of care plans to plan items."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from careteam.fhir.codes import VOID
from careteam.fhir.datatypes import Json, Object, a_list, an_object, code, objects, text, words
from careteam.fhir.faults import forbidding
from careteam.fhir.intended import IntendedItem, Source
from careteam.fhir.labels import TITLE_LENGTH, label
from careteam.fhir.people import People
from careteam.fhir.space import Resource, Space
from careteam.fhir.states import item_kind, item_status

_PERTAINS = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"


@dataclass(slots=True)
class Items:
    """The items of one plan as they are found; `of` says which item stands for what an activity points to."""

    space: Space
    people: People
    #: The goals of the plan by resource, and who may own an item.
    goals: Mapping[Resource, Source]
    owners: frozenset[Source]
    fault: Callable[[Resource, str], None]
    found: list[IntendedItem] = field(default_factory=list[IntendedItem])
    of: dict[Resource, Source] = field(default_factory=dict[Resource, Source])
    named: set[Resource] = field(default_factory=set[Resource])

    def add(self, plan: Resource) -> None:
        """Add the activities of one care plan. Two that say the same become one item."""
        for number, activity in enumerate(objects(plan.body.get("activity")), start=1):
            detail = an_object(activity.get("detail"))
            reference = activity.get("reference") or activity.get("plannedActivityReference")
            target = self.space.resolve(reference, plan) if reference else "it says nothing"
            behind = target if isinstance(target, Resource) else None
            title = _title(detail, reference, behind)
            if why := _forbidden(detail, behind):
                self.fault(plan, f"activity {number} is left out: {why}")
            elif not title:
                self.fault(plan, f"activity {number} has no words" + (f": {target}" if isinstance(target, str) else ""))
            else:
                if isinstance(target, str) and reference:
                    self.fault(plan, f"activity {number} is only named: {target}")
                self._add(plan, number, detail, behind, title)

    def _add(self, plan: Resource, number: int, detail: Object, behind: Resource | None, title: str) -> None:
        body = behind.body if behind else {}
        status, fault = item_status(detail if "status" in detail else body if "status" in body else {"status": "draft"})
        if fault:
            self.fault(plan, f"activity {number}: {fault}")
        item = IntendedItem(
            source=self._source(plan, detail, behind, title),
            part_of=plan.source,
            places=(plan.place,),
            title=title,
            kind=item_kind(detail, behind.kind if behind else ""),
            status=status,
            goal=self._goal(plan, detail, behind),
            owner=self._owner(plan, detail, behind),
            position=len(self.found),
        )
        same = next((one for one in self.found if _alike(one) == _alike(item)), None)
        if same is None:
            self.found.append(item)
        if behind:
            self.of[behind] = (same or item).source
            self.named.add(behind)

    def _source(self, plan: Resource, detail: Object, behind: Resource | None, title: str) -> Source:
        # Not by its number: activities are inserted and removed.
        name = behind.source.value if behind else text(detail.get("id"))
        name = name or hashlib.sha256(title.encode()).hexdigest()[:16]
        source = Source(plan.source.system, f"{plan.source.value}#activity:{name}")
        taken = {one.source for one in self.found}
        again = 2
        while source in taken:
            source = Source(plan.source.system, f"{plan.source.value}#activity:{name}:{again}")
            again += 1
        return source

    def _goal(self, plan: Resource, detail: Object, behind: Resource | None) -> Source | None:
        pertains = [one.get("valueReference") for one in _extensions(behind) if one.get("url") == _PERTAINS]
        wanted = [(one, plan) for one in a_list(detail.get("goal"))]
        wanted += [(one, behind) for one in pertains if behind]
        resolved = (self.space.resolve(reference, within, "Goal") for reference, within in wanted)
        return next((self.goals[one] for one in resolved if isinstance(one, Resource) and one in self.goals), None)

    def _owner(self, plan: Resource, detail: Object, behind: Resource | None) -> Source | None:
        wanted: list[tuple[Json, Resource]] = [(one, plan) for one in a_list(detail.get("performer"))]
        if behind:
            wanted += [(one, behind) for key in ("performer", "owner") for one in a_list(behind.body.get(key))]
        sources = (self.people.source(reference, within) for reference, within in wanted)
        return next((source for source in sources if source in self.owners), None)


def _forbidden(detail: Object, behind: Resource | None) -> str:
    void = code(detail.get("status"))
    return void.replace("-", " ") if void in VOID else forbidding(behind) if behind else ""


def _extensions(resource: Resource | None) -> Iterable[Object]:
    return objects(resource.body.get("extension")) if resource else ()


def _title(detail: Object, reference: Json, behind: Resource | None) -> str:
    described, coded = text(detail.get("description")), words(detail.get("code"))
    said = described if described and (len(described) <= TITLE_LENGTH or not coded) else coded
    if not said:
        display = text(an_object(reference).get("display"))
        said = (label(behind.body) or behind.label if behind else "") or display
    forbidden = detail.get("doNotPerform") or detail.get("prohibited") or (behind and behind.body.get("doNotPerform"))
    return f"Do not: {said}" if said and forbidden is True else said


def _alike(item: IntendedItem) -> tuple[object, ...]:
    return item.title.casefold(), item.kind, item.status, item.goal, item.owner

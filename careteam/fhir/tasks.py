"""Maps Tasks: what is to be done, by whom, until when, for which goal or item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from careteam.access.roles import Role
from careteam.fhir.codes import URGENT, care_role
from careteam.fhir.datatypes import Json, Object, a_list, an_object, code, codings, moment, objects, text, words
from careteam.fhir.intended import IntendedTask, Source
from careteam.fhir.labels import label
from careteam.fhir.people import People
from careteam.fhir.space import Resource, Space
from careteam.fhir.states import task_status

_PERTAINS = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
#: States that say more than the one they become here.
_TOLD = ("failed", "rejected")
_OPEN = ("requested", "accepted", "in-progress", "on-hold")


@dataclass(frozen=True, slots=True)
class TaskMapping:
    """What a task of one plan may point to."""

    space: Space
    people: People
    goals: Mapping[Resource, Source]
    #: The item that stands for what an activity points to.
    items: Mapping[Resource, Source]
    #: The patient and the members of the team.
    owners: frozenset[Source]

    def row(self, task: Resource) -> IntendedTask:
        """The task. An owner who is nobody here is named in its note, and the task is nobody's yet."""
        body = task.body
        status = task_status(body)[0]
        owner = self.people.source(body.get("owner"), task) if body.get("owner") else None
        ours = owner if owner in self.owners else None
        authored = moment(body.get("authoredOn"))
        return IntendedTask(
            source=task.source,
            aliases=task.identifiers(),
            places=(task.place,),
            title=label(body),
            note=_note(body, None if ours else body.get("owner")),
            status=status,
            status_reason=_reason(body),
            urgent=code(body.get("priority")) in URGENT,
            due_at=_due(body, open_=status in _OPEN),
            authored_at=authored.at if authored else None,
            owner=ours,
            pool=None if ours else _pool(body),
            goal=next((self.goals[one] for one in self._about(task, "Goal") if one in self.goals), None),
            item=next((self.items[one] for one in (task, *self._about(task)) if one in self.items), None),
        )

    def _about(self, task: Resource, *kinds: str) -> Iterator[Resource]:
        body = task.body
        extensions = [
            one.get("valueReference") for one in objects(body.get("extension")) if one.get("url") == _PERTAINS
        ]
        for reference in (
            body.get("focus"),
            *a_list(body.get("reasonReference")),
            *a_list(body.get("basedOn")),
            *extensions,
        ):
            found = self.space.resolve(reference, task, *kinds)
            if not isinstance(found, str):
                yield found


def _note(body: Object, owner: Json) -> str:
    described = text(body.get("description"))
    lines = [described] if described != label(body) else []
    lines += [said for one in objects(body.get("note")) if (said := text(one.get("text")))]
    if who := text(an_object(owner).get("display")) or text(an_object(owner).get("reference")):
        lines.append(f"Owner in the source: {who}")
    return "\n\n".join(line for line in lines if line)


def _reason(body: Object) -> str:
    said = code(body.get("status"))
    parts = [said if said in _TOLD else "", words(body.get("statusReason"))]
    return ": ".join(part for part in parts if part)


def _due(body: Object, *, open_: bool) -> datetime | None:
    """Until when it must be done; of an open task, else when it is planned to end."""
    ends = [an_object(an_object(body.get("restriction")).get("period")).get("end")]
    if open_:
        ends += [an_object(body.get(key)).get("end") for key in ("requestedPeriod", "executionPeriod")]
    due = next((found for end in ends if (found := moment(end))), None)
    return due.at if due else None


def _pool(body: Object) -> Role | None:
    asked = [
        *a_list(body.get("performerType")),
        *(one.get("concept") for one in objects(body.get("requestedPerformer"))),
    ]
    return care_role(codings(asked), [words(one) for one in asked])

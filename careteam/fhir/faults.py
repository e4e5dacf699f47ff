"""Names what is wrong with a resource: faults that forbid taking it, and faults that are overlooked but said."""

import re
from typing import Final

from careteam.fhir.codes import PSYCHOTHERAPY_NOTES, VOID
from careteam.fhir.datatypes import Json, a_list, an_object, code, codings, members, objects, strings, text
from careteam.fhir.space import Resource

#: No resource of FHIR is nested nearly so deep.
_DEEPEST: Final = 60
_WITHOUT_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII)
#: Free text and what is judged by itself: no dates of the resource stand there.
_PROSE: Final = frozenset({"text", "contained", "div", "description", "note", "title", "name"})
_ANIMAL: Final = "http://hl7.org/fhir/StructureDefinition/patient-animal"
#: At most so many faults of one kind are named.
_NAMED: Final = 3

#: Elements of STU3 and DSTU2 that R4 no longer has.
_OLD_ELEMENTS: Final = {
    "CarePlan": ("context", "definition", "participant", "relatedPlan", "modified"),
    "CareTeam": ("context",),
    "Condition": ("context", "assertedDate", "patient", "dateRecorded", "abatementBoolean"),
    "Goal": ("status",),
    "Patient": ("animal", "careProvider"),
    "Practitioner": ("role", "practitionerRole"),
    "Task": ("context", "reason", "definitionUri", "definitionReference"),
}
#: Elements that are lists in R4.
_LISTS: Final = {
    "CarePlan": ("category", "addresses", "goal", "activity", "careTeam", "note", "replaces", "identifier"),
    "CareTeam": ("participant", "category", "reasonCode", "identifier"),
    "Condition": ("category", "identifier"),
    "Goal": ("target", "category", "addresses", "note", "identifier"),
    "Patient": ("name", "telecom", "identifier", "generalPractitioner"),
    "Practitioner": ("name", "telecom", "identifier", "qualification"),
    "Task": ("note", "performerType", "basedOn", "identifier"),
}
#: CodeableConcepts of R4 that were plain codes or texts before, or the other way round.
_CONCEPTS: Final = {"Condition": ("clinicalStatus", "verificationStatus"), "Goal": ("description",)}


def forbidding(resource: Resource) -> str:
    """Why the resource may not be taken whatever else holds; nothing where nothing forbids it."""
    body = resource.body
    if _deeper(body, _DEEPEST):
        return "malformed: nested too deeply"
    states = {code(body.get(key)) for key in ("status", "lifecycleStatus", "verificationStatus")}
    if void := next((state for state in VOID if state in states), None):
        return void.replace("-", " ")
    labels = {coding.code for coding in codings(an_object(body.get("meta")).get("security"))}
    if labels & PSYCHOTHERAPY_NOTES:
        return "labelled as psychotherapy notes"
    if text(body.get("implicitRules")):
        return "follows implicit rules that are not understood"
    own: Json = {key: value for key, value in body.items() if key != "contained"}
    modifier = next((one for found in members(own, "modifierExtension") for one in a_list(found)), None)
    if modifier is not None:
        return (
            f"changed by an extension that is not understood: {text(an_object(modifier).get('url')) or 'without url'}"
        )
    animal = body.get("animal") or any(text(one.get("url")) == _ANIMAL for one in objects(body.get("extension")))
    return "an animal" if resource.kind == "Patient" and animal else ""


def overlooked(resource: Resource) -> list[str]:
    """What is wrong with a resource that is taken all the same."""
    body, kind, entry = resource.body, resource.kind, resource.entry
    found: list[str] = []
    if entry.bundle in ("transaction", "batch") and not entry.request_url:
        found.append("the entry has no request.url")
    if not text(body.get("id")) and not entry.full_url:
        found.append("no id")
    zoneless = dict.fromkeys(path for path, said in strings(body, _PROSE) if _WITHOUT_ZONE.fullmatch(said))
    if zoneless:
        found.append(f"a time without a zone, read as UTC: {_listed(zoneless)}")
    older = [name for name in _OLD_ELEMENTS.get(kind, ()) if name in body]
    older += [name for name in _CONCEPTS.get(kind, ()) if isinstance(body.get(name), str)]
    if older:
        found.append(f"not R4 but an older FHIR: {_listed(older)}")
    single = [name for name in _LISTS.get(kind, ()) if body.get(name) is not None and not isinstance(body[name], list)]
    if kind == "CareTeam" and any(isinstance(one.get("role"), dict) for one in objects(body.get("participant"))):
        single.append("participant.role")
    if single:
        found.append(f"not a list: {_listed(single)}")
    return found


def _listed(names: list[str] | dict[str, None]) -> str:
    some = list(names)[:_NAMED]
    more = len(names) - len(some)
    return ", ".join(some) + (f" and {more} more" if more else "")


def _deeper(value: Json, limit: int) -> bool:
    waiting: list[tuple[int, Json]] = [(0, value)]
    while waiting:
        depth, found = waiting.pop()
        if depth > limit:
            return True
        below = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
        waiting.extend((depth + 1, item) for item in below)
    return False

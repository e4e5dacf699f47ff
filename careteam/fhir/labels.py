"""The source's own words for a resource: what its people would call it."""

from careteam.fhir.datatypes import Json, Object, an_object, codings, family_name, objects, text, words

#: A Task's code that says how it is handled, not what it is (HL7 task-code).
_TASK_CODES = "http://hl7.org/fhir/CodeSystem/task-code"
#: US Core's category of every care plan: it says nothing.
_ASSESS_PLAN = "assess-plan"
#: Longer than this, a description is a note and not a title.
TITLE_LENGTH = 120


def label(resource: Object) -> str:
    """The words of `resource`, unchanged; nothing where it has none."""
    match text(resource.get("resourceType")):
        case "Patient" | "Practitioner" | "RelatedPerson" | "Person":
            return family_name(resource)
        case "CarePlan":
            return plan_words(resource)
        case "CareTeam":
            return team_words(resource)
        case "Goal":
            return words(resource.get("description"))
        case "Task":
            return task_words(resource)
        case "PractitionerRole":
            return text(an_object(resource.get("practitioner")).get("display")) or words(resource.get("code"))
        case _:
            return _first(resource, "code", "medicationCodeableConcept", "medication", "title", "name", "description")


def _first(resource: Object, *keys: str) -> str:
    return next((said for key in keys if (said := words(resource.get(key)))), "")


def plan_words(plan: Object) -> str:
    """A care plan's title; else what its categories, or failing these its description, say."""
    return text(plan.get("title")) or category_words(plan.get("category")) or text(plan.get("description"))


def category_words(categories: Json) -> str:
    """The words of the first category that says something."""
    for category in objects(categories):
        if all(coding.code == _ASSESS_PLAN for coding in codings(category)) and not text(category.get("text")):
            continue
        if said := words(category):
            return said
    return ""


def team_words(team: Object) -> str:
    """A care team's name; else why it was put together, or who runs it."""
    managing = objects(team.get("managingOrganization"))
    named = next((said for who in managing if (said := text(who.get("display")))), "")
    return text(team.get("name")) or _first(team, "reasonCode", "category") or named


def task_words(task: Object) -> str:
    """A task's description where it is short; else what its code says, unless that only says how it is handled."""
    described = text(task.get("description"))
    generic = bool(codings(task.get("code"))) and all(
        coding.system == _TASK_CODES for coding in codings(task.get("code"))
    )
    coded = words(task.get("code"))
    if described and (len(described) <= TITLE_LENGTH or generic or not coded):
        return described
    return coded or text(an_object(task.get("focus")).get("display"))

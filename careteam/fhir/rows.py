"""Maps one patient, goal or condition to its row."""

from careteam.fhir.choosing import Chosen
from careteam.fhir.datatypes import code, codings, full_name, objects, telecom, text
from careteam.fhir.intended import IntendedCondition, IntendedGoal, IntendedPatient, Source
from careteam.fhir.labels import label
from careteam.fhir.space import Resource
from careteam.fhir.states import achievement, condition_status, goal_status, plan_status, task_status
from careteam.fhir.targets import due_on, target_words

#: HL7 v2 table 0203: medical record number, then the numbers that name a patient less surely.
_NUMBERS = ("mr", "pi", "pt", "an", "")
UNNAMED = "Name not given"


def patient_row(patient: Resource) -> IntendedPatient:
    """The patient, with the number their clinic knows them by."""
    return IntendedPatient(
        source=patient.source,
        aliases=patient.identifiers(),
        places=(patient.place,),
        name=full_name(patient.body) or UNNAMED,
        birth_date=text(patient.body.get("birthDate")).strip(),
        phone=telecom(patient.body, "phone"),
        email=telecom(patient.body, "email"),
        identifier=_number(patient),
    )


def _number(patient: Resource) -> Source | None:
    given = [one for one in objects(patient.body.get("identifier")) if text(one.get("value"))]
    typed = [(code(one.get("type")), Source(text(one.get("system")), text(one.get("value")).strip())) for one in given]
    known = sorted(
        (_NUMBERS.index(kind), place, number) for place, (kind, number) in enumerate(typed) if kind in _NUMBERS
    )
    return known[0][2] if known else None


def goal_row(goal: Resource) -> IntendedGoal:
    """A goal in its own words; one that has only targets is told by them."""
    target = target_words(goal.body)
    return IntendedGoal(
        source=goal.source,
        aliases=goal.identifiers(),
        places=(goal.place,),
        words=label(goal.body) or target,
        target=target,
        due_on=due_on(goal.body),
        status=goal_status(goal.body)[0],
        achievement=achievement(goal.body),
    )


def condition_row(condition: Resource) -> IntendedCondition:
    """A condition with its first code."""
    coded = next((coding for coding in codings(condition.body.get("code")) if coding.code), None)
    return IntendedCondition(
        source=condition.source,
        aliases=condition.identifiers(),
        places=(condition.place,),
        label=label(condition.body),
        code=f"{coded.system}|{coded.code}" if coded else "",
        status=condition_status(condition.body),
    )


def state_faults(chosen: Chosen) -> dict[Resource, list[str]]:
    """What had to be made of names and states that say nothing, and what a reader of the plan should know."""
    patient = chosen.patient.body
    died = patient.get("deceasedDateTime") or patient.get("deceasedBoolean")
    found = {
        chosen.patient: [
            "" if full_name(patient) else "no name",
            "" if not died else "the patient has died" if died is True else f"the patient died {text(died)}",
            "the record is not in use in its source" if patient.get("active") is False else "",
        ]
    }
    for plan in chosen.care_plans:
        found[plan] = [plan_status(plan.body)[1]]
    for goal in chosen.goals:
        found[goal] = [goal_status(goal.body)[1], "" if label(goal.body) else "no description: told by its target"]
    for task in chosen.tasks:
        found[task] = [task_status(task.body)[1]]
    for condition in chosen.conditions:
        certainty = code(condition.body.get("verificationStatus"))
        found[condition] = [f"not confirmed: {certainty}" if certainty not in ("", "confirmed") else ""]
    return {resource: [fault for fault in faults if fault] for resource, faults in found.items()}

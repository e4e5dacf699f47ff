"""Small resources written by hand, and a folder to read them from."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from careteam.fhir.intake import Intake, take_in
from careteam.fhir.intended import IntendedPlan, Outcome

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
PSYCHIATRY, MENTAL_HEALTH, DEPRESSION, DIABETES = "736254008", "718347000", "737434004", "698360004"

Resource = dict[str, Any]
Read = Callable[..., Intake]


def patient(id_: str = "p", family: str = "Winter", born: str = "1980-02-03", **more: Any) -> Resource:
    return {
        "resourceType": "Patient",
        "id": id_,
        "name": [{"family": family, "given": ["Ada"]}],
        "birthDate": born,
    } | more


def care_plan(id_: str, *codes: str, of: str = "Patient/p", **more: Any) -> Resource:
    category = [
        {"coding": [{"system": "http://snomed.info/sct", "code": code}], "text": f"plan {code}"} for code in codes
    ]
    body: Resource = {"resourceType": "CarePlan", "id": id_, "status": "active", "intent": "plan"}
    return body | ({"category": category} if category else {}) | {"subject": {"reference": of}} | more


def goal(id_: str, words: str = "Walk daily", of: str = "Patient/p", **more: Any) -> Resource:
    body: Resource = {"resourceType": "Goal", "id": id_, "lifecycleStatus": "active", "description": {"text": words}}
    return body | {"subject": {"reference": of}} | more


def condition(
    id_: str, words: str = "Depression", status: str = "active", of: str = "Patient/p", **more: Any
) -> Resource:
    body: Resource = {"resourceType": "Condition", "id": id_, "clinicalStatus": {"coding": [{"code": status}]}}
    return body | {"code": {"text": words}, "subject": {"reference": of}} | more


def team(id_: str, *participants: Resource, of: str = "Patient/p", **more: Any) -> Resource:
    body: Resource = {"resourceType": "CareTeam", "id": id_, "status": "active", "name": f"Team {id_}"}
    return body | {"subject": {"reference": of}, "participant": list(participants)} | more


def participant(member: str, code: str = "", text: str = "", **more: Any) -> Resource:
    coding = [{"coding": [{"system": "http://snomed.info/sct", "code": code}]}] if code else []
    return {"member": {"reference": member}, "role": coding + ([{"text": text}] if text else [])} | more


def practitioner(id_: str, family: str = "Berg", **more: Any) -> Resource:
    return {"resourceType": "Practitioner", "id": id_, "name": [{"family": family, "given": ["Jo"]}]} | more


def task(id_: str, words: str = "Call the patient", of: str = "Patient/p", **more: Any) -> Resource:
    body: Resource = {"resourceType": "Task", "id": id_, "status": "requested", "intent": "order", "description": words}
    return body | ({"for": {"reference": of}} if of else {}) | more


def pointing(*targets: str) -> list[Resource]:
    return [{"reference": target} for target in targets]


def bundle(*resources: Resource, kind: str = "collection", base: str = "") -> Resource:
    def entry(resource: Resource) -> Resource:
        url = {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}"} if base else {}
        return url | {"resource": resource}

    return {"resourceType": "Bundle", "type": kind, "entry": [entry(resource) for resource in resources]}


def write(folder: Path, **files: Any) -> list[Path]:
    """Write each value as `name.json`; strings and bytes as they are."""
    paths: list[Path] = []
    for name, content in files.items():
        path = folder / f"{name}.json"
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return paths


def read(folder: Path, *resources: Resource) -> Intake:
    """Read the resources as one Bundle."""
    return take_in(write(folder, input=bundle(*resources)))


def only_plan(intake: Intake) -> IntendedPlan:
    [plan] = intake.plans
    return plan


def outcome(intake: Intake, number: int) -> Outcome:
    """What became of the entry with that number."""
    [one] = [one for one in intake.outcomes if one.entry == number]
    return one

"""A made-up patient of 2024 whose depression is in remission a year later, and what one changes about them."""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from careteam.fhir.quality.case import read_case
from careteam.fhir.quality.populations import Group
from careteam.fhir.quality.times import Days

Resource = dict[str, Any]
Change = Callable[[Resource], None]
YEAR = Days(date(2025, 1, 1), date(2025, 12, 31))
SNOMED, ICD10, LOINC, CPT = (
    "http://snomed.info/sct",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://loinc.org",
    "http://www.ama-assn.org/go/cpt",
)
ME = {"reference": "Patient/p"}


def concept(code: str, system: str = SNOMED) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def patient(born: str = "1980-02-03", **more: Any) -> Resource:
    return {"resourceType": "Patient", "id": "p", "birthDate": born} | more


def condition(
    id_: str, code: str, onset: str = "2024-02-25T14:35:00+00:00", system: str = ICD10, **more: Any
) -> Resource:
    status = {
        "clinicalStatus": concept("active", "http://terminology.hl7.org/CodeSystem/condition-clinical"),
        "verificationStatus": concept("confirmed", "http://terminology.hl7.org/CodeSystem/condition-ver-status"),
    }
    given = {
        "resourceType": "Condition",
        "id": id_,
        "subject": ME,
        "code": concept(code, system),
        "onsetDateTime": onset,
    }
    return given | status | more


def encounter(id_: str, code: str, start: str, end: str, system: str = CPT, **more: Any) -> Resource:
    period = {"start": start, "end": end}
    given = {"resourceType": "Encounter", "id": id_, "subject": ME, "status": "finished", "period": period}
    return given | {"type": [concept(code, system)]} | more


def observed(id_: str, code: str, at: str, **more: Any) -> Resource:
    given = {"resourceType": "Observation", "id": id_, "subject": ME, "status": "final"}
    return given | {"code": concept(code, LOINC), "effectiveDateTime": at} | more


def phq9(id_: str, at: str, score: int, **more: Any) -> Resource:
    return observed(id_, "44261-6", at, valueInteger=score, **more)


def procedure(id_: str, code: str, at: str, **more: Any) -> Resource:
    given = {"resourceType": "Procedure", "id": id_, "subject": ME, "status": "completed"}
    return given | {"code": concept(code), "performedDateTime": at} | more


def ordered(id_: str, code: str, at: str, **more: Any) -> Resource:
    given = {"resourceType": "ServiceRequest", "id": id_, "subject": ME, "status": "active", "intent": "order"}
    return given | {"code": concept(code), "authoredOn": at} | more


def changed(resources: Iterable[Resource], id_: str, **parts: Any) -> list[Resource]:
    """The same resources with other parts of one of them; a part that is None is taken away."""
    after = deepcopy(list(resources))
    [one] = [resource for resource in after if resource["id"] == id_]
    one.update(parts)
    for name in [name for name, value in one.items() if value is None]:
        del one[name]
    return after


def bundle(resources: Iterable[Resource]) -> Resource:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def count(folder: Path, measure: Callable[..., list[Group]], resources: Iterable[Resource]) -> Group:
    """The one group that a case counts into."""
    file = folder / "case.json"
    file.write_text(json.dumps(bundle(resources)))
    [group] = measure(read_case(file), YEAR)
    return group

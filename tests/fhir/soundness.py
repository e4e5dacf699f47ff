"""What holds of every import, whatever was put into it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from careteam.fhir.datatypes import strings, text
from careteam.fhir.intake import Intake
from careteam.fhir.intended import Intended, IntendedPlan
from careteam.fhir.space import TAKEN_KINDS

WORDED = TAKEN_KINDS - {"CareTeam", "CarePlan", "Patient", "Practitioner"}


def documents(paths: list[Path]) -> dict[tuple[str, int], Any]:
    """Every Bundle entry's resource and loose resource, read naively, by file and entry."""
    found: dict[tuple[str, int], Any] = {}
    for path in paths:
        document = json.loads(path.read_bytes(), parse_float=str)
        if isinstance(document, dict) and document.get("resourceType") == "Bundle":
            entries = document.get("entry") or []
            for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
                found[str(path), number] = entry.get("resource") if isinstance(entry, dict) else None
        else:
            found[str(path), 0] = document
    return found


def rows(plan: IntendedPlan) -> Iterator[Intended]:
    yield from (plan, plan.patient, *plan.goals, *plan.items, *plan.conditions)
    yield from (*plan.members, *plan.contacts, *plan.tasks, *plan.traces)


def assert_sound(intake: Intake, given: dict[tuple[str, int], Any]) -> None:
    """Nothing is lost or told twice, each refusal has a reason, and the words are the source's own."""
    assert [(one.file, one.entry) for one in intake.outcomes] == list(given)
    for one in intake.outcomes:
        resource = given[one.file, one.entry]
        assert (one.outcome == "taken") == (one.change == "created"), one
        assert one.outcome == "taken" or one.reason, one
        assert one.outcome == "refused" or one.resource in TAKEN_KINDS, one
        said = {text(value) for _, value in strings(resource)} if isinstance(resource, dict) else set()
        assert not one.label or one.label in said or one.label.lstrip("-").isdecimal(), one
        wordless = one.resource not in WORDED or "told by its target" in one.reason
        assert one.label or one.outcome == "refused" or wordless, one
    assert_plans_sound(intake)


def assert_plans_sound(intake: Intake) -> None:
    """Each patient taken has one plan; each row of it comes from entries that were taken, by a source of its own."""
    taken = {(one.file, one.entry): one.resource for one in intake.outcomes if one.outcome == "taken"}
    assert len(intake.plans) == sum(kind == "Patient" for kind in taken.values())
    accounted: set[tuple[str, int]] = set()
    for plan in intake.plans:
        sources = [(type(row), row.source) for row in rows(plan)]
        assert len(set(sources)) == len(sources)
        for row in rows(plan):
            places = {(place.file, place.entry) for place in row.places}
            assert places
            assert places <= set(taken), row
            accounted |= places
        within = {plan.patient.source, *(one.source for one in plan.members)}
        assert {one.owner for one in (*plan.items, *plan.tasks) if one.owner} <= within
        assert {one.goal for one in (*plan.items, *plan.tasks) if one.goal} <= {one.source for one in plan.goals}
        assert {one.item for one in plan.tasks if one.item} <= {one.source for one in plan.items}
    assert set(taken) <= accounted

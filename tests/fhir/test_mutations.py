"""Whatever is done to the input, the import ends, tells of every entry once, and takes nothing it cannot stand for."""

import copy
import json
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from careteam.fhir.intake import take_in
from tests.fhir.soundness import assert_sound, documents
from tests.fhir.world import (
    DIABETES,
    PSYCHIATRY,
    bundle,
    care_plan,
    condition,
    goal,
    participant,
    patient,
    pointing,
    practitioner,
    task,
    team,
    write,
)

NPI = "http://hl7.org/fhir/sid/us-npi"
WORLD: list[dict[str, Any]] = [
    patient(identifier=[{"system": "http://ids", "value": "1"}], telecom=[{"system": "phone", "value": "5"}]),
    patient("q", "Summer", "1990-05", link=[{"other": {"reference": "Patient/p"}, "type": "seealso"}]),
    care_plan(
        "c",
        PSYCHIATRY,
        goal=pointing("Goal/g", "#inner"),
        addresses=pointing("Condition/m"),
        careTeam=pointing("CareTeam/t"),
        author={"reference": "Practitioner/a"},
        contained=[{"resourceType": "Goal", "id": "inner", "description": {"text": "Inner"}}],
        activity=[
            {"detail": {"code": {"text": "Walk"}, "status": "in-progress", "goal": pointing("Goal/g")}},
            {"reference": {"reference": "ServiceRequest/s"}},
            {"reference": {"reference": "Task/k"}},
        ],
    ),
    care_plan("d", DIABETES, goal=pointing("Goal/h"), replaces=pointing("CarePlan/c")),
    care_plan("e", of="Patient/q", period={"start": "2024-01-01T10:00:00"}),
    goal(
        "g",
        target=[{"measure": {"text": "PHQ-9"}, "detailQuantity": {"value": 4.5, "unit": "points"}, "dueDate": "2026"}],
    ),
    goal("h", "Sugar", addresses=pointing("Condition/s"), startDate="2024-01-31"),
    goal("i", "Sleep", of="Patient/q"),
    condition("m"),
    condition("s", "Diabetes", "resolved", verificationStatus={"coding": [{"code": "confirmed"}]}),
    team("t", participant("Practitioner/a", "80584001"), participant("PractitionerRole/r"), participant("Patient/p")),
    practitioner("a", identifier=[{"system": NPI, "value": "9"}]),
    practitioner("b", "Stone", telecom=[{"system": "email", "value": "b@example.org"}]),
    {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"reference": "Practitioner/b"},
        "code": [{"text": "Nurse"}],
    },
    {"resourceType": "ServiceRequest", "id": "s", "status": "active", "code": {"text": "Group therapy"}},
    task(
        "k",
        owner={"reference": "Practitioner/a"},
        focus={"reference": "Goal/g"},
        restriction={"period": {"end": "2026"}},
    ),
    {"resourceType": "Observation", "id": "o", "subject": {"reference": "Patient/p"}, "code": {"text": "Mood"}},
]

#: Where a value stands in a document: keys and indices from the top.
Path_ = tuple[str | int, ...]
WORDS = ["", " ", "active", "entered-in-error", "Patient/q", "#inner", "#", "2024", "x" * 300, "\ud800", "\0"]
SCALARS = st.sampled_from([*WORDS, 0, -1, 1e99, True, None])
KEYS = st.sampled_from(["reference", "coding", "text", "code", "resourceType", "id", "modifierExtension"])
VALUES = st.recursive(
    SCALARS | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
    max_leaves=5,
)
BYTES = st.binary(max_size=200) | (st.text(max_size=200) | VALUES.map(json.dumps)).map(str.encode)


def places(value: Any, at: Path_ = ()) -> list[Path_]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return ([at] if at else []) + [place for key, found in below for place in places(found, (*at, key))]


PLACES = places(bundle(*WORLD, kind="transaction"))


def put(document: Any, at: Path_, value: Any, *, delete: bool) -> None:
    """Replace or delete what stands at a place, if an earlier mutation has left the place."""
    try:
        for key in at[:-1]:
            document = document[key]
        if delete:
            del document[at[-1]]
        elif not isinstance(document, str):
            document[at[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


MUTATIONS = st.lists(st.tuples(st.sampled_from(PLACES), VALUES, st.booleans()), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(mutations=MUTATIONS, copies=st.lists(st.sampled_from(range(len(WORLD))), max_size=2))
def test_any_input_is_told_of_in_full(mutations: list[tuple[Path_, Any, bool]], copies: list[int]) -> None:
    document = copy.deepcopy(bundle(*WORLD, *(WORLD[one] for one in copies), kind="transaction"))
    for at, value, delete in mutations:
        put(document, at, value, delete=delete)
    with TemporaryDirectory() as folder:
        paths = write(Path(folder), input=document)
        intake = take_in(paths)
        assert intake == take_in(paths)
        if document.get("resourceType") == "Bundle" and isinstance(document.get("entry", []), list):
            assert_sound(intake, documents(paths))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), files=st.integers(1, 6))
def test_it_does_not_matter_how_the_input_is_spread_over_files(seed: int, files: int) -> None:
    spread = random.Random(seed)
    shuffled = spread.sample(WORLD, len(WORLD))
    with TemporaryDirectory() as folder:
        [whole] = write(Path(folder), whole=bundle(*WORLD))
        parts = {f"part{number}": bundle(*shuffled[number::files]) for number in range(files)}
        loose = {f"loose{number}": resource for number, resource in enumerate(shuffled)}
        expected = decided(take_in([whole]), whole)
        assert decided(take_in(spread_over := write(Path(folder), **parts)), *spread_over) == expected
        assert decided(take_in(spread_over := write(Path(folder), **loose)), *spread_over) == expected


def decided(intake: Any, *paths: Path) -> dict[str, tuple[str, str]]:
    """What became of each resource, by type and id. Faults are left out: they may name files."""
    by_place = documents(list(paths))
    return {
        f"{one.resource}/{by_place[one.file, one.entry]['id']}": (one.outcome, one.label) for one in intake.outcomes
    }


@settings(max_examples=150, deadline=None)
@given(content=BYTES)
def test_any_bytes_are_told_of(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        paths = write(Path(folder), input=content)
        intake = take_in(paths)
        assert intake.plans == () or b"Patient" in content
        assert intake.outcomes or b"Bundle" in content


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(0, 6000), flips=st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), max_size=3))
def test_a_damaged_file_is_told_of(cut: int, flips: list[tuple[int, int]]) -> None:
    content = bytearray(json.dumps(bundle(*WORLD)).encode())
    for at, byte in flips:
        content[at % len(content)] = byte
    with TemporaryDirectory() as folder:
        assert take_in(write(Path(folder), input=bytes(content[: -cut or None]))).outcomes

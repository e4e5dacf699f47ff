"""Whatever stands in a record, a case is counted or refused by a reason."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from careteam.fhir.quality.case import NotACase, read_case
from careteam.fhir.quality.command import MEASURES
from tests.fhir.quality import test_cms2, test_cms159, test_cms177
from tests.fhir.quality.world import YEAR, bundle, condition

#: Of the wrong type, not a date, or as far away as a date can be.
ODD: list[Any] = [
    *(None, [], {}, "", 0, -1, 10**30, 1.5, True, [[]], [None], {"coding": [None]}, {"coding": "x"}, {"reference": 5}),
    *("0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31", "9999-12-31T23:59:59-12:00", "2024-13-45"),
    *({"start": "0001-01-02", "end": "2024-02-25"}, {"start": "2024-02-25", "end": "9999-12-31"}),
    *({"value": 99999999, "code": "a"}, {"value": -99999, "code": "mo"}, {"value": 10**12, "code": "d"}),
]
CASES = [
    [*test_cms159.BASE, condition("onset", "F31.9", onsetDateTime=None, onsetAge={"value": 40, "code": "a"})],
    [*test_cms2.BASE, test_cms2.medicine("1000048", test_cms2.START), test_cms2.not_done("720834000")],
    test_cms177.BASE,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, found in inside:
        yield (*path, key)
        yield from places(found, (*path, key))


def test_no_record_breaks_the_counting(tmp_path: Path) -> None:
    file, tried, refused = tmp_path / "case.json", 0, 0
    for resources in CASES:
        for number, (*path, last) in enumerate(places(bundle(resources))):
            odd = deepcopy(bundle(resources))
            at: Any = odd
            for key in path:
                at = at[key]
            for value in ODD[number % 24 :: 24]:
                at[last] = value
                file.write_text(json.dumps(odd))
                tried += 1
                try:
                    case = read_case(file)
                except NotACase:
                    refused += 1
                    continue
                for measure in MEASURES.values():
                    for group in measure(case, YEAR):
                        assert all(count >= 0 for count in group.values())
    assert 0 < refused < tried

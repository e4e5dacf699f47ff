"""`careteam outcomes`: what the command line says and answers."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from careteam.fhir.quality.case import Case, NotACase, read_case
from careteam.fhir.quality.cms2 import cms2
from careteam.fhir.quality.cms159 import cms159
from careteam.fhir.quality.cms177 import cms177
from careteam.fhir.quality.populations import Group
from careteam.fhir.quality.times import Days

#: The measures that are offered, by the name CMS gives them.
MEASURES: Final[Mapping[str, Callable[[Case, Days], list[Group]]]] = MappingProxyType(
    {"cms159": cms159, "cms2": cms2, "cms177": cms177}
)


def main(arguments: list[str]) -> int:
    """Count cases into the populations of a quality measure. Returns 0, or 1 if a path could not be read."""
    parser = argparse.ArgumentParser(prog="careteam outcomes", description="Count cases by a quality measure.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a Bundle, or a folder of one case")
    parser.add_argument("--measure", required=True, type=_measure, metavar="MEASURE", help=f"one of {_offered()}")
    parser.add_argument(
        "--period", required=True, type=_period, metavar="START/END", help="the measurement period, by days"
    )
    parser.add_argument("--json", action="store_true", help="one JSON line per path")
    options = parser.parse_args(arguments)
    read = [_told(path, options.measure, options.period, as_json=options.json) for path in options.paths]
    return 0 if all(read) else 1


def _told(path: Path, measure: str, measured: Days, *, as_json: bool) -> bool:
    """Say what a path counts for; whether all of it could be read."""
    try:
        case = read_case(path)
    except NotACase as refusal:
        print(f"careteam outcomes: {path}: {refusal}", file=sys.stderr)
        return False
    for one in case.left_out:
        print(f"careteam outcomes: {one.place}: left out, {one.reason}", file=sys.stderr)
    groups = MEASURES[measure](case, measured)
    print(_json(path, case, measure, measured, groups) if as_json else _words(path, groups))
    return not case.left_out


def _offered() -> str:
    return ", ".join(MEASURES)


def _measure(said: str) -> str:
    if said.lower() not in MEASURES:
        raise argparse.ArgumentTypeError(f"{said} is not offered: one of {_offered()} is")
    return said.lower()


def _period(said: str) -> Days:
    first, _, last = said.partition("/")
    try:
        measured = Days(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said} is not START/END, such as 2025-01-01/2025-12-31") from error
    if measured.last < measured.first:
        raise argparse.ArgumentTypeError(f"{said} ends before it begins")
    return measured


def _json(path: Path, case: Case, measure: str, measured: Days, groups: list[Group]) -> str:
    return json.dumps(
        {
            "path": str(path),
            "patient": case.name,
            "measure": measure,
            "period": f"{measured.first}/{measured.last}",
            "groups": groups,
        }
    )


def _words(path: Path, groups: list[Group]) -> str:
    return f"{path}: " + "; ".join(", ".join(f"{name} {count}" for name, count in group.items()) for group in groups)

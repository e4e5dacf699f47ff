"""`careteam import`: what the command line says and answers."""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careteam.fhir.intake import Intake, take_in
from careteam.fhir.intended import IntendedPlan, Outcome

if TYPE_CHECKING:
    from careteam.audit.trail import Trail

#: Opens the installation to write to, for as long as it takes.
Opened: TypeAlias = "Callable[[], AbstractAsyncContextManager[Trail]]"


def main(arguments: list[str], opened: "Opened | None" = None) -> int:
    """Read FHIR files and folders into plans. Returns 0, or 1 if something could not be read.

    The installation is opened once everything is read, and only if there is something to write.
    """
    parser = argparse.ArgumentParser(prog="careteam import", description="Read FHIR R4 files and folders into plans.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a JSON file, or a folder of them")
    parser.add_argument("--json", action="store_true", help="one JSON line per entry, the last one a summary")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; needs no database")
    options = parser.parse_args(arguments)
    if not options.dry_run and opened is None:
        parser.error("there is no installation to write to: add --dry-run")
    intake = take_in(options.paths)
    if opened is not None and intake.plans and not options.dry_run:
        intake = asyncio.run(_written(intake, opened))
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        # A terminal that cannot show a name must not end the import.
        reconfigure(errors="backslashreplace")
    for line in _json(intake) if options.json else _table(intake, written=not options.dry_run):
        print(line)
    if intake.skipped:
        names = ", ".join(sorted({path.name for path in intake.skipped}))
        print(f"Not read, since not JSON by name: {names}", file=sys.stderr)
    return 1 if intake.unreadable else 0


async def _written(intake: Intake, opened: Opened) -> Intake:
    # Only now, since reading alone needs no database.
    from careteam.fhir.writing import write

    async with opened() as trail:
        return await write(trail, intake)


def _json(intake: Intake) -> Iterable[str]:
    # Escaped to ASCII: the words survive whatever the terminal's encoding is, a lone surrogate too.
    yield from (json.dumps(asdict(outcome)) for outcome in intake.outcomes)
    yield json.dumps({"summary": _summary(intake)})


def _summary(intake: Intake) -> dict[str, int]:
    taken = sum(outcome.outcome == "taken" for outcome in intake.outcomes)
    entries = len(intake.outcomes)
    return {"entries": entries, "taken": taken, "refused": entries - taken, "plans": len(intake.plans)}


def _table(intake: Intake, *, written: bool) -> Iterable[str]:
    """What a person wants to see: each plan, what was refused and why, and the sum."""
    for plan in intake.plans:
        yield from _plan_lines(plan)
    refused = Counter(_kind_of_refusal(one) for one in intake.outcomes if one.outcome == "refused")
    if refused:
        yield "Refused:"
    for (resource, reason), count in sorted(refused.items()):
        yield f"  {count:>6}  {resource or '(nothing)':<22} {reason}"
    faulty = [one for one in intake.outcomes if one.outcome == "taken" and one.reason]
    if faulty:
        yield "Taken in spite of a fault:"
    for one in faulty:
        yield f"  {one.file} entry {one.entry} {one.resource}: {one.reason}"
    counts = _summary(intake)
    yield "{entries} entries: {taken} taken, {refused} refused; {plans} plans.".format(**counts)
    if written:
        changed = Counter(one.change for one in intake.outcomes if one.outcome == "taken")
        yield "Of what was taken: {} created, {} updated, {} unchanged.".format(
            *(changed[change] for change in ("created", "updated", "none"))
        )


def _plan_lines(plan: IntendedPlan) -> Iterable[str]:
    yield f"{plan.patient.name}: {plan.title} ({plan.status})"
    parts = (
        ("goal", plan.goals),
        ("plan item", plan.items),
        ("condition", plan.conditions),
        ("team member", plan.members),
        ("contact", plan.contacts),
        ("task", plan.tasks),
    )
    counted = [f"{len(rows)} {what}{'' if len(rows) == 1 else 's'}" for what, rows in parts if rows]
    yield "  " + (", ".join(counted) or "nothing else")


def _kind_of_refusal(outcome: Outcome) -> tuple[str, str]:
    """Type and reason; reasons that name a place or a reference are counted under their first words."""
    reason, colon, _ = outcome.reason.partition(": ")
    if colon and not reason.startswith(("unreadable", "malformed")):
        return outcome.resource, reason
    for word in ("duplicate of", "superseded by", "replaced by"):
        if outcome.reason.startswith(word):
            return outcome.resource, f"{word} another entry"
    return outcome.resource, outcome.reason

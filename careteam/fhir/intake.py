"""Takes the input in: from files and folders to the plans they should become, and one outcome for every entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from careteam.fhir.choosing import UNSUPPORTED, Choosing
from careteam.fhir.faults import overlooked
from careteam.fhir.intended import IntendedPlan, Outcome
from careteam.fhir.mapping import PlanMapping
from careteam.fhir.reading import Entry, Unfit, find, read
from careteam.fhir.space import Resource, Space, resource_of


@dataclass(frozen=True, slots=True)
class Intake:
    """What an input amounts to, before anything is written."""

    plans: tuple[IntendedPlan, ...]
    #: One for each Bundle entry and loose resource, in the order of the input.
    outcomes: tuple[Outcome, ...]
    #: Whether some file, or line of one, could not be read at all.
    unreadable: bool
    #: Files of the folders that are not JSON by their name, and were not read.
    skipped: tuple[Path, ...]


def take_in(paths: Iterable[Path]) -> Intake:
    """Read `paths` as one reference space and decide over everything in it. Writes nothing."""
    found = find(paths)
    everything = list(_resources(found.files))
    space = Space(one for one in everything if isinstance(one, Resource))
    choosing = Choosing(space)
    mapping = PlanMapping(choosing)
    plans = tuple(mapping.plan(chosen) for chosen in choosing.plans.values())
    _decide_practitioners(choosing, mapping)
    for resource in mapping.named | mapping.people.named:
        if choosing.refused.get(resource) == UNSUPPORTED:
            choosing.refused[resource] = f"{UNSUPPORTED}: only its words are kept"
    outcomes = tuple(_outcome(one, choosing, mapping) for one in everything)
    unreadable = any(isinstance(one, Unfit) and one.unreadable for one in everything)
    return Intake(plans, outcomes, unreadable, found.skipped)


def _resources(files: Iterable[Path | Unfit]) -> Iterator[Resource | Unfit]:
    for file in files:
        for one in (file,) if isinstance(file, Unfit) else read(file):
            yield resource_of(one) if isinstance(one, Entry) else one


def _decide_practitioners(choosing: Choosing, mapping: PlanMapping) -> None:
    for resource in choosing.space.resources:
        if resource.kind == "Practitioner" and resource not in choosing.refused:
            if resource not in mapping.people.named:
                choosing.refused[resource] = (
                    "no plan that is taken names them" if resource.label else "malformed: no name"
                )
            else:
                mapping.faults[resource] += overlooked(resource)


def _outcome(one: Resource | Unfit, choosing: Choosing, mapping: PlanMapping) -> Outcome:
    if isinstance(one, Unfit):
        return Outcome(file=one.place.file, entry=one.place.entry, reason=one.reason)
    refused = choosing.refused.get(one)
    return Outcome(
        file=one.place.file,
        entry=one.place.entry,
        resource=one.kind,
        outcome="refused" if refused else "taken",
        reason=refused or "; ".join(dict.fromkeys(mapping.faults.get(one, ()))),
        label=one.label,
        change="none" if refused else "created",
    )

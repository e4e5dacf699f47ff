"""Settles what one thing is: versions, copies and merged records give way to the resource that stands for all."""

from collections import defaultdict
from collections.abc import Sequence

from careteam.fhir.datatypes import Object, an_object, family_name, full_name, moment, objects, text
from careteam.fhir.intended import Source
from careteam.fhir.space import Resource, Space


def settle(space: Space) -> dict[Resource, str]:
    """Say of every resource that lost its place why; references to it then mean the one that stands for it."""
    lost: dict[Resource, str] = {}
    aged = ((_age(resource, order), resource) for order, resource in enumerate(space.resources) if resource.kept)
    ranked = [resource for _, resource in sorted(aged, key=lambda pair: pair[0], reverse=True)]
    patients = [resource for resource in ranked if resource.kind == "Patient"]
    others = [resource for resource in ranked if resource.kind != "Patient"]
    _same_id(space, patients, lost)
    _same_copy(space, patients, lost)
    _same_being(space, ranked, lost)
    _replaced(space, patients, lost)
    # Only now is it known whom each of the others is about.
    _same_id(space, others, lost)
    _same_copy(space, others, lost)
    return lost


def _age(resource: Resource, order: int) -> tuple[float, int, int]:
    """The newest version is told by when it was written, by its version, else by its place in the input.

    A history Bundle lists the newest version first.
    """
    meta = an_object(resource.body.get("meta"))
    written = moment(meta.get("lastUpdated"))
    version = text(meta.get("versionId"))
    return (
        written.at.timestamp() if written else 0.0,
        int(version) if version.isdecimal() and len(version) < 19 else 0,
        -order if resource.entry.bundle == "history" else order,
    )


def _versioned(resource: Resource) -> bool:
    meta = an_object(resource.body.get("meta"))
    return bool(text(meta.get("versionId")) or text(meta.get("lastUpdated")))


def _same_id(space: Space, ranked: Sequence[Resource], lost: dict[Resource, str]) -> None:
    groups: defaultdict[Source, list[Resource]] = defaultdict(list)
    for resource in ranked:
        if resource not in lost:
            groups[resource.source].append(resource)
    for group in groups.values():
        if group[0].kind == "Patient":
            _refuse_strangers(group, lost)
        for number, newest in enumerate(group):
            if newest in lost:
                continue
            for one in group[number + 1 :]:
                if one not in lost and _same_thing(space, newest, one):
                    word = "duplicate of" if _same_content(newest, one) else "superseded by"
                    _give_way(space, lost, one, newest, f"{word} {newest.place}")


def _refuse_strangers(patients: Sequence[Resource], lost: dict[Resource, str]) -> None:
    """Whose the rest of the input is cannot be told when two people have one id: neither is taken."""
    newest = patients[0]
    stranger = next((one for one in patients if _another_person(newest, one)), None)
    for one in patients if stranger else ():
        other = stranger if one is newest and stranger else newest
        lost[one] = f"two people under one id: {other.place} has another name and birth date"


def _same_thing(space: Space, newest: Resource, older: Resource) -> bool:
    """Whether two resources of one id are versions of one thing.

    Sources reuse ids: without versions to tell by, what is about somebody else is something else.
    """
    about_one = newest.kind == "Patient" or space.about(newest) == space.about(older)
    return about_one or (_versioned(newest) and _versioned(older))


def _same_copy(space: Space, ranked: Sequence[Resource], lost: dict[Resource, str]) -> None:
    """A loose copy of what a Bundle gives with its server's address."""
    on_server: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in ranked:
        if resource.source.system and resource not in lost:
            on_server[resource.source.value].append(resource)
    for resource in ranked:
        if not resource.source.system and resource not in lost:
            copies = [one for one in on_server[resource.source.value] if _same_content(one, resource)]
            if len(copies) == 1:
                _give_way(space, lost, resource, copies[0], f"duplicate of {copies[0].place}")


def _same_being(space: Space, ranked: Sequence[Resource], lost: dict[Resource, str]) -> None:
    """One person under several ids: a shared identifier alone does not prove it, sources reuse them."""
    known: defaultdict[tuple[str, Source], list[Resource]] = defaultdict(list)
    for resource in ranked:
        if resource.kind not in ("Patient", "Practitioner") or resource in lost:
            continue
        alike = [one for number in resource.identifiers() for one in known[resource.kind, number]]
        same = next((one for one in alike if _same_name(one.body, resource.body)), None)
        if same is not None:
            _give_way(space, lost, resource, same, f"duplicate of {same.place}: same identifier and name")
            continue
        for number in resource.identifiers():
            known[resource.kind, number].append(resource)


def _replaced(space: Space, patients: Sequence[Resource], lost: dict[Resource, str]) -> None:
    """Patient records that their source has merged into another."""
    for patient in patients:
        for link in objects(patient.body.get("link")):
            other, kind = space.resolve(link.get("other"), patient, "Patient"), text(link.get("type"))
            if isinstance(other, str):
                if kind == "replaced-by":
                    lost.setdefault(patient, f"replaced by another record: {other}")
                continue
            if other.container or other in lost or other is space.current(patient):
                continue
            if kind in ("replaced-by", "replace") and patient not in lost:
                _give_way(space, lost, patient, other, f"replaced by {other.place}")
            elif kind == "replaces" and patient not in lost:
                _give_way(space, lost, other, patient, f"replaced by {patient.place}")


def _give_way(space: Space, lost: dict[Resource, str], loser: Resource, winner: Resource, reason: str) -> None:
    lost[loser] = reason
    space.instead[loser] = winner


def _same_content(one: Resource, other: Resource) -> bool:
    aside = ("meta", "text")
    contents = ({key: value for key, value in each.body.items() if key not in aside} for each in (one, other))
    return next(contents) == next(contents)


def _another_person(one: Resource, other: Resource) -> bool:
    """Whether two patients under one id differ in both family name and birth date."""
    if one.kind != "Patient":
        return False
    born, name = _born(one.body), family_name(one.body).casefold()
    others_born, others_name = _born(other.body), family_name(other.body).casefold()
    return all((born, name, others_born, others_name)) and born != others_born and name != others_name


def _same_name(one: Object, other: Object) -> bool:
    """Whether name, and for patients birth date, agree: with a shared identifier they are one being."""
    name = full_name(one).casefold()
    born = text(one.get("resourceType")) != "Patient" or bool(_born(one))
    return bool(name) and born and name == full_name(other).casefold() and _born(one) == _born(other)


def _born(body: Object) -> str:
    return text(body.get("birthDate")).strip()

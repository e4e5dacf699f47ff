"""One case: the record of one patient, read from a Bundle or a folder of resources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from careteam.fhir.codes import VOID
from careteam.fhir.datatypes import Json, Object, an_object, codings, text
from careteam.fhir.quality.times import ALWAYS, EVER, Span, age_at, choice, point
from careteam.fhir.quality.valuesets import within
from careteam.fhir.reading import Entry, Unfit, find, read
from careteam.fhir.space import Resource, Space, resource_of

#: A diagnosis that stands now [QICoreCommon 2.1.000, isActive].
ACTIVE: Final = frozenset({"active", "recurrence", "relapse"})
#: An observation that was made and stands.
FINAL: Final = frozenset({"final", "amended", "corrected"})


class NotACase(Exception):
    """Why a path holds no case that can be counted."""


@dataclass(frozen=True, slots=True)
class Case:
    """A patient, and what is recorded about them."""

    patient: Resource
    space: Space
    #: What of the input is no resource, and was left out.
    left_out: tuple[Unfit, ...]

    @property
    def name(self) -> str:
        """The patient's id."""
        return text(self.patient.body.get("id")) or self.patient.source.value.rpartition("/")[2]

    def resources(self, kind: str, *names: str, by: str = "code") -> Iterator[Resource]:
        """The resources of a kind about the patient whose code is in one of these value sets."""
        for resource in self.space.resources:
            ours = resource.kind == kind and self.space.about(resource) is self.patient
            if ours and within(self._concept(resource, by), *names):
                yield resource

    def find(self, kind: str, *names: str, by: str = "code") -> Iterator[Object]:
        """What the resources of a kind say."""
        return (resource.body for resource in self.resources(kind, *names, by=by))

    def _concept(self, resource: Resource, by: str) -> Json:
        """The element itself; for a medication that is referenced, the code of what it refers to."""
        if by != "medication":
            return resource.body.get(by)
        given = resource.body.get("medicationCodeableConcept")
        if given is not None:
            return given
        meant = self.space.resolve(resource.body.get("medicationReference"), resource, "Medication")
        return meant.body.get("code") if isinstance(meant, Resource) else None

    @property
    def born(self) -> Span | None:
        """When the patient was born, as exactly as the record tells."""
        return point(self.patient.body.get("birthDate"))

    def ages(self, day: date) -> range:
        """The ages in whole years that the patient may have on a day: one, unless the birth date is not exact."""
        born = self.born
        if born is None:
            return range(0)
        return range(age_at(born.end.date(), day), age_at(born.start.date(), day) + 1)

    def prevalence(self, condition: Object) -> Span:
        """From onset to abatement; what has no onset was always there, what has not abated goes on."""
        born = self.born.start.date() if self.born else None
        onset, abatement = choice(condition, "onset", born), choice(condition, "abatement", born)
        return Span(onset.start if onset else EVER, abatement.end if abatement else ALWAYS)

    def diagnoses(self, *names: str) -> Iterator[Object]:
        """Confirmed active diagnoses in one of these value sets."""
        for condition in self.find("Condition", *names):
            stands = not ACTIVE.isdisjoint(coded(condition, "clinicalStatus"))
            if stands and "confirmed" in coded(condition, "verificationStatus"):
                yield condition

    def told(self, *names: str) -> Iterator[Object]:
        """Diagnoses in one of these value sets in any state, but for those that were never true."""
        return (one for one in self.find("Condition", *names) if not void(one))


def has_value(observation: Object) -> bool:
    """Whether an observation says what was observed."""
    return any(key.startswith("value") and value not in (None, {}, [], "") for key, value in observation.items())


def coded(resource: Object, name: str) -> set[str]:
    """The codes of an element, whatever system they are from."""
    return {coding.code for coding in codings(resource.get(name))}


def void(condition: Object) -> bool:
    """Whether a condition was refuted or entered in error, and so was never true."""
    return not VOID.isdisjoint(coded(condition, "verificationStatus"))


def read_case(path: Path) -> Case:
    """Read the case that a Bundle, or a folder of loose resources, holds.

    Raises:
        NotACase: a file of it cannot be read, or it is not about exactly one patient.
    """
    resources: dict[tuple[str, str], Resource] = {}
    left_out: list[Unfit] = []
    for one in _contents(path):
        if isinstance(one, Unfit):
            left_out.append(one)
            continue
        name = (one.kind, text(one.body.get("id")) or str(one.place))
        if resources.setdefault(name, one).body != one.body:
            raise NotACase(f"{'/'.join(name)} is there twice, and not the same")
    patients = [one for one in resources.values() if one.kind == "Patient"]
    if len(patients) != 1:
        raise NotACase(f"a case is about one patient: here are {len(patients)}")
    return Case(patients[0], Space(resources.values()), tuple(left_out))


def _contents(path: Path) -> Iterator[Resource | Unfit]:
    for file in find([path]).files:
        for one in (file,) if isinstance(file, Unfit) else read(file):
            if isinstance(one, Unfit) and one.unreadable:
                raise NotACase(one.reason if one.place.file == str(path) else f"{one.reason} ({one.place.file})")
            yield resource_of(one, whole=True) if isinstance(one, Entry) else one


def number(observation: Object) -> float | None:
    """The score that an observation gives: an integer, or a quantity without a comparator."""
    quantity = an_object(observation.get("valueQuantity"))
    said = observation.get("valueInteger", None if quantity.get("comparator") else quantity.get("value"))
    try:
        return None if isinstance(said, bool) else float(text(said))
    except ValueError:
        return None

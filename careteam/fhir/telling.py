"""What writing did with each entry of the input: the strongest change of the rows it accounts for, and what to say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from careteam.fhir.intended import Change, Outcome
from careteam.fhir.reading import Place

_STRENGTH: Final[tuple[Change, ...]] = ("none", "updated", "created")


@dataclass(slots=True)
class Told:
    """The changes and remarks of one plan, or of many."""

    changes: dict[Place, Change] = field(default_factory=dict[Place, Change])
    remarks: defaultdict[Place, list[str]] = field(default_factory=lambda: defaultdict[Place, list[str]](list))

    def change(self, places: Iterable[Place], change: Change) -> None:
        """One row of these entries was written so; an entry's strongest change counts."""
        for place in places:
            before = self.changes.get(place, "none")
            self.changes[place] = change if _STRENGTH.index(change) > _STRENGTH.index(before) else before

    def remark(self, places: Sequence[Place], said: str) -> None:
        """Something of the entry that a row comes from was left out; its first entry says so."""
        self.remarks[places[0]].append(said)

    def add(self, other: "Told") -> None:
        """Take over what was told of another plan."""
        for place, change in other.changes.items():
            self.change((place,), change)
        for place, said in other.remarks.items():
            self.remarks[place] += said

    def of(self, outcome: Outcome) -> Outcome:
        """The outcome of an entry, now that it is written."""
        if outcome.outcome == "refused":
            return outcome
        place = Place(outcome.file, outcome.entry)
        said = dict.fromkeys([outcome.reason, *self.remarks.get(place, ())])
        return replace(
            outcome, change=self.changes.get(place, "none"), reason="; ".join(reason for reason in said if reason)
        )

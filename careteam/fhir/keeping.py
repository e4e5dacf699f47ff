"""Keeps one row at a time in step with its source: written when it is new or has changed there, else left alone."""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from typing import Final, Self, TypeAlias, cast
from uuid import UUID

from careteam.audit.change import Change
from careteam.fhir.intended import Intended, IntendedPlan, Source
from careteam.fhir.telling import Told
from careteam.plans.models import SourceRecord
from careteam.plans.sources import Sources, content_of, index_of

#: Writes a row, given its id if it is here already; None if it may not be written.
Write: TypeAlias = Callable[[UUID | None], Awaitable[UUID | None]]

#: Where a row comes from and where it stands is not what it says.
_ASIDE: Final = frozenset({"source", "part_of", "aliases", "places", "position", "entered"})


class Rows:
    """The rows of one plan that come from a source, and what is told of them."""

    def __init__(self, change: Change, sources: Sources, told: Told) -> None:
        self.change = change
        self.told = told
        self._sources = sources
        self._seen: set[bytes] = set()
        #: What this input names by the id that is known here.
        self._present: frozenset[bytes] = frozenset()
        self._became: dict[Source, UUID] = {}

    @classmethod
    async def of(cls, change: Change, told: Told, plan: IntendedPlan) -> Self:
        """Those of the plan of this change."""
        rows = cls(change, await Sources.of(change), told)
        rows._present = frozenset([await index_of(change, kind, *row.source) for kind, row in plan.rows()])
        return rows

    async def keep(self, kind: str, row: Intended, write: Write, *, quiet: bool = False) -> UUID | None:
        """Have a row stand here as its source says. `quiet`: other entries tell of what changes in it.

        A part that comes or changes updates the whole; it creates nothing that an entry could call its own.
        """
        index = await index_of(self.change, kind, *row.source)
        content = await content_of(self.change, self._said(row))
        self._seen.add(index)
        known = self._sources.known(index)
        same = known or self._under_another_id(kind, content)
        if same is not None and same.content == content:
            became, told = same.became, "none"
            self._seen.add(same.source_index)
        else:
            became = await write(known.became if known else None)
            told = "updated" if known or row.part_of else "created"
            told = "none" if quiet and known and not known.gone else told
        if became is None:
            return None
        self._became[row.source] = became
        self.told.change(row.places, told)
        if known is None or known.content != content:
            part_of = await index_of(self.change, "part", *row.part_of) if row.part_of else None
            await self._sources.keep(index, resource=kind, became=became, content=content, part_of=part_of)
        return became

    def _under_another_id(self, kind: str, content: bytes) -> SourceRecord | None:
        """Many sources give new ids each time they are asked: what says the same, and is not there itself, is the same."""
        # Traces have no row of their own: all of them became the plan.
        taken = set(self._became.values()) - {self.change.plan_id}
        return self._sources.alike(kind, content, beside=self._present | self._seen, taken=taken)

    async def leave(self, kind: str, source: Source) -> UUID | None:
        """Note that something is here as another kind now. Return what it was."""
        known = self._sources.known(await index_of(self.change, kind, *source))
        if known is None or not self._sources.forget(known):
            return None
        return known.became

    async def drop(self, kind: str, whole: Intended) -> list[UUID]:
        """What of this kind is gone from a resource that was read again; nothing else tells."""
        lost = self._sources.lost(kind, await index_of(self.change, "part", *whole.source), self._seen)
        for record in lost:
            self._sources.forget(record)
            self.told.change(whole.places, "updated")
        return [record.became for record in lost]

    async def settle(self) -> None:
        """Name what is new or changed in the trail."""
        await self._sources.settle()

    def _said(self, row: Intended) -> str:
        """What a row says, so that one can tell whether it has changed; what it points to, as it stands here."""
        names = (field.name for field in dataclasses.fields(row) if field.name not in _ASIDE)
        said = {name: self._as_here(getattr(row, name)) for name in names}
        return json.dumps(said, default=str, sort_keys=True)

    def _as_here(self, value: object) -> object:
        if isinstance(value, Source):
            return self._became.get(value, value)
        if isinstance(value, tuple):
            return [self._as_here(one) for one in cast("tuple[object, ...]", value)]
        return value

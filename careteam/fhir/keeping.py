"""Keeps one row at a time in step with its source: written when it is new or has changed there, else left alone."""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from typing import Final, Self, TypeAlias
from uuid import UUID

from careteam.audit.change import Change
from careteam.fhir.intended import Intended, Source
from careteam.fhir.telling import Told
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

    @classmethod
    async def of(cls, change: Change, told: Told) -> Self:
        """Those of the plan of this change."""
        return cls(change, await Sources.of(change), told)

    async def keep(self, kind: str, row: Intended, write: Write, *, quiet: bool = False) -> UUID | None:
        """Have a row stand here as its source says. `quiet`: other entries tell of what changes in it.

        A part that comes or changes updates the whole; it creates nothing that an entry could call its own.
        """
        index = await index_of(self.change, kind, *row.source)
        content = await content_of(self.change, _said(row))
        self._seen.add(index)
        known = self._sources.known(index)
        if known is not None and known.content == content:
            self.told.change(row.places, "none")
            return known.became
        became = await write(known.became if known else None)
        if became is not None:
            part_of = await index_of(self.change, "part", *row.part_of) if row.part_of else None
            await self._sources.keep(index, resource=kind, became=became, content=content, part_of=part_of)
            if known is None or known.gone or not quiet:
                self.told.change(row.places, "updated" if known or row.part_of else "created")
        return became

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


def _said(row: Intended) -> str:
    """What a row says, so that one can tell whether it has changed."""
    said = {field.name: getattr(row, field.name) for field in dataclasses.fields(row) if field.name not in _ASIDE}
    return json.dumps(said, default=str, sort_keys=True)

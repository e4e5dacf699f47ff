"""What the records of another system became in a plan, so that an import changes only what has changed there."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Self
from uuid import UUID

from careteam.audit.change import Change
from careteam.plans import events
from careteam.plans.models import GONE, SourceRecord


async def index_of(change: Change, kind: str, system: str, value: str) -> bytes:
    """What a record is found again by: its kind, its server and its id, letter by letter."""
    return await change.exact("source", hashlib.sha256("\0".join((kind, system, value)).encode()).hexdigest())


async def content_of(change: Change, said: str) -> bytes:
    """A fingerprint of what a record says; keyed, so that nobody can try out what it may have said."""
    return await change.exact("source content", hashlib.sha256(said.encode()).hexdigest())


class Sources:
    """The records that one plan knows. `settle` tells the trail of those that are new or changed."""

    def __init__(self, change: Change, records: Iterable[SourceRecord]) -> None:
        self._change = change
        self._records = {record.source_index: record for record in records}
        self._touched: dict[UUID, None] = {}

    @classmethod
    async def of(cls, change: Change) -> Self:
        """Those of the plan of this change, locked."""
        return cls(change, await change.find(SourceRecord))

    def known(self, index: bytes) -> SourceRecord | None:
        """The record with this index, if it was here before."""
        return self._records.get(index)

    def alike(
        self, resource: str, content: bytes, *, beside: Collection[bytes], taken: Collection[UUID]
    ) -> SourceRecord | None:
        """A record of this kind that says the same, is not there itself `beside`, and whose row is not `taken` by another."""
        same = (one for one in self._records.values() if one.resource == resource and one.content == content)
        return next((one for one in same if one.source_index not in beside and one.became not in taken), None)

    async def keep(
        self, index: bytes, *, resource: str, became: UUID, content: bytes, part_of: bytes | None = None
    ) -> None:
        """Remember what a record became, and what it said."""
        record = self._records.get(index)
        if record is None:
            record = await self._change.add(
                SourceRecord(source_index=index, part_of=part_of, resource=resource, became=became, content=content)
            )
            self._records[index] = record
        else:
            record.became, record.content, record.part_of = became, content, part_of
        self._touched[record.id] = None

    def lost(self, resource: str, part_of: bytes, still: Collection[bytes]) -> list[SourceRecord]:
        """The parts of a record that were there before and are not among those it has still."""
        parts = (one for one in self._records.values() if one.part_of == part_of and one.resource == resource)
        return [one for one in parts if one.source_index not in still and not one.gone]

    def forget(self, record: SourceRecord) -> bool:
        """Note that its source no longer has a record; False if that is known. If it comes back, it has changed."""
        if record.gone:
            return False
        record.content = GONE
        self._touched[record.id] = None
        return True

    async def settle(self) -> None:
        """Name what is new or changed in the trail."""
        if self._touched:
            await self._change.record(events.PlanImported(record_ids=tuple(self._touched)))

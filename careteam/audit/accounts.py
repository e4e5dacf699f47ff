"""Compares rows with what the trail last said of them, so that an edit past the trail is named with the entry it belies."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from careteam.audit.chain import commitment
from careteam.audit.rows import Shape, plain, shape_of
from careteam.audit.sealing import details_context
from careteam.audit.trail import READ_KEYS
from careteam.core.database import bound_models
from careteam.crypto import atrest
from careteam.crypto.atrest import DeploymentKey, KeyRing

#: Entries read at a time.
PAGE = 5_000
_PLANS = """
SELECT plan_id, array_agg(id ORDER BY id) AS streams, array_agg(head_seq ORDER BY id) AS heads
FROM care.stream GROUP BY plan_id ORDER BY plan_id"""
_SAID = """
SELECT e.stream_id, e.seq, e.change_id, e.plan_id, e.subjects, e.detail, d.salt, d.sealed
FROM care.audit_entry e LEFT JOIN care.audit_detail d USING (stream_id, seq)
WHERE e.stream_id = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq"""


@dataclass(frozen=True)
class Belied:
    """An entry that is not borne out: by its details, or by a row it speaks of."""

    stream_id: UUID
    seq: int
    what: str


@dataclass
class Account:
    """What the entries of a plan said of one row: of each column the newest value, and in which entry."""

    stream_id: UUID
    table: str
    values: dict[str, tuple[Any, int]]
    seq: int = 0


class Accounts:
    """All that the entries of one plan (or of the organisation) said of rows."""

    def __init__(self, plan_id: UUID | None, ring: KeyRing) -> None:
        self._plan_id = plan_id
        self._ring = ring
        self.rows: dict[UUID, Account] = {}
        #: Rows of which an entry spoke whose details are gone: nothing can be said of them any more.
        self.untold: set[UUID] = set()
        self.belied: list[Belied] = []

    def hear(self, entry: Any) -> None:
        """Take in what one entry says; note it where its details are not those it committed to."""
        if entry["sealed"] is None:
            self.untold.update(entry["subjects"])
            return
        context = details_context(entry["plan_id"], entry["change_id"], entry["salt"])
        try:
            details = atrest.unseal(self._ring.get(self._plan_id), entry["sealed"], context=context)
        except atrest.Unsealable:
            details = b""
        if commitment(self._ring.commitment_salt(self._plan_id, entry["salt"]), details) != entry["detail"]:
            self.untold.update(entry["subjects"])
            self.belied.append(Belied(entry["stream_id"], entry["seq"], "its details are not those it committed to"))
            return
        for said in orjson.loads(details)["rows"]:
            account = self.rows.setdefault(UUID(said["id"]), Account(entry["stream_id"], said["table"], {}))
            account.values.update({name: (value, entry["seq"]) for name, value in said["after"].items()})
            account.seq = entry["seq"]

    def compare(self, shape: Shape[Any], rows: Iterable[Any]) -> Iterator[Belied]:
        """Rows of one table that are not as they were last said to be, or not there."""
        left = {id_ for id_, account in self.rows.items() if account.table == shape.table}
        for record in rows:
            left.discard(record["id"])
            account = self.rows.get(record["id"])
            if account is not None and record["id"] not in self.untold:
                yield from self._differences(shape, record, account)
        for id_ in left - self.untold:
            account = self.rows[id_]
            yield Belied(account.stream_id, account.seq, f"row {id_} of {shape.table} is gone")

    def _differences(self, shape: Shape[Any], record: Any, account: Account) -> Iterator[Belied]:
        try:
            row = shape.made(record, self._ring.get(self._plan_id))
        except (atrest.Unsealable, ValueError):
            yield Belied(account.stream_id, account.seq, f"row {record['id']} of {shape.table} cannot be read")
            return
        for name, (said, seq) in account.values.items():
            if not _same(said, getattr(row, name)):
                what = f"row {record['id']} of {shape.table} is another in {name}"
                yield Belied(account.stream_id, seq, what)


def _same(said: Any, value: Any) -> bool:
    """Is the value what its entry says? A time may be said in another zone."""
    if isinstance(value, datetime) and isinstance(said, str):
        return datetime.fromisoformat(said) == value
    if isinstance(value, date) and isinstance(said, str):
        return date.fromisoformat(said) == value
    return said == orjson.loads(orjson.dumps(plain(value), default=str))


@dataclass
class Compared:
    """How many rows were compared, and for each table the first that belies its entry."""

    rows: int
    belied: list[Belied]


async def compare(connection: Any, deployment_key: DeploymentKey) -> Compared:
    """Hear all entries of each plan in order, and hold its rows against them. Columns kept out of the trail stay unsaid."""
    result = Compared(0, [])
    for place in await connection.fetch(_PLANS):
        plan, streams = place["plan_id"], dict(zip(place["streams"], place["heads"], strict=True))
        for key in await connection.fetch(READ_KEYS, [plan] if plan else [], plan is None):
            ring = KeyRing()
            try:
                ring.add(plan, deployment_key.unwrap(key["wrapped"], key_id=key["id"]))
            except atrest.Unsealable:
                what = f"the data key {key['id']} does not open with this deployment key"
                result.belied.append(Belied(next(iter(streams)), 0, what))
                continue
            await _compare(connection, streams, Accounts(plan, ring), result)
    return result


async def _compare(connection: Any, streams: Mapping[UUID, int], accounts: Accounts, result: Compared) -> None:
    for stream, head in streams.items():
        for start in range(0, head, PAGE):
            for entry in await connection.fetch(_SAID, stream, start, start + PAGE):
                accounts.hear(entry)
    result.belied.extend(accounts.belied[:1])
    for table in sorted({account.table for account in accounts.rows.values()}):
        shape = shape_of(bound_models()[table])
        rows = await connection.fetch(f"SELECT * FROM {shape.place} WHERE stream_id = ANY ($1)", list(streams))
        result.rows += len(rows)
        first = next(accounts.compare(shape, rows), None)
        if first is not None:
            result.belied.append(first)

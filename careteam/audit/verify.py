"""Recomputes every chain, holds the rows against it, and names the first broken entry."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from typing_extensions import override

from careteam.audit import accounts
from careteam.audit.chain import GENESIS, Leaf, leaf_hash
from careteam.core.database import bound_models
from careteam.core.settings import settings
from careteam.crypto.atrest import DeploymentKey

#: Entries read at a time.
PAGE = 5_000

_STREAMS = "SELECT id, kind, head_seq, head_hash FROM care.stream ORDER BY id"
_PAGE = """
SELECT stream_id, seq, plan_id, change_id, (extract(epoch FROM at) * 1000000)::bigint AS at_us, actor, role, action,
  event, subjects, cause, columns, plan_version, detail, record, prev, hash
FROM care.audit_entry WHERE stream_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq"""
#: Rows whose last writer left no entry in their stream that names them.
_UNACCOUNTED = """
SELECT r.id, r.stream_id FROM care."{table}" r WHERE NOT EXISTS (
  SELECT FROM care.audit_entry e WHERE e.stream_id = r.stream_id AND e.change_id = r.change_id
    AND e.subjects @> ARRAY[r.id])
LIMIT 1"""
_LOST_DETAIL = """
SELECT e.stream_id, e.seq FROM care.audit_detail d LEFT JOIN care.audit_entry e USING (stream_id, seq)
WHERE e.seq IS NULL LIMIT 1"""


@dataclass(frozen=True)
class Break:
    """The first thing that does not hold."""

    stream_id: UUID
    kind: str
    seq: int
    what: str

    @override
    def __str__(self) -> str:
        return f"stream {self.stream_id} ({self.kind}), entry {self.seq}: {self.what}"


@dataclass
class Report:
    """What was verified, and the first break of each stream."""

    streams: int = 0
    entries: int = 0
    rows: int = 0
    #: Of the rows, how many were held against what the trail last said of them.
    compared: int = 0
    #: What features have verified of their own.
    further: list[str] = field(default_factory=list[str])
    breaks: list[Break] = field(default_factory=list[Break])


@dataclass(frozen=True)
class Further:
    """What a feature has verified of its own, in words, and what of it does not hold."""

    what: str
    breaks: list[Break]


#: How a feature verifies what it keeps besides rows: signed chains.
Feature: TypeAlias = "Callable[[Any], Awaitable[Further]]"


async def verify(
    connection: Any, deployment_key: DeploymentKey | None = None, features: Sequence[Feature] = ()
) -> Report:
    """Recompute every stream's chain in pages, compare it with its head, and look for rows without their entry.

    With the deployment key the details of entries are opened too, and every row is compared with them. Features then
    verify what they keep.
    """
    report = Report()
    for stream in await connection.fetch(_STREAMS):
        report.streams += 1
        broken = await _verify_stream(connection, stream, report)
        if broken is not None:
            report.breaks.append(broken)
    for table in sorted(bound_models()):
        row = await connection.fetchrow(_UNACCOUNTED.format(table=table))
        report.rows += await connection.fetchval(f'SELECT count(*) FROM care."{table}"')
        if row is not None:
            report.breaks.append(Break(row["stream_id"], table, 0, f"no entry accounts for row {row['id']} of {table}"))
    if deployment_key is not None:
        compared = await accounts.compare(connection, deployment_key)
        report.compared = compared.rows
        report.breaks.extend(Break(one.stream_id, "details", one.seq, one.what) for one in compared.belied)
    for feature in features:
        found = await feature(connection)
        report.further.append(found.what)
        report.breaks.extend(found.breaks)
    return report


async def _verify_stream(connection: Any, stream: Any, report: Report) -> Break | None:
    last, prev = 0, GENESIS
    async for entry in _entries(connection, stream["id"], stream["head_seq"]):
        wrong = _wrong(entry, last, prev)
        if wrong is not None:
            return Break(stream["id"], stream["kind"], entry["seq"], wrong)
        last, prev = entry["seq"], entry["hash"]
        report.entries += 1
    if last != stream["head_seq"]:
        return Break(stream["id"], stream["kind"], last + 1, "the entry is missing")
    beyond = await connection.fetchval("SELECT max(seq) FROM care.audit_entry WHERE stream_id = $1", stream["id"])
    if (beyond or 0) > last:
        return Break(stream["id"], stream["kind"], last + 1, "an entry lies beyond the head")
    return (
        None if prev == stream["head_hash"] else Break(stream["id"], stream["kind"], last, "the head is another hash")
    )


async def _entries(connection: Any, stream_id: UUID, head: int) -> AsyncIterator[Any]:
    for start in range(0, head, PAGE):
        for entry in await connection.fetch(_PAGE, stream_id, start, min(start + PAGE, head)):
            yield entry


def _wrong(entry: Any, last: int, prev: bytes) -> str | None:
    if entry["seq"] != last + 1:
        return f"entry {last + 1} is missing before it"
    if entry["prev"] != prev:
        return "it does not follow the entry before it"
    leaf = Leaf(
        action=entry["action"], actor=entry["actor"], at_us=entry["at_us"], cause=entry["cause"],
        change=entry["change_id"], columns=entry["columns"], detail=entry["detail"], event=entry["event"],
        plan=entry["plan_id"], prev=entry["prev"], record=entry["record"], role=entry["role"], seq=entry["seq"],
        stream=entry["stream_id"], subjects=tuple(entry["subjects"]), version=entry["plan_version"],
    )  # fmt: skip
    return None if leaf_hash(leaf) == entry["hash"] else "its fields are not what its hash was made of"


def main(arguments: list[str], features: Sequence[Feature] = ()) -> int:
    """`careteam verify`: exit 0 if every chain holds, 1 with the first break of each stream that does not."""
    parser = argparse.ArgumentParser(prog="careteam verify", description=__doc__)
    parser.add_argument("--database-url", help="where to verify; default: CARETEAM_APP_DATABASE_URL")
    parser.add_argument("--key", type=Path, help="the deployment key of that database; default: this installation's")
    chosen = parser.parse_args(arguments)
    configured = settings().app_database_url
    url = chosen.database_url or (configured.get_secret_value() if configured else None)
    if url is None:
        parser.error("name the database with --database-url or CARETEAM_APP_DATABASE_URL")
    # Another database's key is another one, too.
    file: Path | None = chosen.key or (None if chosen.database_url else settings().deployment_key_file)
    key = None if file is None else DeploymentKey.load(file)
    if key is None:
        print("Without --key, rows are not compared with what the trail said of them.", file=sys.stderr)
    report = asyncio.run(_verify_at(url, key, features))
    for broken in report.breaks:
        print(f"BROKEN  {broken}", file=sys.stderr)
    for what in report.further:
        print(f"{what} verified")
    print(
        f"{report.streams} streams, {report.entries} entries, {report.rows} rows verified, "
        f"{report.compared} compared with what the trail says of them, {len(report.breaks)} broken"
    )
    return 1 if report.breaks else 0


async def _verify_at(url: str, key: DeploymentKey | None, features: Sequence[Feature]) -> Report:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await verify(connection, key, features)
    finally:
        await connection.close()

"""Sealing a change: its rows, its entries and what is owed after it are written, once, just before the commit."""

import re
import secrets
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias
from uuid import UUID

from careteam.access.policy import POLICY
from careteam.access.roles import Role
from careteam.access.rules import decides_on_facts
from careteam.audit.chain import commitment, details_bytes
from careteam.audit.rows import plain, row_plan
from careteam.audit.unit import Held, Unit, UnitEntry
from careteam.core.ids import new_id
from careteam.crypto import atrest

Statement: TypeAlias = tuple[str, tuple[Any, ...]]
_PARAMETER = re.compile(r"\$(\d+)")
#: A change with at most so many rows is written in one statement.
TOGETHER = 6
_RESULT = "UPDATE care.change SET result = $2 WHERE id = $1"
_APPEND = "SELECT o_stream, o_seq FROM care.append_entries($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)"
_DELIVER = (
    "INSERT INTO care.delivery (id, stream_id, change_id, plan_id, reaction, subjects, due_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() - make_interval(days => $7))"
)
#: By so many days what goes first is owed before all else.
DAYS_AHEAD = 1


class DeliveredAlready(Exception):
    """Another worker has had this delivery's effect; this one is undone."""


async def seal(unit: Unit, *, after: Collection[UUID] = (), keyed: bool = False) -> list[tuple[UUID, int, bool]]:
    """Write what a change holds: its rows, its entries, what is owed after it. Return where its streams stand now.

    `after` names the deliveries whose effect this change is; they are done with it. `keyed`: its result is kept.
    """
    touched = accounted(unit)
    await unit.trail.load_keys(unit.connection, {entry.plan_id for entry in unit.entries})
    entries = entry_arguments([(unit, touched)])
    statements = [_written(unit, held) for held in touched]
    if keyed:
        statements.append((_RESULT, (unit.change_id, unit.result)))
    positions = await _carry_out(unit, statements, entries, [held.shape.table for held in touched])
    for statement, values in groupby(unit.unbound, itemgetter(0)):
        await unit.connection.executemany(statement, [each for _, each in values])
    if after:
        await _settle(unit, after)
    for entry in unit.entries:
        for reaction in unit.trail.reactions.after.get(type(entry.event), ()):
            subjects = list(entry.event.subjects())
            ahead = DAYS_AHEAD * (reaction in unit.trail.reactions.first)
            await unit.connection.execute(
                _DELIVER, new_id(), entry.stream_id, unit.change_id, entry.plan_id, reaction, subjects, ahead
            )
    standing = any(entry.event.changes_standing for entry in unit.entries)
    return [(UUID(int=p["o_stream"].int), p["o_seq"], standing) for p in positions]


def accounted(unit: Unit) -> list[Held]:
    """The rows that a change touches. RuntimeError where no event of its stream names one, or nobody asked the policy."""
    touched = [held for held in unit.held.values() if held.before is None or held.changed()]
    named = {(entry.stream_id, id_) for entry in unit.entries for id_ in entry.event.subjects()}
    for held in touched:
        if (held.row.stream_id, held.row.id) not in named:
            raise RuntimeError(f"no event accounts for a row of {held.shape.table}")
    if (
        touched
        and not unit.required
        and decides_on_facts(POLICY[unit.action])
        and Role.SYSTEM not in unit.standing.actor.roles
    ):
        raise RuntimeError(f"{unit.action} depends on the row, and nobody asked the policy about it")
    return touched


async def _settle(unit: Unit, ids: Collection[UUID]) -> None:
    """Strike out the deliveries whose effect this is. Whoever comes second has no effect, however long they took."""
    struck = await unit.connection.execute("DELETE FROM care.delivery WHERE id = ANY ($1)", list(ids))
    if struck != f"DELETE {len(ids)}":
        raise DeliveredAlready


async def _carry_out(unit: Unit, statements: list[Statement], entries: tuple[Any, ...], tables: list[str]) -> list[Any]:
    """Write rows and entries: a small change in one round trip, others statement by statement.

    Parts of one statement have no order among themselves, so two rows of a table never share it.
    """
    if unit.entries and len(tables) <= TOGETHER and len(set(tables)) == len(tables):
        values = [value for _, values in statements for value in values]
        return await unit.connection.fetch(together(tuple(sql for sql, _ in statements)), *values, *entries)
    for sql, values in statements:
        await unit.connection.execute(sql, *values)
    return await unit.connection.fetch(_APPEND, *entries) if unit.entries else []


@cache
def together(statements: tuple[str, ...], append: str = _APPEND) -> str:
    """These statements, w0 and so on, and the appending of entries as one; their parameters are numbered on."""
    parts: list[str] = []
    taken = 0
    for sql in (*statements, append):
        numbers = [int(number) for number in _PARAMETER.findall(sql)]
        parts.append(_PARAMETER.sub(lambda match, by=taken: f"${int(match[1]) + by}", sql))
        taken += max(numbers)
    written = ", ".join(f"w{n} AS ({sql})" for n, sql in enumerate(parts[:-1]))
    return f"WITH {written} {parts[-1]}" if written else parts[-1]


def _written(unit: Unit, held: Held) -> Statement:
    row, shape = held.row, held.shape
    key = unit.trail.ring.get(row_plan(row)) if shape.sealed else None
    changed = held.changed()
    row.change_id = unit.change_id
    if held.before is None:
        return shape.insert, tuple(shape.stored(row, name, key) for name in shape.columns)
    names = (*(name for name in changed if name != "change_id"), "change_id")
    return shape.update(names), (row.id, row.stream_id, *(shape.stored(row, name, key) for name in names))


def entry_arguments(parts: Sequence[tuple[Unit, list[Held]]]) -> tuple[Any, ...]:
    """The arguments of `append_entries` for these changes: one array per field, in the order of the events."""
    columns: list[tuple[Any, ...]] = []
    subjects: list[UUID] = []
    for unit, touched in parts:
        columns.extend(_sealed_entries(unit, touched, subjects))
    entries = [entry for unit, _ in parts for entry in unit.entries]
    bumped = {entry.plan_id for entry in entries if entry.event.changes_standing and entry.plan_id}
    arrays: list[Any] = [list(array) for array in zip(*columns, strict=True)]
    arrays.insert(6, subjects)
    return (*arrays, sorted(bumped) or None)


def _sealed_entries(unit: Unit, touched: list[Held], subjects: list[UUID]) -> Iterator[tuple[Any, ...]]:
    """What one change's entries say, in the order they were recorded; their subjects are laid behind the others."""
    told: set[UUID] = set()
    by_id = {held.row.id: held for held in touched}
    for entry in unit.entries:
        named = entry.event.subjects()
        subjects.extend(named)
        rows = [by_id[id_] for id_ in named if id_ in by_id and id_ not in told]
        rows = [held for held in rows if held.row.stream_id == entry.stream_id]
        told.update(held.row.id for held in rows)
        changed = sorted({name for held in rows if held.before is not None for name in held.changed()})
        salt = secrets.token_bytes(32)
        details = details_bytes({"facts": entry.event.facts(), "rows": [_told(held) for held in rows]})
        sealed = _sealed_details(unit, entry, salt, details)
        yield (
            entry.stream_id, unit.change_id, unit.standing.actor.person_id, str(entry.role), str(unit.action),
            entry.event.name, len(subjects), entry.cause, ",".join(changed), entry.version,
            commitment(_secret(unit, entry, salt), details), salt, sealed, entry.event.record, _standing_version(unit, entry),
        )  # fmt: skip


def _standing_version(unit: Unit, entry: UnitEntry) -> int | None:
    """The version the writer's rights were read at; a plan that was opened just now has no other writers."""
    same = entry.plan_id is not None and entry.plan_id == unit.standing.plan_id
    return unit.standing.version if same else None


def _told(held: Held) -> dict[str, Any]:
    """What a row was and what it is, without columns that the trail keeps quiet about."""
    names = [name for name in held.shape.told if held.before is None or getattr(held.row, name) != held.before[name]]
    before = {name: plain(held.before[name]) for name in names} if held.before is not None else None
    after = {name: plain(getattr(held.row, name)) for name in names}
    return {"table": held.shape.table, "id": str(held.row.id), "before": before, "after": after}


def _sealed_details(unit: Unit, entry: UnitEntry, salt: bytes, details: bytes) -> bytes | None:
    if entry.plan_id not in unit.trail.ring:
        return None
    return atrest.seal(
        unit.trail.ring.get(entry.plan_id), details, context=details_context(entry.plan_id, unit.change_id, salt)
    )


def _secret(unit: Unit, entry: UnitEntry, salt: bytes) -> bytes:
    """What the commitment is salted with: not the stored salt itself, else whoever reads the table could try guesses."""
    if entry.plan_id not in unit.trail.ring:
        return salt
    return unit.trail.ring.commitment_salt(entry.plan_id, salt)


def details_context(plan_id: UUID | None, change_id: UUID, salt: bytes) -> bytes:
    """The one place where an entry's sealed details are valid."""
    return atrest.column_context(plan_id, "audit_detail", change_id, salt.hex())

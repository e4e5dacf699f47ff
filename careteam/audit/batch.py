"""What changes that share a transaction read and write together: one statement to look, one to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.access.sql import RELATIONS, STANDING
from careteam.audit.rows import row_plan, shape_of
from careteam.audit.sealing import Statement, entry_arguments, together, told_positions
from careteam.audit.unit import Held, Unit, Wanted, wanted
from careteam.core.database import Bound
from careteam.core.ids import PlanId

#: A table, the columns whose ids say which row, the columns that must be null.
Form: TypeAlias = tuple[type[Bound], tuple[str, ...], tuple[str, ...]]

_CHANGES = (
    "INSERT INTO care.change (id, actor, key, request, result, at) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::uuid[], $6::timestamptz[])"
)


@dataclass(frozen=True)
class Need:
    """One row of the plan that a command will ask for, by ids; `empty` names columns that must be null."""

    model: type[Bound]
    ids: Mapping[str, UUID]
    empty: tuple[str, ...] = ()

    @property
    def wanted(self) -> Wanted:
        """As `Change.find` is asked for it."""
        return wanted(self.model, {**self.ids, **dict.fromkeys(self.empty)})

    @property
    def form(self) -> Form:
        """The same without the ids."""
        return self.model, tuple(self.ids), self.empty


@dataclass(frozen=True)
class Asked:
    """Who asks for what, as `open_change` is told it, and the rows it takes."""

    actor: Actor
    action: Action
    plan_id: PlanId
    key: UUID
    request: bytes
    needs: tuple[Need, ...]

    @property
    def form(self) -> tuple[Form, ...]:
        """Who needs rows of the same form can be looked up together."""
        return tuple(need.form for need in self.needs)


@dataclass(frozen=True)
class Member:
    """A change that has done its work, and the rows it touched."""

    asked: Asked
    #: The fingerprint of its request.
    digest: bytes
    unit: Unit
    touched: list[Held]


async def look(connection: Any, asked: Sequence[Asked]) -> list[list[Any]]:
    """For each: the clock, whether its key was used, how its actor stands, and the rows it needs, locked.

    A row that is missing or in somebody's hands is null. All of them need rows of one form.
    """
    ids = zip(*([id_ for need in one.needs for id_ in need.ids.values()] for one in asked), strict=True)
    records = await connection.fetch(
        _look(asked[0].form),
        [one.plan_id for one in asked],
        [one.key for one in asked],
        [one.actor.person_id for one in asked],
        *map(list, ids),
    )
    rows = {number: list(group) for number, group in groupby(records, key=lambda record: record["i"])}
    return [rows[number] for number in range(1, len(asked) + 1)]


@cache
def _look(form: tuple[Form, ...]) -> str:
    """$1 plans, $2 keys, $3 persons, $4 onward the ids that the rows are needed by."""
    names = [f"v{n}_{name}" for n, (_, ids, _) in enumerate(form) for name in ids]
    arrays = ", ".join(f"${n}::uuid[]" for n in range(1, 4 + len(names)))
    needed = ", ".join(f"n{n}.row AS n{n}" for n in range(len(form)))
    relations = RELATIONS.replace("$2", "q.person").format(now="c.at")
    return (
        f"WITH c AS MATERIALIZED (SELECT care.now() AS at) SELECT q.i, c.at, e.id AS earlier, {STANDING}, {needed} "  # noqa: S608 - names of columns
        f"FROM c CROSS JOIN unnest({arrays}) WITH ORDINALITY AS q({', '.join(['plan', 'key', 'person', *names])}, i) "
        "LEFT JOIN care.change e ON e.actor = q.person AND e.key = q.key LEFT JOIN care.plan p ON p.id = q.plan "
        f"{relations} {' '.join(_needed(n, one) for n, one in enumerate(form))} ORDER BY q.i"
    )


def _needed(n: int, form: Form) -> str:
    """A join of need n. Whoever holds its row is not waited for: a group must not stand still for one of its members."""
    model, ids, empty = form
    terms = [
        "t.plan_id = q.plan",
        *(f't."{name}" = q.v{n}_{name}' for name in ids),
        *(f't."{e}" IS NULL' for e in empty),
    ]
    row = f"SELECT t AS row FROM {shape_of(model).place} t WHERE {' AND '.join(terms)} FOR UPDATE SKIP LOCKED"  # noqa: S608 - names of columns
    return f"LEFT JOIN LATERAL ({row}) n{n} ON true"


async def write(connection: Any, members: Sequence[Member]) -> list[tuple[UUID, int, bool]]:
    """Write the rows and entries of these changes in one statement. Return where their streams stand now."""
    # Before the rows are stamped with their changes: what entries tell is what the commands did.
    entries = entry_arguments([(member.unit, member.touched) for member in members])
    statements = [_changes(members), *_rows(members)]
    values = [value for _, values in statements for value in values]
    appended = await connection.fetch(together(tuple(sql for sql, _ in statements)), *values, *entries)
    return told_positions(appended, standing=False)


def _changes(members: Sequence[Member]) -> Statement:
    rows = (
        (one.unit.change_id, one.asked.actor.person_id, one.asked.key, one.digest, one.unit.result, one.unit.now)
        for one in members
    )
    return _CHANGES, tuple(map(list, zip(*rows, strict=True)))


def _rows(members: Sequence[Member]) -> list[Statement]:
    """For each table one statement for its new rows and one for its changed ones, each row as it was left last."""
    last: dict[tuple[str, UUID], Held] = {}
    columns: dict[tuple[str, bool], set[str]] = {}
    for member in members:
        for held in member.touched:
            columns.setdefault((held.shape.table, held.before is None), {"change_id"}).update(held.changed())
            held.row.change_id = member.unit.change_id
            last[held.shape.table, held.row.id] = held
    statements: list[Statement] = []
    for (table, new), touched in sorted(columns.items()):
        rows = [held for held in last.values() if (held.shape.table, held.before is None) == (table, new)]
        shape, names = rows[0].shape, tuple(sorted(touched))
        kept = shape.columns if new else ("id", "stream_id", *names)
        statements.append((shape.insert_many if new else shape.update_many(names), (_recordset(rows, kept, members),)))
    return statements


def _recordset(rows: Sequence[Held], names: Sequence[str], members: Sequence[Member]) -> str:
    ring = members[0].unit.trail.ring
    records: list[dict[str, Any]] = []
    for held in rows:
        key = ring.get(row_plan(held.row)) if held.shape.sealed else None
        records.append({name: held.shape.stored(held.row, name, key) for name in names})
    return orjson.dumps(records, default=_json).decode()


def _json(value: Any) -> str:
    """What orjson does not know, as `json_populate_recordset` reads it."""
    match value:
        case bytes():
            return f"\\x{value.hex()}"
        case UUID():
            return str(value)
        case _:
            raise TypeError(type(value).__name__)

"""What changes that share a transaction read and write together: one statement to look, one to write."""

from collections.abc import Callable, Mapping, Sequence
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
from careteam.audit.sealing import DAYS_AHEAD, Statement, entry_arguments, together
from careteam.audit.trail import Appended
from careteam.audit.unit import Held, Unit, UnitEntry, Wanted, wanted
from careteam.core.database import Bound
from careteam.core.ids import PlanId, new_id
from careteam.crypto.atrest import KeyRing

#: A table, the columns whose ids say which row, those that are the actor, those that must be null.
Form: TypeAlias = tuple[type[Bound], tuple[str, ...], tuple[str, ...], tuple[str, ...]]

_DELIVERIES = (
    "INSERT INTO care.delivery (id, stream_id, change_id, plan_id, reaction, subjects, due_at) SELECT id, stream_id, "
    "change_id, plan_id, reaction, subjects, clock_timestamp() - make_interval(days => CASE WHEN reaction = ANY ($2) "
    "THEN $3 ELSE 0 END) FROM json_populate_recordset(NULL::care.delivery, $1)"
)
_CHANGES = (
    "INSERT INTO care.change (id, actor, key, request, result, at) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::uuid[], $6::timestamptz[])"
)


@dataclass(frozen=True)
class Need:
    """One row of the plan that a command will change, by ids; `mine` names the column that is the actor, `empty` null ones."""

    model: type[Bound]
    ids: Mapping[str, UUID]
    mine: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    def wanted(self, actor: Actor) -> Wanted:
        """As `Change.find` is asked for it."""
        mine = dict.fromkeys(self.mine, actor.person_id)
        return wanted(self.model, {**self.ids, **mine, **dict.fromkeys(self.empty)})

    @property
    def form(self) -> Form:
        """The same without the ids."""
        return self.model, tuple(self.ids), self.mine, self.empty


@dataclass(frozen=True)
class Entrance:
    """How a look finds out who asks, so that it need not be asked before.

    `sql` yields one row with `person_id` for q.token. `read` makes the actor of it; None for who must come in otherwise.
    """

    sql: str
    read: Callable[[Any], Actor | None]


@dataclass(frozen=True)
class Asked:
    """Who asks for what, as `open_change` is told it, and the rows it takes."""

    entrance: Entrance
    token: bytes
    action: Action
    plan_id: PlanId
    key: UUID
    request: bytes
    needs: tuple[Need, ...]

    @property
    def form(self) -> tuple[str, tuple[Form, ...]]:
        """Who comes in the same way and needs rows of the same form can be looked up together."""
        return self.entrance.sql, tuple(need.form for need in self.needs)


@dataclass(frozen=True)
class Member:
    """A change that has done its work, and the rows it touched."""

    asked: Asked
    #: The fingerprint of its request.
    digest: bytes
    unit: Unit
    touched: list[Held]


async def look(connection: Any, asked: Sequence[Asked]) -> list[list[Any]]:
    """For each: the clock, who asks, whether the key was used, how they stand, and the rows they need; null if missing.

    Nothing is locked: `write` finds out whether a row has changed since. All of them are of one form.
    """
    ids = zip(*([id_ for need in one.needs for id_ in need.ids.values()] for one in asked), strict=True)
    records = await connection.fetch(
        _look(*asked[0].form),
        [one.plan_id for one in asked],
        [one.key for one in asked],
        [one.token for one in asked],
        *map(list, ids),
    )
    rows = {number: list(group) for number, group in groupby(records, key=lambda record: record["i"])}
    return [rows[number] for number in range(1, len(asked) + 1)]


@cache
def _look(entrance: str, form: tuple[Form, ...]) -> str:
    """$1 plans, $2 keys, $3 tokens, $4 onward the ids that the rows are needed by."""
    names = [f"v{n}_{name}" for n, (_, ids, _, _) in enumerate(form) for name in ids]
    arrays = ", ".join(["$1::uuid[], $2::uuid[], $3::bytea[]", *(f"${n}::uuid[]" for n in range(4, 4 + len(names)))])
    needed = ", ".join(f"n{n} AS n{n}" for n in range(len(form)))
    relations = RELATIONS.replace("$2", "w.person_id").format(now="c.at")
    return (
        f"WITH c AS MATERIALIZED (SELECT care.now() AS at) SELECT q.i, c.at, w.*, e.id AS earlier, {STANDING}, {needed} "  # noqa: S608 - names of columns
        f"FROM c CROSS JOIN unnest({arrays}) WITH ORDINALITY AS q({', '.join(['plan', 'key', 'token', *names])}, i) "
        f"LEFT JOIN LATERAL ({entrance}) w ON true "
        "LEFT JOIN care.change e ON e.actor = w.person_id AND e.key = q.key LEFT JOIN care.plan p ON p.id = q.plan "
        f"{relations} {' '.join(_needed(n, one) for n, one in enumerate(form))} ORDER BY q.i"
    )


def _needed(n: int, form: Form) -> str:
    model, ids, mine, empty = form
    row = f"n{n}"
    terms = [f"{row}.plan_id = q.plan", *(f'{row}."{name}" = q.v{n}_{name}' for name in ids)]
    terms += [*(f'{row}."{name}" = w.person_id' for name in mine), *(f'{row}."{name}" IS NULL' for name in empty)]
    return f"LEFT JOIN {shape_of(model).place} {row} ON {' AND '.join(terms)}"


async def write(connection: Any, members: Sequence[Member]) -> list[Appended]:
    """Write the rows and entries of these changes in one statement. Return the entries.

    Nothing is written if one of the rows was written by somebody else since the look.
    """
    # Before the rows are stamped with their changes: what entries tell is what the commands did.
    entries = entry_arguments([(member.unit, member.touched) for member in members])
    rows = _rows(members)
    statements = [*((sql, (recordset,)) for sql, recordset, _ in rows), _changes(members), *_deliveries(members)]
    values = [value for _, values in statements for value in values]
    changing = [count for _, _, count in rows if count]
    append = _append_after(len(changing))
    appended = await connection.fetch(
        together(tuple(sql for sql, _ in statements), append), *values, *entries, sum(changing)
    )
    made = [(member.unit, entry) for member in members for entry in member.unit.entries]
    return [_appended(*made[int(record["o_entry"]) - 1], record) for record in appended]


def _appended(unit: Unit, entry: UnitEntry, record: Any) -> Appended:
    subjects = entry.event.subjects()
    new = {id_: held.row for id_ in subjects if (held := unit.held.get(id_)) and held.before is None}
    return Appended(
        stream_id=entry.stream_id, seq=record["o_seq"], plan_id=entry.plan_id, event=entry.event.name,
        actor=unit.standing.actor.person_id, at=record["o_at"], change_id=unit.change_id, subjects=list(subjects),
        standing_version=unit.standing.version, rows=new,
    )  # fmt: skip


@cache
def _append_after(changing: int) -> str:
    """Append entries once the first so many statements have found all their rows: $18."""
    found = " + ".join(f"(SELECT count(*) FROM w{n})" for n in range(changing)) or "0"  # noqa: S608 - numbers
    arguments = ", ".join(f"${n}" for n in range(1, 16))
    return (
        f"SELECT o_entry, o_seq, o_at FROM care.require_rows({found}, $18) AS ok "  # noqa: S608 - numbers
        f"CROSS JOIN LATERAL care.append_entries({arguments}, CASE WHEN ok THEN $16::bigint[] END, $17)"
    )


def _changes(members: Sequence[Member]) -> Statement:
    rows = (
        (
            one.unit.change_id,
            one.unit.standing.actor.person_id,
            one.asked.key,
            one.digest,
            one.unit.result,
            one.unit.now,
        )
        for one in members
    )
    return _CHANGES, tuple(map(list, zip(*rows, strict=True)))


def _deliveries(members: Sequence[Member]) -> list[Statement]:
    """What is owed after these changes."""
    owed = [
        {
            "id": new_id(), "stream_id": entry.stream_id, "change_id": member.unit.change_id, "plan_id": entry.plan_id,
            "reaction": reaction, "subjects": entry.event.subjects(),
        }
        for member in members
        for entry in member.unit.entries
        for reaction in member.unit.trail.reactions.after.get(type(entry.event), ())
    ]  # fmt: skip
    if not owed:
        return []
    first = list(members[0].unit.trail.reactions.first)
    return [(_DELIVERIES, (orjson.dumps(owed, default=_plain).decode(), first, DAYS_AHEAD))]


def _rows(members: Sequence[Member]) -> list[tuple[str, str, int]]:
    """For each table a statement for its changed rows, then one for its new ones; their JSON; how many are changed.

    Each row is as it was left last.
    """
    last: dict[tuple[str, UUID], Held] = {}
    columns: dict[tuple[bool, str], set[str]] = {}
    for member in members:
        for held in member.touched:
            columns.setdefault((held.before is None, held.shape.table), {"change_id"}).update(held.changed())
            held.row.change_id = member.unit.change_id
            last[held.shape.table, held.row.id] = held
    statements: list[tuple[str, str, int]] = []
    for (new, table), touched in sorted(columns.items()):
        rows = [held for held in last.values() if (held.before is None, held.shape.table) == (new, table)]
        shape, names = rows[0].shape, tuple(sorted(touched))
        sql = shape.insert_many if new else shape.update_many(names)
        kept = shape.columns if new else ("id", "stream_id", *names)
        statements.append((sql, _json_of(rows, kept, members[0].unit.trail.ring), 0 if new else len(rows)))
    return statements


def _json_of(rows: Sequence[Held], names: Sequence[str], ring: KeyRing) -> str:
    records: list[dict[str, Any]] = []
    for held in rows:
        key = ring.get(row_plan(held.row)) if held.shape.sealed else None
        record = {name: held.shape.stored(held.row, name, key) for name in names}
        records.append(record | {"was": held.before and held.before["change_id"]})
    return orjson.dumps(records, default=_plain).decode()


def _plain(value: Any) -> str:
    """What orjson does not know, as PostgreSQL reads it."""
    match value:
        case bytes():
            return f"\\x{value.hex()}"
        case UUID():
            return str(value)
        case _:
            raise TypeError(type(value).__name__)

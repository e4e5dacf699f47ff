"""The prepared statements of bound tables, and rows as a Change keeps them: what they were, what they are, how they seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from careteam.core.database import Bound, Named, SealedText
from careteam.crypto import atrest

M = TypeVar("M", bound=Bound)

#: Who wrote a row and where it lies is said by the entry itself.
_PLACE = frozenset({"id", "plan_id", "stream_id", "change_id"})


@dataclass(frozen=True)
class Shape(Generic[M]):
    """One bound table: its columns, and the statements that read and write its rows by key."""

    model: type[M]

    @cached_property
    def table(self) -> str:
        return self.model.__tablename__

    @cached_property
    def place(self) -> str:
        return f'care."{self.table}"'

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.model.__table__.columns)

    @cached_property
    def sealed(self) -> tuple[str, ...]:
        """Columns that the database only sees encrypted."""
        return tuple(c.name for c in self.model.__table__.columns if isinstance(c.type, SealedText))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Columns whose values appear in the trail's before and after."""
        quiet = {c.name for c in self.model.__table__.columns if not c.info.get("trail", True)}
        return tuple(name for name in self.columns if name not in quiet | _PLACE)

    @cached_property
    def words(self) -> Mapping[str, type[StrEnum]]:
        return {c.name: c.type.vocabulary for c in self.model.__table__.columns if isinstance(c.type, Named)}

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        return {c.name: c.default for c in self.model.__table__.columns if c.default is not None}

    @cached_property
    def insert(self) -> str:
        names = ", ".join(f'"{name}"' for name in self.columns)
        values = ", ".join(f"${n}" for n in range(1, len(self.columns) + 1))
        return f"INSERT INTO {self.place} ({names}) VALUES ({values})"

    def update(self, changed: tuple[str, ...]) -> str:
        """Set the changed columns and the writer's change ($3 onward) of the row $1 in stream $2."""
        sets = ", ".join(f'"{name}" = ${n}' for n, name in enumerate(changed, start=3))
        return f"UPDATE {self.place} SET {sets} WHERE id = $1 AND stream_id = $2"

    @cached_property
    def insert_many(self) -> str:
        """The same as `insert` for the rows of the JSON array $1."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        return f"INSERT INTO {self.place} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{self.place}, $1)"

    def update_many(self, changed: tuple[str, ...]) -> str:
        """Set these columns of the rows that the JSON array $1 holds, unless another change than `was` wrote one last."""
        sets = ", ".join(f'"{name}" = v."{name}"' for name in changed)
        return (
            f"UPDATE {self.place} t SET {sets} FROM json_array_elements($1) j "
            f"CROSS JOIN LATERAL json_populate_record(NULL::{self.place}, j) v "
            "WHERE t.id = v.id AND t.stream_id = v.stream_id AND t.change_id = (j ->> 'was')::uuid RETURNING t.id"
        )

    def select(self, criteria: tuple[str, ...], empty: tuple[str, ...], among: tuple[str, ...] = ()) -> str:
        """Read and lock the rows whose columns equal $1, $2, ... and whose `empty` columns are null, in key order.

        For the criteria `among`, the value is a list of which one fits.
        """
        names = ", ".join(f'"{name}"' for name in self.columns)
        equal = [f'"{c}" = ANY (${n})' if c in among else f'"{c}" = ${n}' for n, c in enumerate(criteria, start=1)]
        where = equal + [f'"{name}" IS NULL' for name in empty]
        return f"SELECT {names} FROM {self.place} WHERE {' AND '.join(where)} ORDER BY id FOR UPDATE"

    def ends(self, by: str, having: str, equal: tuple[str, ...]) -> str:
        """The ids of the first and the last row of plan $1 by a column below $2, of those whose columns equal $3, ..."""
        where = [f'"{by}" < $2', f'"{having}" IS NOT NULL', *(f'"{c}" = ${n}' for n, c in enumerate(equal, start=3))]
        one = f'SELECT id FROM {self.place} WHERE plan_id = $1 AND {" AND ".join(where)} ORDER BY "{by}"'
        return f"({one}, id LIMIT 1) UNION ({one} DESC, id DESC LIMIT 1)"

    def made(self, record: Mapping[str, Any], data_key: bytes | None) -> M:
        """The row a record holds, unsealed."""
        values = dict(record)
        for name, vocabulary in self.words.items():
            if values[name] is not None:
                values[name] = vocabulary(values[name])
        if self.sealed and data_key is not None:
            for name in self.sealed:
                if values[name] is not None:
                    values[name] = self.opened(values, name, data_key)
        return self.model(**values)

    def opened(self, values: Mapping[str, Any], name: str, data_key: bytes) -> str:
        """The text of one sealed column of a record."""
        context = atrest.column_context(values["plan_id"], self.table, values["id"], name)
        return atrest.unseal(data_key, values[name], context=context).decode()

    def stored(self, row: M, name: str, data_key: bytes | None) -> Any:
        """What the database is given for one column of a row."""
        value = getattr(row, name)
        if value is None or name not in self.sealed:
            return value
        if data_key is None:
            raise atrest.KeyNotLoaded(self.table)
        context = atrest.column_context(row_plan(row), self.table, row.id, name)
        return atrest.seal(data_key, str(value).encode(), context=context)

    def fill(self, row: M) -> None:
        """Give a new row the defaults of its columns."""
        for name, default in self.defaults.items():
            if getattr(row, name) is None:
                setattr(row, name, default.arg(None) if default.is_callable else default.arg)


@cache
def shape_of(model: type[M]) -> Shape[M]:
    """The one Shape of a model."""
    return Shape(model)


def row_plan(row: Bound) -> UUID | None:
    """The plan a row belongs to; None for the organisation's."""
    return row.plan_id  # type: ignore[attr-defined, no-any-return]


def plain(value: Any) -> Any:
    """A column's value as the trail's details hold it."""
    match value:
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case list():
            return [plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        case bytes():
            return value.hex()
        case _:
            return value

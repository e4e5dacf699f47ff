"""The base of every table, and how a row is bound to the trail: to a plan, to the organisation, or to one person."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Dialect, LargeBinary, MetaData, Text, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from typing_extensions import override

from careteam.core.ids import new_id

SCHEMA = "care"


class Base(DeclarativeBase):
    """A table of the schema `care`, named in the singular."""

    metadata = MetaData(
        schema=SCHEMA,
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        },
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text(),
        UUID: Uuid(as_uuid=True),
    }


class Bound(Base):
    """A row that cannot be written without an entry of its stream that names it (`audit/guard.sql`)."""

    __abstract__ = True

    #: The kind of stream a new row goes to when the command does not say.
    home: ClassVar[str] = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    stream_id: Mapped[UUID] = mapped_column()
    #: The change that last wrote the row.
    change_id: Mapped[UUID] = mapped_column()


class PlanBound(Bound):
    """A row of one plan. It never moves to another plan or stream."""

    __abstract__ = True
    home: ClassVar[str] = "plan/record"

    plan_id: Mapped[UUID] = mapped_column()


class Planless(Bound):
    """A row of no plan. `plan_id` is always empty: the guard reads one shape of row."""

    __abstract__ = True

    plan_id: Mapped[UUID | None] = mapped_column(default=None)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> Sequence[Any]:
        return (CheckConstraint("plan_id IS NULL", name=cls.home), *cls.more_table_args())

    @classmethod
    def more_table_args(cls) -> Sequence[Any]:
        """Constraints and indexes of the table itself."""
        return ()


class OrganisationBound(Planless):
    """A row of the organisation."""

    __abstract__ = True


class PrivateBound(Planless):
    """A row of one person's own stream, which nobody else reads, reviews or hears of, whatever plan it is about."""

    __abstract__ = True
    home: ClassVar[str] = "private"


class SealedText(TypeDecorator[str]):
    """Text that the database only ever sees encrypted. A Change seals it, a View unseals it; nobody else can."""

    impl = LargeBinary
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is not None:
            raise TypeError("sealed text is written by a Change and cannot be compared: use a blind index")
        return None


class Named(TypeDecorator[StrEnum]):
    """A word of a closed vocabulary, stored as text."""

    impl = Text
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    @override
    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.vocabulary(value)


def sealed(*, trail: bool = True) -> MappedColumn[Any]:
    """Declare a sealed column. `trail=False` keeps its value out of the trail's before and after."""
    return mapped_column(SealedText(), info={"trail": trail})


def hidden(type_: Any = None, **options: Any) -> MappedColumn[Any]:
    """Declare a column whose value never appears in the trail's before and after."""
    return (
        mapped_column(type_, info={"trail": False}, **options)
        if type_
        else mapped_column(info={"trail": False}, **options)
    )


def blind_tokens() -> MappedColumn[Any]:
    """Declare the keyed hashes by which a sealed text is found (exact and by prefix)."""
    return mapped_column(ARRAY(LargeBinary), info={"trail": False})


def word(vocabulary: type[StrEnum], **options: Any) -> MappedColumn[Any]:
    """Declare a column that holds one word of `vocabulary`."""
    return mapped_column(Named(vocabulary), **options)


@cache
def bound_models() -> dict[str, type[Bound]]:
    """Every bound model by its table's name. Complete once all features are imported."""
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Bound)
    }

"""The same rules as SQL: which rows, which streams; and the prepared reading of a Standing.

`now` is always a bound parameter, read from the one clock.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    False_,
    Select,
    Text,
    True_,
    Uuid,
    and_,
    column,
    exists,
    false,
    literal_column,
    or_,
    select,
    table,
    true,
    tuple_,
    union_all,
)

from careteam.access.models import ConversationMember, OwnStream, RelationRow
from careteam.access.roles import STAND_INS, Actor, PlanStatus, Relation, RelationKind, Role, Standing
from careteam.access.rules import Either, Every, Fact, HasRole, Is, PlanIs, Related, Rule, Unrelated, member
from careteam.access.streams import AUDIENCE, REVIEW, StreamKind
from careteam.core.database import SCHEMA, Base

Condition = ColumnElement[bool]
#: A word of one of our vocabularies, as a statement has it.
_WORD = re.compile(r"'[a-z0-9/_-]+'")
StreamIds = CompoundSelect[tuple[UUID]]

#: The trail's table of streams, named here because the trail stands above rights.
STREAM = table("stream", column("id", Uuid()), column("kind", Text()), column("plan_id", Uuid()), schema=SCHEMA)

#: Plain tables: a view confines mapped classes to visible streams, and what decides on that must not be confined by it.
_relation = Base.metadata.tables[f"{SCHEMA}.{RelationRow.__tablename__}"]
_membership = Base.metadata.tables[f"{SCHEMA}.{ConversationMember.__tablename__}"]
_own = Base.metadata.tables[f"{SCHEMA}.{OwnStream.__tablename__}"]
RELATION, MEMBERSHIP = _relation.c, _membership.c


@dataclass(frozen=True)
class Columns:
    """Where a rule finds in a query what it decides on: the plan's columns, and facts about a row as conditions."""

    plan_id: ColumnElement[Any]
    status: ColumnElement[Any] | None = None
    facts: Mapping[Fact, Condition] = field(default_factory=dict[Fact, Condition])


def condition(rule: Rule, actor: Actor, now: datetime, columns: Columns) -> Condition:
    """The rule as a condition on `columns`. Relations become one IN-subquery, far faster than an EXISTS for each."""

    def related(ties: Sequence[Related]) -> Condition:
        tied = _tied(actor, ties)
        return tied if isinstance(tied, False_) else columns.plan_id.in_(_plans(actor, now, tied))

    return _compiled(rule, actor, now, columns, related)


def visible_streams(actor: Actor, now: datetime) -> StreamIds:
    """The ids of the streams whose rows and entries this actor reads with details and live (R)."""
    return _streams(AUDIENCE, actor, now)


def reviewable_streams(actor: Actor, now: datetime) -> StreamIds:
    """The ids of the streams whose entries this actor reviews without details (T)."""
    return _streams(REVIEW, actor, now)


def own_streams(actor: Actor) -> Select[tuple[UUID]]:
    """The ids of the streams that are this actor's alone. No rule of an audience leads to them."""
    return select(_own.c.stream_id).where(_own.c.person_id == actor.person_id)


def in_conversation(actor: Actor, stream_id: ColumnElement[Any]) -> Condition:
    """Fact.IN_CONVERSATION: the actor is now a member of the conversation that this stream is."""
    return stream_id.in_(select(MEMBERSHIP.stream_id).where(_in_it(actor)))


def pool_is_mine(actor: Actor, now: datetime, plan_id: ColumnElement[Any], pool: ColumnElement[Any]) -> Condition:
    """Fact.POOL: the actor is on the plan's team in the role of this pool."""
    mine = select(RELATION.plan_id, RELATION.role).where(_live(actor, now), _tied(actor, [member()]))
    return tuple_(plan_id, pool).in_(mine)


def answers_on(person_id: ColumnElement[Any], plan_id: ColumnElement[Any], now: datetime) -> Condition:
    """Whoever a row names is on the team of its plan now, or stands in there."""
    row, kinds = RELATION, {RelationKind.MEMBER, *STAND_INS}
    theirs = _every([row.plan_id == plan_id, row.person_id == person_id, _is_one(row.kind, kinds), _counts(now)])
    return exists(select(row.id).where(theirs))


def covers_for(actor: Actor, now: datetime, person_id: ColumnElement[Any], plan_id: ColumnElement[Any]) -> Condition:
    """The actor covers on its plan for whoever a row names."""
    theirs = select(RELATION.plan_id, RELATION.behalf_id).where(_live(actor, now), RELATION.behalf_id.is_not(None))
    return tuple_(plan_id, person_id).in_(theirs)


def covers_of(person_id: ColumnElement[Any], plan_id: ColumnElement[Any], now: datetime) -> Select[tuple[UUID]]:
    """Who covers on its plan for whoever a row names."""
    row = RELATION
    return select(row.person_id).where(row.plan_id == plan_id, row.behalf_id == person_id, _counts(now))


def _is_one(column: ColumnElement[Any], words: Iterable[StrEnum]) -> Condition:
    """The column holds one of our own words. They stand in the statement: a view has too many of them to bind each time."""
    written = [f"'{word.value}'" for word in sorted(words)]
    if not all(map(_WORD.fullmatch, written)):
        raise ValueError("only words of a vocabulary stand in a statement")
    said: list[ColumnElement[Any]] = [literal_column(one) for one in written]
    return column == said[0] if len(said) == 1 else column.in_(said)


def _every(conditions: Iterable[Condition]) -> Condition:
    """All of them. Begun with true(): SQLAlchemy drops an empty and_() from a statement."""
    parts = [part for part in conditions if not isinstance(part, True_)]
    return false() if any(isinstance(part, False_) for part in parts) else and_(true(), *parts) if parts else true()


def _either(conditions: Iterable[Condition]) -> Condition:
    """At least one. Begun with false(): SQLAlchemy drops an empty or_(), and "no" would become "yes"."""
    parts = [part for part in conditions if not isinstance(part, False_)]
    return true() if any(isinstance(part, True_) for part in parts) else or_(false(), *parts) if parts else false()


def _compiled(
    rule: Rule, actor: Actor, now: datetime, columns: Columns, related: Callable[[Sequence[Related]], Condition]
) -> Condition:
    def compiled(part: Rule) -> Condition:
        return _compiled(part, actor, now, columns, related)

    match rule:
        case Every(rules):
            return _every(map(compiled, rules))
        case Either(rules):
            ties = [part for part in rules if isinstance(part, Related)]
            others = [compiled(part) for part in rules if not isinstance(part, Related)]
            return _either([related(ties), *others])
        case Related():
            return related([rule])
        case Unrelated(kinds):
            return columns.plan_id.not_in(_plans(actor, now, _is_one(RELATION.kind, kinds)))
        case HasRole(roles):
            return true() if roles & actor.roles else false()
        case PlanIs(statuses):
            return false() if columns.status is None else _is_one(columns.status, statuses)
        case Is(fact):
            return columns.facts.get(fact, false())
        case _:
            raise TypeError(f"no SQL for {type(rule).__name__}")


def _live(actor: Actor, now: datetime) -> Condition:
    """The actor's relation rows that count at `now`."""
    return _every([RELATION.person_id == actor.person_id, _counts(now)])


def _counts(now: datetime) -> Condition:
    """Relation rows that count at `now`; as `Relation.live` has it."""
    row = RELATION
    open_ended = or_(row.valid_until.is_(None), row.valid_until > now)
    return _every([row.ended_at.is_(None), row.valid_from <= now, open_ended])


def _tied(actor: Actor, ties: Sequence[Related]) -> Condition:
    """The relation rows that satisfy one of `ties`, in a role the actor still has."""
    row = RELATION
    return _either(
        _every([
            _is_one(row.kind, [tie.kind]),
            _is_one(row.role, roles),
            row.lead.is_(True) if tie.lead else true(),
            row.may_see_plan.is_(True) if tie.consented else true(),
        ])
        for tie in ties
        if (roles := tie.roles & actor.roles)
    )  # fmt: skip


def _in_it(actor: Actor) -> Condition:
    """The actor's memberships of conversations that have not ended."""
    return _every([MEMBERSHIP.person_id == actor.person_id, MEMBERSHIP.removed_at.is_(None)])


def _plans(actor: Actor, now: datetime, wanted: Condition) -> Select[Any]:
    return select(RELATION.plan_id).where(_live(actor, now), wanted)


def _streams(audience: Mapping[StreamKind, Rule], actor: Actor, now: datetime) -> StreamIds:
    """Streams of kinds open to the actor everywhere; of the plans they are related to; conversations they are in.

    Each part starts at the person, so that the streams of others are never read. A rule of an audience asks for at most
    one relation at a time, so that the one joined row can answer it.
    """

    def compiled(rule: Rule, *facts: Fact) -> Condition:
        columns = Columns(STREAM.c.plan_id, facts={fact: true() for fact in facts})
        return _compiled(rule, actor, now, columns, lambda ties: _tied(actor, ties))

    rules = {kind: compiled(rule) for kind, rule in audience.items()}
    everywhere = [kind for kind, rule in rules.items() if isinstance(rule, True_)]
    parts = [select(STREAM.c.id).where(_is_one(STREAM.c.kind, everywhere))]
    related = _either(
        _every([_is_one(STREAM.c.kind, [kind]), rule]) for kind, rule in rules.items() if kind not in everywhere
    )
    if not isinstance(related, False_):
        of_my_plans = select(STREAM.c.id).distinct().join_from(_relation, STREAM, RELATION.plan_id == STREAM.c.plan_id)
        parts.append(of_my_plans.where(_live(actor, now), related))
    member_of = compiled(audience[StreamKind.CONVERSATION], Fact.IN_CONVERSATION)
    if StreamKind.CONVERSATION not in everywhere and not isinstance(member_of, False_):
        same_plan = RELATION.plan_id == MEMBERSHIP.plan_id
        in_my_plans = select(MEMBERSHIP.stream_id).distinct().join_from(_membership, _relation, same_plan)
        parts.append(in_my_plans.where(_in_it(actor), _live(actor, now), member_of))
    return union_all(*parts)


#: What `standing_of` reads. One snapshot, so the version is never newer than the relations read with it.
STANDING = """p.status, p.version AS plan_version,
       (SELECT max(s.standing_version) FROM care.stream s WHERE s.plan_id = p.id) AS version,
       r.kind, r.role, r.lead, r.may_see_plan, r.valid_from, r.valid_until"""
#: The relations of person $2 to plan p that count at {now}.
RELATIONS = """LEFT JOIN care.relation r ON r.plan_id = p.id AND r.person_id = $2 AND r.ended_at IS NULL
  AND r.valid_from <= {now} AND (r.valid_until IS NULL OR r.valid_until > {now})"""
#: $1 plan, $2 person, $3 the time in question; none: what the clock says. A row is there without a plan too.
READ_STANDING = (
    f"SELECT c.at, {STANDING} FROM (SELECT coalesce($3::timestamptz, care.now()) AS at OFFSET 0) c "
    "LEFT JOIN care.plan p ON p.id = $1 " + RELATIONS.format(now="c.at")
)


class Connection(Protocol):
    """A raw asyncpg connection, or one lent by its pool."""

    def fetch(self, query: str, *args: Any) -> Awaitable[Sequence[Any]]:
        """All rows of a query, prepared once per connection."""
        ...


async def read_standing(
    connection: Connection, actor: Actor, plan_id: UUID, now: datetime | None = None
) -> tuple[datetime, Standing | None]:
    """The time, by the clock unless it is given, and how the actor stands towards a plan then; in one round trip.

    None if there is no such plan.
    """
    rows = await connection.fetch(READ_STANDING, plan_id, actor.person_id, now)
    return rows[0]["at"], standing_of(rows, actor, plan_id)


def standing_of(rows: Sequence[Mapping[str, Any]], actor: Actor, plan_id: UUID) -> Standing | None:
    """The Standing that the rows of READ_STANDING tell; None without a plan."""
    if not rows or rows[0]["status"] is None:
        return None
    relations = tuple(
        Relation(
            kind=RelationKind(row["kind"]),
            role=Role(row["role"]),
            lead=row["lead"],
            may_see_plan=row["may_see_plan"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
        )
        for row in rows
        if row["kind"] is not None
    )
    return Standing(
        actor, plan_id, PlanStatus(rows[0]["status"]), relations, rows[0]["version"], rows[0]["plan_version"]
    )

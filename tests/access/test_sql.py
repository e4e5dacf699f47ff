"""PostgreSQL gives the same answers as Python: which streams, which plans, and how an actor stands."""

import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import Column, MetaData, Table, Text, Uuid, literal, select, true
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from careteam.access.actions import Action
from careteam.access.policy import POLICY
from careteam.access.roles import STAND_INS, Actor, PlanStatus, Relation, RelationKind, Role
from careteam.access.rules import Case, Either, Every, Fact, Rule
from careteam.access.sql import (
    Columns,
    condition,
    pool_is_mine,
    read_standing,
    reviewable_streams,
    visible_streams,
)
from careteam.access.streams import AUDIENCE, REVIEW, StreamKind
from careteam.core.ids import ORGANISATION_STREAM
from tests.access.world import FACTS, NOW, ROLES, Plan, plans, standing
from tests.servers import Servers

PLANS = list(plans())
#: PostgreSQL gives at most 1,664 columns in an answer, and there are more questions.
MOST_COLUMNS = 1_600
NO_TIES = [Plan((), status) for status in PlanStatus]
#: The conversations of each plan: the person is in it, was in it, or never was.
CONVERSATIONS = {"mine": True, "left": False, "others": False}
PLAN = Table("plan", MetaData(schema="care"), Column("id", Uuid()), Column("status", Text()))


@dataclass(frozen=True)
class Person:
    """Somebody of the sweep, with plans of their own to which they are tied in every way."""

    roles: frozenset[Role]

    @property
    def id(self) -> UUID:
        return uuid5(UUID(int=9), " ".join(sorted(self.roles)))

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.roles)

    def plan_id(self, number: int) -> UUID:
        return uuid5(self.id, f"plan {number}")

    def stream_id(self, number: int, what: str) -> UUID:
        return uuid5(self.id, f"stream {number} {what}")


#: `make test` asks as some; the rules themselves are held for everybody in test_policy.py.
PEOPLE = [Person(roles) for roles in (ROLES if "CARETEAM_PROVE" in os.environ else ROLES[::2])]
LITERALLY = {"literal_binds": True}
PRIVATE, STRANGER = UUID(int=11), UUID(int=12)


def every_plan() -> Iterator[tuple[Person, int, Plan]]:
    for person, (number, plan) in product(PEOPLE, enumerate(PLANS)):
        yield person, number, plan


def every_stream() -> Iterator[tuple[UUID, str, UUID | None]]:
    yield PRIVATE, StreamKind.PRIVATE, None
    for person, number, _ in every_plan():
        for kind in set(StreamKind) - {StreamKind.ORGANISATION, StreamKind.PRIVATE, StreamKind.CONVERSATION}:
            yield person.stream_id(number, kind), kind, person.plan_id(number)
        for name in CONVERSATIONS:
            yield person.stream_id(number, name), StreamKind.CONVERSATION, person.plan_id(number)


def relation_row(person: Person, number: int, relation: Relation) -> tuple[Any, ...]:
    stream = person.stream_id(number, StreamKind.ROSTER)
    id_ = uuid5(stream, repr(relation))
    reason = b"sealed" if relation.kind in (RelationKind.SUPERVISOR, RelationKind.BREAK_GLASS) else None
    return (
        id_, stream, id_, person.plan_id(number), person.id, relation.kind, relation.role, relation.lead,
        relation.may_see_plan, relation.valid_from, relation.valid_until, relation.ended_at, reason,
        id_ if relation.kind in STAND_INS else None, STRANGER if relation.kind is RelationKind.COVER else None,
    )  # fmt: skip


def every_membership() -> Iterator[tuple[Any, ...]]:
    for person, number, _ in every_plan():
        for name, who, left in (("mine", person.id, None), ("left", person.id, NOW), ("others", STRANGER, None)):
            stream = person.stream_id(number, name)
            yield stream, stream, stream, person.plan_id(number), stream, who, NOW, left, 0


INSERT_STREAM = "INSERT INTO care.stream (id, kind, plan_id, change_id, standing_version) VALUES ($1, $2, $3, $1, 3)"
INSERT_PLAN = """INSERT INTO care.plan (id, plan_id, stream_id, change_id, title, status, phase, version, opened_at,
    changed_at) VALUES ($1, $1, $1, $1, '', $2, 'assessment', 4, $3, $3)"""
INSERT_RELATION = """INSERT INTO care.relation (id, stream_id, change_id, plan_id, person_id, kind, role, lead,
    may_see_plan, valid_from, valid_until, ended_at, reason, grounds_id, behalf_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"""
INSERT_MEMBERSHIP = """INSERT INTO care.conversation_member (id, stream_id, change_id, plan_id, conversation_id,
    person_id, added_at, removed_at, seen_number, seen_spoken, remind_to_send, mentioned_number)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, false, 0)"""


@dataclass(frozen=True)
class World:
    """A database in which every person of the sweep is tied in every way to plans of their own."""

    raw: "asyncpg.Connection[asyncpg.Record]"
    orm: AsyncConnection


@pytest_asyncio.fixture(scope="module")
async def world(unguarded: Servers, superuser: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[World]:
    await superuser.executemany(INSERT_STREAM, list(every_stream()))
    of_plans = [(person.plan_id(number), plan.status, NOW) for person, number, plan in every_plan()]
    await superuser.executemany(INSERT_PLAN, of_plans)
    ties = [relation_row(p, number, tie.relation()) for p, number, plan in every_plan() for tie in plan.ties]
    await superuser.executemany(INSERT_RELATION, ties)
    await superuser.executemany(INSERT_MEMBERSHIP, list(every_membership()))
    await superuser.execute("ANALYZE care.stream, care.relation, care.conversation_member, care.plan")
    engine = create_async_engine(make_url(unguarded.app_url).set(drivername="postgresql+asyncpg"))
    async with engine.connect() as orm:
        yield World(superuser, orm)
    await engine.dispose()


def streams_by_rule(table: dict[StreamKind, Rule], person: Person) -> set[UUID]:
    """What Python says this person sees: of their own plans, of everybody else's, and of the organisation."""
    seen: set[UUID] = set()
    for owner, number, plan in every_plan():
        towards = standing(person.roles, plan if owner is person else Plan((), plan.status))
        for kind in StreamKind:
            if kind is StreamKind.CONVERSATION:
                for name, mine in CONVERSATIONS.items():
                    facts = frozenset({Fact.IN_CONVERSATION}) if mine and owner is person else frozenset[Fact]()
                    if table[kind].allows(Case(towards, facts)):
                        seen.add(owner.stream_id(number, name))
            elif kind.value.startswith("plan/") and table[kind].allows(Case(towards)):
                seen.add(owner.stream_id(number, kind))
    of_nobody = Case(standing(person.roles, NO_TIES[0]))
    if table[StreamKind.ORGANISATION].allows(of_nobody):
        seen.add(ORGANISATION_STREAM)
    return seen


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: "+".join(sorted(person.roles)) or "nobody")
async def test_the_database_shows_exactly_the_streams_the_rules_allow(world: World, person: Person) -> None:
    for table, statement in ((AUDIENCE, visible_streams), (REVIEW, reviewable_streams)):
        found = list((await world.orm.execute(statement(person.actor, NOW))).scalars())
        assert set(found) == streams_by_rule(table, person)
        assert len(found) == len(set(found))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: "+".join(sorted(person.roles)) or "nobody")
async def test_the_database_decides_every_action_as_the_policy_does(world: World, person: Person) -> None:
    questions = list(product(Action, FACTS))
    other = PEOPLE[PEOPLE.index(person) - 1]
    asked = [
        condition(
            POLICY[action], person.actor, NOW, Columns(PLAN.c.id, PLAN.c.status, {fact: true() for fact in facts})
        ).label(f"q{number}")
        for number, (action, facts) in enumerate(questions)
    ]
    decided = defaultdict[UUID, tuple[bool, ...]](tuple)
    for begin in range(0, len(asked), MOST_COLUMNS):
        for row in await world.orm.execute(select(PLAN.c.id, *asked[begin : begin + MOST_COLUMNS])):
            decided[row[0]] += tuple(row[1:])
    for owner, number, plan in every_plan():
        if owner in (person, other):
            towards = standing(person.roles, plan if owner is person else Plan((), plan.status))
            ours = tuple(POLICY[action].allows(Case(towards, facts)) for action, facts in questions)
            assert decided[owner.plan_id(number)] == ours, (owner, plan)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: "+".join(sorted(person.roles)) or "nobody")
async def test_a_standing_read_from_the_database_is_the_one_that_was_meant(world: World, person: Person) -> None:
    for number, plan in enumerate(PLANS):
        id_ = person.plan_id(number)
        _, read = await read_standing(world.raw, person.actor, id_, NOW)
        assert read is not None
        meant = standing(person.roles, plan, id_, person.id)
        assert (read.actor, read.plan_id, read.plan_status) == (meant.actor, meant.plan_id, meant.plan_status)
        assert set(read.relations) == set(meant.relations)
        assert (read.version, read.plan_version) == (3, 4)


async def test_a_plan_that_does_not_exist_has_no_standing(world: World) -> None:
    assert await read_standing(world.raw, PEOPLE[0].actor, UUID(int=0), NOW) == (NOW, None)


async def test_a_pool_is_mine_in_the_database_as_in_python(world: World) -> None:
    for person in PEOPLE:
        asked = [pool_is_mine(person.actor, NOW, PLAN.c.id, literal(role, Text())).label(role) for role in Role]
        found = {row[0]: row[1:] for row in await world.orm.execute(select(PLAN.c.id, *asked))}
        for number, plan in enumerate(PLANS):
            towards = standing(person.roles, plan, person_id=person.id)
            ours = tuple(Fact.POOL in Case.about(towards, pool=role).facts for role in Role)
            assert tuple(found[person.plan_id(number)]) == ours


async def test_a_fact_or_state_the_query_does_not_tell_is_taken_as_untrue(world: World) -> None:
    member = Person(frozenset({Role.PSYCHIATRIST}))
    nothing_told = Columns(PLAN.c.id)
    for action in (Action.SEND_MESSAGE, Action.REVISE_PLAN, Action.ASSIGN_TASK, Action.CLAIM_TASK):
        asked = select(PLAN.c.id).where(condition(POLICY[action], member.actor, NOW, nothing_told))
        assert list(await world.orm.execute(asked)) == []


async def test_nothing_to_choose_from_allows_nothing(world: World) -> None:
    for rule, expected in ((Either(()), 0), (Every((Either(()), Every(()))), 0), (Every(()), len(PEOPLE) * len(PLANS))):
        asked = select(PLAN.c.id).where(condition(rule, PEOPLE[0].actor, NOW, Columns(PLAN.c.id)))
        assert len(list(await world.orm.execute(asked))) == expected
        assert rule.allows(Case(standing(frozenset(), NO_TIES[0]))) == bool(expected)


async def test_the_streams_of_one_person_are_found_without_reading_all_streams(world: World) -> None:
    transaction = world.raw.transaction()
    await transaction.start()
    of_others = "SELECT gen_random_uuid(), 'plan/team', gen_random_uuid(), $1::uuid FROM generate_series(1, 100000)"
    await world.raw.execute(f"INSERT INTO care.stream (id, kind, plan_id, change_id) {of_others}", PRIVATE)
    await world.raw.execute("ANALYZE care.stream")
    for roles in ({Role.THERAPIST}, {Role.PATIENT}, {Role.SUPPORTER}):
        person = Person(frozenset(roles))
        asked = visible_streams(person.actor, NOW).compile(dialect=postgresql.dialect(), compile_kwargs=LITERALLY)
        plan = "\n".join(row[0] for row in await world.raw.fetch(f"EXPLAIN {asked}"))
        assert "Seq Scan" not in plan, plan
    await transaction.rollback()

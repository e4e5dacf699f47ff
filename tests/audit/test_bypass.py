"""Every way around the one way to write, tried as the application's own database role on every bound table: all refused."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import Column, LargeBinary, MetaData, NullPool, Table, Text, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import registry

from careteam.audit.guard import KEYS
from careteam.core.database import Named, SealedText, bound_models
from tests.audit.attacking import ONLY_ONE, REFUSED, TABLES, Target, call, clinic
from tests.servers import Servers

#: A table's own keys may be faster than the guard.
OTHER_CONSTRAINTS = {"23503", "23505"}
SECOND = [table for table in TABLES if table not in ONLY_ONE]


def test_every_bound_table_is_attacked(target: Target) -> None:
    assert sorted(target.rows) == TABLES


@pytest.mark.parametrize("table", SECOND)
async def test_a_row_is_not_added_without_an_entry(target: Target, table: str) -> None:
    columns, source = target.second(table)
    place = f'care."{table}"'
    insertion = f"INSERT INTO {place} ({columns}) {source}"
    ways = {
        "plain": [insertion],
        "in a CTE": [f"WITH w AS ({insertion} RETURNING id) SELECT * FROM w"],
        "errors swallowed": [f"DO $$BEGIN {insertion}; EXCEPTION WHEN OTHERS THEN NULL; END$$"],
        "checked at once": ["SET CONSTRAINTS ALL IMMEDIATE", insertion],
        "checked at once, later": [insertion, "SET CONSTRAINTS ALL IMMEDIATE"],
        "in a savepoint": ["SAVEPOINT s", insertion, "RELEASE s"],
        "merged": [
            f"MERGE INTO {place} t USING ({source}) s ON false WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({columns})"
        ],
        "upserted": [f"{insertion} ON CONFLICT DO NOTHING"],
    }
    for way, statements in ways.items():
        # 55000: PostgreSQL itself takes no ON CONFLICT where a constraint is deferrable.
        assert await target.refused(*statements) in {*REFUSED, *(["55000"] if way == "upserted" else [])}, way
    record = await target.owner.fetchrow(source)
    assert record is not None
    with pytest.raises(asyncpg.PostgresError) as copied:
        async with target.app.transaction():
            await target.app.copy_records_to_table(
                table, schema_name="care", records=[record], columns=list(record.keys())
            )
    assert copied.value.sqlstate in REFUSED


@pytest.mark.parametrize("table", SECOND)
async def test_the_same_row_with_its_entry_is_added(target: Target, table: str) -> None:
    """The control: what the attacks lack is the entry and nothing else."""
    change, new = uuid4(), uuid4()
    columns, source = target.second(table, id=f"'{new}'::uuid", change_id=f"'{change}'::uuid")
    insertion = f'INSERT INTO care."{table}" ({columns}) {source}'
    assert await target.refused(insertion, await target.entry(table, new, change=change)) == "accepted"
    await target.forget(table, new)


@pytest.mark.parametrize("table", SECOND)
async def test_a_row_does_not_claim_another_plan(target: Target, table: str) -> None:
    change, new = uuid4(), uuid4()
    own = {"id": f"'{new}'::uuid", "change_id": f"'{change}'::uuid", "plan_id": f"'{target.elsewhere}'::uuid"}
    columns, source = target.second(table, **own)
    insertion = f'INSERT INTO care."{table}" ({columns}) {source}'
    assert await target.refused(insertion, await target.entry(table, new, change=change)) in {
        *REFUSED,
        *OTHER_CONSTRAINTS,
    }


@pytest.mark.parametrize("table", TABLES)
async def test_a_row_is_not_changed_without_an_entry(target: Target, table: str) -> None:
    row = target.rows[table]
    place, where = f'care."{table}"', f"id = '{row}'"
    forged = f"UPDATE {place} SET change_id = gen_random_uuid() WHERE {where}"
    unstamped = f"UPDATE {place} SET change_id = change_id WHERE {where}"
    columns = ", ".join(f'"{c.name}"' for c in bound_models()[table].__table__.columns)
    keys = ", ".join(c.name for c in bound_models()[table].__table__.primary_key.columns)
    ways = {
        "with a change of its own": [forged],
        "with the change of old": [unstamped],
        "in a CTE": [f"WITH w AS ({forged} RETURNING id) SELECT * FROM w"],
        "errors swallowed": [f"DO $$BEGIN {forged}; EXCEPTION WHEN OTHERS THEN NULL; END$$"],
        "constraints set to and fro": ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED", forged],
        "merged": [
            f"MERGE INTO {place} t USING (SELECT 1) s ON t.{where} WHEN MATCHED THEN UPDATE SET change_id = gen_random_uuid()"
        ],
        "upserted": [
            f"INSERT INTO {place} ({columns}) SELECT {columns} FROM {place} WHERE {where} "
            f"ON CONFLICT ({keys}) DO UPDATE SET change_id = gen_random_uuid()"
        ],
        "forged in a setting": ["SET LOCAL care.change = 'x'", unstamped],
        "another meaning of names": ["SET LOCAL plpgsql.variable_conflict = 'use_column'", forged],
        "another search path": ["SET LOCAL search_path = pg_temp, public, care", forged],
    }
    for way, statements in ways.items():
        assert await target.refused(*statements) in REFUSED, way


@pytest.mark.parametrize("table", TABLES)
async def test_an_entry_that_does_not_account_for_the_row_does_not_help(target: Target, table: str) -> None:
    row, change = target.rows[table], uuid4()
    write = f"UPDATE care.\"{table}\" SET change_id = '{change}' WHERE id = '{row}'"
    own = await target.stream_of(table)
    sibling = await target.stream("plan/access")
    foreign = await target.stream("plan/record", target.elsewhere)
    entry = target.entry
    useless = {
        "another subject": await entry(table, uuid4(), change=change),
        "no subject": call(own, by=change),
        "another change of the same transaction": await entry(table, row, change=uuid4()),
        "another stream": await entry(table, row, change=change, stream=sibling),
        "another plan": await entry(table, row, change=change, stream=foreign),
    }
    for what, entry_ in useless.items():
        assert await target.refused(write, entry_) in REFUSED, what
    rolled_back = ("SAVEPOINT s", await entry(table, row, change=change), "ROLLBACK TO s")
    assert await target.refused(write, *rolled_back) in REFUSED
    earlier = uuid4()
    assert await target.refused(await entry(table, row, change=earlier)) == "accepted"
    assert await target.refused(f"UPDATE care.\"{table}\" SET change_id = '{earlier}' WHERE id = '{row}'") in REFUSED


@pytest.mark.parametrize("table", TABLES)
async def test_a_row_never_moves_and_is_never_deleted(target: Target, table: str) -> None:
    where = f"WHERE id = '{target.rows[table]}'"
    for key in sorted(KEYS):
        assert await target.refused(f'UPDATE care."{table}" SET "{key}" = gen_random_uuid() {where}') == "42501"
    assert await target.refused(f'DELETE FROM care."{table}" {where}') == "42501"
    assert await target.refused(f'TRUNCATE care."{table}" CASCADE') == "42501"
    assert await target.refused(f'ALTER TABLE care."{table}" DISABLE TRIGGER recorded') == "42501"
    assert await target.refused(f'DROP TRIGGER recorded ON care."{table}"') == "42501"


@pytest.mark.parametrize("table", TABLES)
async def test_even_with_the_grants_a_row_never_moves_and_is_not_deleted_unstamped(target: Target, table: str) -> None:
    change, row, place = uuid4(), target.rows[table], f'care."{table}"'
    sibling = await target.stream("plan/access")
    moves = {
        "stream_id": (f"'{sibling}'", await target.entry(table, row, change=change, stream=sibling)),
        "plan_id": (f"'{target.elsewhere}'", await target.entry(table, row, change=change)),
        "id": ("gen_random_uuid()", await target.entry(table, row, change=change)),
    }
    async with target.given(f"UPDATE (id, plan_id, stream_id), DELETE ON {place}"):
        for key, (value, entry) in moves.items():
            move = f"UPDATE {place} SET {key} = {value}, change_id = '{change}' WHERE id = '{row}'"
            assert await target.refused(move, entry) in {*REFUSED, *OTHER_CONSTRAINTS}, key
        gone = f"DELETE FROM {place} WHERE id = '{row}'"
        for statements in ([gone], [gone, await target.entry(table, row)]):
            assert await target.refused(*statements) in {*REFUSED, *OTHER_CONSTRAINTS}


async def test_a_row_that_is_stamped_first_may_be_deleted(target: Target) -> None:
    """The control: with the right, the stamp and the entry, a delete is one like any other change."""
    change, row = uuid4(), target.rows["checklist_item"]
    stamp = f"UPDATE care.checklist_item SET change_id = '{change}' WHERE id = '{row}'"
    gone = f"DELETE FROM care.checklist_item WHERE id = '{row}'"
    allowed = (stamp, await target.entry("checklist_item", change=change), gone)
    async with target.given("DELETE ON care.checklist_item"):
        undone = ("SET CONSTRAINTS ALL IMMEDIATE", "SELECT 1 / 0")
        assert await target.refused(*allowed, *undone) == "22012", "nothing objected before the division by zero"


@pytest_asyncio.fixture(scope="session")
async def engine(target: Target) -> AsyncIterator[AsyncEngine]:
    made = create_async_engine(target.url.replace("postgresql://", "postgresql+asyncpg://"), poolclass=NullPool)
    yield made
    await made.dispose()


def mapped_anew(table: str) -> Any:
    """The table as somebody maps it who does not care for our models: what is sealed is bytes to them."""
    plain = {SealedText: LargeBinary(), Named: Text()}
    columns = [
        Column(c.name, plain.get(type(c.type), c.type), primary_key=c.primary_key)
        for c in bound_models()[table].__table__.columns
    ]
    made = type("Row", (), {})
    registry().map_imperatively(made, Table(table, MetaData(schema="care"), *columns))
    return made


async def orm_refuses(engine: AsyncEngine, way: Callable[[AsyncSession], Any]) -> None:
    async with AsyncSession(engine) as session:
        with pytest.raises(DBAPIError) as error:
            await way(session)
            await session.commit()
        assert getattr(error.value.orig, "sqlstate", None) in REFUSED


@pytest.mark.parametrize("table", TABLES)
async def test_the_orm_has_no_way_of_its_own_to_change_a_row(target: Target, engine: AsyncEngine, table: str) -> None:
    model, anew, row = bound_models()[table], mapped_anew(table), target.rows[table]
    stream = await target.stream_of(table)
    key = {c.name: {"id": row, "stream_id": stream}[c.name] for c in model.__table__.primary_key.columns}
    changed = {**key, "change_id": uuid4()}

    async def touched(session: AsyncSession) -> None:
        (await session.get_one(anew, key)).change_id = uuid4()

    async def merged(session: AsyncSession) -> None:
        held = await session.get_one(anew, key)
        session.expunge(held)
        held.change_id = uuid4()
        await session.merge(held)

    ways: list[Callable[[AsyncSession], Any]] = [
        touched,
        merged,
        lambda s: s.execute(update(model).where(model.id == row).values(change_id=uuid4())),
        lambda s: s.execute(update(model.__table__).where(model.__table__.c.id == row).values(change_id=uuid4())),
        lambda s: s.execute(update(anew), [changed]),
        lambda s: s.execute(
            text(f'UPDATE care."{table}" SET change_id = gen_random_uuid() WHERE id = :id'), {"id": row}
        ),
        lambda s: s.run_sync(lambda sync: sync.bulk_update_mappings(anew, [changed])),
    ]
    for way in ways:
        await orm_refuses(engine, way)
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError):
            await connection.exec_driver_sql(f'UPDATE care."{table}" SET change_id = gen_random_uuid()')
            await connection.commit()


@pytest.mark.parametrize("table", SECOND)
async def test_the_orm_has_no_way_of_its_own_to_add_a_row(target: Target, engine: AsyncEngine, table: str) -> None:
    anew = mapped_anew(table)

    async def fresh() -> dict[str, Any]:
        record = await target.owner.fetchrow(target.second(table)[1])
        assert record is not None
        return dict(record)

    values = [await fresh() for _ in range(5)]
    ways: list[Callable[[AsyncSession], Any]] = [
        lambda s: s.run_sync(lambda sync: sync.add(anew(**values[0]))),
        lambda s: s.run_sync(lambda sync: sync.bulk_insert_mappings(anew, [values[1]])),
        lambda s: s.run_sync(lambda sync: sync.bulk_save_objects([anew(**values[2])])),
        lambda s: s.execute(insert(anew), [values[3]]),
        lambda s: s.execute(insert(anew.__table__).values(values[4])),
    ]
    for way in ways:
        await orm_refuses(engine, way)


async def test_without_the_guard_the_attacks_succeed(fresh_database: Callable[..., Servers]) -> None:
    """The control that the suite bites: the same writes pass once the triggers are gone."""
    async with clinic(fresh_database()) as target:
        for table in TABLES:
            place = f'care."{table}"'
            await target.owner.execute(f"DROP TRIGGER recorded ON {place}")
            forged = f"UPDATE {place} SET change_id = gen_random_uuid() WHERE id = '{target.rows[table]}'"
            assert await target.refused(forged) == "accepted"
            if table not in ONLY_ONE:
                columns, source = target.second(table)
                assert await target.refused(f"INSERT INTO {place} ({columns}) {source}") == "accepted"
        await target.owner.execute("DROP TRIGGER opened ON care.stream")
        opened = "INSERT INTO care.stream (id, kind, change_id) VALUES (gen_random_uuid(), 'organisation', gen_random_uuid())"
        assert await target.refused(opened) == "accepted"

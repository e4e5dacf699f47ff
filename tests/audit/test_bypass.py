"""Every way around the one way to write, tried as the application's own database role on every bound table: all refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

import careteam.main  # noqa: F401 - every feature's tables
from careteam.audit.guard import KEYS
from careteam.audit.trail import Trail
from careteam.core.database import bound_models
from careteam.core.ids import ORGANISATION_STREAM
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.reactions import Reactions
from tests.audit.everything import plant
from tests.servers import Servers
from tests.world import found_organisation, make_cast

#: The guard (23000, 23514), a missing grant or an append-only table (42501), the function's own checks.
REFUSED = {"23000", "23514", "42501"}
TABLES = sorted(bound_models())


@dataclass
class Target:
    """A clinic with a row in every bound table, and its database as the app role and as the superuser."""

    app: asyncpg.Connection
    owner: asyncpg.Connection
    url: str
    rows: dict[str, UUID]

    async def refused(self, *statements: str, args: tuple[Any, ...] = ()) -> str:
        """Run statements in one transaction as the app role; return the code with which it was refused."""
        try:
            async with self.app.transaction():
                for statement in statements[:-1]:
                    await self.app.execute(statement)
                await self.app.execute(statements[-1], *args)
        except asyncpg.PostgresError as error:
            return str(error.sqlstate)
        return "accepted"

    def second(self, table: str, **own: str) -> tuple[str, str]:
        """The columns of a table, and a SELECT that makes a second, lawful row of the one there is."""
        columns = [c.name for c in bound_models()[table].__table__.columns]
        fresh = {"id": f"'{uuid4()}'::uuid", **FRESH.get(table, {}), **own}
        cells = ", ".join(f'{fresh.get(c, chr(34) + c + chr(34))} AS "{c}"' for c in columns)
        names = ", ".join(f'"{c}"' for c in columns)
        return names, f"SELECT {cells} FROM care.\"{table}\" WHERE id = '{self.rows[table]}'"

    async def entry(
        self, table: str, subject: UUID | None = None, *, stream: UUID | None = None, change: UUID | None = None
    ) -> str:
        """A call of `append_entries` that names the table's row (or another subject)."""
        row = await self.owner.fetchrow(f'SELECT id, stream_id FROM care."{table}" WHERE id = $1', self.rows[table])
        return (
            f"SELECT care.append_entries(ARRAY['{stream or row['stream_id']}']::uuid[], ARRAY['{change or uuid4()}']::uuid[], "
            f"ARRAY['{uuid4()}']::uuid[], ARRAY['therapist'], ARRAY['goal.set'], ARRAY['GoalSet'], "
            f"ARRAY['{subject or row['id']}']::uuid[], ARRAY[1], ARRAY[NULL]::uuid[], ARRAY[''], ARRAY[1], "
            "ARRAY[sha256('x')], ARRAY[sha256('y')], ARRAY[NULL]::bytea[])"
        )


#: What has to differ in a second row of a table for its own constraints to let it pass.
FRESH: dict[str, dict[str, str]] = {
    "role_grant": {"role": "'administrator'"},
    "credential": {"person_id": "(SELECT person_id FROM care.patient LIMIT 1)"},
    "session": {"token_hash": "sha256(gen_random_uuid()::text::bytea)"},
    "relation": {"person_id": "gen_random_uuid()", "lead": "false"},
    "conversation_member": {"person_id": "gen_random_uuid()"},
    "message": {"number": "77"},
    "plan_version": {"version": "77"},
    "source_record": {"source_index": "sha256(gen_random_uuid()::text::bytea)"},
}
#: One row a plan or a stream: a second one cannot be lawful, so only updates are tried.
ONLY_ONE = {"plan", "patient", "conversation"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def target(shared_servers: Any, redis_number: int) -> AsyncIterator[Target]:
    from tests.servers import database as make

    with make(shared_servers, redis_number=redis_number) as made:
        database = await Database(made.app_url).open()
        trail = Trail(database, DeploymentKey.generate(), Reactions())
        await found_organisation(trail)
        rows = await plant(await make_cast(trail))
        app, owner = await asyncpg.connect(made.app_url), await asyncpg.connect(made.owner_url)
        yield Target(app, owner, made.app_url, rows)
        await app.close()
        await owner.close()
        await database.close()


async def test_every_bound_table_is_attacked(target: Target) -> None:
    assert sorted(target.rows) == TABLES


@pytest.mark.parametrize("table", [t for t in TABLES if t not in ONLY_ONE])
async def test_a_row_is_not_added_without_an_entry(target: Target, table: str) -> None:
    columns, source = target.second(table)
    place = f'care."{table}"'
    insert = f"INSERT INTO {place} ({columns}) {source}"
    assert await target.refused(insert) in REFUSED
    assert await target.refused(f"WITH w AS ({insert} RETURNING id) SELECT * FROM w") in REFUSED
    assert await target.refused(f"DO $$BEGIN {insert}; EXCEPTION WHEN OTHERS THEN NULL; END$$") in REFUSED
    assert await target.refused("SET CONSTRAINTS ALL IMMEDIATE", insert) in REFUSED
    assert await target.refused("SAVEPOINT s", insert, "RELEASE s") in REFUSED
    merge = (
        f"MERGE INTO {place} t USING ({source}) s ON false WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({columns})"
    )
    assert await target.refused(merge) in REFUSED


@pytest.mark.parametrize("table", [t for t in TABLES if t not in ONLY_ONE])
async def test_the_same_row_with_its_entry_is_added(target: Target, table: str) -> None:
    """The control: what the attacks lack is the entry and nothing else."""
    change, new = uuid4(), uuid4()
    columns, source = target.second(table, id=f"'{new}'::uuid", change_id=f"'{change}'::uuid")
    insert = f'INSERT INTO care."{table}" ({columns}) {source}'
    assert await target.refused(insert, await target.entry(table, new, change=change)) == "accepted"
    await _forget(target, table, new)


async def _forget(target: Target, table: str, id_: UUID) -> None:
    async with target.owner.transaction():
        await target.owner.execute("SET LOCAL session_replication_role = replica")
        await target.owner.execute(f'DELETE FROM care."{table}" WHERE id = $1', id_)


@pytest.mark.parametrize("table", TABLES)
async def test_a_row_is_not_changed_without_an_entry(target: Target, table: str) -> None:
    row = target.rows[table]
    place, where = f'care."{table}"', f"id = '{row}'"
    forged = f"UPDATE {place} SET change_id = gen_random_uuid() WHERE {where}"
    unstamped = f"UPDATE {place} SET change_id = change_id WHERE {where}"
    assert await target.refused(forged) in REFUSED
    assert await target.refused(unstamped) in REFUSED
    assert await target.refused(f"WITH w AS ({forged} RETURNING id) SELECT * FROM w") in REFUSED
    assert await target.refused(f"DO $$BEGIN {forged}; EXCEPTION WHEN OTHERS THEN NULL; END$$") in REFUSED
    assert await target.refused("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED", forged) in REFUSED
    assert (
        await target.refused(
            f"MERGE INTO {place} t USING (SELECT 1) s ON t.{where} WHEN MATCHED THEN UPDATE SET change_id = gen_random_uuid()"
        )
        in REFUSED
    )
    assert await target.refused("SET LOCAL care.change = 'x'", unstamped) in REFUSED
    assert await target.refused("SET LOCAL plpgsql.variable_conflict = 'use_column'", forged) in REFUSED


@pytest.mark.parametrize("table", TABLES)
async def test_an_entry_that_does_not_account_for_the_row_does_not_help(target: Target, table: str) -> None:
    row, change = target.rows[table], uuid4()
    write = f"UPDATE care.\"{table}\" SET change_id = '{change}' WHERE id = '{row}'"
    own = await target.owner.fetchval(f'SELECT stream_id FROM care."{table}" WHERE id = $1', row)
    other = await target.owner.fetchval(
        "SELECT id FROM care.stream WHERE id <> $1 AND plan_id IS NOT NULL LIMIT 1", own
    )
    assert await target.refused(write, await target.entry(table, uuid4(), change=change)) in REFUSED
    assert await target.refused(write, await target.entry(table, row, change=uuid4())) in REFUSED
    assert await target.refused(write, await target.entry(table, row, change=change, stream=other)) in REFUSED
    rolled_back = ("SAVEPOINT s", await target.entry(table, row, change=change), "ROLLBACK TO s")
    assert await target.refused(write, *rolled_back) in REFUSED
    earlier = uuid4()
    assert await target.refused(await target.entry(table, row, change=earlier)) == "accepted"
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
async def test_even_with_the_grant_lifted_a_row_never_moves(target: Target, table: str) -> None:
    change, row = uuid4(), target.rows[table]
    await target.owner.execute(f'GRANT UPDATE (stream_id) ON care."{table}" TO care_app')
    try:
        team = await target.owner.fetchval("SELECT id FROM care.stream WHERE kind = 'plan/access' LIMIT 1")
        move = f"UPDATE care.\"{table}\" SET stream_id = '{team}', change_id = '{change}' WHERE id = '{row}'"
        assert await target.refused(move, await target.entry(table, row, change=change, stream=team)) in REFUSED
    finally:
        await target.owner.execute(f'REVOKE UPDATE (stream_id) ON care."{table}" FROM care_app')


@pytest.mark.parametrize("table", TABLES)
async def test_the_orm_has_no_way_of_its_own(target: Target, table: str) -> None:
    model, row = bound_models()[table], target.rows[table]
    engine = create_async_engine(target.url.replace("postgresql://", "postgresql+asyncpg://"))
    ways: list[Callable[[AsyncSession], Any]] = [
        lambda s: s.execute(update(model).where(model.id == row).values(change_id=uuid4())),
        lambda s: s.execute(update(model.__table__).where(model.__table__.c.id == row).values(change_id=uuid4())),
        lambda s: s.execute(
            text(f'UPDATE care."{table}" SET change_id = gen_random_uuid() WHERE id = :id'), {"id": row}
        ),
        lambda s: s.run_sync(lambda sync: sync.bulk_update_mappings(model, [_mapping(model, row, stream)])),
    ]
    stream = await target.owner.fetchval(f'SELECT stream_id FROM care."{table}" WHERE id = $1', row)
    try:
        for way in ways:
            async with AsyncSession(engine) as session:
                with pytest.raises(DBAPIError) as refused:
                    await way(session)
                    await session.commit()
                assert refused.value.orig is not None
                assert getattr(refused.value.orig, "sqlstate", None) in REFUSED
        async with engine.connect() as connection:
            with pytest.raises(DBAPIError):
                await connection.exec_driver_sql(f'UPDATE care."{table}" SET change_id = gen_random_uuid()')
                await connection.commit()
    finally:
        await engine.dispose()


def _mapping(model: Any, row: UUID, stream: UUID) -> dict[str, Any]:
    keys = {"id": row, "change_id": uuid4()}
    return {**keys, "stream_id": stream} if model.__tablename__ == "message" else keys


async def test_copy_and_on_conflict_are_refused(target: Target) -> None:
    goal = await target.owner.fetchrow("SELECT * FROM care.goal WHERE id = $1", target.rows["goal"])
    record = tuple(uuid4() if name == "id" else value for name, value in goal.items())
    with pytest.raises(asyncpg.PostgresError) as refused:
        async with target.app.transaction():
            await target.app.copy_records_to_table(
                "goal", schema_name="care", records=[record], columns=list(goal.keys())
            )
    assert refused.value.sqlstate in REFUSED
    columns = ", ".join(f'"{name}"' for name in goal.keys())  # noqa: SIM118 - a record's keys
    upsert = (
        f"INSERT INTO care.goal ({columns}) SELECT {columns} FROM care.goal WHERE id = '{goal['id']}' "
        "ON CONFLICT (id) DO UPDATE SET change_id = gen_random_uuid()"
    )
    assert await target.refused(upsert) in REFUSED


async def test_a_cursor_that_writes_during_commit_is_refused(target: Target) -> None:
    write = "UPDATE care.goal SET change_id = gen_random_uuid(); SELECT 1"
    body = f"CREATE FUNCTION pg_temp.w() RETURNS int LANGUAGE sql AS $${write}$$"
    assert await target.refused(body, "DECLARE c CURSOR WITH HOLD FOR SELECT pg_temp.w()") in REFUSED
    write = "WITH w AS (UPDATE care.goal SET change_id = gen_random_uuid() RETURNING 1) SELECT * FROM w"
    assert await target.refused(f"DECLARE c CURSOR WITH HOLD FOR {write}") in {*REFUSED, "0A000"}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE audit_entry (LIKE care.audit_entry)",
        "CREATE TEMP TABLE stream (id uuid)",
        "CREATE TABLE care.shadow (id uuid)",
        "CREATE TABLE public.audit_entry (id uuid)",
        "CREATE SCHEMA shadow",
        "CREATE FUNCTION care.require_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE OR REPLACE FUNCTION care.require_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE OR REPLACE FUNCTION care.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "ALTER FUNCTION care.require_entry() SECURITY INVOKER",
        "DROP FUNCTION care.require_entry() CASCADE",
        "SELECT care.require_entry()",
        "SET session_replication_role = replica",
        "SET ROLE care_owner",
        "SET SESSION AUTHORIZATION care_owner",
        "ALTER ROLE care_app SUPERUSER",
        "ALTER TABLE care.audit_entry DISABLE TRIGGER ALL",
        "ALTER TABLE care.goal DISABLE TRIGGER ALL",
        "CREATE TRIGGER t BEFORE INSERT ON care.goal FOR EACH ROW EXECUTE FUNCTION care.require_entry()",
        "CREATE RULE r AS ON UPDATE TO care.goal DO INSTEAD NOTHING",
        "ALTER TABLE care.audit_entry DETACH PARTITION care.audit_entry_0",
        "INSERT INTO care.audit_entry SELECT * FROM care.audit_entry LIMIT 1",
        "INSERT INTO care.audit_entry_0 SELECT * FROM care.audit_entry_0 LIMIT 1",
        "UPDATE care.audit_entry SET role = 'x'",
        "DELETE FROM care.audit_entry",
        "TRUNCATE care.audit_entry",
        "COPY care.audit_entry FROM PROGRAM 'true'",
        "UPDATE care.audit_detail SET salt = salt",
        "DELETE FROM care.audit_detail",
        "INSERT INTO care.audit_detail SELECT * FROM care.audit_detail LIMIT 1",
        "UPDATE care.stream SET head_seq = 0",
        "UPDATE care.stream SET standing_version = 0",
        "DELETE FROM care.stream",
        "SELECT * FROM care.stream FOR UPDATE",
        "INSERT INTO care.stream (id, kind, change_id, head_seq) VALUES (gen_random_uuid(), 'x', gen_random_uuid(), 7)",
        "DELETE FROM care.audit_pending",
        "SELECT * FROM care.audit_pending",
        "UPDATE care.clock SET offset_us = 1",
        "INSERT INTO care.message_0 SELECT * FROM care.message_0 LIMIT 1",
        "UPDATE care.message_0 SET change_id = gen_random_uuid()",
        "LOCK TABLE care.audit_entry IN ACCESS EXCLUSIVE MODE",
        "UPDATE care.change SET id = gen_random_uuid()",
        "DELETE FROM care.change",
    ],
)
async def test_the_app_role_has_no_grant_for_it(target: Target, statement: str) -> None:
    assert await target.refused(statement) == "42501"


async def test_shadowing_names_by_the_search_path_does_not_help(target: Target) -> None:
    write = f"UPDATE care.goal SET change_id = gen_random_uuid() WHERE id = '{target.rows['goal']}'"
    assert await target.refused("SET LOCAL search_path = pg_temp, public, care", write) in REFUSED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("ARRAY['GoalSet']", 'ARRAY[\'Goal","x":"\']'), "22023"),
        (("ARRAY['therapist']", "ARRAY['Therapist']"), "22023"),
        (("ARRAY[1], ARRAY[NULL]", "ARRAY[2], ARRAY[NULL]"), "22023"),
        (("ARRAY[1], ARRAY[NULL]", "ARRAY[0], ARRAY[NULL]"), "22023"),
        (("ARRAY[1], ARRAY[NULL]", "ARRAY[NULL]::int[], ARRAY[NULL]"), "22023"),
        (("ARRAY[sha256('x')]", "ARRAY['x'::bytea]"), "22023"),
    ],
)
async def test_the_door_of_the_trail_refuses_malformed_entries(
    target: Target, change: tuple[str, str], code: str
) -> None:
    call = await target.entry("goal")
    assert change[0] in call
    assert await target.refused(call.replace(*change)) == code


async def test_the_door_of_the_trail_refuses_unknown_streams_and_outdated_standing(target: Target) -> None:
    assert await target.refused(await target.entry("goal", stream=uuid4())) == "23503"
    call = await target.entry("goal")
    assert await target.refused(call[:-1] + ", ARRAY[0]::bigint[])") == "40001"


@pytest.mark.parametrize("kind", ["plan/team", "plan/record", "conversation", "private", "organisation", "made-up"])
async def test_a_stream_is_not_opened_without_an_entry_of_its_parent(target: Target, kind: str) -> None:
    plan = await target.owner.fetchval("SELECT plan_id FROM care.plan LIMIT 1")
    place = "NULL" if kind in ("private", "organisation") else f"'{plan}'"
    new, change = uuid4(), uuid4()
    opened = f"INSERT INTO care.stream (id, kind, plan_id, change_id) VALUES ('{new}', '{kind}', {place}, '{change}')"
    assert await target.refused(opened) in REFUSED
    by_itself = await target.entry("goal", new, stream=new, change=change)
    assert await target.refused(opened, by_itself) in REFUSED
    if kind != "private":
        by_the_organisation = await target.entry("goal", new, stream=ORGANISATION_STREAM, change=change)
        assert await target.refused(opened, by_the_organisation) in {*REFUSED, "accepted"} - (
            {"accepted"} if kind != "plan/team" else set()
        )


async def test_two_new_streams_do_not_vouch_for_each_other(target: Target) -> None:
    plan = await target.owner.fetchval("SELECT plan_id FROM care.plan LIMIT 1")
    one, two, change = uuid4(), uuid4(), uuid4()
    open_both = [
        f"INSERT INTO care.stream (id, kind, plan_id, change_id) VALUES ('{id_}', 'plan/record', '{plan}', '{change}')"
        for id_ in (one, two)
    ]
    vouch = [await target.entry("goal", b, stream=a, change=change) for a, b in ((one, two), (two, one))]
    assert await target.refused(*open_both, *vouch) in REFUSED


async def test_without_the_guard_the_attacks_would_succeed(fresh_database: Callable[..., Servers]) -> None:
    """The control that the suite bites: the same writes pass once the trigger is gone."""
    made = fresh_database()
    database = await Database(made.app_url).open()
    trail = Trail(database, DeploymentKey.generate(), Reactions())
    await found_organisation(trail)
    await make_cast(trail)
    owner, app = await asyncpg.connect(made.owner_url), await asyncpg.connect(made.app_url)
    await owner.execute("DROP TRIGGER recorded ON care.plan")
    assert await app.execute("UPDATE care.plan SET change_id = gen_random_uuid()") == "UPDATE 1"
    await asyncio.gather(owner.close(), app.close(), database.close())

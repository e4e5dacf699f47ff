"""Attacks on the guard, the trail's only door and the tree of streams; and what nothing of this prevents."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from careteam.audit.verify import verify
from careteam.core.ids import ORGANISATION_STREAM
from tests.audit.attacking import REFUSED, Target, call, clinic, refused
from tests.servers import Servers


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE audit_entry (LIKE care.audit_entry)",
        "CREATE TEMP TABLE stream (id uuid)",
        "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
        "CREATE TABLE care.shadow (id uuid)",
        "CREATE TABLE public.audit_entry (id uuid)",
        "CREATE SCHEMA shadow",
        "CREATE FUNCTION care.require_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE OR REPLACE FUNCTION care.require_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE OR REPLACE FUNCTION care.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "ALTER FUNCTION care.require_entry() SECURITY INVOKER",
        "ALTER FUNCTION care.require_entry() SET search_path = pg_temp",
        "DROP FUNCTION care.require_entry() CASCADE",
        "SELECT care.require_entry()",
        "SELECT care.require_opening()",
        "SET session_replication_role = replica",
        "SET ROLE care_owner",
        "SET SESSION AUTHORIZATION care_owner",
        "ALTER ROLE care_app SUPERUSER",
        "ALTER TABLE care.audit_entry DISABLE TRIGGER ALL",
        "ALTER TABLE care.goal DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only ON care.audit_entry",
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
        "SELECT * FROM care.stream FOR KEY SHARE",
        "INSERT INTO care.stream (id, kind, change_id, head_seq) VALUES (gen_random_uuid(), 'x', gen_random_uuid(), 7)",
        "INSERT INTO care.audit_pending (stream_id, first_seq, last_seq) VALUES (gen_random_uuid(), 1, 1)",
        "DELETE FROM care.audit_pending",
        "SELECT * FROM care.audit_pending",
        "UPDATE care.clock SET offset_us = 1",
        "INSERT INTO care.message_0 SELECT * FROM care.message_0 LIMIT 1",
        "UPDATE care.message_0 SET change_id = gen_random_uuid()",
        "DELETE FROM care.message_0",
        "LOCK TABLE care.audit_entry IN ACCESS EXCLUSIVE MODE",
        "UPDATE care.change SET id = gen_random_uuid()",
        "DELETE FROM care.change",
    ],
)
async def test_the_app_role_has_no_grant_for_it(target: Target, statement: str) -> None:
    assert await target.refused(statement) == "42501"


@pytest.mark.parametrize("table", ["audit_entry", "audit_detail", "audit_pending"])
async def test_nothing_is_copied_into_the_trail(target: Target, table: str) -> None:
    records = await target.owner.fetch(f"SELECT * FROM care.{table} LIMIT 1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await target.app.copy_records_to_table(
            table, schema_name="care", records=[tuple(record) for record in records], columns=list(records[0].keys())
        )


# What still refuses once an attacker may make temporary tables and functions.


@asynccontextmanager
async def with_temporary_things(target: Target) -> AsyncIterator[Any]:
    """A connection of the app role that may have temporary tables and functions, which it normally may not."""
    name = target.url.rpartition("/")[2]
    async with target.given(f'TEMP ON DATABASE "{name}"'):
        connection = await asyncpg.connect(target.url)
        try:
            yield connection
        finally:
            await connection.close()


WRITE = "UPDATE care.goal SET change_id = '{change}' WHERE id = '{row}'"


@pytest.mark.parametrize(
    "shadow",
    [
        "CREATE TEMP TABLE audit_entry AS SELECT * FROM care.audit_entry",
        "CREATE TEMP TABLE stream AS SELECT * FROM care.stream",
        "CREATE TEMP VIEW audit_entry AS SELECT * FROM care.audit_entry",
        "CREATE FUNCTION pg_temp.pg_current_xact_id() RETURNS xid8 LANGUAGE sql AS $$SELECT '1'::xid8$$",
        "CREATE FUNCTION pg_temp.transaction_timestamp() RETURNS timestamptz LANGUAGE sql AS $$SELECT 'epoch'::timestamptz$$",
        "CREATE FUNCTION pg_temp.require_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
async def test_a_shadow_of_the_trail_is_not_the_trail(target: Target, shadow: str) -> None:
    change, row = uuid4(), target.rows["goal"]
    write = WRITE.format(change=change, row=row)
    forged = [shadow, "SET LOCAL search_path = pg_temp, care, pg_catalog"]
    if "TABLE audit_entry" in shadow:
        forged.append(f"UPDATE audit_entry SET change_id = '{change}', subjects = ARRAY['{row}'::uuid]")
    async with with_temporary_things(target) as app:
        assert await refused(app, *forged, write) in REFUSED
        # The door itself is not led astray: what it appends under a shadow verifies.
        assert await refused(app, *forged, write, await target.entry("goal", change=change)) == "accepted"
    assert (await verify(target.owner)).breaks == []


async def test_what_is_written_during_the_commit_is_checked_as_well(target: Target) -> None:
    write = f"UPDATE care.goal SET change_id = gen_random_uuid() WHERE id = '{target.rows['goal']}'"
    function = f"CREATE FUNCTION pg_temp.w() RETURNS int LANGUAGE sql AS $${write}; SELECT 1$$"
    trigger = (
        f"CREATE FUNCTION pg_temp.t() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {write}; RETURN NULL; END$$",
        "CREATE TEMP TABLE own (x int)",
        "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON own DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "EXECUTE FUNCTION pg_temp.t()",
        "INSERT INTO own VALUES (1)",
    )
    async with with_temporary_things(target) as app:
        assert await refused(app, function, "DECLARE c CURSOR WITH HOLD FOR SELECT pg_temp.w()") in REFUSED
        assert await refused(app, *trigger) in REFUSED
    in_a_query = f"WITH w AS ({write} RETURNING 1) SELECT * FROM w"
    assert await target.refused(f"DECLARE c CURSOR WITH HOLD FOR {in_a_query}") == "0A000"


async def test_a_transaction_number_that_comes_again_after_a_restore_does_not_help(target: Target) -> None:
    earlier, row = uuid4(), target.rows["goal"]
    assert await target.refused(await target.entry("goal", change=earlier)) == "accepted"
    own = "UPDATE care.audit_entry SET xact = $1 WHERE change_id = $2"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with target.app.transaction():
            number = await target.app.fetchval("SELECT pg_current_xact_id()::text::bigint")
            async with target.owner.transaction():
                await target.owner.execute("SET LOCAL session_replication_role = replica")
                await target.owner.execute(own, number, earlier)
            await target.app.execute(WRITE.format(change=earlier, row=row))


# The door of the trail.


@pytest.mark.parametrize(
    ("argument", "value", "code"),
    [
        ("event", 'ARRAY[\'Goal","x":"\']', "22023"),
        ("role", "ARRAY['Therapist']", "22023"),
        ("columns", "ARRAY['a b']", "22023"),
        ("ends", "ARRAY[2]", "22023"),
        ("ends", "ARRAY[0]", "22023"),
        ("ends", "ARRAY[NULL]::int[]", "22023"),
        ("subjects", "ARRAY[NULL]::uuid[]", "22023"),
        ("detail", "ARRAY['x'::bytea]", "22023"),
        ("record", "ARRAY['x'::bytea]", "22023"),
        ("record", "ARRAY[NULL]::bytea[]", "23502"),
        ("stream", "ARRAY[]::uuid[]", "22023"),
        ("change", "ARRAY[]::uuid[]", "23502"),
        ("actor", "ARRAY[]::uuid[]", "23502"),
        ("role", "ARRAY[]::text[]", "23502"),
        ("action", "ARRAY[]::text[]", "23502"),
        ("event", "ARRAY[]::text[]", "23502"),
        ("columns", "ARRAY[]::text[]", "23502"),
        ("version", "ARRAY[]::int[]", "23502"),
        ("detail", "ARRAY[]::bytea[]", "23502"),
        ("ends", "ARRAY[]::int[]", "22023"),
        ("role", "ARRAY['therapist', 'therapist']", "23503"),
        ("standing", "ARRAY[0]::bigint[]", "40001"),
    ],
)
async def test_the_door_refuses_malformed_entries(target: Target, argument: str, value: str, code: str) -> None:
    subject, stream = target.rows["goal"], await target.stream_of("goal")
    twisted = call(stream, naming=(subject,), **{argument: value})
    assert await target.refused(twisted) == code


async def test_what_is_sealed_has_its_salt(target: Target) -> None:
    unsalted = {"salt": "ARRAY[NULL]::bytea[]", "sealed": "ARRAY['x'::bytea]"}
    assert await target.refused(call(await target.stream_of("goal"), **unsalted)) == "23502"


async def test_subjects_do_not_overlap_nor_are_any_left_over(target: Target) -> None:
    stream, (a, b) = await target.stream_of("goal"), (uuid4(), uuid4())
    two = {
        name: f"array_cat({value}, {value})"
        for name, value in {
            "stream": f"ARRAY['{stream}']::uuid[]", "change": f"ARRAY['{a}']::uuid[]", "actor": f"ARRAY['{b}']::uuid[]",
            "role": "ARRAY['therapist']", "action": "ARRAY['goal.set']", "event": "ARRAY['GoalSet']",
            "cause": "ARRAY[NULL]::uuid[]", "columns": "ARRAY['']", "version": "ARRAY[1]",
            "detail": "ARRAY[sha256('x')]", "salt": "ARRAY[sha256('y')]", "sealed": "ARRAY[NULL]::bytea[]",
            "record": "ARRAY['']::bytea[]",
        }.items()
    }  # fmt: skip
    for ends in ("ARRAY[2, 1]", "ARRAY[1, 1]", "ARRAY[-1, 2]", "ARRAY[1]", "ARRAY[1, 3]"):
        assert await target.refused(call(stream, naming=(a, b), **{**two, "ends": ends})) == "22023", ends
    assert await target.refused(call(stream, naming=(a, b), **{**two, "ends": "ARRAY[1, 2]"})) == "accepted"


async def test_an_unknown_stream_is_refused(target: Target) -> None:
    assert await target.refused(call(uuid4(), naming=(uuid4(),))) == "23503"


async def test_a_head_read_long_ago_is_refused(target: Target) -> None:
    append = await target.entry("goal")
    with pytest.raises(asyncpg.SerializationError):
        async with target.app.transaction(isolation="repeatable_read"):
            await target.app.fetchval("SELECT count(*) FROM care.stream")
            other = await asyncpg.connect(target.url)
            assert await refused(other, append) == "accepted"
            await other.close()
            await target.app.execute(append)


async def test_odd_arrays_and_settings_still_make_entries_that_verify(target: Target) -> None:
    stream, subject = await target.stream_of("goal"), target.rows["goal"]
    odd = {
        "shifted bounds": call(stream, naming=(subject,), event="'[5:5]={GoalSet}'::text[]"),
        "two dimensions": call(stream, naming=(subject,), event="ARRAY[['GoalSet']]"),
        "no subject": call(stream),
    }
    settings = (
        "SET LOCAL standard_conforming_strings = off", "SET LOCAL TimeZone = 'Pacific/Apia'",
        "SET LOCAL DateStyle = 'German'", "SET LOCAL bytea_output = 'escape'", "SET LOCAL extra_float_digits = -15",
        "SET LOCAL IntervalStyle = 'sql_standard'",
    )  # fmt: skip
    for what, entry in odd.items():
        assert await target.refused(*settings, entry) == "accepted", what
    assert (await verify(target.owner)).breaks == []


# The tree of streams.


def opening(id_: UUID, kind: str, plan: UUID | None, change: UUID) -> str:
    place = f"'{plan}'" if plan else "NULL"
    return f"INSERT INTO care.stream (id, kind, plan_id, change_id) VALUES ('{id_}', '{kind}', {place}, '{change}')"


@pytest.mark.parametrize(
    "kind",
    ["plan/team", "plan/record", "plan/roster", "plan/access", "conversation", "private", "organisation", "made-up"],
)
async def test_a_stream_is_opened_only_by_an_entry_of_its_parent(target: Target, kind: str) -> None:
    plan = target.rows["plan"]
    place = None if kind in ("private", "organisation") else plan
    new, change = uuid4(), uuid4()
    opened = opening(new, kind, place, change)
    parents = {
        "nothing": [],
        "itself": [call(new, by=change, naming=(new,))],
        "another plan": [call(await target.stream("plan/team", target.elsewhere), by=change, naming=(new,))],
        "the plan's record": [call(await target.stream("plan/record"), by=change, naming=(new,))],
        "another change": [call(await target.stream("plan/team"), naming=(new,))],
        "another subject": [call(ORGANISATION_STREAM, by=change, naming=(uuid4(),))],
    }
    lawful = ORGANISATION_STREAM if kind in ("plan/team", "private") else await target.stream("plan/team")
    if kind in ("plan/team", "private"):
        parents["the team"] = [call(await target.stream("plan/team"), by=change, naming=(new,))]
    else:
        parents["the organisation"] = [call(ORGANISATION_STREAM, by=change, naming=(new,))]
    for parent, entries in parents.items():
        assert await target.refused(opened, *entries) in REFUSED, parent
    # The control, undone again: by its parent it is opened, unless it is of a kind that nobody opens.
    undone = ("SET CONSTRAINTS ALL IMMEDIATE", "SELECT 1 / 0")
    expected = {"22012"} if kind not in ("organisation", "made-up") else REFUSED
    named = call(lawful, by=change, naming=(new,))
    assert await target.refused(opened, named, *undone) in expected


async def test_a_stream_of_a_plan_has_one_and_a_private_one_has_none(target: Target) -> None:
    new, change = uuid4(), uuid4()
    for kind, plan, parent in (
        ("plan/team", None, ORGANISATION_STREAM),
        ("private", target.rows["plan"], ORGANISATION_STREAM),
        ("conversation", None, await target.stream("plan/team")),
    ):
        named = call(parent, by=change, naming=(new,))
        assert await target.refused(opening(new, kind, plan, change), named) in REFUSED, kind


async def test_two_new_streams_do_not_vouch_for_each_other(target: Target) -> None:
    one, two, change = uuid4(), uuid4(), uuid4()
    for kind in ("plan/record", "plan/team"):
        open_both = [opening(id_, kind, target.rows["plan"], change) for id_ in (one, two)]
        vouch = [call(a, by=change, naming=(b,)) for a, b in ((one, two), (two, one))]
        assert await target.refused(*open_both, *vouch) in REFUSED


# What nothing prevents: the guard proves that a row is named, not that the tale is true.


async def test_the_honest_limits(fresh_database: Callable[..., Servers]) -> None:
    async with clinic(fresh_database()) as target:
        change, row = uuid4(), target.rows["goal"]
        write, entry = WRITE.format(change=change, row=row), await target.entry("goal", change=change)
        assert await target.refused(write, entry, write) == "accepted", "one entry, the row written twice"
        assert await target.refused(await target.entry("goal", uuid4())) == "accepted", "an entry without a row"
        assert await target.refused(write, entry) == "accepted", "an old change with a new entry"
        assert await target.refused(call(await target.stream_of("goal"), actor=f"ARRAY['{uuid4()}']::uuid[]")) == (
            "accepted"
        ), "whoever holds the credentials says who it was"
        assert (await verify(target.owner)).breaks == [], "but nothing that was there is altered"

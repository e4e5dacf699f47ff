"""The database's roles, and the clock that only a synthetic installation may move."""

from collections.abc import Callable

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from careteam.audit import guard
from careteam.operations import migration
from careteam.operations.migration import app_url, mark_synthetic, migrate, move_clock, without_driver
from careteam.operations.refusals import CannotGoOn
from tests.servers import Servers, Shared

Fresh = Callable[..., Servers]


def test_the_roles_are_those_that_the_guard_grants_to() -> None:
    assert (migration.OWNER, migration.APP) == (guard.OWNER, guard.APP)


def test_the_newest_migration_is_the_one_alembic_means() -> None:
    config = Config()
    config.set_main_option("script_location", str(migration.migrations_folder()))
    assert ScriptDirectory.from_config(config).get_current_head() == migration.newest_migration()


def test_migrating_twice_changes_nothing(fresh_database: Fresh, shared_servers: Shared) -> None:
    empty = fresh_database(migrated=False)
    first = migrate(empty.owner_url, app_password=shared_servers.app_password)
    assert migrate(empty.owner_url, app_password=shared_servers.app_password) == first == empty.app_url


def test_a_second_clinic_on_a_server_never_takes_the_login_of_the_first(
    fresh_database: Fresh, servers: Servers
) -> None:
    with pytest.raises(CannotGoOn, match="serves another database"):
        migrate(fresh_database(migrated=False).owner_url, app_password="of another clinic")
    psycopg.connect(servers.app_url).close()


def test_the_application_is_a_member_of_nothing_and_may_create_nothing(servers: Servers) -> None:
    with psycopg.connect(servers.app_url) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone()
        member = connection.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole"
        ).fetchone()
    assert row == (False,) * 5
    assert member == (0,)


def test_nobody_signs_in_as_the_schemas_owner(servers: Servers) -> None:
    with psycopg.connect(servers.owner_url) as connection:
        role = connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'care_owner'").fetchone()
        owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'care'").fetchall()
    assert role == (False,)
    assert owners == [("care_owner",)]


def test_only_a_synthetic_clock_moves(fresh_database: Fresh) -> None:
    real, synthetic = fresh_database(), fresh_database()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        move_clock(real.owner_url, -60)
    mark_synthetic(synthetic.owner_url)
    move_clock(synthetic.owner_url, -86_400)
    with psycopg.connect(synthetic.app_url) as connection:
        behind = connection.execute("SELECT extract(epoch FROM clock_timestamp() - care.now())::float").fetchone()
    assert behind is not None
    assert behind[0] == pytest.approx(86_400, abs=5)


def test_the_application_cannot_move_the_clock(fresh_database: Fresh) -> None:
    made = fresh_database()
    mark_synthetic(made.owner_url)
    with psycopg.connect(made.app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE care.clock SET offset_us = 1")


def test_addresses_keep_their_host_whatever_the_password_is() -> None:
    made = app_url("postgresql+asyncpg://owner:p%40ss@db.example:6543/care?sslmode=require", "a/b:c@d")
    assert made == "postgresql://care_app:a%2Fb%3Ac%40d@db.example:6543/care?sslmode=require"
    assert without_driver("postgres://x/y") == "postgres://x/y"

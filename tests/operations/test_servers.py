"""The servers of a test run, and who may do what in their databases."""

from collections.abc import Callable

import psycopg
import pytest

from tests.servers import Servers


def test_the_application_may_make_no_tables_of_its_own(servers: Servers) -> None:
    with psycopg.connect(servers.app_url) as connection:
        for statement in (
            "CREATE TEMP TABLE person (id int)",
            "CREATE TABLE public.person (id int)",
            "CREATE SCHEMA x",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement.encode())


def test_a_fresh_database_is_migrated_and_empty(fresh_database: Callable[..., Servers]) -> None:
    with psycopg.connect(fresh_database().app_url) as connection:
        assert connection.execute("SELECT count(*) FROM care.person").fetchone() == (0,)

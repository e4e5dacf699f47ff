"""Brings a database to the present schema as its owner, and hands out the application's restricted login."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

import careteam
from careteam.operations.refusals import CannotGoOn

#: The schema's owner, which nobody signs in as, and the application's login (as `audit/guard.py` names them).
OWNER, APP = "care_owner", "care_app"
OLDEST_SERVER = 150000
_LINKS = ("revision", "down_revision")


def migrate(owner_url: str, *, app_password: str) -> str:
    """Create the roles, run what migrations are missing, and return the URL of the application's login. Idempotent."""
    with psycopg.connect(without_driver(owner_url), autocommit=True) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise CannotGoOn("The PostgreSQL server is older than 15.", "Careteam needs PostgreSQL 15 or newer.")
        # Two machines that start at once take turns.
        connection.execute("SELECT pg_advisory_lock(7215308841)")
        create_roles(connection, owner_url, app_password)
        confine(connection)
        if not _is_current(connection):
            _upgrade(owner_url)
    return app_url(owner_url, app_password)


def _is_current(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Is the newest migration run? Asked before loading what runs them, which takes longer than a start should."""
    if connection.execute("SELECT to_regclass('care.alembic_version')").fetchone() == (None,):
        return False
    return connection.execute("SELECT version_num FROM care.alembic_version").fetchall() == [(newest_migration(),)]


def newest_migration() -> str:
    """The revision that no other follows."""
    texts = [file.read_text() for file in (migrations_folder() / "versions").glob("*.py")]
    names = {
        name: {found for text in texts for found in re.findall(rf'^{name} = "(.+)"', text, re.M)} for name in _LINKS
    }
    (newest,) = names["revision"] - names["down_revision"]
    return newest


def _upgrade(owner_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    configuration.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    command.upgrade(configuration, "head")


def create_roles(connection: "psycopg.Connection[tuple[object, ...]]", owner_url: str, app_password: str) -> None:
    """Have the schema's owner (nobody signs in as it) and the application's login, with this password."""
    is_new = False
    for role, options in ((OWNER, sql.SQL("NOLOGIN")), (APP, sql.SQL("LOGIN"))):
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), options))
            is_new = is_new or role == APP
    if is_new or not _signs_in(app_url(owner_url, app_password)):
        if not is_new and _serves_others(connection):
            raise CannotGoOn(
                f"The login {APP} serves another database of this server, with another password.",
                f"Name that password: CARETEAM_APP_DATABASE_URL=postgresql://{APP}:PASSWORD@host/database, "
                "or give this clinic a server of its own.",
            )
        # Hashed here, so that the password is in no server's log.
        hashed = connection.pgconn.encrypt_password(app_password.encode(), APP.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(hashed)))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _serves_others(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Has the application's login rights in another database? A role belongs to the whole server."""
    found = connection.execute(
        "SELECT EXISTS(SELECT FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid WHERE b.datname <> "
        "current_database() AND d.refclassid = 'pg_authid'::regclass AND d.refobjid = %s::regrole)",
        [APP],
    ).fetchone()
    return found == (True,)


def confine(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Take from everybody what lets a login make objects of its own, such as a temporary table posing as ours."""
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE TEMPORARY, CREATE ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, sql.Identifier(OWNER)))
    if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'public'").fetchone() is not None:
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


def mark_synthetic(owner_url: str) -> None:
    """Say for good that nobody in this installation is real; only then can its clock be moved."""
    _as_owner(owner_url, "UPDATE care.clock SET synthetic = true WHERE NOT synthetic")


def move_clock(owner_url: str, seconds: float) -> None:
    """Set a synthetic installation's clock to the database's time plus `seconds` (negative: the past)."""
    _as_owner(owner_url, "UPDATE care.clock SET offset_us = %s", round(seconds * 1_000_000))


def app_url(owner_url: str, app_password: str) -> str:
    """The same server and database, as the application's login."""
    parts = urlsplit(without_driver(owner_url))
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{APP}:{quote(app_password, safe='')}@{host}"))


def migrations_folder() -> Path:
    """Where the migrations lie: inside an installed wheel, or beside the package in a checkout."""
    package = Path(careteam.__file__).parent
    for folder in (package / "alembic", package.parent / "alembic"):
        if (folder / "env.py").exists():
            return folder
    raise CannotGoOn("The migrations are not part of this installation.", "Install Careteam anew.")


def _signs_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _as_owner(owner_url: str, statement: str, *values: object) -> None:
    with psycopg.connect(without_driver(owner_url)) as connection:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        connection.execute(statement.encode(), values)


def without_driver(url: str) -> str:
    """The URL without SQLAlchemy's driver suffix, which libpq does not know."""
    scheme, separator, rest = url.partition("://")
    return scheme.partition("+")[0] + separator + rest

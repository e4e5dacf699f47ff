"""Installs `guard.sql`, the partitions and the grants; used by migrations and by tests."""

from importlib.resources import files

from careteam.audit.models import PARTITIONS, ChangeMade, Delivery
from careteam.core.database import SCHEMA, Bound
from careteam.core.ids import ORGANISATION_STREAM

OWNER = "care_owner"
APP = "care_app"

#: Never written after the row exists; the app role has no UPDATE on them.
KEYS = frozenset({"id", "plan_id", "stream_id"})


def foundation() -> list[str]:
    """The statements that follow the tables of the trail: functions, triggers, the organisation's stream, the grants."""
    sql = files("careteam.audit").joinpath("guard.sql").read_text()
    return [
        sql,
        f"INSERT INTO {SCHEMA}.clock DEFAULT VALUES",
        f"INSERT INTO {SCHEMA}.stream (id, kind, change_id) SELECT '{ORGANISATION_STREAM}', 'organisation', "
        "gen_random_uuid()",
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {APP}",
        f"GRANT EXECUTE ON FUNCTION {SCHEMA}.append_entries, {SCHEMA}.require_rows, {SCHEMA}.now TO {APP}",
        f"GRANT SELECT ON {SCHEMA}.stream, {SCHEMA}.audit_entry, {SCHEMA}.audit_detail, {SCHEMA}.clock TO {APP}",
        # A head always starts at 0.
        f"GRANT INSERT (id, kind, plan_id, change_id) ON {SCHEMA}.stream TO {APP}",
        exempt(ChangeMade.__tablename__, "SELECT", "INSERT", "UPDATE (result)"),
        exempt(Delivery.__tablename__, "SELECT", "INSERT", "UPDATE (attempts, due_at)", "DELETE"),
        exempt("access_mark", "SELECT", "INSERT", "DELETE"),
    ]


def opened_trigger() -> list[str]:
    """The check that every new stream is named by an entry: added after the owner has laid down the organisation's."""
    return [
        f"CREATE CONSTRAINT TRIGGER opened AFTER INSERT ON {SCHEMA}.stream DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.require_opening()"
    ]


def partitions(table: str) -> list[str]:
    """Split a table of entries, details or messages by stream."""
    return [
        f"CREATE TABLE {SCHEMA}.{table}_{n} PARTITION OF {SCHEMA}.{table} "
        f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {n})"
        for n in range(PARTITIONS)
    ]


def install(model: type[Bound], *, delete: bool = False) -> list[str]:
    """Bind a table to the trail: the trigger, and what the app role may do with its rows."""
    table = f"{SCHEMA}.{model.__tablename__}"
    mutable = ", ".join(column.name for column in model.__table__.columns if column.name not in KEYS)
    statements = [
        f"CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.require_entry()",
        f"GRANT SELECT, INSERT, UPDATE ({mutable}) ON {table} TO {APP}",
    ]
    return [*statements, f"GRANT DELETE ON {table} TO {APP}"] if delete else statements


def exempt(table: str, *privileges: str) -> str:
    """Let the app role use a table that is not bound to the trail."""
    return f"GRANT {', '.join(privileges)} ON {SCHEMA}.{table} TO {APP}"

"""Runs migrations as the owner of the schema, in one transaction."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

import careteam.access.models
import careteam.audit.models
import careteam.core.clock
import careteam.identity.models
import careteam.messaging.models
import careteam.notes.models
import careteam.plans.models
import careteam.tasks.models  # noqa: F401
from careteam.audit.guard import OWNER
from careteam.core.database import SCHEMA, Base, Named, SealedText


def online() -> None:
    """Create the schema if it is not there, then run what is missing."""
    url = make_url(context.config.get_main_option("sqlalchemy.url") or "")
    engine = create_engine(url.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {OWNER}"))
        connection.execute(text(f"SET ROLE {OWNER}"))
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table_schema=SCHEMA,
            include_schemas=True,
            include_name=_ours,
            render_item=_plainly,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return name == SCHEMA if kind == "schema" else True


def _plainly(kind: str, item: object, context_: object) -> str | bool:
    """Write our column types as what the database stores."""
    if kind == "type" and isinstance(item, SealedText):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Named):
        return "sa.Text()"
    return False


online()

"""The application's own database role as an attacker, and a clinic with a row in every bound table for it to attack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg

import careteam.main  # noqa: F401 - every feature's tables
from careteam.audit.trail import Trail
from careteam.core.database import bound_models
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.reactions import Reactions
from tests.audit.everything import plant
from tests.servers import Servers, Shared, database
from tests.world import found_organisation, make_cast

#: The guard (23000, 23514), a missing grant or an append-only table (42501).
REFUSED = {"23000", "23514", "42501"}
TABLES = sorted(bound_models())
#: What has to differ in a second row of a table for its own constraints to let it pass.
FRESH: dict[str, dict[str, str]] = {
    "role_grant": {"role": "'administrator'"},
    "credential": {"person_id": "(SELECT person_id FROM care.patient LIMIT 1)"},
    "session": {"token_hash": "sha256(gen_random_uuid()::text::bytea)"},
    "passkey": {"credential_id": "sha256(gen_random_uuid()::text::bytea)"},
    "authenticator": {"person_id": "(SELECT person_id FROM care.patient LIMIT 1)"},
    "relation": {"person_id": "gen_random_uuid()", "lead": "false"},
    "conversation_member": {"person_id": "gen_random_uuid()"},
    "message": {"number": "77"},
    "log_entry": {"seq": "77"},
    "assignment": {"ended_at": "care.now()"},
    "standing_assignment": {"ended_at": "care.now()"},
    "notification_settings": {"person_id": "(SELECT person_id FROM care.patient LIMIT 1)"},
    "push_device": {"endpoint_index": "sha256(gen_random_uuid()::text::bytea)"},
    "kept_draft": {"person_id": "gen_random_uuid()"},
    "plan_version": {"version": "77"},
    "plan_part": {"part_id": "gen_random_uuid()"},
    "directory_entry": {"seq": "77"},
    "user_chain": {"person_id": "(SELECT person_id FROM care.patient LIMIT 1)"},
    "chain_entry": {"seq": "77"},
    "holder_box": {"holder": "sha256(gen_random_uuid()::text::bytea)"},
    "pins": {"person_id": "(SELECT person_id FROM care.patient LIMIT 1)"},
    "successor": {"ended_at": "care.now()"},
    "joining": {"device_id": "sha256(gen_random_uuid()::text::bytea)"},
    "office_key": {
        "request": "sha256(gen_random_uuid()::text::bytea)",
        "pk": "sha256(gen_random_uuid()::text::bytea)",
    },
    "attestation": {"ended_at": "care.now()"},
    "process_note_version": {"version": "77"},
    "assessment_finding": {"finding_id": "gen_random_uuid()"},
    "plan_review": {"confirmed_at": "care.now()", "confirmed_by": "gen_random_uuid()"},
    "measure_schedule": {"instrument": "'GAD-7'"},
    "safety_case": {
        "assessed_at": "evidence_at",
        "assessed_by": "gen_random_uuid()",
        "assessment": "rule",
        "closed_at": "evidence_at",
        "closed_by": "gen_random_uuid()",
        "outcome": "'answered'",
    },
    "safety_plan_version": {"version": "77"},
    "source_record": {"source_index": "sha256(gen_random_uuid()::text::bytea)"},
}
#: One row a plan or a stream: a second one cannot be lawful, so only updates are tried.
ONLY_ONE = {"plan", "patient", "conversation", "own_stream", "word_check_choice"}


@dataclass
class Target:
    """A clinic with a row in every bound table, and its database as the app role and as the superuser."""

    app: "asyncpg.Connection[asyncpg.Record]"
    owner: "asyncpg.Connection[asyncpg.Record]"
    url: str
    rows: dict[str, UUID]
    #: Another plan of the same clinic.
    elsewhere: UUID

    async def refused(self, *statements: str, args: tuple[Any, ...] = ()) -> str:
        """Run statements in one transaction as the app role; return the code with which it was refused."""
        return await refused(self.app, *statements, args=args)

    def second(self, table: str, **own: str) -> tuple[str, str]:
        """The columns of a table, and a SELECT that makes a second, lawful row of the one there is."""
        columns = [c.name for c in bound_models()[table].__table__.columns]
        fresh = {"id": f"'{uuid4()}'::uuid", **FRESH.get(table, {}), **own}
        cells = ", ".join(f'{fresh.get(c, chr(34) + c + chr(34))} AS "{c}"' for c in columns)
        names = ", ".join(f'"{c}"' for c in columns)
        return names, f"SELECT {cells} FROM care.\"{table}\" WHERE id = '{self.rows[table]}'"

    async def stream_of(self, table: str) -> UUID:
        """The stream that the table's row lies in."""
        return await self.owner.fetchval(f'SELECT stream_id FROM care."{table}" WHERE id = $1', self.rows[table])

    async def stream(self, kind: str, plan: UUID | None = None) -> UUID:
        """The stream of this kind of the target's plan (or of another)."""
        query = "SELECT id FROM care.stream WHERE kind = $1 AND plan_id = $2"
        return await self.owner.fetchval(query, kind, plan or self.rows["plan"])

    async def entry(
        self, table: str, subject: UUID | None = None, *, stream: UUID | None = None, change: UUID | None = None
    ) -> str:
        """A call of `append_entries` that names the table's row (or another subject)."""
        return call(stream or await self.stream_of(table), by=change, naming=(subject or self.rows[table],))

    @asynccontextmanager
    async def given(self, what: str) -> AsyncIterator[None]:
        """A right that the app role does not have, lent to it: what then still refuses is not the grant."""
        await self.owner.execute(f"GRANT {what} TO care_app")
        try:
            yield
        finally:
            await self.owner.execute(f"REVOKE {what} FROM care_app")

    async def forget(self, table: str, id_: UUID) -> None:
        """Take a row out again, as only the superuser can."""
        async with self.owner.transaction():
            await self.owner.execute("SET LOCAL session_replication_role = replica")
            await self.owner.execute(f'DELETE FROM care."{table}" WHERE id = $1', id_)


async def refused(app: Any, *statements: str, args: tuple[Any, ...] = ()) -> str:
    """Run statements in one transaction; return the code with which it was refused, or "accepted"."""
    try:
        async with app.transaction():
            for statement in statements[:-1]:
                await app.execute(statement)
            await app.execute(statements[-1], *args)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    return "accepted"


def call(at: UUID, *, by: UUID | None = None, naming: tuple[UUID, ...] = (), **other: str) -> str:
    """A call of `append_entries` with one entry; `other` replaces arguments, as they are called there."""
    named = ", ".join(f"'{subject}'" for subject in naming)
    arguments = {
        "stream": f"ARRAY['{at}']::uuid[]",
        "change": f"ARRAY['{by or uuid4()}']::uuid[]",
        "actor": f"ARRAY['{uuid4()}']::uuid[]",
        "role": "ARRAY['therapist']",
        "action": "ARRAY['goal.set']",
        "event": "ARRAY['GoalSet']",
        "subjects": f"ARRAY[{named}]::uuid[]",
        "ends": f"ARRAY[{len(naming)}]",
        "cause": "ARRAY[NULL]::uuid[]",
        "columns": "ARRAY['']",
        "version": "ARRAY[1]",
        "detail": "ARRAY[sha256('x')]",
        "salt": "ARRAY[sha256('y')]",
        "sealed": "ARRAY[NULL]::bytea[]",
        "record": "ARRAY['']::bytea[]",
        **other,
    }
    return f"SELECT care.append_entries({', '.join(f'p_{name} => {value}' for name, value in arguments.items())})"


@asynccontextmanager
async def clinic(made: Servers) -> AsyncIterator[Target]:
    """Found a clinic in this database, with a row in every bound table and a second plan."""
    opened = await Database(made.app_url).open()
    trail = Trail(opened, DeploymentKey.generate(), Reactions())
    await found_organisation(trail)
    rows = await plant(await make_cast(trail))
    elsewhere = (await make_cast(trail)).plan
    app, owner = await asyncpg.connect(made.app_url), await asyncpg.connect(made.owner_url)
    yield Target(app, owner, made.app_url, rows, elsewhere)
    await app.close()
    await owner.close()
    await opened.close()


@asynccontextmanager
async def a_target(shared: Shared, redis_number: int) -> AsyncIterator[Target]:
    """A clinic in a database of its own."""
    with database(shared, redis_number=redis_number) as made:
        async with clinic(made) as target:
            yield target

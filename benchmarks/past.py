"""A long past, laid down fast: messages with their entries, as many as years would bring, past every door of the app.

Written as the superuser with triggers off, so the chains do not verify. Rows have their real sizes; what would be sealed
messages are bytes that nobody can open.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg

from benchmarks.letters import WORDS
from careteam.crypto import atrest
from careteam.crypto.atrest import DeploymentKey

#: How long the envelope of a message of 256 characters is.
ENVELOPE_BYTES = 620
_ROOMS = """
CREATE TEMP TABLE room AS
SELECT c.id AS conversation_id, c.stream_id, c.plan_id, s.head_seq, s.head_hash, c.message_count,
  ARRAY(SELECT m.person_id FROM care.conversation_member m WHERE m.conversation_id = c.id ORDER BY m.id) AS members
FROM care.conversation c JOIN care.stream s ON s.id = c.stream_id WHERE c.kind = ANY (%(kinds)s)"""
_PAST = """
CREATE TEMP TABLE past AS
SELECT r.*, n, uuidv7() AS id, uuidv7() AS change, r.members[1 + n %% cardinality(r.members)] AS author,
  care.now() - interval '1 year' + n * interval '1 year' / %(each)s AS said_at
FROM generate_series(1, %(each)s) n CROSS JOIN room r ORDER BY n"""
_WRITTEN = (
    "INSERT INTO care.change (id, actor, key, request, result, at) "
    "SELECT change, author, gen_random_uuid(), sha256(uuid_send(change)), id, said_at FROM past",
    "INSERT INTO care.message (id, stream_id, plan_id, change_id, conversation_id, number, author_id, author_role, "
    "envelope, epoch, silent, spoken, about, sent_at, priority, answers_since, answers_priority) "
    "SELECT id, stream_id, plan_id, change, conversation_id, message_count + n, author, 'therapist', %(envelope)s, 0, "
    "false, message_count + n, '{}', said_at, 'routine', "
    "CASE WHEN n %% 4 = 0 THEN said_at - n %% 300 * interval '1 minute' END, "
    "CASE WHEN n %% 100 = 0 THEN 'urgent' WHEN n %% 4 = 0 THEN 'routine' END FROM past",
    "INSERT INTO care.audit_entry (stream_id, seq, plan_id, change_id, xact, tx_at, at, actor, role, action, event, subjects, "
    "columns, plan_version, detail, record, prev, hash) SELECT stream_id, head_seq + n, plan_id, change, n, said_at, said_at, "
    "author, 'therapist', 'message.send', 'MessageSent', ARRAY[id, conversation_id], 'last_message_at,message_count', 1, "
    "sha256(uuid_send(id)), '', head_hash, sha256(uuid_send(change)) FROM past",
    "INSERT INTO care.audit_detail (stream_id, seq, salt, sealed) SELECT stream_id, head_seq + n, sha256(uuid_send(id)), "
    "%(sealed)s FROM past",
    "UPDATE care.stream s SET head_seq = s.head_seq + %(each)s, head_hash = sha256(uuid_send(s.id)) FROM room r "
    "WHERE r.stream_id = s.id",
    "UPDATE care.conversation c SET message_count = c.message_count + %(each)s, "
    "spoken_count = c.spoken_count + %(each)s, spoken_number = c.message_count + %(each)s, last_message_at = care.now(), "
    "last_author_id = r.members[1] FROM room r WHERE r.conversation_id = c.id",
    "UPDATE care.conversation_member m SET seen_number = greatest(0, c.message_count - 5), "
    "seen_spoken = greatest(0, c.spoken_count - 5) FROM care.conversation c "
    "WHERE c.id = m.conversation_id",
)


def lay_down(
    owner_url: str, deployment: DeploymentKey, *, messages: int, kinds: Sequence[str] = ("team",), settle: bool = True
) -> None:
    """Give all conversations of these kinds so many messages among them; `settle`: and their tables fresh statistics."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '256MB'")
        some = atrest.seal(
            next(iter(keys_of(connection, deployment).values())), (WORDS * 3)[:256].encode(), context=b"past"
        )
        rooms = connection.execute(_ROOMS, {"kinds": list(kinds)}).rowcount
        each = messages // rooms
        connection.execute(_PAST, {"each": each})
        for statement in _WRITTEN:
            connection.execute(statement, {"each": each, "sealed": some, "envelope": bytes(ENVELOPE_BYTES)})
    if settle:
        settled(owner_url)


def settled(owner_url: str) -> None:
    """Give the tables the statistics that autovacuum would have given them by and by."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def keys_of(connection: "psycopg.Connection[Any]", deployment: DeploymentKey) -> dict[UUID, bytes]:
    """The data keys of all plans."""
    rows = connection.execute("SELECT id, plan_id, wrapped FROM care.data_key WHERE plan_id IS NOT NULL")
    return {plan_id: deployment.unwrap(wrapped, key_id=id_) for id_, plan_id, wrapped in rows}

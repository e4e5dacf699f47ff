"""What years of a clinic leave beside its messages, laid down past every door: tasks done, alarms with outcomes, closings.

As in `past`, the chains do not verify; what lists show of these rows is sealed as it should be and opens.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from benchmarks.past import keys_of, settled
from careteam.core.ids import new_id
from careteam.crypto import atrest
from careteam.crypto.atrest import DeploymentKey

#: Of each plan this many of its newest tasks are still open, nobody's and somebody's in turns.
OPEN = 4
#: One alarm for so many messages, and one conversation closed for so many.
MESSAGES_AN_ALARM, MESSAGES_A_CLOSING = 100, 20
_PLANS = """
CREATE TEMP TABLE team AS
SELECT p.id AS plan_id, row_number() OVER (ORDER BY p.id) - 1 AS nth, r.id AS record, t.id AS team, t.head_seq,
  t.head_hash, c.id AS conversation_id, c.stream_id,
  (SELECT m.person_id FROM care.relation m WHERE m.plan_id = p.id AND m.kind = 'self') AS patient,
  ARRAY(SELECT m.person_id FROM care.relation m WHERE m.plan_id = p.id AND m.kind = 'member' ORDER BY m.lead DESC, m.id)
    AS members
FROM care.plan p
JOIN care.stream r ON r.plan_id = p.id AND r.kind = 'plan/record'
JOIN care.stream t ON t.plan_id = p.id AND t.kind = 'plan/team'
JOIN care.conversation c ON c.plan_id = p.id AND c.kind = 'team'"""
_WORDS = "CREATE TEMP TABLE words (kind text, id uuid, plan_id uuid, n int, change uuid, sealed bytea)"
#: With when each began: evenly over a year, the newest an hour ago.
_BEGUN = """
CREATE TEMP TABLE begun AS
SELECT w.kind, w.id, w.n, w.change, w.sealed, t.*, w.n <= %(each)s - %(open)s AS done, w.n = %(each)s AND nth %% 8 = 0 AS waits,
  care.now() - interval '1 hour' - (%(each)s - w.n) * interval '1 year' / %(each)s AS at,
  t.members[2 + w.n %% (cardinality(t.members) - 1)] AS other
FROM words w JOIN team t USING (plan_id) WHERE w.kind = %(kind)s"""
_TASKS = """
INSERT INTO care.task (id, stream_id, plan_id, change_id, title, status, priority, owner_id, pool, assigned_by, due_at, shared,
  created_at, completed_at, conversation_id)
SELECT id, team, plan_id, change, sealed,
  CASE WHEN done AND n %% 10 = 0 THEN 'cancelled' WHEN done THEN 'completed' WHEN n %% 2 = 0 THEN 'requested'
    ELSE 'in-progress' END,
  'routine', CASE WHEN done THEN members[1 + n %% cardinality(members)] WHEN n %% 2 = 1 THEN other END, 'psychiatrist',
  other, at + interval '9 days', false, at, CASE WHEN done THEN at + interval '2 days' END,
  CASE WHEN n %% 5 = 0 THEN conversation_id END
FROM begun"""
_STEPS = """
CREATE TEMP TABLE said AS
SELECT b.*, head_seq + 2 * n + step AS seq, action, event, at + step * interval '2 days' AS said_at
FROM begun b
CROSS JOIN (VALUES (0, 'task.assign', 'TaskAssigned'), (1, 'task.complete', 'TaskCompleted')) AS steps (step, action, event)
WHERE step = 0 OR done"""
_ENTRIES = """
INSERT INTO care.audit_entry (stream_id, seq, plan_id, change_id, xact, tx_at, at, actor, role, action, event, subjects,
  columns, plan_version, detail, record, prev, hash)
SELECT team, seq, plan_id, change, n, said_at, said_at, other, 'therapist', action, event, ARRAY[id], 'status', 1,
  sha256(uuid_send(id)), '', head_hash, sha256(uuid_send(change))
FROM said"""
_DETAILS = """
INSERT INTO care.audit_detail (stream_id, seq, salt, sealed)
SELECT team, seq, sha256(uuid_send(change)), sha256(uuid_send(id)) FROM said"""
_HEADS = """
UPDATE care.stream s SET head_seq = t.head_seq + 2 * %(each)s + 1, head_hash = sha256(uuid_send(s.id))
FROM team t WHERE s.id = t.team"""
#: All have their outcome, except the newest of every eighth plan, of which the lead was told too.
_ALARMS = """
INSERT INTO care.alarm (id, stream_id, plan_id, change_id, subject_kind, subject_id, conversation_id, level, cause, raised_by,
  raised_at, raised_on, owner_id, step, stepped_at, reached, told, lapsed, due_at, acknowledged_at, acknowledged_by,
  acknowledged_as, closed_at, closed_by, closed_as, outcome)
SELECT id, record, plan_id, change, 'message', gen_random_uuid(), conversation_id,
  CASE WHEN n %% 4 = 0 THEN 'stat' ELSE 'urgent' END, sealed, patient, at, at::date, other, 0, at, true,
  ARRAY[other, members[1]], false, CASE WHEN waits THEN care.now() + interval '5 hours' END, taken.*
FROM begun LEFT JOIN LATERAL (
  SELECT at + n %% 20 * interval '1 minute', other, 'therapist', at + (60 + n %% 300) * interval '1 minute', other, 'therapist',
    'answered'
  WHERE NOT waits
) taken (taken_at, taken_by, taken_as, ended_at, ended_by, ended_as, outcome) ON true
WHERE waits OR at < care.now() - interval '1 day'"""
_CLOSINGS = """
INSERT INTO care.closing (id, stream_id, plan_id, change_id, conversation_id, going_since, waiting_since, waiting_priority,
  closed_at, closed_by, role)
SELECT uuidv7(), stream_id, plan_id, gen_random_uuid(), conversation_id, at, CASE WHEN n %% 20 = 0 THEN at END,
  CASE WHEN n %% 20 = 0 THEN 'routine' END,
  at + n %% 90 * interval '1 hour', members[1], 'therapist'
FROM team CROSS JOIN LATERAL (
  SELECT n, care.now() - n * interval '1 year' / %(each)s AS at FROM generate_series(5, %(each)s + 4) n
) begun"""
_TURNS = """
CREATE TEMP TABLE turn AS
SELECT c.id, c.kind, c.with_patient, c.last_message_at AS at, row_number() OVER (ORDER BY c.id) AS n,
  ARRAY(
    SELECT m.person_id FROM care.conversation_member m
    JOIN care.relation r ON r.plan_id = c.plan_id AND r.person_id = m.person_id AND r.kind = 'member'
    WHERE m.conversation_id = c.id ORDER BY r.lead DESC, m.id
  ) AS members
FROM care.conversation c WHERE c.last_message_at IS NOT NULL"""
#: How conversations stand today, by turns: some nobody's, some waiting for an answer, some closed, most of them read.
_TODAY = (
    """
UPDATE care.conversation c SET going_since = t.at - interval '2 days',
  owner_id = CASE WHEN n % 4 > 0 THEN members[1 + n % cardinality(members)] END,
  waiting_since = CASE WHEN n % 24 IN (8, 21) AND c.with_patient THEN t.at - interval '3 hours' END,
  waiting_priority = CASE WHEN n % 24 IN (8, 21) AND c.with_patient THEN 'routine' END,
  closed_at = CASE WHEN n % 4 = 2 AND c.kind = 'direct' THEN t.at END,
  closed_by = CASE WHEN n % 4 = 2 AND c.kind = 'direct' THEN members[1] END
FROM turn t WHERE t.id = c.id""",
    """
UPDATE care.conversation_member m SET seen_number = c.message_count, seen_spoken = c.spoken_count
FROM turn t JOIN care.conversation c ON c.id = t.id WHERE m.conversation_id = t.id AND n % 20 <> 5""",
    """
UPDATE care.message m SET about = ARRAY[g.id] FROM care.goal g WHERE g.plan_id = m.plan_id AND m.number % 40 = 7""",
)


def live_through(owner_url: str, deployment: DeploymentKey, *, messages: int, tasks: int, settle: bool = True) -> None:
    """Give all plans so many tasks among them, and what so many messages (laid down already) have led to."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '256MB'")
        keys = keys_of(connection, deployment)
        alarms, closings = (messages // some // len(keys) + 1 for some in (MESSAGES_AN_ALARM, MESSAGES_A_CLOSING))
        connection.execute(_PLANS)
        connection.execute(_WORDS)
        _copy(connection, _sealed(keys, "task", "title", "Ask how the week went, and note it", tasks // len(keys)))
        _copy(connection, _sealed(keys, "alarm", "cause", "safety", alarms))
        _write(connection, "task", tasks // len(keys), _TASKS, _STEPS, _ENTRIES, _DETAILS, _HEADS)
        _write(connection, "alarm", alarms, _ALARMS)
        connection.execute(_CLOSINGS, {"each": closings})
        for statement in (_TURNS, *_TODAY):
            connection.execute(statement)
    if settle:
        settled(owner_url)


def _write(connection: Any, kind: str, each: int, *statements: LiteralString) -> None:
    """What is written of one kind, of which each plan has so many."""
    for statement in (_BEGUN, *statements, "DROP TABLE begun"):
        connection.execute(statement, {"kind": kind, "each": each, "open": OPEN})


def _copy(connection: Any, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor().copy("COPY words FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(("text", "uuid", "uuid", "int4", "uuid", "bytea"))
        for row in rows:
            copy.write_row(row)


def _sealed(
    keys: dict[UUID, bytes], table: str, column: str, words: str, each: int
) -> Iterator[tuple[str, UUID, UUID, int, UUID, bytes]]:
    """Ids of rows, with the words that one column of each holds, sealed; in the order in which they would be written."""
    for n in range(1, each + 1):
        for plan_id, key in keys.items():
            id_ = new_id()
            context = atrest.column_context(plan_id, table, id_, column)
            yield table, id_, plan_id, n, new_id(), atrest.seal(key, words.encode(), context=context)

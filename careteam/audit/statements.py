"""What a Change asks of the database besides its rows: the statements of its narrow doors."""

STREAMS = "SELECT id, kind FROM care.stream WHERE plan_id = $1 AND kind LIKE 'plan/%'"
OPEN_STREAM = "INSERT INTO care.stream (id, kind, plan_id, change_id) VALUES ($1, $2, $3, $4)"
OWN_STREAMS = "SELECT stream_id FROM care.own_stream WHERE person_id = $1"
PLANS_OF = "SELECT DISTINCT plan_id FROM care.relation WHERE person_id = $1 AND ended_at IS NULL ORDER BY plan_id"
#: Imports wait for each other, so that no two open a plan for the same patient.
ONE_IMPORT = "SELECT set_config('lock_timeout', '0', true), pg_advisory_xact_lock(hashtext('careteam import'))"
PLANS = "SELECT id FROM care.plan ORDER BY id"
IMPORTED = "SELECT plan_id, became FROM care.source_record WHERE source_index = $1 ORDER BY plan_id DESC"
IDENTIFIED = "SELECT plan_id FROM care.patient WHERE identifier_index = ANY ($1) ORDER BY plan_id DESC"
MARK = (
    "INSERT INTO care.access_mark (person_id, plan_id, screen, quarter) SELECT $1, p, $3, $4 FROM unnest($2::uuid[]) p "
    "ON CONFLICT DO NOTHING RETURNING plan_id"
)
SPEND = "INSERT INTO care.spent_ticket (digest, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING digest"
SWEEP_SPENT = (
    "DELETE FROM care.spent_ticket WHERE digest IN (SELECT digest FROM care.spent_ticket "
    "WHERE expires_at < care.now() - interval '1 hour' LIMIT 100 FOR UPDATE SKIP LOCKED)"
)
#: Whom to tell that there is something; what waits for somebody already is told together.
TELL = (
    "INSERT INTO care.notice AS n (id, person_id, channel, about, level, subject_id, stream_id, number, due_at, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, care.now())) ON CONFLICT (person_id, channel, subject_id) "
    "WHERE outcome IS NULL DO UPDATE SET number = greatest(n.number, excluded.number)"
)
#: $1 conversation, $2 person, $3 up to which message, $4 plan. No row: not theirs. `moved`: it was not known before.
DELIVERED = """
WITH mine AS (
  SELECT c.id, c.stream_id, least($3::bigint, c.message_count) AS number
  FROM care.conversation c JOIN care.conversation_member m
    ON m.conversation_id = c.id AND m.person_id = $2 AND m.removed_at IS NULL
  WHERE c.id = $1 AND c.plan_id = $4),
marked AS (
  INSERT INTO care.delivered_mark AS d (conversation_id, person_id, number) SELECT id, $2, number FROM mine
  ON CONFLICT (conversation_id, person_id) DO UPDATE SET number = excluded.number WHERE d.number < excluded.number
  RETURNING number)
SELECT stream_id, EXISTS(SELECT FROM marked) AS moved FROM mine"""

-- The trail's only door, and the database's own refusal of every unrecorded write.
-- Run by the owner after the tables exist. The tables it knows by name: stream, audit_entry, audit_detail, audit_pending, clock.

CREATE FUNCTION care.now() RETURNS timestamptz LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  RETURN (SELECT clock_timestamp() + make_interval(secs => c.offset_us / 1000000.0) FROM care.clock c);

CREATE FUNCTION care.refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS
  $$BEGIN RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = '42501'; END$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON care.audit_entry FOR EACH ROW EXECUTE FUNCTION care.refuse_rewrite();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON care.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION care.refuse_rewrite();

-- The clock of an installation with real people is the database's, for good: it is marked synthetic before its first
-- entry or never.
CREATE FUNCTION care.keep_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.synthetic IS DISTINCT FROM OLD.synthetic AND EXISTS (SELECT FROM care.audit_entry) THEN
    RAISE EXCEPTION 'an installation is marked synthetic before its first entry' USING ERRCODE = '42501';
  END IF;
  IF NEW.offset_us <> OLD.offset_us AND NOT NEW.synthetic THEN
    RAISE EXCEPTION 'only a synthetic clock moves' USING ERRCODE = '42501';
  END IF;
  IF NEW.offset_us < OLD.offset_us AND EXISTS (SELECT FROM care.audit_entry) THEN
    RAISE EXCEPTION 'a clock that has been used only moves forward' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END$$;
CREATE TRIGGER keep_clock BEFORE UPDATE ON care.clock FOR EACH ROW EXECUTE FUNCTION care.keep_clock();

-- Arrays run in parallel, one element per entry; subjects are laid end to end, p_ends[i] is where entry i's end.
-- p_standing: the plan's standing version that the writer's rights were read at. p_bump: plans whose rights change.
-- Heads are locked in id order FOR NO KEY UPDATE, whatever the caller's order: anything else deadlocks.
-- The three SETs: the plans must not hang on statistics.
CREATE FUNCTION care.append_entries(
  p_stream uuid[], p_change uuid[], p_actor uuid[], p_role text[], p_action text[], p_event text[], p_subjects uuid[],
  p_ends int[], p_cause uuid[], p_columns text[], p_version int[], p_detail bytea[], p_salt bytea[], p_sealed bytea[],
  p_record bytea[], p_standing bigint[] DEFAULT NULL, p_bump uuid[] DEFAULT NULL)
  RETURNS TABLE (o_entry bigint, o_stream uuid, o_seq bigint, o_hash bytea, o_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET standard_conforming_strings = on SET enable_seqscan = off
  SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $fn$
#variable_conflict error
DECLARE
  n int := coalesce(cardinality(p_stream), 0);
  v_at timestamptz; v_us bigint; v_from int := 1; v_first bigint; v_prev bytea; v_subjects uuid[]; r record;
  a_subjects text[] := array_fill(NULL::text, ARRAY[n]);
BEGIN
  FOR i IN 1..n LOOP  -- cut the subjects apart: no gap, no overlap, none left over
    IF p_ends[i] IS NULL OR p_ends[i] < v_from - 1 THEN
      RAISE EXCEPTION 'subjects do not divide' USING ERRCODE = '22023';
    END IF;
    a_subjects[i] := (p_subjects[v_from : p_ends[i]])::text;
    v_from := p_ends[i] + 1;
  END LOOP;
  IF v_from - 1 <> coalesce(cardinality(p_subjects), 0) THEN
    RAISE EXCEPTION 'subjects do not divide' USING ERRCODE = '22023';
  END IF;
  IF cardinality(p_bump) > 0 THEN  -- whoever changes rights waits for every writer of the plan, and they for him
    PERFORM s.id FROM care.stream s
      WHERE s.id IN (SELECT unnest(p_stream) UNION SELECT b.id FROM care.stream b WHERE b.plan_id = ANY (p_bump))
      ORDER BY s.id FOR NO KEY UPDATE;
  END IF;
  o_stream := NULL;
  FOR r IN
    WITH h AS MATERIALIZED (
      SELECT s.id, s.plan_id, s.head_seq, s.head_hash, s.standing_version
      FROM care.stream s WHERE s.id = ANY (p_stream) ORDER BY s.id FOR NO KEY UPDATE)
    SELECT e.*, h.* FROM unnest(p_stream, p_change, p_actor, p_role, p_action, p_event, a_subjects, p_cause, p_columns,
      p_version, p_detail, p_salt, p_sealed, p_record, p_standing) WITH ORDINALITY
      AS e(st, ch, ac, ro, an, ev, su, ca, co, ve, de, sa, se, re, sv, i) LEFT JOIN h ON h.id = e.st ORDER BY e.st, e.i
  LOOP
    IF r.id IS NULL THEN RAISE EXCEPTION 'no such stream' USING ERRCODE = '23503'; END IF;
    IF r.sv < r.standing_version THEN RAISE EXCEPTION 'standing changed' USING ERRCODE = '40001'; END IF;
    IF r.id IS DISTINCT FROM o_stream THEN
      IF o_stream IS NOT NULL THEN  -- done with the stream before: move its head, tell the sealer
        UPDATE care.stream SET head_seq = o_seq, head_hash = o_hash WHERE id = o_stream;
        INSERT INTO care.audit_pending (stream_id, first_seq, last_seq) VALUES (o_stream, v_first, o_seq);
      END IF;
      o_stream := r.id; o_seq := r.head_seq; o_hash := r.head_hash; v_first := r.head_seq + 1;
      v_at := care.now();  -- under the lock, so it rises with seq
      v_us := (extract(epoch FROM v_at) * 1000000)::bigint;
    END IF;
    o_entry := r.i; o_at := v_at; o_seq := o_seq + 1; v_prev := o_hash; v_subjects := r.su;
    -- Here and not as CHECK constraints: PostgreSQL parses those anew in every INSERT. Nothing in a leaf needs escaping.
    IF (r.ro || ' ' || r.an || ' ' || r.ev || ' ' || r.co) !~ '^[a-z_.-]+ [a-z_.-]+ [A-Za-z]+ [a-z0-9_.,]*$'
      OR octet_length(r.de) <> 32 OR octet_length(r.re) NOT IN (0, 32) OR array_position(v_subjects, NULL) > 0 THEN
      RAISE EXCEPTION 'malformed entry' USING ERRCODE = '22023';
    END IF;
    o_hash := sha256('\x00'::bytea || convert_to(  -- RFC 6962 leaf over canonical JSON, keys sorted
      '{"action":"' || r.an || '","actor":"' || r.ac || '","at":' || v_us || ',"cause":"' || coalesce(r.ca::text, '')
      || '","change":"' || r.ch || '","columns":"' || r.co || '","detail":"' || encode(r.de, 'hex') || '","event":"' || r.ev
      || '","plan":"' || coalesce(r.plan_id::text, '') || '","prev":"' || encode(v_prev, 'hex') || '","record":"'
      || encode(r.re, 'hex') || '","role":"' || r.ro
      || '","seq":' || o_seq || ',"stream":"' || r.st || '","subjects":"' || array_to_string(v_subjects, ',')
      || '","version":' || r.ve || '}', 'UTF8'));
    INSERT INTO care.audit_entry (stream_id, seq, plan_id, change_id, xact, tx_at, at, actor, role, action, event,
        subjects, cause, columns, plan_version, detail, record, prev, hash)
      VALUES (r.st, o_seq, r.plan_id, r.ch, pg_current_xact_id()::text::bigint, transaction_timestamp(), v_at, r.ac, r.ro,
        r.an, r.ev, v_subjects, r.ca, r.co, r.ve, r.de, r.re, v_prev, o_hash);
    IF r.se IS NOT NULL THEN
      INSERT INTO care.audit_detail (stream_id, seq, salt, sealed) VALUES (r.st, o_seq, r.sa, r.se);
    END IF;
    RETURN NEXT;
  END LOOP;
  IF o_stream IS NOT NULL THEN
    UPDATE care.stream SET head_seq = o_seq, head_hash = o_hash WHERE id = o_stream;
    INSERT INTO care.audit_pending (stream_id, first_seq, last_seq) VALUES (o_stream, v_first, o_seq);
  END IF;
  IF cardinality(p_bump) > 0 THEN
    UPDATE care.stream SET standing_version = standing_version + 1 WHERE plan_id = ANY (p_bump);
  END IF;
END $fn$;

-- For changes that were prepared on rows nobody held meanwhile: if one of them has been written since, nothing is.
CREATE FUNCTION care.require_rows(p_found bigint, p_wanted bigint) RETURNS boolean LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF p_found <> p_wanted THEN RAISE EXCEPTION 'rows changed' USING ERRCODE = '40001'; END IF;
  RETURN true;
END $fn$;

-- The guard: whatever wrote the row, its last writer's change must have an entry in the row's own stream and plan, in
-- this very transaction, naming it. A delete is allowed only after this change stamped the row. Several changes may
-- share the transaction.
CREATE FUNCTION care.require_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off
  SET plan_cache_mode = force_generic_plan AS $fn$
DECLARE r record;
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.stream_id, NEW.plan_id) IS DISTINCT FROM (OLD.id, OLD.stream_id, OLD.plan_id) THEN
    RAISE EXCEPTION 'a row never moves: % %', TG_TABLE_NAME, OLD.id USING ERRCODE = '23514';
  END IF;
  IF NOT EXISTS (SELECT FROM care.audit_entry e WHERE e.stream_id = r.stream_id AND e.change_id = r.change_id
      AND e.xact = pg_current_xact_id()::text::bigint AND e.tx_at = transaction_timestamp()
      AND e.plan_id IS NOT DISTINCT FROM r.plan_id AND e.subjects @> ARRAY[r.id]) THEN
    RAISE EXCEPTION 'unrecorded change: % %', TG_TABLE_NAME, r.id USING ERRCODE = '23000';
  END IF;
  RETURN NULL;
END $fn$;

-- Streams form a tree: the owner lays down the organisation's at installation, an entry of it opens a plan's team
-- stream or a private one, an entry of that opens all others of the plan.
CREATE FUNCTION care.require_opening() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF NEW.kind NOT IN ('plan/team', 'plan/record', 'plan/roster', 'plan/access', 'conversation', 'private')
    OR (NEW.plan_id IS NULL) <> (NEW.kind = 'private')
    OR NOT EXISTS (
      SELECT FROM care.audit_entry e JOIN care.stream s ON s.id = e.stream_id
      WHERE e.change_id = NEW.change_id AND e.xact = pg_current_xact_id()::text::bigint
        AND e.tx_at = transaction_timestamp() AND e.subjects @> ARRAY[NEW.id]
        AND CASE WHEN NEW.kind IN ('plan/team', 'private') THEN s.kind = 'organisation'
                 ELSE s.kind = 'plan/team' AND s.plan_id = NEW.plan_id END) THEN
    RAISE EXCEPTION 'stream opened without an entry: %', NEW.id USING ERRCODE = '23000';
  END IF;
  RETURN NULL;
END $fn$;

-- A new stream starts at its plan's standing version.
CREATE FUNCTION care.inherit_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  NEW.standing_version := coalesce((SELECT max(s.standing_version) FROM care.stream s WHERE s.plan_id = NEW.plan_id), 1);
  RETURN NEW;
END $fn$;
CREATE TRIGGER inherit_standing BEFORE INSERT ON care.stream FOR EACH ROW EXECUTE FUNCTION care.inherit_standing();

"""Lay the foundation: every table of the first release, bound to the trail.

Revision: 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careteam.access.models import ConversationMember, OwnStream, RelationRow
from careteam.alerts.models import IntegrityAlert
from careteam.assessment.models import AssessmentFinding, PlanReview
from careteam.audit import guard
from careteam.audit.models import DataKey
from careteam.coverage.models import Absence, Alarm, Shift, StandingAssignment, WorkingHours
from careteam.diary.models import DiaryEntry, PrivateDiaryEntry
from careteam.identity.models import Authenticator, Credential, Invitation, Passkey, Person, RoleGrant, Session
from careteam.keys.models import (
    Attestation,
    ChainEntry,
    DirectoryEntry,
    HolderBox,
    Joining,
    KeyDirectory,
    KeyInvite,
    OfficeKey,
    Pins,
    Successor,
    UserChain,
)
from careteam.library.models import Practice
from careteam.measures.models import MeasureResult, MeasureSchedule
from careteam.messaging.models import Assignment, Closing, Conversation, KeptDraft, LogBox, LogEntry, Message
from careteam.notes.models import ProcessNote, ProcessNoteVersion
from careteam.notifications.models import NotificationSettings, PushDevice
from careteam.phrases.models import MessageTemplate, QuickReply
from careteam.plans.models import Contact, Goal, Patient, Plan, PlanItem, PlanPart, PlanVersion, SourceRecord
from careteam.safety.models import SafetyCase, SafetyEvidence
from careteam.safetyplan.models import SafetyPlanVersion, WordCheckChoice
from careteam.tasks.models import ChecklistItem, Task

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BOUND = (
    DataKey, Person, RoleGrant, Credential, Passkey, Authenticator, Session, Invitation, RelationRow, ConversationMember, Plan, Patient,
    PlanVersion, Goal, PlanItem, PlanPart, Contact, SourceRecord, Conversation, Message, Task, ChecklistItem,
    KeyDirectory, DirectoryEntry, KeyInvite, UserChain, ChainEntry, HolderBox, Pins, Joining, Successor, OfficeKey,
    Attestation,
    OwnStream, ProcessNote, ProcessNoteVersion, LogEntry, LogBox, Assignment,
    IntegrityAlert, Shift, Absence, StandingAssignment, Alarm, NotificationSettings, PushDevice, WorkingHours,
    Closing, KeptDraft, QuickReply, MessageTemplate, MeasureSchedule, MeasureResult, DiaryEntry, PrivateDiaryEntry,
    SafetyCase, SafetyEvidence,
    SafetyPlanVersion, WordCheckChoice, Practice,
    AssessmentFinding, PlanReview,
)  # fmt: skip

AFTERWARDS = (
    *(statement for table in ("audit_entry", "audit_detail", "message") for statement in guard.partitions(table)),
    *guard.foundation(),
    *guard.opened_trigger(),
    *(statement for model in BOUND for statement in guard.install(model)),
    guard.exempt("session_activity", "SELECT", "INSERT", "UPDATE (seen_at)", "DELETE"),
    guard.exempt("sign_in_throttle", "SELECT", "INSERT", "UPDATE", "DELETE"),
    guard.exempt("spent_ticket", "SELECT", "INSERT", "UPDATE", "DELETE"),
    guard.exempt("delivered_mark", "SELECT", "INSERT", "UPDATE (number)"),
    guard.exempt(
        "notice", "SELECT", "INSERT", "UPDATE (number, due_at, attempts, held, outcome, decided_at)", "DELETE"
    ),
)


def upgrade() -> None:
    op.create_table(
        "access_mark",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("quarter", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "plan_id", "screen", "quarter", name=op.f("access_mark_pkey")),
        schema="care",
    )
    op.create_table(
        "audit_detail",
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "seq", name=op.f("audit_detail_pkey")),
        schema="care",
        postgresql_partition_by="HASH (stream_id)",
    )
    op.create_table(
        "audit_entry",
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("xact", sa.BigInteger(), nullable=False),
        sa.Column("tx_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subjects", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=True),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "seq", name=op.f("audit_entry_pkey")),
        schema="care",
        postgresql_partition_by="HASH (stream_id)",
    )
    op.create_index("audit_entry_actor", "audit_entry", ["actor", "at"], unique=False, schema="care")
    op.create_index("audit_entry_change", "audit_entry", ["change_id"], unique=False, schema="care")
    op.create_index(
        "audit_entry_outside",
        "audit_entry",
        ["at"],
        unique=False,
        schema="care",
        postgresql_where=sa.text(
            "role IN ('administrator', 'coordinator', 'identity_officer', 'privacy_officer', 'records_officer', 'supervisor')"
        ),
    )
    op.create_index("audit_entry_plan", "audit_entry", ["plan_id", "at"], unique=False, schema="care")
    op.create_index(
        "audit_entry_rare",
        "audit_entry",
        ["actor", "event", "at"],
        unique=False,
        schema="care",
        postgresql_where=sa.text(
            "event NOT IN ('MessageSent', 'MessagesSeen', 'PlanViewed', 'PlansListed', 'SignedIn')"
        ),
    )
    op.create_index(
        "audit_entry_task",
        "audit_entry",
        ["subjects"],
        unique=False,
        schema="care",
        postgresql_using="gin",
        postgresql_where=sa.text("event LIKE 'Task%'"),
    )
    op.create_table(
        "audit_pending",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_pending_pkey")),
        schema="care",
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("change_pkey")),
        sa.UniqueConstraint("actor", "key", name=op.f("change_actor_key_key")),
        schema="care",
    )
    op.create_table(
        "clock",
        sa.Column("one", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("offset_us", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "installed_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("one", name=op.f("clock_one_row_check")),
        sa.PrimaryKeyConstraint("one", name=op.f("clock_pkey")),
        schema="care",
    )
    op.create_table(
        "contact",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("contact_pkey")),
        schema="care",
    )
    op.create_index(op.f("contact_plan_id_idx"), "contact", ["plan_id"], unique=False, schema="care")
    op.create_table(
        "conversation",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("with_patient", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_word", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_author_id", sa.Uuid(), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_priority", sa.Text(), nullable=True),
        sa.Column("going_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_opens", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoken_count", sa.Integer(), nullable=False),
        sa.Column("spoken_number", sa.Integer(), nullable=False),
        sa.Column("log_length", sa.Integer(), nullable=False),
        sa.Column("log_head", sa.LargeBinary(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("officers_behind", sa.Boolean(), nullable=False),
        sa.Column("epoch_ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("epoch_limit", sa.Integer(), nullable=False),
        sa.Column("readers", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("reader_keys", sa.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("epoch_sent", sa.Integer(), nullable=False),
        sa.Column("epoch_tree", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("conversation_pkey")),
        sa.UniqueConstraint("stream_id", name=op.f("conversation_stream_id_key")),
        schema="care",
    )
    op.create_index(op.f("conversation_plan_id_idx"), "conversation", ["plan_id"], unique=False, schema="care")
    op.create_index(
        "conversation_waiting_idx",
        "conversation",
        ["stream_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("waiting_since IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_index(
        "conversation_going_idx",
        "conversation",
        ["going_since"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "conversation_member",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_number", sa.Integer(), nullable=False),
        sa.Column("seen_spoken", sa.Integer(), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_to_send", sa.Boolean(), nullable=False),
        sa.Column("mentioned_number", sa.Integer(), nullable=False),
        sa.Column("mentioned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentioned_by", sa.Uuid(), nullable=True),
        sa.Column("signing", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("conversation_member_pkey")),
        schema="care",
    )
    op.create_index(
        "conversation_member_once_idx",
        "conversation_member",
        ["conversation_id", "person_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        "conversation_member_person_live_idx",
        "conversation_member",
        ["person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "data_key",
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("data_key_pkey")),
        schema="care",
    )
    op.create_index(op.f("data_key_plan_id_idx"), "data_key", ["plan_id"], unique=False, schema="care")
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("reaction", sa.Text(), nullable=False),
        sa.Column("subjects", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("delivery_pkey")),
        schema="care",
    )
    op.create_index(op.f("delivery_due_at_idx"), "delivery", ["due_at"], unique=False, schema="care")
    op.create_table(
        "goal",
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("target", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("achievement", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("goal_pkey")),
        sa.UniqueConstraint("plan_id", "id", name=op.f("goal_plan_id_id_key")),
        schema="care",
    )
    op.create_table(
        "message",
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.Text(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("spoken", sa.Integer(), nullable=False),
        sa.Column("about", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_priority", sa.Text(), nullable=True),
        sa.Column("told_opens", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "id", name=op.f("message_pkey")),
        sa.UniqueConstraint("stream_id", "number", name=op.f("message_stream_id_number_key")),
        schema="care",
        postgresql_partition_by="HASH (stream_id)",
    )
    op.create_index(
        "message_answers_idx",
        "message",
        ["answers_since"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("answers_since IS NOT NULL"),
        postgresql_include=["sent_at", "author_role", "answers_priority", "stream_id"],
    )
    op.create_table(
        "person",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("person_organisation_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pkey")),
        schema="care",
    )
    op.create_index(
        "person_email_idx",
        "person",
        ["email_index"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("person_name_idx", "person", ["name_index"], unique=False, schema="care", postgresql_using="gin")
    op.create_table(
        "plan",
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("id = plan_id", name=op.f("plan_names_itself_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("plan_pkey")),
        schema="care",
    )
    op.create_index(op.f("plan_status_idx"), "plan", ["status"], unique=False, schema="care")
    op.create_table(
        "plan_version",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("plan_version_pkey")),
        sa.UniqueConstraint("plan_id", "version", name=op.f("plan_version_plan_id_version_key")),
        schema="care",
    )
    op.create_table(
        "relation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("may_see_plan", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("grounds_id", sa.Uuid(), nullable=True),
        sa.Column("behalf_id", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("plan_id"), "="),
            where=sa.text("lead AND ended_at IS NULL"),
            deferrable=True,
            initially="DEFERRED",
            using="btree",
            name="relation_one_lead_excl",
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'self' THEN role = 'patient' WHEN 'proxy' THEN role = 'supporter' WHEN 'supervisor' THEN role = 'supervisor' ELSE role IN ('psychiatrist', 'therapist', 'health_coach', 'support_specialist') END",
            name=op.f("relation_role_of_kind_check"),
        ),
        sa.CheckConstraint("NOT lead OR kind = 'member'", name=op.f("relation_only_members_lead_check")),
        sa.CheckConstraint(
            "NOT may_see_plan OR kind = 'proxy'", name=op.f("relation_only_supporters_need_consent_check")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('supervisor', 'break_glass') OR (reason IS NOT NULL AND valid_until IS NOT NULL)",
            name=op.f("relation_exception_has_reason_and_end_check"),
        ),
        sa.CheckConstraint(
            "(kind IN ('cover', 'on_duty')) = (grounds_id IS NOT NULL) AND (kind = 'cover') = (behalf_id IS NOT NULL) AND (grounds_id IS NULL OR valid_until IS NOT NULL)",
            name=op.f("relation_stand_in_has_grounds_and_end_check"),
        ),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("relation_window_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("relation_pkey")),
        schema="care",
    )
    op.create_index(
        "relation_once_idx",
        "relation",
        ["plan_id", "person_id", "kind", "role"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL AND valid_until IS NULL"),
    )
    op.create_index(
        "relation_stand_in_once_idx",
        "relation",
        ["grounds_id", "plan_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "relation_behalf_idx",
        "relation",
        ["plan_id", "person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("behalf_id IS NOT NULL"),
    )
    op.create_index(
        "relation_stand_in_ends_idx",
        "relation",
        ["valid_until"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL AND grounds_id IS NOT NULL"),
    )
    op.create_index(
        "relation_person_live_idx",
        "relation",
        ["person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(op.f("relation_plan_id_idx"), "relation", ["plan_id"], unique=False, schema="care")
    op.create_table(
        "sign_in_throttle",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("failures >= 0", name=op.f("sign_in_throttle_count_check")),
        sa.PrimaryKeyConstraint("subject", name=op.f("sign_in_throttle_pkey")),
        schema="care",
    )
    op.create_table(
        "spent_ticket",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("spent_ticket_pkey")),
        schema="care",
    )
    op.create_table(
        "source_record",
        sa.Column("source_index", sa.LargeBinary(), nullable=False),
        sa.Column("part_of", sa.LargeBinary(), nullable=True),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("became", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("source_record_pkey")),
        sa.UniqueConstraint("plan_id", "source_index", name=op.f("source_record_plan_id_source_index_key")),
        schema="care",
    )
    op.create_index(
        op.f("source_record_source_index_idx"), "source_record", ["source_index"], unique=False, schema="care"
    )
    op.create_table(
        "stream",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("head_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "head_hash", sa.LargeBinary(), server_default=sa.text("decode(repeat('00', 32), 'hex')"), nullable=False
        ),
        sa.Column("standing_version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("stream_pkey")),
        schema="care",
        postgresql_with={"fillfactor": 50},
    )
    op.create_index(op.f("stream_plan_id_kind_idx"), "stream", ["plan_id", "kind"], unique=False, schema="care")
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("credential_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("credential_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("credential_pkey")),
        sa.UniqueConstraint("person_id", name=op.f("credential_person_id_key")),
        schema="care",
    )
    op.create_table(
        "passkey",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("passkey_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("passkey_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("passkey_pkey")),
        sa.UniqueConstraint("credential_id", name=op.f("passkey_credential_id_key")),
        schema="care",
    )
    op.create_index(
        "passkey_person_idx",
        "passkey",
        ["person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "authenticator",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("authenticator_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("authenticator_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("authenticator_pkey")),
        schema="care",
    )
    op.create_index(
        "authenticator_once_idx",
        "authenticator",
        ["person_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "delivered_mark",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["care.conversation.id"], name=op.f("delivered_mark_conversation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "person_id", name=op.f("delivered_mark_pkey")),
        schema="care",
    )
    op.create_table(
        "invitation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("invitation_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("invitation_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("invitation_pkey")),
        schema="care",
    )
    op.create_index(op.f("invitation_person_id_idx"), "invitation", ["person_id"], unique=False, schema="care")
    op.create_table(
        "patient",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("birth_date", sa.LargeBinary(), nullable=True),
        sa.Column("pronouns", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("identifier", sa.LargeBinary(), nullable=True),
        sa.Column("identifier_index", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("patient_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("patient_pkey")),
        sa.UniqueConstraint("plan_id", name=op.f("patient_plan_id_key")),
        schema="care",
    )
    op.create_index(op.f("patient_identifier_index_idx"), "patient", ["identifier_index"], unique=False, schema="care")
    op.create_index(op.f("patient_person_id_idx"), "patient", ["person_id"], unique=False, schema="care")
    op.create_table(
        "plan_item",
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id", "goal_id"],
            ["care.goal.plan_id", "care.goal.id"],
            name=op.f("plan_item_plan_id_goal_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("plan_item_pkey")),
        sa.UniqueConstraint("plan_id", "id", name=op.f("plan_item_plan_id_id_key")),
        schema="care",
    )
    op.create_table(
        "plan_part",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("until_version", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until_version IS NULL OR until_version > since_version", name=op.f("plan_part_forward_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("plan_part_pkey")),
        schema="care",
    )
    op.create_index(
        "plan_part_once_idx",
        "plan_part",
        ["part_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("until_version IS NULL"),
    )
    op.create_index("plan_part_since_idx", "plan_part", ["plan_id", "since_version"], schema="care")
    op.create_index("plan_part_until_idx", "plan_part", ["plan_id", "until_version"], schema="care")
    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("role_grant_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("role_grant_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("role_grant_pkey")),
        schema="care",
    )
    op.create_index(
        "role_grant_once_idx",
        "role_grant",
        ["person_id", "role"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "session",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("session_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("session_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("session_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("session_token_hash_key")),
        schema="care",
    )
    op.create_index(
        "session_person_idx",
        "session",
        ["person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "session_activity",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["care.session.id"], name=op.f("session_activity_session_id_fkey")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("session_activity_pkey")),
        schema="care",
    )
    op.create_table(
        "own_stream",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("of_plan_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("own_stream_private_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("own_stream_pkey")),
        sa.UniqueConstraint("person_id", "of_plan_id", name=op.f("own_stream_person_id_of_plan_id_key")),
        sa.UniqueConstraint("stream_id", name=op.f("own_stream_stream_id_key")),
        schema="care",
    )
    op.create_table(
        "process_note",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("process_note_private_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("process_note_pkey")),
        schema="care",
    )
    op.create_index(
        "process_note_stream_idx", "process_note", ["stream_id", "written_at", "id"], unique=False, schema="care"
    )
    op.create_table(
        "process_note_version",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("process_note_version_private_check")),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["care.process_note.id"],
            name=op.f("process_note_version_note_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("process_note_version_pkey")),
        sa.UniqueConstraint("note_id", "version", name=op.f("process_note_version_note_id_version_key")),
        schema="care",
    )
    op.create_table(
        "task",
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("pool", sa.Text(), nullable=True),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for_id", sa.Uuid(), nullable=True),
        sa.Column("repeat_days", sa.Integer(), nullable=True),
        sa.Column("repeat_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=True),
        sa.Column("piece_version", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("owner_id IS NOT NULL OR pool IS NOT NULL", name=op.f("task_somebodys_check")),
        sa.CheckConstraint("(piece IS NULL) = (piece_version IS NULL)", name=op.f("task_piece_in_a_version_check")),
        sa.ForeignKeyConstraint(
            ["plan_id", "goal_id"],
            ["care.goal.plan_id", "care.goal.id"],
            name=op.f("task_plan_id_goal_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "item_id"],
            ["care.plan_item.plan_id", "care.plan_item.id"],
            name=op.f("task_plan_id_item_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint(
            "repeat_days IS NULL OR repeat_days > 0 AND due_at IS NOT NULL", name=op.f("task_repeats_check")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "waits_for_id"],
            ["care.task.plan_id", "care.task.id"],
            name=op.f("task_plan_id_waits_for_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "follows_id"],
            ["care.task.plan_id", "care.task.id"],
            name=op.f("task_plan_id_follows_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("task_pkey")),
        sa.UniqueConstraint("follows_id", name=op.f("task_follows_id_key")),
        sa.UniqueConstraint("plan_id", "id", name=op.f("task_plan_id_id_key")),
        schema="care",
    )
    op.create_index(
        "task_overdue_idx",
        "task",
        ["due_at"],
        unique=False,
        schema="care",
        postgresql_where=sa.text(
            "escalated_at IS NULL AND status IN ('requested', 'accepted', 'in-progress', 'on-hold')"
        ),
    )
    op.create_index(
        "task_waits_idx",
        "task",
        ["waits_for_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("waits_for_id IS NOT NULL"),
    )
    op.create_table(
        "checklist_item",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("ticked_by", sa.Uuid(), nullable=True),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id", "task_id"],
            ["care.task.plan_id", "care.task.id"],
            name=op.f("checklist_item_plan_id_task_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("checklist_item_pkey")),
        schema="care",
    )
    op.create_index("checklist_item_task_idx", "checklist_item", ["task_id", "position"], unique=False, schema="care")
    op.create_index(
        "task_assigned_open_idx",
        "task",
        ["assigned_by", "due_at", "id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')"),
    )
    op.create_index(
        "task_conversation_idx",
        "task",
        ["conversation_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("conversation_id IS NOT NULL"),
    )
    op.create_index(
        "task_plan_open_idx",
        "task",
        ["plan_id", "due_at", "id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')"),
    )
    op.create_index(
        "task_message_idx",
        "task",
        ["message_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index(
        "task_owner_open_idx",
        "task",
        ["owner_id", "due_at", "id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')"),
    )
    op.create_index(
        "task_pool_open_idx",
        "task",
        ["plan_id", "pool"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("owner_id IS NULL AND status = 'requested'"),
    )
    op.create_table(
        "key_directory",
        sa.Column("roots", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("key_directory_organisation_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("key_directory_pkey")),
        schema="care",
    )
    op.create_table(
        "directory_entry",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("directory_entry_organisation_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("directory_entry_pkey")),
        sa.UniqueConstraint("seq", name=op.f("directory_entry_seq_key")),
        schema="care",
    )
    op.create_table(
        "key_invite",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("token_pk", sa.LargeBinary(), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("key_invite_organisation_check")),
        sa.ForeignKeyConstraint(["invitation_id"], ["care.invitation.id"], name=op.f("key_invite_invitation_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("key_invite_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("key_invite_pkey")),
        schema="care",
    )
    op.create_index(op.f("key_invite_person_id_idx"), "key_invite", ["person_id"], unique=False, schema="care")
    op.create_table(
        "user_chain",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("invite_id", sa.Uuid(), nullable=True),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("successor", sa.LargeBinary(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("user_chain_organisation_check")),
        sa.ForeignKeyConstraint(["invite_id"], ["care.key_invite.id"], name=op.f("user_chain_invite_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("user_chain_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("user_chain_pkey")),
        schema="care",
    )
    op.create_index(
        "user_chain_open_idx",
        "user_chain",
        ["person_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("user_chain_person_idx", "user_chain", ["person_id"], unique=False, schema="care")
    op.create_table(
        "chain_entry",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("chain_entry_organisation_check")),
        sa.ForeignKeyConstraint(["chain_id"], ["care.user_chain.id"], name=op.f("chain_entry_chain_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("chain_entry_pkey")),
        sa.UniqueConstraint("chain_id", "seq", name=op.f("chain_entry_chain_id_seq_key")),
        schema="care",
    )
    op.create_table(
        "holder_box",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("holder_box_organisation_check")),
        sa.ForeignKeyConstraint(["chain_id"], ["care.user_chain.id"], name=op.f("holder_box_chain_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("holder_box_pkey")),
        sa.UniqueConstraint("chain_id", "holder", name=op.f("holder_box_chain_id_holder_key")),
        schema="care",
    )
    op.create_table(
        "pins",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("pins_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("pins_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pins_pkey")),
        sa.UniqueConstraint("person_id", name=op.f("pins_person_id_key")),
        schema="care",
    )
    op.create_table(
        "joining",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.LargeBinary(), nullable=False),
        sa.Column("pk", sa.LargeBinary(), nullable=False),
        sa.Column("dpk", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("joining_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("joining_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("joining_pkey")),
        schema="care",
    )
    op.create_index(
        "joining_waiting_idx",
        "joining",
        ["person_id", "device_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "office_key",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("pk", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("office_key_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("office_key_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("office_key_pkey")),
        sa.UniqueConstraint("pk", name=op.f("office_key_pk_key")),
        sa.UniqueConstraint("request", name=op.f("office_key_request_key")),
        schema="care",
    )
    op.create_index("office_key_person_idx", "office_key", ["person_id"], unique=False, schema="care")
    op.create_table(
        "successor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("invite_id", sa.Uuid(), nullable=True),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("boxes", sa.LargeBinary(), nullable=False),
        sa.Column("pins_version", sa.Integer(), nullable=False),
        sa.Column("pins", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("close", sa.LargeBinary(), nullable=True),
        sa.Column("attestation", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("successor_organisation_check")),
        sa.ForeignKeyConstraint(["chain_id"], ["care.user_chain.id"], name=op.f("successor_chain_id_fkey")),
        sa.ForeignKeyConstraint(["invite_id"], ["care.key_invite.id"], name=op.f("successor_invite_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("successor_person_id_fkey")),
        sa.ForeignKeyConstraint(["signed_by"], ["care.person.id"], name=op.f("successor_signed_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("successor_pkey")),
        schema="care",
    )
    op.create_index(
        "successor_waiting_idx",
        "successor",
        ["person_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "attestation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("attestation_organisation_check")),
        sa.ForeignKeyConstraint(["chain_id"], ["care.user_chain.id"], name=op.f("attestation_chain_id_fkey")),
        sa.ForeignKeyConstraint(["office_id"], ["care.office_key.id"], name=op.f("attestation_office_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("attestation_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("attestation_pkey")),
        schema="care",
    )
    op.create_index(
        "attestation_once_idx",
        "attestation",
        ["chain_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "log_entry",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("log_entry_pkey")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("log_entry_conversation_id_seq_key")),
        schema="care",
    )
    op.create_table(
        "log_box",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("log_box_pkey")),
        schema="care",
    )
    op.create_index("log_box_owner_idx", "log_box", ["conversation_id", "owner_id"], unique=False, schema="care")
    op.create_table(
        "assignment",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("assignment_pkey")),
        schema="care",
    )
    op.create_index(
        "assignment_open_idx",
        "assignment",
        ["conversation_id", "person_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "integrity_alert",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("of_plan_id", sa.Uuid(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_by", sa.Uuid(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("integrity_alert_organisation_check")),
        sa.ForeignKeyConstraint(["handled_by"], ["care.person.id"], name=op.f("integrity_alert_handled_by_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("integrity_alert_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("integrity_alert_pkey")),
        schema="care",
    )
    op.create_index(
        "integrity_alert_open_idx",
        "integrity_alert",
        ["told_at", "id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("integrity_alert_person_idx", "integrity_alert", ["person_id", "what"], unique=False, schema="care")
    op.create_table(
        "shift",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("shift_window_check")),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("shift_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("shift_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("shift_pkey")),
        schema="care",
    )
    op.create_table(
        "absence",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cover_id <> person_id", name=op.f("absence_not_ones_own_cover_check")),
        sa.CheckConstraint("cover_id IS NULL OR kind = 'away'", name=op.f("absence_only_away_is_covered_check")),
        sa.CheckConstraint("until > since", name=op.f("absence_window_check")),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("absence_organisation_check")),
        sa.ForeignKeyConstraint(["cover_id"], ["care.person.id"], name=op.f("absence_cover_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("absence_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("absence_pkey")),
        schema="care",
    )
    lasts = sa.text("ended_at IS NULL")
    op.create_index("absence_person_idx", "absence", ["person_id"], schema="care", postgresql_where=lasts)
    op.create_index("absence_cover_idx", "absence", ["cover_id"], schema="care", postgresql_where=lasts)
    planned = sa.text("cancelled_at IS NULL")
    op.create_index("shift_ends_idx", "shift", ["ends_at"], schema="care", postgresql_where=planned)
    op.create_index("shift_person_idx", "shift", ["person_id"], schema="care", postgresql_where=planned)
    op.create_index("shift_week_idx", "shift", ["week", "role"], schema="care", postgresql_where=planned)
    op.create_table(
        "standing_assignment",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("standing_assignment_organisation_check")),
        sa.ForeignKeyConstraint(["assigned_by"], ["care.person.id"], name=op.f("standing_assignment_assigned_by_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("standing_assignment_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("standing_assignment_pkey")),
        schema="care",
    )
    op.create_index(
        "standing_assignment_once_idx",
        "standing_assignment",
        ["person_id"],
        unique=True,
        schema="care",
        postgresql_where=lasts,
    )
    op.create_table(
        "alarm",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("cause", sa.LargeBinary(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("part_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stepped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("told", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_as", sa.Text(), nullable=True),
        sa.Column("lapsed", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_as", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (due_at IS NOT NULL)", name=op.f("alarm_never_forgotten_check")),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("alarm_closed_with_outcome_check")),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name=op.f("alarm_acknowledged_by_somebody_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("alarm_pkey")),
        schema="care",
    )
    op.create_index(
        "alarm_conversation_idx", "alarm", ["conversation_id"], schema="care",
        postgresql_where=sa.text("conversation_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index("alarm_due_idx", "alarm", ["due_at"], schema="care", postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_index(
        "alarm_open_idx", "alarm", ["stream_id"], schema="care", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.create_index("alarm_raised_by_idx", "alarm", ["plan_id", "raised_by", "raised_on"], schema="care")
    op.create_index("alarm_raised_idx", "alarm", ["raised_at"], schema="care")
    op.create_index("alarm_subject_idx", "alarm", ["plan_id", "subject_id"], schema="care")
    op.create_table(
        "notification_settings",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("routine_push", sa.Boolean(), nullable=False),
        sa.Column("routine_mail", sa.Boolean(), nullable=False),
        sa.Column("routine_sms", sa.Boolean(), nullable=False),
        sa.Column("urgent_push", sa.Boolean(), nullable=False),
        sa.Column("urgent_mail", sa.Boolean(), nullable=False),
        sa.Column("urgent_sms", sa.Boolean(), nullable=False),
        sa.Column("quiet_begins", sa.Integer(), nullable=True),
        sa.Column("quiet_ends", sa.Integer(), nullable=True),
        sa.Column("urgent_in_quiet", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Integer(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("notification_settings_organisation_check")),
        sa.CheckConstraint(
            "(quiet_begins IS NULL) = (quiet_ends IS NULL)", name=op.f("notification_settings_quiet_check")
        ),
        sa.CheckConstraint("quiet_begins <> quiet_ends", name=op.f("notification_settings_some_quiet_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("notification_settings_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notification_settings_pkey")),
        sa.UniqueConstraint("person_id", name=op.f("notification_settings_person_id_key")),
        schema="care",
    )
    op.create_table(
        "kept_draft",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_as", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(sealed_as IS NULL) = (sealed IS NULL)", name=op.f("kept_draft_whole_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("kept_draft_pkey")),
        sa.UniqueConstraint("conversation_id", "person_id", name=op.f("kept_draft_conversation_id_person_id_key")),
        schema="care",
    )
    op.create_table(
        "quick_reply",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("quick_reply_organisation_check")),
        sa.CheckConstraint("(ended_at IS NULL) = (words IS NOT NULL)", name=op.f("quick_reply_forgotten_check")),
        sa.CheckConstraint("(title IS NULL) = (words IS NULL)", name=op.f("quick_reply_whole_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("quick_reply_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("quick_reply_pkey")),
        schema="care",
    )
    op.create_index(
        "quick_reply_person_idx",
        "quick_reply",
        ["person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "message_template",
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("message_template_organisation_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("message_template_pkey")),
        schema="care",
    )
    op.create_index(
        "message_template_lasting_idx",
        "message_template",
        ["id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "push_device",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("endpoint", sa.LargeBinary(), nullable=False),
        sa.Column("endpoint_index", sa.LargeBinary(), nullable=False),
        sa.Column("p256dh", sa.LargeBinary(), nullable=False),
        sa.Column("auth", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("push_device_organisation_check")),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("push_device_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("push_device_pkey")),
        schema="care",
    )
    op.create_index(
        "push_device_person_idx",
        "push_device",
        ["person_id"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "push_device_once_idx",
        "push_device",
        ["endpoint_index"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["care.person.id"], name=op.f("notice_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_pkey")),
        schema="care",
    )
    op.create_index(
        "notice_due_idx",
        "notice",
        ["due_at"],
        unique=False,
        schema="care",
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "notice_once_idx",
        "notice",
        ["person_id", "channel", "subject_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("notice_person_idx", "notice", ["person_id", "created_at"], unique=False, schema="care")
    op.create_index("notice_created_idx", "notice", ["created_at"], unique=False, schema="care")
    op.create_table(
        "working_hours",
        sa.Column("weekdays", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("closed_days", sa.ARRAY(sa.Date()), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name=op.f("working_hours_window_check")),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("working_hours_organisation_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("working_hours_pkey")),
        schema="care",
    )
    op.create_table(
        "closing",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("going_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_priority", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("closing_pkey")),
        schema="care",
    )
    stands = sa.text("undone_at IS NULL")
    op.create_index("closing_conversation_idx", "closing", ["conversation_id"], schema="care", postgresql_where=stands)
    op.create_index("closing_going_idx", "closing", ["going_since"], schema="care", postgresql_where=stands)
    op.create_index(
        "closing_waiting_idx",
        "closing",
        ["waiting_since"],
        schema="care",
        postgresql_where=sa.text("waiting_since IS NOT NULL AND undone_at IS NULL"),
    )
    _measures()
    _diary()
    _safety()
    _safety_plan()
    _assessment()
    for statement in AFTERWARDS:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def _measures() -> None:
    op.create_table(
        "measure_schedule",
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_minute", sa.Integer(), nullable=True),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status = 'active' OR remind_at IS NULL AND lapses_at IS NULL",
            name=op.f("measure_schedule_asks_check"),
        ),
        sa.CheckConstraint("every_days IS NULL OR every_days > 0", name=op.f("measure_schedule_rhythm_check")),
        sa.CheckConstraint(
            "remind_minute IS NULL OR remind_minute BETWEEN 0 AND 1439", name=op.f("measure_schedule_minute_check")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "goal_id"],
            ["care.goal.plan_id", "care.goal.id"],
            name=op.f("measure_schedule_plan_id_goal_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("measure_schedule_pkey")),
        sa.UniqueConstraint("plan_id", "id", name=op.f("measure_schedule_plan_id_id_key")),
        schema="care",
    )
    op.create_index(
        "measure_schedule_once_idx",
        "measure_schedule",
        ["plan_id", "instrument"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("status <> 'completed'"),
    )
    for name, columns, where in (
        ("waiting", ["stream_id", "waiting_since"], "status = 'active'"),
        ("remind", ["remind_at"], "remind_at IS NOT NULL"),
        ("lapse", ["lapses_at"], "lapses_at IS NOT NULL"),
    ):
        op.create_index(
            f"measure_schedule_{name}_idx", "measure_schedule", columns, schema="care", postgresql_where=sa.text(where)
        )
    op.create_table(
        "measure_result",
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.LargeBinary(), nullable=True),
        sa.Column("wants_look", sa.Boolean(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind = 'answered' OR answers IS NULL AND total IS NULL AND NOT wants_look",
            name=op.f("measure_result_missed_check"),
        ),
        sa.CheckConstraint(
            "(kind = 'answered') = (recorded_by IS NOT NULL)", name=op.f("measure_result_answered_by_somebody_check")
        ),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by IS NULL)", name=op.f("measure_result_looked_by_somebody_check")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "schedule_id"],
            ["care.measure_schedule.plan_id", "care.measure_schedule.id"],
            name=op.f("measure_result_plan_id_schedule_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "goal_id"],
            ["care.goal.plan_id", "care.goal.id"],
            name=op.f("measure_result_plan_id_goal_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("measure_result_pkey")),
        schema="care",
    )
    op.create_index("measure_result_series_idx", "measure_result", ["plan_id", "instrument", "at", "id"], schema="care")
    op.create_index(
        "measure_result_schedule_idx",
        "measure_result",
        ["schedule_id", "due_on"],
        schema="care",
        postgresql_where=sa.text("schedule_id IS NOT NULL"),
    )


def _diary() -> None:
    op.create_table(
        "diary_entry",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mood", sa.LargeBinary(), nullable=True),
        sa.Column("activities", sa.LargeBinary(), nullable=True),
        sa.Column("sleep", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (mood IS NOT NULL)", name=op.f("diary_entry_says_check")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR activities IS NULL AND sleep IS NULL AND note IS NULL",
            name=op.f("diary_entry_withdrawn_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("diary_entry_pkey")),
        schema="care",
    )
    op.create_index(
        "diary_entry_day_idx",
        "diary_entry",
        ["plan_id", "day", "at", "id"],
        schema="care",
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "private_diary_entry",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("plan_id IS NULL", name=op.f("private_diary_entry_private_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("private_diary_entry_pkey")),
        schema="care",
    )
    op.create_index(
        "private_diary_entry_stream_idx",
        "private_diary_entry",
        ["stream_id", "written_at", "id"],
        schema="care",
        postgresql_where=sa.text("sealed IS NOT NULL"),
    )


def _safety() -> None:
    op.create_table(
        "safety_case",
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("rule", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessed_by", sa.Uuid(), nullable=True),
        sa.Column("assessment", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done", sa.LargeBinary(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(assessed_at IS NULL) = (assessed_by IS NULL)", name=op.f("safety_case_assessed_by_somebody_check")
        ),
        sa.CheckConstraint(
            "(assessed_at IS NULL) = (assessment IS NULL)", name=op.f("safety_case_assessed_in_words_check")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("safety_case_closed_by_somebody_check")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("safety_case_closed_with_outcome_check")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR assessed_at >= evidence_at", name=op.f("safety_case_assessed_first_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("safety_case_pkey")),
        sa.UniqueConstraint("plan_id", "id", name=op.f("safety_case_plan_id_id_key")),
        schema="care",
    )
    open_ = sa.text("closed_at IS NULL")
    op.create_index(
        "safety_case_once_idx", "safety_case", ["plan_id"], unique=True, schema="care", postgresql_where=open_
    )
    op.create_index("safety_case_open_idx", "safety_case", ["stream_id"], schema="care", postgresql_where=open_)
    op.create_index("safety_case_list_idx", "safety_case", ["plan_id", "opened_at", "id"], schema="care")
    op.create_table(
        "safety_evidence",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id", "case_id"],
            ["care.safety_case.plan_id", "care.safety_case.id"],
            name=op.f("safety_evidence_plan_id_case_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("safety_evidence_pkey")),
        schema="care",
    )
    op.create_index("safety_evidence_case_idx", "safety_evidence", ["case_id", "at", "id"], schema="care")


def _safety_plan() -> None:
    bound = ("plan_id", "id", "stream_id", "change_id")
    op.create_table(
        "safety_plan_version",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in bound),
        sa.CheckConstraint("version > 0", name=op.f("safety_plan_version_numbered_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("safety_plan_version_pkey")),
        sa.UniqueConstraint("plan_id", "version", name=op.f("safety_plan_version_plan_id_version_key")),
        schema="care",
    )
    op.create_table(
        "word_check_choice",
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in bound),
        sa.CheckConstraint("wording > 0", name=op.f("word_check_choice_numbered_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("word_check_choice_pkey")),
        sa.UniqueConstraint("plan_id", name=op.f("word_check_choice_plan_id_key")),
        schema="care",
    )
    op.create_table(
        "practice",
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Text(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("practice_lasted_check")),
        sa.ForeignKeyConstraint(
            ["plan_id", "task_id"],
            ["care.task.plan_id", "care.task.id"],
            name=op.f("practice_plan_id_task_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "goal_id"],
            ["care.goal.plan_id", "care.goal.id"],
            name=op.f("practice_plan_id_goal_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_pkey")),
        schema="care",
    )
    op.create_index("practice_plan_idx", "practice", ["plan_id", "at", "id"], schema="care")


def _assessment() -> None:
    op.create_table(
        "assessment_finding",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("until_version", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until_version IS NULL OR until_version >= since_version", name=op.f("assessment_finding_forward_check")
        ),
        sa.CheckConstraint(
            "body IS NOT NULL OR until_version = since_version", name=op.f("assessment_finding_ended_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("assessment_finding_pkey")),
        schema="care",
    )
    current = sa.text("until_version IS NULL")
    for name, columns, options in (
        ("current", ["plan_id"], {"postgresql_where": current}),
        ("once", ["finding_id"], {"postgresql_where": current, "unique": True}),
        ("versions", ["plan_id", "since_version"], {}),
    ):
        op.create_index(f"assessment_finding_{name}_idx", "assessment_finding", columns, schema="care", **options)
    op.create_table(
        "plan_review",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)", name=op.f("plan_review_confirmed_by_somebody_check")
        ),
        sa.CheckConstraint("confirmed_by <> recorded_by", name=op.f("plan_review_by_two_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("plan_review_pkey")),
        schema="care",
    )
    op.create_index(
        "plan_review_waiting_idx",
        "plan_review",
        ["plan_id"],
        unique=True,
        schema="care",
        postgresql_where=sa.text("confirmed_at IS NULL"),
    )
    op.create_index("plan_review_newest_idx", "plan_review", ["plan_id", "confirmed_at"], schema="care")


def downgrade() -> None:
    op.drop_table("safety_evidence", schema="care")
    op.drop_table("safety_case", schema="care")
    op.drop_table("private_diary_entry", schema="care")
    op.drop_table("diary_entry", schema="care")
    op.drop_table("word_check_choice", schema="care")
    op.drop_table("safety_plan_version", schema="care")
    op.drop_table("practice", schema="care")
    op.drop_table("plan_review", schema="care")
    op.drop_table("assessment_finding", schema="care")
    op.drop_table("measure_result", schema="care")
    op.drop_table("measure_schedule", schema="care")
    op.drop_table("alarm", schema="care")
    op.drop_table("notice", schema="care")
    op.drop_table("push_device", schema="care")
    op.drop_table("message_template", schema="care")
    op.drop_table("quick_reply", schema="care")
    op.drop_table("kept_draft", schema="care")
    op.drop_table("notification_settings", schema="care")
    op.drop_table("closing", schema="care")
    op.drop_table("working_hours", schema="care")
    op.drop_table("standing_assignment", schema="care")
    op.drop_table("absence", schema="care")
    op.drop_table("shift", schema="care")
    op.drop_table("integrity_alert", schema="care")
    op.drop_table("assignment", schema="care")
    op.drop_table("log_box", schema="care")
    op.drop_table("log_entry", schema="care")
    op.drop_table("attestation", schema="care")
    op.drop_table("office_key", schema="care")
    op.drop_table("joining", schema="care")
    op.drop_table("pins", schema="care")
    op.drop_table("holder_box", schema="care")
    op.drop_table("chain_entry", schema="care")
    op.drop_table("successor", schema="care")
    op.drop_table("user_chain", schema="care")
    op.drop_table("key_invite", schema="care")
    op.drop_table("directory_entry", schema="care")
    op.drop_table("key_directory", schema="care")
    op.drop_index(
        "task_pool_open_idx",
        table_name="task",
        schema="care",
        postgresql_where=sa.text("owner_id IS NULL AND status = 'requested'"),
    )
    op.drop_index(
        "task_owner_open_idx",
        table_name="task",
        schema="care",
        postgresql_where=sa.text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')"),
    )
    op.drop_index(
        "task_plan_open_idx",
        table_name="task",
        schema="care",
        postgresql_where=sa.text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')"),
    )
    op.drop_index(
        "task_conversation_idx",
        table_name="task",
        schema="care",
        postgresql_where=sa.text("conversation_id IS NOT NULL"),
    )
    op.drop_index(
        "task_message_idx", table_name="task", schema="care", postgresql_where=sa.text("message_id IS NOT NULL")
    )
    op.drop_index(
        "task_assigned_open_idx",
        table_name="task",
        schema="care",
        postgresql_where=sa.text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')"),
    )
    op.drop_index(
        "task_overdue_idx",
        table_name="task",
        schema="care",
        postgresql_where=sa.text(
            "escalated_at IS NULL AND status IN ('requested', 'accepted', 'in-progress', 'on-hold')"
        ),
    )
    op.drop_index(
        "task_waits_idx", table_name="task", schema="care", postgresql_where=sa.text("waits_for_id IS NOT NULL")
    )
    op.drop_index("checklist_item_task_idx", table_name="checklist_item", schema="care")
    op.drop_table("checklist_item", schema="care")
    op.drop_table("task", schema="care")
    op.drop_table("session_activity", schema="care")
    op.drop_index(
        "session_person_idx", table_name="session", schema="care", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_table("session", schema="care")
    op.drop_index(
        "role_grant_once_idx", table_name="role_grant", schema="care", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_table("role_grant", schema="care")
    op.drop_table("plan_part", schema="care")
    op.drop_table("plan_item", schema="care")
    op.drop_index(op.f("patient_person_id_idx"), table_name="patient", schema="care")
    op.drop_index(op.f("patient_identifier_index_idx"), table_name="patient", schema="care")
    op.drop_table("patient", schema="care")
    op.drop_index(op.f("invitation_person_id_idx"), table_name="invitation", schema="care")
    op.drop_table("invitation", schema="care")
    op.drop_table("delivered_mark", schema="care")
    op.drop_index(
        "authenticator_once_idx",
        table_name="authenticator",
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("authenticator", schema="care")
    op.drop_index(
        "passkey_person_idx", table_name="passkey", schema="care", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_table("passkey", schema="care")
    op.drop_table("credential", schema="care")
    op.drop_index(op.f("stream_plan_id_kind_idx"), table_name="stream", schema="care")
    op.drop_table("stream", schema="care")
    op.drop_index(op.f("source_record_source_index_idx"), table_name="source_record", schema="care")
    op.drop_table("source_record", schema="care")
    op.drop_table("spent_ticket", schema="care")
    op.drop_table("sign_in_throttle", schema="care")
    op.drop_index(op.f("relation_plan_id_idx"), table_name="relation", schema="care")
    op.drop_index(
        "relation_person_live_idx", table_name="relation", schema="care", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_index(
        "relation_once_idx",
        table_name="relation",
        schema="care",
        postgresql_where=sa.text("ended_at IS NULL AND valid_until IS NULL"),
    )
    op.drop_table("relation", schema="care")
    op.drop_table("plan_version", schema="care")
    op.drop_index(op.f("plan_status_idx"), table_name="plan", schema="care")
    op.drop_table("plan", schema="care")
    op.drop_index("person_name_idx", table_name="person", schema="care", postgresql_using="gin")
    op.drop_index("person_email_idx", table_name="person", schema="care", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("person", schema="care")
    op.drop_table("message", schema="care")
    op.drop_table("goal", schema="care")
    op.drop_index(op.f("delivery_due_at_idx"), table_name="delivery", schema="care")
    op.drop_table("delivery", schema="care")
    op.drop_index(op.f("data_key_plan_id_idx"), table_name="data_key", schema="care")
    op.drop_table("data_key", schema="care")
    op.drop_index(
        "conversation_member_person_live_idx",
        table_name="conversation_member",
        schema="care",
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.drop_index(
        "conversation_member_once_idx",
        table_name="conversation_member",
        schema="care",
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.drop_table("conversation_member", schema="care")
    op.drop_index(
        "conversation_waiting_idx",
        table_name="conversation",
        schema="care",
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
    op.drop_index(
        "conversation_going_idx",
        table_name="conversation",
        schema="care",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("conversation_plan_id_idx"), table_name="conversation", schema="care")
    op.drop_table("conversation", schema="care")
    op.drop_index(op.f("contact_plan_id_idx"), table_name="contact", schema="care")
    op.drop_table("contact", schema="care")
    op.drop_table("clock", schema="care")
    op.drop_table("change", schema="care")
    op.drop_table("audit_pending", schema="care")
    op.drop_index("audit_entry_task", table_name="audit_entry", schema="care")
    op.drop_index("audit_entry_rare", table_name="audit_entry", schema="care")
    op.drop_index("audit_entry_plan", table_name="audit_entry", schema="care")
    op.drop_index("audit_entry_outside", table_name="audit_entry", schema="care")
    op.drop_index("audit_entry_change", table_name="audit_entry", schema="care")
    op.drop_index("audit_entry_actor", table_name="audit_entry", schema="care")
    op.drop_table("audit_entry", schema="care")
    op.drop_table("audit_detail", schema="care")
    op.drop_table("access_mark", schema="care")

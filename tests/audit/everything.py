"""One row in every bound table, so that an attack can be tried on each; a new table must be added here."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember, OwnStream, RelationRow
from careteam.access.roles import Actor, PlanStatus, RelationKind, Role
from careteam.alerts.models import IntegrityAlert
from careteam.alerts.rules import What
from careteam.assessment.models import AssessmentFinding, PlanReview
from careteam.assessment.rules import FindingKind
from careteam.audit import events
from careteam.audit.change import Change
from careteam.audit.models import DataKey
from careteam.audit.opening import open_change
from careteam.core.database import Bound, OrganisationBound, PrivateBound
from careteam.core.ids import new_id
from careteam.coverage.ladders import Level, Subject
from careteam.coverage.models import Absence, Alarm, Shift, StandingAssignment, WorkingHours
from careteam.coverage.rules import AbsenceKind
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
from careteam.keys.rules import AttestedRole, Office, Scope
from careteam.library.models import Practice
from careteam.measures.models import MeasureResult, MeasureSchedule
from careteam.measures.rules import ResultKind
from careteam.messaging.models import (
    Assignment,
    Closing,
    Conversation,
    ConversationKind,
    KeptDraft,
    LogBox,
    LogEntry,
    Message,
)
from careteam.notes.models import ProcessNote, ProcessNoteVersion
from careteam.notifications.models import NotificationSettings, PushDevice
from careteam.phrases.models import MessageTemplate, QuickReply
from careteam.plans.events import ItemSet, PlanImported
from careteam.plans.models import (
    Contact,
    Goal,
    GoalStatus,
    PartKind,
    Patient,
    Phase,
    Plan,
    PlanItem,
    PlanPart,
    PlanVersion,
    SourceRecord,
)
from careteam.safety.models import SafetyCase, SafetyEvidence
from careteam.safety.rules import Tier
from careteam.safetyplan.models import SafetyPlanVersion, WordCheckChoice
from careteam.tasks.models import ChecklistItem, Task
from tests.world import Cast


def keys(person: UUID, now: datetime, planted: Mapping[str, UUID]) -> dict[type[Bound], dict[str, Any]]:
    """What rows about keys may hold."""
    chain, fresh = planted.get("user_chain"), new_id().bytes
    return {
        KeyDirectory: {"roots": b"x", "seq": 0, "hash": b"x"},
        DirectoryEntry: {"seq": 0, "hash": b"x", "entry": b"x"},
        KeyInvite: {
            "person_id": person, "invitation_id": planted.get("invitation"), "token_pk": b"x", "not_after": now, "hash": b"x",
            "cose": b"x", "signed_at": now,
        },
        UserChain: {
            "person_id": person, "genesis": b"x", "seq": 0, "hash": b"x", "generation": 1, "began_at": now,
        },
        ChainEntry: {"chain_id": chain, "seq": 0, "hash": b"x", "entry": b"x"},
        HolderBox: {"chain_id": chain, "holder": b"x", "hash": b"x", "box": b"x"},
        Pins: {"person_id": person, "version": 1, "sealed": b"x"},
        Joining: {"person_id": person, "device_id": fresh, "pk": b"x", "dpk": b"x", "device": "x", "asked_at": now},
        Successor: {
            "person_id": person, "chain_id": chain, "genesis": b"x", "entry": b"x", "boxes": b"x", "pins_version": 1,
            "pins": b"x", "device": "x", "asked_at": now,
        },
        OfficeKey: {
            "person_id": person, "request": fresh, "office": Office.IDENTITY, "scope": Scope.ANYONE, "pk": fresh,
            "sealed": b"x", "asked_at": now,
        },
        Attestation: {
            "person_id": person, "chain_id": chain, "office_id": planted.get("office_key"), "role": AttestedRole.CLINICIAN,
            "not_after": now, "hash": b"x", "cose": b"x", "attested_at": now,
        },
    }  # fmt: skip


#: What a plan was in a version.
AS_IT_WAS: dict[str, Any] = {"title": "x", "summary": "x", "status": PlanStatus.ACTIVE, "phase": Phase.DOSING}


def values(
    model: type[Bound], cast: Cast, change: Change, conversation: UUID, planted: Mapping[str, UUID]
) -> dict[str, Any]:
    """What a row of this table may hold."""
    person, now = cast.bea.person_id, change.now
    made: dict[type[Bound], dict[str, Any]] = {
        **keys(person, now, planted),
        Person: {"name": "Somebody", "name_index": [b"x"], "created_at": now},
        RoleGrant: {"person_id": person, "role": Role.COORDINATOR, "granted_at": now},
        Credential: {"person_id": person, "password_hash": "x", "changed_at": now},
        Session: {
            "person_id": person, "token_hash": new_id().bytes, "created_at": now, "expires_at": now, "idle_minutes": 1,
            "proven_at": now, "device": "x",
        },
        Passkey: {
            "person_id": person, "name": "x", "credential_id": new_id().bytes, "public_key": b"x", "sign_count": 0,
            "synced": False, "added_at": now,
        },
        Authenticator: {"person_id": person, "secret": "x", "last_step": 0, "added_at": now},
        Invitation: {"person_id": person, "role": Role.THERAPIST, "created_at": now, "expires_at": now},
        RelationRow: {
            "person_id": cast.fay.person_id, "kind": RelationKind.MEMBER, "role": Role.THERAPIST, "valid_from": now,
            "valid_until": now + timedelta(days=1),
        },
        ConversationMember: {"conversation_id": conversation, "person_id": new_id(), "added_at": now},
        PlanVersion: {"version": 99, "author_id": person, "role": Role.THERAPIST, "reason": "x", "at": now, **AS_IT_WAS},
        Goal: {"words": "Sleep", "status": GoalStatus.ACTIVE},
        PlanItem: {"phase": Phase.DOSING, "title": "x"},
        PlanPart: {"part_id": new_id(), "kind": PartKind.GOAL, "body": "x", "since_version": 1},
        Contact: {"name": "x"},
        SourceRecord: {
            "source_index": new_id().bytes, "resource": "Goal", "became": new_id(), "content": b"x",
        },
        Conversation: {"kind": ConversationKind.STAFF, "opened_by": person, "opened_at": now, "with_patient": False},
        Message: {
            "conversation_id": conversation, "number": 1, "author_id": person, "author_role": Role.THERAPIST,
            "envelope": b"x", "epoch": 0, "about": [], "sent_at": now,
        },
        LogEntry: {
            "conversation_id": conversation, "seq": 0, "hash": b"x", "type": 0, "epoch": 0, "author_id": person, "cose": b"x",
        },
        LogBox: {"conversation_id": conversation, "seq": 0, "hash": b"x", "box": b"x"},
        Assignment: {
            "conversation_id": conversation, "person_id": person, "genesis": b"x", "assigned_by": person, "cose": b"x",
            "assigned_at": now,
        },
        OwnStream: {"person_id": cast.fay.person_id, "of_plan_id": cast.plan},
        ProcessNote: {"version": 1, "written_at": now, "changed_at": now},
        DiaryEntry: {
            "day": now.date(), "at": now, "mood": "okay", "version": 1, "written_at": now, "changed_at": now,
        },
        PrivateDiaryEntry: {"version": 1, "sealed": b"x", "written_at": now, "changed_at": now},
        ProcessNoteVersion: {"note_id": planted.get("process_note"), "version": 1, "sealed": b"x", "at": now},
        IntegrityAlert: {"person_id": person, "device": "x", "what": What.LOG, "told_at": now},
        Shift: {
            "person_id": person, "role": Role.PSYCHIATRIST, "begins_at": now, "ends_at": now + timedelta(hours=1),
            "week": now.date(),
        },
        Absence: {"person_id": person, "kind": AbsenceKind.BUSY, "since": now, "until": now + timedelta(days=1)},
        WorkingHours: {"weekdays": [1], "opens": 540, "closes": 1020, "closed_days": []},
        Closing: {
            "conversation_id": conversation, "going_since": now, "closed_at": now, "closed_by": person,
            "role": Role.THERAPIST,
        },
        StandingAssignment: {
            "person_id": person, "genesis": b"x", "role": AttestedRole.CLINICIAN, "cose": b"x", "not_after": now,
            "assigned_by": person, "assigned_at": now,
        },
        Alarm: {
            "subject_kind": Subject.TASK, "subject_id": new_id(), "level": Level.URGENT, "cause": "overdue",
            "raised_by": person, "raised_at": now, "raised_on": now.date(), "stepped_at": now, "due_at": now,
        },
        MeasureSchedule: {
            "instrument": "PHQ-9", "every_days": 14, "due_on": now.date(), "due_at": now, "waiting_since": now,
            "set_by": person, "set_at": now,
        },
        MeasureResult: {
            "instrument": "PHQ-9", "kind": ResultKind.ANSWERED, "schedule_id": planted.get("measure_schedule"), "at": now,
            "recorded_at": now, "recorded_by": person, "answers": "x", "total": "12",
        },
        SafetyCase: {"tier": Tier.URGENT, "rule": "x", "opened_at": now, "evidence_at": now},
        SafetyEvidence: {"case_id": planted.get("safety_case"), "rule": "x", "version": 1, "at": now},
        SafetyPlanVersion: {"version": 1, "content": "x", "written_by": person, "written_at": now},
        WordCheckChoice: {"agreed": True, "wording": 1, "decided_at": now},
        Practice: {
            "piece": "grounding", "version": "1", "task_id": planted.get("task"), "at": now, "recorded_at": now, "seconds": 90,
        },
        AssessmentFinding: {
            "finding_id": new_id(), "kind": FindingKind.BARRIER, "body": "x", "reason": "x", "author_id": person,
            "role": Role.THERAPIST, "at": now, "since_version": 1,
        },
        PlanReview: {"version": 1, "recorded_by": person, "role": Role.THERAPIST, "recorded_at": now, "words": "x"},
        ChecklistItem: {"task_id": planted.get("task"), "position": 0, "words": "x"},
        NotificationSettings: {"person_id": person},
        PushDevice: {
            "person_id": person, "name": "x", "endpoint": "x", "endpoint_index": new_id().bytes, "p256dh": "x", "auth": "x",
            "added_at": now,
        },
        KeptDraft: {"conversation_id": conversation, "person_id": person},
        QuickReply: {"person_id": person, "title": "x", "words": "x"},
        MessageTemplate: {"title": "x", "words": "x"},
        Task: {"title": "x", "owner_id": person, "assigned_by": person, "created_at": now},
    }  # fmt: skip
    return made[model]


#: Tables whose rows lie in a conversation's stream.
TALK = (Conversation, ConversationMember, Message, LogEntry, LogBox, Assignment, Closing, KeptDraft)
#: Tables that every plan has rows of from the start.
STANDING = (DataKey, Plan, Patient)
MODELS: tuple[type[Bound], ...] = (
    Person, RoleGrant, Credential, Passkey, Authenticator, Session, Invitation, RelationRow, PlanVersion, Goal, PlanItem,
    PlanPart, Contact, SourceRecord, Conversation, ConversationMember, Message, Task, ChecklistItem, MeasureSchedule,
    MeasureResult, SafetyCase, SafetyEvidence, SafetyPlanVersion, WordCheckChoice,
    Practice, AssessmentFinding, PlanReview, Alarm, KeyDirectory,
    DirectoryEntry, KeyInvite, UserChain, ChainEntry, HolderBox, Pins, Joining, Successor, OfficeKey, Attestation,
    IntegrityAlert, Shift, Absence, StandingAssignment, NotificationSettings, PushDevice,
    OwnStream, ProcessNote, ProcessNoteVersion, PrivateDiaryEntry, DiaryEntry, LogEntry, LogBox,
    Assignment, Closing, KeptDraft, WorkingHours, QuickReply, MessageTemplate,
)  # fmt: skip


async def plant(cast: Cast) -> dict[str, UUID]:
    """Add a row to every bound table through a change. Return their ids by table."""
    planted: dict[str, UUID] = {}
    async with open_change(cast.trail, Actor.system(), Action.IMPORT_PLAN, plan_id=cast.plan) as change:
        stream = await change.open_stream("conversation")
        await change.record(events.StreamsOpened(stream_ids=(stream,)))
        own = await change.open_stream("private")
        await change.record(events.PrivateStreamOpened(private_stream_id=own))
        conversation = new_id()
        for model in MODELS:
            row = model(
                id=conversation if model is Conversation else new_id(),
                **values(model, cast, change, conversation, planted),
            )
            talk, private = model in TALK, issubclass(model, PrivateBound)
            await change.add(row, stream_id=stream if talk else own if private else None)
            planted[model.__tablename__] = row.id
            if (
                issubclass(model, OrganisationBound)
                or talk
                or private
                or model.home not in ("plan/record", "organisation")
            ):
                await change.record(ItemSet(item_id=row.id, goal_id=None))
        await change.record(
            PlanImported(record_ids=tuple(planted[m.__tablename__] for m in MODELS if m.home == "plan/record"))
        )
        for model in STANDING:
            planted[model.__tablename__] = (await change.find(model))[0].id
    return planted

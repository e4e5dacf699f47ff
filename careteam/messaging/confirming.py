"""Where the signed logs and the server differ on who reads: what coordinators are to confirm, what members' clients are to do."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, false, func, literal, or_, select, true, tuple_, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from careteam.access.models import ConversationMember, RelationRow
from careteam.access.roles import CARE_ROLES, RelationKind, Role
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.keys.standings import closed_chains, open_chains
from careteam.messaging.models import Conversation
from careteam.messaging.rules import ConversationKind
from careteam.messaging.words import is_assigned
from careteam.plans.rosters import rosters

#: Conversations for which a member's client is told at once that it has something to do.
MOST_AT_ONCE = 100


class Step(StrEnum):
    """What is open: to let somebody in, to take off who left or has closed keys only, to have keys confirmed, to begin."""

    ADMIT = "admit"
    BEGIN = "begin"
    TAKE_OFF = "take-off"
    KEYS_CLOSED = "keys-closed"
    ATTEST = "attest"


#: What waits for a coordinator alone; logs are begun by whoever treats there, too.
FOR_COORDINATORS = (Step.ADMIT, Step.TAKE_OFF, Step.KEYS_CLOSED)


class ReadConversation(Shape):
    """A conversation that somebody is to read, or no longer."""

    id: UUID
    kind: ConversationKind


class Unconfirmed(Shape):
    """Somebody of a plan for whom log and server differ, in these of its conversations, since when."""

    plan_id: UUID
    patient: PersonRef
    person: PersonRef
    step: Step
    since: datetime
    conversations: list[ReadConversation]


class UnconfirmedPage(Page[Unconfirmed]):
    """Some of them, by plan and person, and how many wait in all for a coordinator."""

    count: int


class Place(Shape):
    """A conversation, by its plan."""

    plan_id: UUID
    conversation_id: UUID


async def unconfirmed(view: View, *, after: str | None, limit: int) -> UnconfirmedPage:
    """Whom a coordinator is to confirm: in one plan, or in all but those of their own care."""
    open_ = _open(view).subquery()
    conversations = func.array_agg(aggregate_order_by(open_.c.id, open_.c.id))
    key = open_.c.plan_id, open_.c.person_id, open_.c.step
    query = select(*key, func.min(open_.c.since), conversations).group_by(*key).order_by(*key).limit(limit + 1)
    start = position(after, UUID, UUID, str)
    if start is not None:
        query = query.where(tuple_(*key) > tuple_(*map(literal, start)))
    rows = await view.openly(query)
    waiting = select(open_.c.plan_id).where(open_.c.step.in_(FOR_COORDINATORS)).group_by(*key).subquery()
    count = (await view.openly(select(func.count()).select_from(waiting)))[0][0]
    items = await _told(view, rows[:limit])
    last = items[-1] if len(rows) > limit else None
    return UnconfirmedPage(
        items=items, next=last and cursor(str(last.plan_id), str(last.person.id), last.step), count=count
    )


def _open(view: View) -> Any:
    """Each person and conversation in which log and server differ, and the step that is open."""
    return union_all(_theirs(view, _lacking(view)), _theirs(view, _ending()))


def _lacking(view: View) -> Select[Any]:
    """Who is to read, has keys, and is in no log yet."""
    lacking = select(
        Conversation.plan_id, ConversationMember.person_id, Conversation.id, ConversationMember.added_at.label("since")
    )
    chain = open_chains(view.now).subquery()
    begun = case((Conversation.log_length > 0, Step.ADMIT.value), else_=Step.BEGIN.value)
    return (
        lacking.add_columns(case((~chain.c.attested, Step.ATTEST.value), else_=begun).label("step"))
        .join(ConversationMember, ConversationMember.conversation_id == Conversation.id)
        .join(chain, chain.c.person_id == ConversationMember.person_id)
        .where(
            ConversationMember.removed_at.is_(None),
            ConversationMember.person_id != func.all(Conversation.readers),
            ~is_assigned(ConversationMember.person_id, chain.c.genesis, view.now),
        )
    )


def _ending() -> Select[Any]:
    """Who is in a log, and has left the conversation, or has no open keys any more."""
    reader = func.unnest(Conversation.readers).table_valued("person_id", name="reader").render_derived()
    membership = and_(
        ConversationMember.conversation_id == Conversation.id, ConversationMember.person_id == reader.c.person_id
    )
    left = select(func.max(ConversationMember.removed_at)).where(membership).correlate(Conversation, reader)
    gone = ~exists().where(membership, ConversationMember.removed_at.is_(None)).correlate(Conversation, reader)
    closed = closed_chains().subquery()
    since = case((gone, left.scalar_subquery()), else_=closed.c.since)
    return (
        select(Conversation.plan_id, reader.c.person_id, Conversation.id)
        .add_columns(func.coalesce(since, Conversation.opened_at).label("since"))
        .add_columns(case((gone, Step.TAKE_OFF.value), else_=Step.KEYS_CLOSED.value).label("step"))
        .join(reader, true())
        .outerjoin(closed, closed.c.person_id == reader.c.person_id)
        .where(or_(gone, closed.c.since.is_not(None)))
    )


def _theirs(view: View, query: Select[Any]) -> Select[Any]:
    """Of the plan of this view, or of all but those in which the coordinator is patient or supporter."""
    if view.plan_id is not None:
        return query.where(Conversation.plan_id == view.plan_id)
    own = select(RelationRow.plan_id).where(
        RelationRow.person_id == view.actor.person_id,
        RelationRow.kind.in_((RelationKind.SELF, RelationKind.PROXY)),
        RelationRow.ended_at.is_(None),
    )
    return query.where(Conversation.plan_id.not_in(own))


async def _told(view: View, rows: Sequence[Any]) -> list[Unconfirmed]:
    """The rows of a page in full, in a fixed number of queries."""
    known = await rosters(view, {row[0] for row in rows})
    view.seen.update(known)
    names = await people(view, {row[1] for row in rows} | {roster.patient_id for roster in known.values()})
    among = {id_ for row in rows for id_ in row[4]}
    details = select(Conversation.id, Conversation.kind).where(Conversation.id.in_(among))
    talks = {id_: ReadConversation(id=id_, kind=kind) for id_, kind in await view.openly(details)}
    told: list[Unconfirmed] = []
    for plan_id, person_id, step, since, ids in rows:
        roster = known[plan_id]
        patient = names[roster.patient_id] if roster.patient_id else PersonRef(id=plan_id, name="", role=Role.PATIENT)
        person = names[person_id].in_role(roster.roles.get(person_id, names[person_id].role))
        told.append(
            Unconfirmed(
                plan_id=plan_id, patient=patient, person=person, step=Step(step), since=since,
                conversations=[talks[id_] for id_ in ids],
            )
        )  # fmt: skip
    return told


async def to_admit(view: View) -> list[Place]:
    """The reader's own conversations in which a client has something to write: begin the log, let somebody in, share again."""
    mine, other = aliased(ConversationMember), aliased(ConversationMember)
    chain = open_chains(view.now).subquery()
    present = and_(other.conversation_id == Conversation.id, other.removed_at.is_(None))
    came = and_(
        other.person_id != func.all(Conversation.readers), is_assigned(other.person_id, chain.c.genesis, view.now)
    )
    returned = and_(
        other.person_id == func.any(Conversation.readers), chain.c.genesis != func.all(Conversation.reader_keys)
    )
    waits = exists().where(present, chain.c.person_id == other.person_id, chain.c.attested, or_(came, returned))
    reads = literal(view.actor.person_id) == func.any(Conversation.readers)
    begins = Conversation.log_length == 0 if view.actor.roles & CARE_ROLES else false()
    query = (
        select(Conversation.id)
        .join(mine, mine.conversation_id == Conversation.id)
        .where(mine.person_id == view.actor.person_id, mine.removed_at.is_(None))
        .where(or_(begins, and_(reads, or_(Conversation.officers_behind, waits.correlate_except(other, chain)))))
        .order_by(Conversation.id)
        .limit(MOST_AT_ONCE)
    )
    found = [row[0] for row in await view.openly(query)]
    mine_now = select(Conversation.plan_id, Conversation.id).where(Conversation.id.in_(found))
    rows: Sequence[Any] = await view.rows(mine_now.order_by(Conversation.id)) if found else ()
    return [Place(plan_id=plan_id, conversation_id=id_) for plan_id, id_ in rows]

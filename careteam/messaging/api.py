"""How HTTP says it: the inbox, conversations, messages, receipts."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi import Request as Asked
from pydantic import Field, model_validator

from careteam.access.actions import Action
from careteam.alerts.rules import InTalks, What
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.octets import Octets
from careteam.core.paging import DEFAULT, MOST, Page, Request
from careteam.coverage.ladders import OfMessage
from careteam.coverage.working import hours_at_hand
from careteam.identity import rules as people
from careteam.identity.gate import Done
from careteam.keys.queries import PersonKeys
from careteam.messaging import (
    answering,
    commands,
    confirming,
    inbox,
    judging,
    membership,
    newest,
    queries,
    reading,
    sending,
)
from careteam.messaging.rules import MOST_MENTIONED, ConversationKind, MessagePriority
from careteam.plans.gate import Shared, may_change, may_mark, may_share, may_view, may_view_mine

router = APIRouter(tags=["messaging"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Before = Annotated[int | None, Query(ge=1, le=2_147_483_647)]
Past = Annotated[int | None, Query(ge=0, le=2_147_483_647)]

#: One access entry for a person, a plan and a quarter of an hour, whichever conversations of it they read.
Look = Annotated[View, may_view(Action.READ_CONVERSATION, screen="conversations")]


class OpenConversation(Request):
    """Who is to talk. Without anybody named, everybody the kind is for."""

    kind: ConversationKind
    title: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    member_ids: list[UUID] = Field(default_factory=list[UUID], max_length=50)


class AddMember(Request):
    """Who joins a conversation."""

    person_id: UUID


class SendMessage(Request):
    """A message as its sender sealed it, whom it mentions, and whether it can wait; what cannot says why."""

    envelope: Annotated[bytes, Octets(1)]
    mentions: Annotated[list[UUID], Field(default_factory=list[UUID], max_length=MOST_MENTIONED)]
    priority: MessagePriority = MessagePriority.ROUTINE
    cause: OfMessage | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if (self.priority is MessagePriority.ROUTINE) != (self.cause is None):
            raise ValueError("what is urgent or stat has a cause, and nothing else has one")
        return self


class AppendEntries(Request):
    """Entries of the membership log as their author signed them, what they follow, and the boxes they name."""

    head: Annotated[bytes, Octets(32, 32)]
    entries: Annotated[list[Annotated[bytes, Octets(1)]], Field(min_length=1, max_length=judging.MOST_ENTRIES)]
    boxes: Annotated[list[Annotated[bytes, Octets(1)]], Field(max_length=512)]


class AssignReader(Request):
    """A coordinator's signed word that somebody belongs to a conversation."""

    person_id: UUID
    cose: Annotated[bytes, Octets(1, 4096)]


class TellAlert(Request):
    """What a client found that is not as it was signed, with which entry or message."""

    what: InTalks
    seq: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    mid: UUID | None = None


class SeeMessage(Request):
    """Up to which message."""

    number: Annotated[int, Field(ge=0, le=2_147_483_647)]


@router.get("/inbox")
async def read_inbox(
    view: Annotated[View, may_view_mine(Action.READ_INBOX)],
    shelf: inbox.Shelf | None = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.ConversationSummary]:
    """My conversations or those on one shelf: the newest activity first, on `waiting` whoever has waited longest."""
    return await inbox.inbox(view, shelf=shelf, after=after, limit=limit)


@router.get("/inbox/counts")
async def read_inbox_counts(view: Annotated[View, may_view_mine(Action.READ_INBOX)]) -> inbox.InboxCounts:
    """How many of my conversations are on each shelf."""
    return await inbox.counts(view)


@router.get("/inbox/newest")
async def read_newest(
    view: Annotated[View, may_view_mine(Action.READ_INBOX)],
    of: Annotated[list[UUID], Query(min_length=1, max_length=newest.MOST)],
) -> newest.NewestWords:
    """What was said last in these conversations of yours, and what it is verified and opened with: for a list."""
    return await newest.newest_words(view, of)


@router.get("/inbox/to-admit")
async def read_to_admit(view: Annotated[View, may_view_mine(Action.READ_INBOX)]) -> list[confirming.Place]:
    """Conversations of yours in which somebody waits for a client of a member to let them in."""
    return await confirming.to_admit(view)


@router.get("/unconfirmed-readers")
async def read_unconfirmed(
    view: Annotated[View, may_view_mine(Action.READ_UNCONFIRMED)], after: After = None, limit: Limit = DEFAULT
) -> confirming.UnconfirmedPage:
    """Who is to read conversations, or no longer, and nobody has signed it yet."""
    return await confirming.unconfirmed(view, after=after, limit=limit)


@router.get("/plans/{plan_id}/unconfirmed-readers")
async def read_unconfirmed_of_plan(
    view: Annotated[View, may_view(Action.READ_UNCONFIRMED)], after: After = None, limit: Limit = DEFAULT
) -> confirming.UnconfirmedPage:
    """The same of one plan."""
    return await confirming.unconfirmed(view, after=after, limit=limit)


@router.get("/plans/{plan_id}/conversations")
async def read_conversations(view: Look) -> list[queries.ConversationSummary]:
    """My conversations about this plan."""
    return await queries.conversations(view)


@router.post("/plans/{plan_id}/conversations", status_code=201)
async def open_conversation(
    body: OpenConversation, change: Annotated[Change, may_change(Action.OPEN_CONVERSATION)]
) -> Done:
    """Begin a conversation."""
    return Done.of(change, await commands.open_conversation(change, **body.model_dump()))


@router.get("/plans/{plan_id}/answer-time")
async def read_answer_time(view: Look) -> answering.AnswerTime:
    """How soon the team has answered lately."""
    return await answering.answer_time(view)


@router.get("/plans/{plan_id}/conversations/{conversation_id}")
async def read_conversation(conversation_id: UUID, view: Look) -> queries.ConversationDetail:
    """One conversation, with how far each of its members is."""
    return await queries.conversation(view, conversation_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/members", status_code=201)
async def add_member(
    conversation_id: UUID, body: AddMember, change: Annotated[Change, may_change(Action.CHANGE_MEMBERSHIP)]
) -> Done:
    """Take somebody of the plan into a conversation."""
    return Done.of(change, await commands.add_member(change, conversation_id=conversation_id, person_id=body.person_id))


@router.post("/plans/{plan_id}/conversations/{conversation_id}/members/{person_id}/end")
async def remove_member(
    conversation_id: UUID, person_id: UUID, change: Annotated[Change, may_change(Action.CHANGE_MEMBERSHIP)]
) -> Done:
    """Take somebody out of a conversation."""
    return Done.of(change, await commands.remove_member(change, conversation_id=conversation_id, person_id=person_id))


@router.get("/plans/{plan_id}/conversations/{conversation_id}/messages")
async def read_messages(
    conversation_id: UUID, view: Look, before: Before = None, after: Past = None, limit: Limit = DEFAULT
) -> queries.MessagePage:
    """The newest messages, those before the message of this number, or the first ones after one."""
    return await queries.messages(view, conversation_id, before=before, after=after, limit=limit)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/messages", status_code=201)
async def send_message(
    conversation_id: UUID, body: SendMessage, shared: Annotated[Shared, may_share(Action.SEND_MESSAGE)]
) -> Done:
    """Say something that the server cannot read."""
    hours = await hours_at_hand(shared.trail)

    async def send(change: Change) -> UUID:
        return await sending.send_message(change, conversation_id=conversation_id, hours=hours, **body.model_dump())

    return await shared.do(send, commands.needs_to_send(conversation_id))


@router.get("/plans/{plan_id}/conversations/{conversation_id}/log")
async def read_log(
    conversation_id: UUID,
    view: Annotated[View, may_view(Action.READ_LOG, screen="conversations")],
    after: Annotated[int, Query(ge=0, le=2_147_483_647)] = 0,
) -> reading.LogDetail:
    """Who can read, as members and coordinators signed it: the log from this entry on."""
    return await reading.membership_log(view, conversation_id, after=after)


@router.get("/plans/{plan_id}/conversations/{conversation_id}/readers/{person_id}")
async def read_reader(
    conversation_id: UUID,
    person_id: UUID,
    view: Annotated[View, may_view(Action.READ_LOG, screen="conversations")],
) -> PersonKeys:
    """The keys of somebody whom the log names or who is in the conversation: what its entries are checked by."""
    return await reading.reader_keys(view, conversation_id, person_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/log")
async def append_entries(
    conversation_id: UUID, body: AppendEntries, change: Annotated[Change, may_change(Action.WRITE_LOG)]
) -> Done:
    """Write to the log, if it still ends where one saw it."""
    id_ = await membership.append_entries(change, conversation_id=conversation_id, **body.model_dump())
    return Done.of(change, id_)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/assignments", status_code=201)
async def assign_reader(
    conversation_id: UUID, body: AssignReader, change: Annotated[Change, may_change(Action.ASSIGN_READER)]
) -> Done:
    """Let a member's client add somebody."""
    id_ = await membership.assign_reader(change, conversation_id=conversation_id, **body.model_dump())
    return Done.of(change, id_)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/alerts", status_code=201)
async def tell_alert(
    conversation_id: UUID,
    body: TellAlert,
    asked: Asked,
    change: Annotated[Change, may_change(Action.TELL_ALERT)],
) -> Done:
    """Tell the privacy officer that something is not as it was signed."""
    id_ = await membership.tell_alert(
        change, conversation_id=conversation_id, what=What(body.what), seq=body.seq, mid=body.mid,
        device=people.device(asked.headers.get("user-agent")),
    )  # fmt: skip
    return Done.of(change, id_)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/seen")
async def see_message(
    conversation_id: UUID, body: SeeMessage, change: Annotated[Change, may_change(Action.SEE_MESSAGE)]
) -> Done:
    """Say up to which message you have read."""
    await commands.see_message(change, conversation_id=conversation_id, number=body.number)
    return Done.of(change, conversation_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/delivered", status_code=204)
async def mark_delivered(
    conversation_id: UUID, body: SeeMessage, change: Annotated[Change, may_mark(Action.SEE_MESSAGE)]
) -> None:
    """Say up to which message this device has the conversation."""
    await commands.mark_delivered(change, conversation_id=conversation_id, number=body.number)

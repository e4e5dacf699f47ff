"""How HTTP says who looks after a conversation: claim it, hand it over, release it, close it, reopen it; its topic,
one's own reminder; and who is at hand before something urgent is said.
"""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, model_validator

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.octets import Octets
from careteam.core.paging import Moment, Request
from careteam.coverage.foresight import Foreseen
from careteam.coverage.ladders import OfMessage, OfMessageLevel
from careteam.identity.gate import Done
from careteam.messaging import care, commands, drafts, foreseeing, sending
from careteam.plans.gate import may_change, may_view

router = APIRouter(tags=["messaging"])


class HandOver(Request):
    """Who looks after a conversation from now on, and a word why; those who treat there read it."""

    person_id: UUID
    why: Annotated[str, Field(min_length=1, max_length=300)] | None = None


class CloseConversation(Request):
    """What came of it; everybody in the conversation reads it."""

    outcome: Annotated[str, Field(min_length=1, max_length=300)] | None = None


class RenameConversation(Request):
    """What a conversation is about from now on; everybody in it reads it."""

    title: Annotated[str, Field(min_length=1, max_length=120)]


class KeepDraft(Request):
    """What you want to send then, sealed to yourself under an id of your own making."""

    id: UUID
    sealed: Annotated[bytes, Octets(1, drafts.MOST_BYTES)]


class RemindMe(Request):
    """When, and what you want to send then (without: what is kept already); no time: not any more."""

    at: Moment | None
    draft: KeepDraft | None = None

    @model_validator(mode="after")
    def _has_a_time(self) -> Self:
        if self.draft is not None and self.at is None:
            raise ValueError("a draft is kept for a time")
        return self


class ReadyLadder(Request):
    """How soon somebody has to take on what is about to be sent."""

    level: OfMessageLevel


class RaiseAlarm(Request):
    """How soon somebody has to take on what its author cannot seal, why, and what of the plan it is about."""

    #: The id that the message has, or would have: under it the alarm is raised once, and stays one when words follow.
    message_id: UUID
    level: OfMessageLevel
    cause: OfMessage
    about: UUID | None = None


@router.get("/plans/{plan_id}/conversations/{conversation_id}/ladder")
async def read_ladder(
    conversation_id: UUID,
    level: OfMessageLevel,
    view: Annotated[View, may_view(Action.READ_CONVERSATION, screen="conversations")],
) -> Foreseen:
    """Who would be told of an urgent or stat message, were it sent here now."""
    return await foreseeing.who_is_told(view, conversation_id, level)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/ladder")
async def ready_ladder(
    conversation_id: UUID, body: ReadyLadder, change: Annotated[Change, may_change(Action.READY_LADDER)]
) -> Done:
    """Before an urgent or stat message is sealed: let who is on duty and may be told of it into the conversation."""
    return Done.of(change, await sending.ready_ladder(change, conversation_id=conversation_id, level=body.level))


@router.post("/plans/{plan_id}/conversations/{conversation_id}/alarms", status_code=201)
async def raise_alarm(
    conversation_id: UUID, body: RaiseAlarm, change: Annotated[Change, may_change(Action.RAISE_ALARM)]
) -> Done:
    """Tell whoever a message that cannot wait would tell, without the message: it cannot be sealed, or not yet."""
    id_ = await sending.raise_without_words(change, conversation_id=conversation_id, **body.model_dump())
    return Done.of(change, id_)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/claim")
async def claim_conversation(
    conversation_id: UUID, change: Annotated[Change, may_change(Action.CLAIM_CONVERSATION)]
) -> Done:
    """Look after a conversation that is nobody's."""
    await care.claim_conversation(change, conversation_id=conversation_id)
    return Done.of(change, conversation_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/hand-over")
async def hand_over_conversation(
    conversation_id: UUID, body: HandOver, change: Annotated[Change, may_change(Action.HAND_OVER_CONVERSATION)]
) -> Done:
    """Let somebody else of the team look after a conversation."""
    await care.hand_over_conversation(change, conversation_id=conversation_id, **body.model_dump())
    return Done.of(change, conversation_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/release")
async def release_conversation(
    conversation_id: UUID, change: Annotated[Change, may_change(Action.RELEASE_CONVERSATION)]
) -> Done:
    """Let whoever treats in a conversation claim it."""
    await care.release_conversation(change, conversation_id=conversation_id)
    return Done.of(change, conversation_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/close")
async def close_conversation(
    conversation_id: UUID,
    change: Annotated[Change, may_change(Action.CLOSE_CONVERSATION)],
    body: CloseConversation | None = None,
) -> Done:
    """Say that nobody owes anything there any more, and what came of it."""
    outcome = body.outcome if body else None
    await care.close_conversation(change, conversation_id=conversation_id, outcome=outcome)
    return Done.of(change, conversation_id)


@router.post("/plans/{plan_id}/conversations/{conversation_id}/reopen")
async def reopen_conversation(
    conversation_id: UUID, change: Annotated[Change, may_change(Action.REOPEN_CONVERSATION)]
) -> Done:
    """Take back that a conversation was closed."""
    await care.reopen_conversation(change, conversation_id=conversation_id)
    return Done.of(change, conversation_id)


@router.put("/plans/{plan_id}/conversations/{conversation_id}/title")
async def rename_conversation(
    conversation_id: UUID,
    body: RenameConversation,
    change: Annotated[Change, may_change(Action.RENAME_CONVERSATION)],
) -> Done:
    """Give a conversation another topic."""
    await commands.rename_conversation(change, conversation_id=conversation_id, title=body.title)
    return Done.of(change, conversation_id)


@router.put("/plans/{plan_id}/conversations/{conversation_id}/reminder")
async def remind_me(
    conversation_id: UUID, body: RemindMe, change: Annotated[Change, may_change(Action.REMIND_CONVERSATION)]
) -> Done:
    """Bring a conversation back to you at a time, with what you want to send then, or no longer."""
    draft = body.draft and drafts.OwnDraft(id=body.draft.id, sealed=body.draft.sealed)
    await care.remind_me(change, conversation_id=conversation_id, at=body.at, draft=draft)
    return Done.of(change, conversation_id)

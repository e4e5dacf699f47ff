"""How HTTP says it: what I may write with, my quick replies, the clinic's message templates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import StringConstraints

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import Request
from careteam.identity.gate import Done, organisation_change, organisation_view
from careteam.phrases import commands, queries
from careteam.phrases.rules import LONGEST_TITLE, LONGEST_WORDS

router = APIRouter(tags=["phrases"])

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORDS)]


class KeepPhrase(Request):
    """What a phrase is called, and what it says; it is about no patient."""

    title: Title
    words: Words


@router.get("/phrases")
async def read_phrases(view: Annotated[View, organisation_view(Action.READ_PHRASES)]) -> queries.Phrases:
    """Your quick replies and the clinic's message templates."""
    return await queries.phrases(view)


@router.post("/quick-replies", status_code=201)
async def add_quick_reply(
    body: KeepPhrase, change: Annotated[Change, organisation_change(Action.KEEP_QUICK_REPLY)]
) -> Done:
    """Keep a quick reply of your own; nobody else is offered it."""
    return Done.of(change, await commands.add_quick_reply(change, **body.model_dump()))


@router.put("/quick-replies/{quick_reply_id}")
async def change_quick_reply(
    quick_reply_id: UUID, body: KeepPhrase, change: Annotated[Change, organisation_change(Action.KEEP_QUICK_REPLY)]
) -> Done:
    """Give your quick reply other words."""
    id_ = await commands.change_quick_reply(change, quick_reply_id=quick_reply_id, **body.model_dump())
    return Done.of(change, id_)


@router.post("/quick-replies/{quick_reply_id}/end")
async def end_quick_reply(
    quick_reply_id: UUID, change: Annotated[Change, organisation_change(Action.KEEP_QUICK_REPLY)]
) -> Done:
    """Keep your quick reply no longer; its words are gone."""
    return Done.of(change, await commands.end_quick_reply(change, quick_reply_id=quick_reply_id))


@router.post("/message-templates", status_code=201)
async def add_message_template(
    body: KeepPhrase, change: Annotated[Change, organisation_change(Action.KEEP_MESSAGE_TEMPLATE)]
) -> Done:
    """Offer a message template to everybody who treats."""
    return Done.of(change, await commands.add_template(change, **body.model_dump()))


@router.put("/message-templates/{template_id}")
async def change_message_template(
    template_id: UUID, body: KeepPhrase, change: Annotated[Change, organisation_change(Action.KEEP_MESSAGE_TEMPLATE)]
) -> Done:
    """Give a message template other words; what was sent stays as it is."""
    return Done.of(change, await commands.change_template(change, template_id=template_id, **body.model_dump()))


@router.post("/message-templates/{template_id}/end")
async def end_message_template(
    template_id: UUID, change: Annotated[Change, organisation_change(Action.KEEP_MESSAGE_TEMPLATE)]
) -> Done:
    """Offer a message template no longer."""
    return Done.of(change, await commands.end_template(change, template_id=template_id))

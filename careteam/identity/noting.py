"""Refused tries to sign in, written down beside the answer and not before it: what it takes would tell who is known here."""

import asyncio
import logging
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit import looks
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import ORGANISATION_STREAM
from careteam.identity.events import SecondFactorRefused, SignInRefused

log = logging.getLogger(__name__)

#: What marks a person (or nobody) as told of, by what was refused.
_SCREENS = {SignInRefused: "sign-in.refused", SecondFactorRefused: "second-factor.refused"}
#: Refusals being written down; kept here so that none is collected before it is done.
_noting: set[asyncio.Task[None]] = set()


def note_refusal(trail: Trail, person_id: UUID | None) -> None:
    """Have it written down that signing in was refused, as this person or as nobody here."""
    _note(trail, SignInRefused(person_id=person_id))


def note_factor_refusal(trail: Trail, person_id: UUID) -> None:
    """Have it written down that somebody who had the first did not have the second."""
    _note(trail, SecondFactorRefused(person_id=person_id))


def _note(trail: Trail, event: SignInRefused | SecondFactorRefused) -> None:
    task = asyncio.create_task(_record(trail, event), name="note a refused sign-in")
    _noting.add(task)
    task.add_done_callback(_noting.discard)


async def _record(trail: Trail, event: SignInRefused | SecondFactorRefused) -> None:
    try:
        async with open_change(trail, Actor.system(), Action.RUN_REACTION) as change:
            quarter = int(change.now.timestamp()) // looks.QUARTER
            about = event.person_id or ORGANISATION_STREAM
            if await change.first_look([about], _SCREENS[type(event)], quarter):
                await change.record(event)
    except Exception as error:
        log.exception("a refused sign-in was not written down", extra={"error": type(error).__name__})


async def refusals_noted() -> None:
    """Wait until every refusal so far is written down: for whoever closes the installation, or looks at the trail."""
    await asyncio.gather(*_noting)

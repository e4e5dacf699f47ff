"""The doors to a plan: nothing touches one without passing here."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from careteam.access.actions import Action
from careteam.audit.batch import Asked, Need
from careteam.audit.change import Change
from careteam.audit.group import Alone, Group, Work
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_view
from careteam.core.ids import PlanId
from careteam.identity.gate import (
    Done,
    IdempotencyKey,
    SessionCookie,
    SomeoneActing,
    SomeoneSignedIn,
    acting,
    ask_again,
    entrance,
    organisation_view,
    request_bytes,
    token_of,
    trail_of,
)


def may_change(action: Action) -> Any:
    """A change to the plan in the address, for whoever may do `action` on it."""

    async def door(
        request: Request, plan_id: UUID, key: IdempotencyKey, session: SomeoneActing
    ) -> AsyncIterator[Change]:
        asked, trail, plan = await request_bytes(request), trail_of(request), PlanId(plan_id)
        async with open_change(trail, session.actor, action, plan_id=plan, key=key, request=asked) as change:
            ask_again(session, action)
            yield change

    return Depends(door, scope="function")


class Shared:
    """A change to come, that shares its transaction with whoever asks at the same moment."""

    def __init__(self, trail: Trail, asked: Callable[[tuple[Need, ...]], Asked], alone: Alone) -> None:
        self.trail = trail
        self._asked = asked
        self._alone = alone

    async def do(self, work: Work, needs: tuple[Need, ...]) -> Done:
        """Do this in the change, on the rows it needs; on disk when it returns."""
        id_, change_id = await Group.of(self.trail).change(self._asked(needs), work, self._alone)
        return Done(id=id_, change_id=change_id)


def may_share(action: Action) -> Any:
    """The same as `may_change`, for what is asked for so often that changes share a transaction."""

    way_in = entrance(action)

    async def door(request: Request, plan_id: UUID, key: IdempotencyKey, _: SessionCookie = None) -> Shared:
        body, trail, plan = await request_bytes(request), trail_of(request), PlanId(plan_id)

        @asynccontextmanager
        async def alone() -> AsyncGenerator[Change]:
            session = await acting(request)
            async with open_change(trail, session.actor, action, plan_id=plan, key=key, request=body) as change:
                ask_again(session, action)
                yield change

        return Shared(trail, partial(Asked, way_in, token_of(request), action, plan, key, body), alone)

    return Depends(door, scope="function")


def may_view(action: Action, *, screen: str | None = None) -> Any:
    """A look at the plan in the address, for whoever may do `action` on it; the trail calls it `screen`."""

    async def door(request: Request, plan_id: UUID, session: SomeoneSignedIn) -> AsyncIterator[View]:
        trail, plan = trail_of(request), PlanId(plan_id)
        async with open_view(trail, session.actor, action, plan_id=plan, screen=screen or str(action)) as view:
            ask_again(session, action)
            yield view

    return Depends(door, scope="function")


def may_mark(action: Action) -> Any:
    """The same as `may_change`, for what a page does by itself: it needs no key, having one effect however often it is
    asked for, and keeps no session from going idle.
    """

    async def door(request: Request, plan_id: UUID, session: SomeoneSignedIn) -> AsyncIterator[Change]:
        async with open_change(trail_of(request), session.actor, action, plan_id=PlanId(plan_id)) as change:
            ask_again(session, action)
            yield change

    return Depends(door, scope="function")


#: A look at all plans of the actor; what was seen is named in one access entry.
may_view_mine = organisation_view

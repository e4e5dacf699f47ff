"""The door to one's own chain: only who has keys already is asked again who they are."""

from collections.abc import AsyncIterator

from fastapi import Depends, Request

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.identity.gate import IdempotencyKey, SomeoneActing, ask_again, request_bytes, trail_of
from careteam.keys.bodies import ExtendChain


def chain_change() -> object:
    """A change to the actor's own chain, begun or extended as the body says."""

    async def door(
        request: Request, body: ExtendChain, key: IdempotencyKey, session: SomeoneActing
    ) -> AsyncIterator[Change]:
        action = Action.EXTEND_CHAIN if body.seq else Action.BEGIN_CHAIN
        asked = await request_bytes(request)
        async with open_change(trail_of(request), session.actor, action, key=key, request=asked) as change:
            ask_again(session, action)
            yield change

    return Depends(door, scope="function")

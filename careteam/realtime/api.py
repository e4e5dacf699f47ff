"""How HTTP says it: the entries of a stream after a cursor, for a client that saw a gap."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from careteam.access.actions import Action
from careteam.access.streams import StreamKind
from careteam.audit.view import View, open_view
from careteam.core import problems
from careteam.core.ids import PlanId
from careteam.identity.gate import SomeoneSignedIn, trail_of
from careteam.realtime import queries, rights

router = APIRouter(tags=["live"])

#: As what reading on in a stream counts. A kind that is not named is not followed.
READING = {
    StreamKind.RECORD: Action.READ_PLAN,
    StreamKind.TEAM: Action.READ_PLAN,
    StreamKind.CONVERSATION: Action.READ_CONVERSATION,
    StreamKind.ROSTER: Action.READ_ROSTER,
    StreamKind.ACCESS: Action.READ_ROSTER,
    StreamKind.ORGANISATION: Action.READ_ORGANISATION,
}


async def following(request: Request, stream_id: UUID, session: SomeoneSignedIn) -> AsyncGenerator[View]:
    """A look at the plan of the stream in the address (or at the organisation); written down as the screen `live`.

    For whoever does not read the stream it does not exist: neither its order nor its length is told.
    """
    trail = trail_of(request)
    found = await rights.whereabouts(trail, stream_id)
    if found is None or found[0] not in READING:
        raise problems.NotFound
    kind, plan_id = found
    try:
        plan = PlanId(plan_id) if plan_id else None
        async with open_view(trail, session.actor, READING[kind], plan_id=plan, screen="live") as view:
            yield view
    except problems.Forbidden as error:
        raise problems.NotFound from error


@router.get("/streams/{stream_id}/entries")
async def read_entries(
    stream_id: UUID,
    view: Annotated[View, Depends(following, scope="function")],
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> queries.LiveEntries:
    """The entries after this number, as they would have been told live, and where the stream stands."""
    return await queries.entries_after(view, stream_id, after=after, limit=limit)

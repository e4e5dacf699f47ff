"""How HTTP says it: telling of what was found in keys, looking into an alert, closing it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Request as Asked
from pydantic import Field

from careteam.access.actions import Action
from careteam.alerts import commands
from careteam.alerts.rules import InKeys, Outcome, What
from careteam.audit.change import Change
from careteam.core.paging import Request
from careteam.identity import rules as people
from careteam.identity.gate import Done, organisation_change

router = APIRouter(tags=["alerts"])


class TellKeysAlert(Request):
    """What a client found in keys that is not as it was signed, and in whose."""

    what: InKeys
    about_id: UUID | None = None


class CloseAlert(Request):
    """What came of it."""

    outcome: Outcome
    words: Annotated[str, Field(min_length=1, max_length=2000)]


@router.post("/alerts", status_code=201)
async def tell_keys_alert(
    body: TellKeysAlert, asked: Asked, change: Annotated[Change, organisation_change(Action.TELL_KEYS_ALERT)]
) -> Done:
    """Tell the privacy officer that keys are not as they were signed."""
    place = commands.Place(about_id=body.about_id)
    device = people.device(asked.headers.get("user-agent"))
    return Done.of(change, await commands.tell(change, what=What(body.what), place=place, device=device))


@router.post("/alerts/{alert_id}/look")
async def look_into_alert(alert_id: UUID, change: Annotated[Change, organisation_change(Action.HANDLE_ALERT)]) -> Done:
    """Say that you look into it."""
    return Done.of(change, await commands.look_into(change, alert_id=alert_id))


@router.post("/alerts/{alert_id}/close")
async def close_alert(
    alert_id: UUID, body: CloseAlert, change: Annotated[Change, organisation_change(Action.HANDLE_ALERT)]
) -> Done:
    """Say what came of it."""
    return Done.of(change, await commands.close(change, alert_id=alert_id, **body.model_dump()))

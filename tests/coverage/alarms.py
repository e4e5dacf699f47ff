"""Raising alarms in tests: an urgent message in one line, what a clock that is moved makes of it, and what the trail says."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.coverage import absences, commands
from careteam.coverage.rules import AbsenceKind
from careteam.messaging import care
from tests.saying import Room, sealed
from tests.world import Browser, Cast


async def team_room(page: Browser, cast: Cast) -> str:
    """The conversation of the whole team with the patient."""
    rooms = (await page.get(f"/api/plans/{cast.plan}/conversations")).json()
    return next(room["id"] for room in rooms if room["kind"] == "team")


async def send(
    page: Browser, cast: Cast, who: Actor, room: Room, words: str, *, about: UUID | None = None, **more: Any
) -> Any:
    """Send a message, urgent unless told otherwise."""
    body = await sealed(cast, who, room, words, about=about)
    how = {"priority": "urgent", "cause": "getting-worse", **more}
    return await page.send_change("POST", f"/api/plans/{cast.plan}/conversations/{room}/messages", {**body, **how})


async def alarms_in(page: Browser, cast: Cast, room: Room) -> list[dict[str, Any]]:
    """What became of a conversation's messages that cannot wait, as somebody in it sees it."""
    return (await page.get(f"/api/plans/{cast.plan}/conversations/{room}")).json()["alarms"]


async def mine(page: Browser, cast: Cast) -> list[dict[str, Any]]:
    """The open alarms of this plan that somebody was told of."""
    return [one for one in (await page.get("/api/alarms")).json() if one["plan_id"] == str(cast.plan)]


def told(alarm: dict[str, Any]) -> list[str]:
    """Whom an alarm has told so far."""
    return [one["name"] for one in alarm["told"]]


async def claim(cast: Cast, who: Actor, room: Room) -> None:
    """Let somebody look after a conversation."""
    async with cast.change(who, Action.CLAIM_CONVERSATION) as change:
        await care.claim_conversation(change, conversation_id=UUID(str(room)))


async def on_duty(cast: Cast, who: Actor, role: Role, hours: float = 1) -> UUID:
    """On duty from this moment. Return the shift's id."""
    async with open_change(cast.trail, cast.cora, Action.PLAN_DUTY) as change:
        now = change.now.replace(tzinfo=None)
        times = {"begins": now, "ends": now + timedelta(hours=hours)}
        return await commands.plan_shift(change, role=role, person_id=who.person_id, **times)


async def away(cast: Cast, who: Actor, cover: Actor | None, *, hours: float = 1) -> UUID:
    """Away from this moment."""
    async with open_change(cast.trail, who, Action.SET_AVAILABILITY) as change:
        until, cover_id = change.now + timedelta(hours=hours), cover.person_id if cover else None
        return await absences.set_availability(change, kind=AbsenceKind.AWAY, until=until, cover_id=cover_id)


def answer(alarm: dict[str, Any], what: str) -> str:
    """Where one acknowledges an alarm, or records its outcome."""
    return f"/api/plans/{alarm['plan_id']}/alarms/{alarm['id']}/{what}"

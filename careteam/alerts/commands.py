"""What one can do about integrity alerts: tell of what was found, look into it, close it with what came of it."""

from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.alerts import events
from careteam.alerts.models import IntegrityAlert
from careteam.alerts.rules import LASTING, MOST_OPEN, Outcome, What
from careteam.audit.change import Change
from careteam.core import problems
from careteam.identity import holders


@dataclass(eq=False)
class AlertIsClosed(problems.Problem):
    """Somebody has closed this alert already."""

    status = 409
    detail = "This alert was closed a moment ago. What was found then stands beside it; your words are still here."


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where it was found: in a conversation, at an entry or a message; or in somebody's keys."""

    conversation_id: UUID | None = None
    seq: int | None = None
    message_id: UUID | None = None
    about_id: UUID | None = None


async def tell(change: Change, *, what: What, place: Place, device: str) -> UUID:
    """Tell the privacy officer. Told again by the same person, it is the same alert while it lasts."""
    me = change.actor.person_id
    await holders.roles_of(change, me)  # locked: what two pages find at once is told once
    where = vars(place)
    for known in await change.find(IntegrityAlert, person_id=me, what=what, **where):
        if known.closed_at is None or what in LASTING:
            return change.answer(known.id)
    open_ones = await change.find(IntegrityAlert, person_id=me, closed_at=None)
    if len(open_ones) >= MOST_OPEN:
        return change.answer(open_ones[-1].id)
    row = await change.add(
        IntegrityAlert(
            person_id=me, device=device, what=what, of_plan_id=change.plan_id, told_at=change.now, **where
        )
    )  # fmt: skip
    await change.record(
        events.AlertTold(
            alert_id=row.id, what=what, conversation_id=place.conversation_id, about_id=place.about_id
        )
    )  # fmt: skip
    if place.conversation_id is not None:
        await change.record(
            events.IntegrityAlerted(
                conversation_id=place.conversation_id, alert_id=row.id, what=what, seq=place.seq,
                message_id=place.message_id,
            )
        )  # fmt: skip
    return change.answer(row.id)


async def is_first_open(change: Change, alert_id: UUID) -> bool:
    """Whether an alert is open, and none that was told before it still is."""
    waiting = await change.find(IntegrityAlert, closed_at=None)
    return bool(waiting) and min(waiting, key=lambda one: (one.told_at, one.id)).id == alert_id


async def look_into(change: Change, *, alert_id: UUID) -> UUID:
    """Say that one looks into an alert; it passes from whoever did so before."""
    alert = await _open(change, alert_id)
    if alert.handled_by != change.actor.person_id:
        alert.handled_by, alert.handled_at = change.actor.person_id, change.now
    await change.record(events.AlertTaken(alert_id=alert.id, handled_by=change.actor.person_id))
    return change.answer(alert.id)


async def close(change: Change, *, alert_id: UUID, outcome: Outcome, words: str) -> UUID:
    """Say what came of an alert."""
    alert = await _open(change, alert_id)
    if alert.handled_by is None:
        alert.handled_at = change.now
    alert.handled_by = change.actor.person_id
    alert.closed_at, alert.outcome, alert.words = change.now, outcome, words
    await change.record(events.AlertClosed(alert_id=alert.id, outcome=outcome))
    return change.answer(alert.id)


async def _open(change: Change, alert_id: UUID) -> IntegrityAlert:
    alert = await change.get(IntegrityAlert, alert_id)
    change.require(Action.HANDLE_ALERT)
    if alert.closed_at is not None:
        raise AlertIsClosed
    return alert

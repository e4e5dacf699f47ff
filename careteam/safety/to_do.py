"""What of safety one of the team can do now: see to open cases that nobody has in hand, or they themselves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, cast, func, literal, null, or_, select

from careteam.access.rules import answers
from careteam.access.sql import Columns, condition
from careteam.audit.view import View
from careteam.coverage import hands
from careteam.safety.models import SafetyCase
from careteam.safety.queries import title
from careteam.safety.rules import Tier


def open_cases(view: View) -> Any:
    """Open cases on plans the reader answers on, unless another has them in hand (`mine`: the reader); for another query.

    No instrument: what was found is sealed.
    """
    row, me = SafetyCase, view.actor.person_id
    answered = condition(answers, view.actor, view.now, Columns(row.plan_id.expression))
    holder = hands.holder_of(row.id.expression)
    found = select(
        row.id, row.plan_id, row.opened_at.label("since"), literal("case").label("kind"), null().label("instrument"),
        (row.tier == Tier.URGENT).label("urgent"), holder.is_not(None).label("mine"),
        func.coalesce(row.assessed_at >= row.evidence_at, False).label("assessed"),
        cast(null(), Uuid()).label("by"),
    )  # fmt: skip
    return found.where(row.closed_at.is_(None), answered, or_(holder.is_(None), holder == me))


async def reasons(view: View, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the most pressing rule of each of these cases says, as far as the reader may see it."""
    rows = await view.all(select(SafetyCase).where(SafetyCase.id.in_(ids))) if ids else []
    return {row.id: title(row.rule) for row in rows}

"""Answers as what a case of safety rests on: what the rules are to know of one, and whether somebody has looked at it."""

from collections.abc import Collection
from uuid import UUID

from careteam.audit.change import Change
from careteam.measures import events, instruments
from careteam.measures.findings import Answered
from careteam.measures.models import MeasureResult


async def answered(change: Change, result_id: UUID) -> Answered:
    """An answer with the first score of its instrument before it and the one just before it."""
    row = await change.get(MeasureResult, result_id)
    one = instruments.instrument(row.instrument)
    assert one is not None
    earlier: list[MeasureResult] = []
    if row.score is not None and one.scoring.compares:
        earlier = await change.ends(MeasureResult, "at", before=row.at, having="total", instrument=one.id)
    return Answered(
        instrument=one, items=row.values or {}, total=row.score, goal_id=row.goal_id,
        baseline=earlier[0].score if earlier else None, last=earlier[-1].score if earlier else None,
    )  # fmt: skip


async def ask_for_look(change: Change, result_id: UUID) -> None:
    """Within the change in which it was answered: somebody of the team is to look at it."""
    (await change.get(MeasureResult, result_id)).wants_look = True


async def looked_at(change: Change, result_ids: Collection[UUID]) -> None:
    """Whoever closed the case that rests on these answers has looked at them; ids of anything else are passed over."""
    for row in await change.find(MeasureResult, id=sorted(result_ids), looked_at=None):
        row.looked_at, row.looked_by = change.now, change.actor.person_id
        await change.record(events.MeasureLookedAt(result_id=row.id, goal_id=row.goal_id))

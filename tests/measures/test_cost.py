"""What an answer costs: the first score and the last before it are looked up, whatever lies in between."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from careteam.access.actions import Action
from careteam.audit.rows import Shape
from careteam.measures import looking
from careteam.measures.commands import Answer, answer_measure
from tests.measures.test_measures import PHQ
from tests.statements import counted
from tests.world import Cast

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)


async def test_an_answer_reads_as_many_rows_however_many_came_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    made: Any = Shape.made

    def noted(shape: Shape[Any], record: Any, data_key: bytes | None) -> Any:
        read.append(shape.table)
        return made(shape, record, data_key)

    monkeypatch.setattr(Shape, "made", noted)
    costs: list[tuple[int, int]] = []
    ids: list[Any] = []
    for n, total in enumerate([20, 9, None, 12, 8, 7, 15, 6]):
        items = None if total is not None else {PHQ[0]: 3}
        answer = Answer(instrument="PHQ-9", total=total, items=items, at=BEGAN + timedelta(days=n))
        read.clear()
        with counted(cast.trail.database, "writing") as sent:
            async with cast.change(cast.bea, Action.RECORD_MEASURE) as change:
                ids.append(await answer_measure(change, answer))
        assert len(sent) > 2, "what a change asks is counted"
        if n >= 4:
            costs.append((len(read), len(sent)))
    assert len({*costs[:2], costs[3]}) == 1, "the third rises, which opens a case"
    async with cast.change(cast.bea, Action.RECORD_MEASURE) as change:
        before = [await looking.answered(change, id_) for id_ in ids]
    assert [(one.baseline, one.last) for one in before] == [
        (None, None), (20, 20), (None, None), (20, 9), (20, 12), (20, 8), (20, 7), (20, 15)
    ]  # fmt: skip

"""What an answer says, in the words of its instrument: its score, its band, what changed, what asks for somebody to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from careteam.identity.queries import PersonRef
from careteam.measures import findings, instruments, scoring
from careteam.measures.instruments import Instrument, Item
from careteam.measures.models import MeasureResult
from careteam.measures.shapes import (
    AnswerOption,
    ChangeDetail,
    InstrumentDetail,
    MeasureBand,
    MeasureItem,
    MeasureRule,
    ResultDetail,
    RiskAnswer,
)


@dataclass(frozen=True)
class Scored:
    """A score and when it was given."""

    total: int
    at: datetime

    @classmethod
    def of(cls, row: MeasureResult | None) -> Self | None:
        """The score of an answer, if it has one."""
        return None if row is None or row.score is None else cls(row.score, row.at)


def result(
    one: Instrument,
    row: MeasureResult,
    names: Mapping[UUID, PersonRef],
    first: Scored | None,
    before: int | None,
) -> ResultDetail:
    """An answer, against the first score of its instrument and the one before it, as far as there are any."""
    values, total = row.values, row.score
    score = scoring.score(one, values) if values is not None else None
    return ResultDetail(
        id=row.id, plan_id=row.plan_id, instrument=row.instrument, kind=row.kind, at=row.at, due_on=row.due_on,
        recorded_at=row.recorded_at, recorded_by=names[row.recorded_by] if row.recorded_by else None,
        on_behalf=row.on_behalf, answers=values, missing=list(score.missing) if score else [], total=total,
        band=_band(one, total, score), change=_change(one, row, total, first, before),
        risks=[_risk(one, id_, values) for id_ in score.risks] if score and values else [],
        wants_look=row.wants_look, looked_at=row.looked_at, looked_by=names[row.looked_by] if row.looked_by else None,
    )  # fmt: skip


def _band(one: Instrument, total: int | None, score: scoring.Score | None) -> str | None:
    if score is not None and score.at_least is not None:
        return score.at_least
    return None if total is None else scoring.band_of(one, total)


def _change(
    one: Instrument, row: MeasureResult, total: int | None, first: Scored | None, before: int | None
) -> ChangeDetail | None:
    if total is None or first is None or first.at >= row.at:
        return None
    change = scoring.compare(one, first.total, total)
    return ChangeDetail(
        baseline=first.total, baseline_at=first.at, points=change.points, course=change.course,
        important=change.important, response=change.response, remission=change.remission,
        deteriorated=scoring.deteriorated(
            one, baseline=first.total, last=first.total if before is None else before, now=total
        ),
    )  # fmt: skip


def _risk(one: Instrument, id_: str, values: Mapping[str, int]) -> RiskAnswer:
    number, item = next((place, item) for place, item in enumerate(one.items, start=1) if item.id == id_)
    return RiskAnswer(item=id_, number=number, label=item.label, value=values[id_])


def instrument(one: Instrument) -> InstrumentDetail:
    """An instrument with all that is needed to answer it and to read what was answered."""
    how = one.scoring
    return InstrumentDetail(
        id=one.id, title=one.title, stem=one.stem, answered_by=one.answered_by, answerable=findings.answerable(one),
        text_allowed=one.licence.text_allowed, notice=one.licence.notice, items=[_item(one, item) for item in one.items],
        low=how.range.low if how.range else None, high=how.range.high if how.range else None,
        step=how.factor.value if how.factor else 1, higher_is_better=how.higher_is_better,
        bands=[MeasureBand(name=band.name, low=band.low, high=band.high) for band in how.bands],
        remission_below=how.remission_below.value if how.remission_below else None,
        answer_within_hours=one.answer_within_hours.value if one.answer_within_hours else None,
        rules=list(_rules(one)), signed_off=instruments.collection().status == "active",
    )  # fmt: skip


def _item(one: Instrument, item: Item) -> MeasureItem:
    risk = next((risk for risk in one.scoring.risk if risk.item == item.id), None)
    return MeasureItem(
        id=item.id, label=item.label, text=item.text, ends=item.ends, unit=item.unit, optional=item.optional, scored=item.scored,
        options=[AnswerOption(value=option.value, text=option.text) for option in item.options],
        low=item.low.value if item.low else None, high=item.high.value if item.high else None,
        unless_no=item.unless_no, below=item.below, risk_above=risk.above if risk else None, help=risk.help if risk else None,
    )  # fmt: skip


def _rules(one: Instrument) -> Iterator[MeasureRule]:
    """Every number by which an answer is read, each once, with its source."""
    how = one.scoring
    if how.bands:
        yield _rule("bands", None, how.bands[0].source)
    if how.levels:
        yield _rule("levels", None, how.levels[0].source)
    for name, number in (
        ("caseness", how.caseness), ("response-percent", how.response_percent), ("remission-below", how.remission_below),
        ("important-change", how.important_change), ("reliable-change", how.reliable_change),
        ("rise-from-baseline", how.rise_from_baseline), ("rise-since-last", how.rise_since_last),
    ):  # fmt: skip
        if number is not None:
            yield _rule(name, number.value, number.source)
    for risk in how.risk:
        yield _rule("risk", risk.above, risk.source, next(item.label for item in one.items if item.id == risk.item))


def _rule(name: str, value: int | None, source: str, item: str | None = None) -> MeasureRule:
    found = instruments.collection().sources[source]
    return MeasureRule.model_validate(
        {"name": name, "value": value, "item": item, "cite": found.cite, "basis": found.basis}
    )

"""Measures as one reads them: instruments with their sources, when they are asked for, and what was answered."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from careteam.access.actions import Action
from careteam.core.paging import Page, Shape
from careteam.core.sourced import Basis
from careteam.identity.queries import PersonRef
from careteam.measures.instruments import Help
from careteam.measures.rules import ResultKind, ScheduleStatus
from careteam.measures.scoring import Course


class AnswerOption(Shape):
    """One answer to choose; without words where the licence does not let us show them."""

    value: int
    text: str | None


class MeasureItem(Shape):
    """One question; without its text where the licence does not let us show it."""

    id: str
    label: str
    text: str | None
    options: list[AnswerOption]
    low: int | None
    high: int | None
    ends: tuple[str, str] | None
    unit: str | None
    optional: bool
    #: Whether it counts for the total.
    scored: bool
    #: Not asked where this item was answered with no.
    unless_no: str | None
    #: Its answer must be smaller than that of this item.
    below: str | None
    #: An answer above this asks for somebody to look, whatever the total is; and which help is shown with it.
    risk_above: int | None
    help: Help | None


class MeasureBand(Shape):
    """A name for a range of totals."""

    name: str
    low: int
    high: int


class MeasureRule(Shape):
    """A number by which a score is read, and where it comes from."""

    name: Literal[
        "range", "bands", "levels", "caseness", "response-percent", "remission-below", "important-change",
        "reliable-change", "rise-from-baseline", "rise-since-last", "risk",
    ]  # fmt: skip
    value: int | None
    #: The item it is about, where it is about one.
    item: str | None
    cite: str
    basis: Basis


class InstrumentDetail(Shape):
    """An instrument: what it asks, how it is read, and what its licence says."""

    id: str
    title: str
    stem: str | None
    answered_by: Literal["patient", "clinician"]
    #: Whether the patient can answer it here.
    answerable: bool
    text_allowed: bool
    notice: str
    items: list[MeasureItem]
    low: int | None
    high: int | None
    step: int
    higher_is_better: bool
    bands: list[MeasureBand]
    remission_below: int | None
    #: So many hours after it was due nobody can answer it any more; None: until the next is due.
    answer_within_hours: int | None
    rules: list[MeasureRule]
    #: Whether a clinical lead has signed the numbers off.
    signed_off: bool


class MeasureGoal(Shape):
    """The goal it is asked for."""

    id: UUID
    words: str


class ScheduleDetail(Shape):
    """An instrument of the plan: when it is asked for, and what is due."""

    id: UUID
    instrument: str
    status: ScheduleStatus
    goal: MeasureGoal | None
    every_days: int | None
    until: date | None
    due_on: date
    due_at: datetime
    #: From when on an answer counts for what is due.
    opens_at: datetime
    #: When the first was due that nobody has answered since, once the team is to know that it is late.
    overdue_since: datetime | None
    #: The patient's own time for being reminded, as 18:00.
    remind_at: str | None
    set_by: PersonRef


class ChangeDetail(Shape):
    """What a score says against the first one. None where the instrument has no such rule."""

    baseline: int
    baseline_at: datetime
    points: int
    course: Course | None
    important: bool | None
    response: bool | None
    remission: bool | None
    #: So much worse than at first or than last time that the plan should be looked at.
    deteriorated: bool | None


class RiskAnswer(Shape):
    """An answer that asks for somebody to look, whatever the total is."""

    item: str
    number: int
    label: str
    value: int


class ResultDetail(Shape):
    """What was answered, or that nobody answered when it was due; what it says, and who looked at it."""

    id: UUID
    plan_id: UUID
    instrument: str
    kind: ResultKind
    at: datetime
    due_on: date | None
    recorded_at: datetime
    recorded_by: PersonRef | None
    on_behalf: bool
    #: Values by item; None where only the total is known.
    answers: dict[str, int] | None
    missing: list[str]
    total: int | None
    #: The band of the total, or the level of a triage as far as it was answered.
    band: str | None
    change: ChangeDetail | None
    risks: list[RiskAnswer]
    #: Something in it asks for somebody of the team to look; who has.
    wants_look: bool
    looked_at: datetime | None
    looked_by: PersonRef | None


class Measures(Shape):
    """The measures of a plan."""

    instruments: list[InstrumentDetail]
    schedules: list[ScheduleDetail]
    #: The newest answer of each instrument.
    latest: list[ResultDetail]
    may: list[Action]


class Results(Page[ResultDetail]):
    """The answers to one instrument and what was missed, the newest first."""

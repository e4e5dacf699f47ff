"""What the plans of the demo clinic rest on: what was tried, how far it has gone, and who reviewed it. All of it is made up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus
from careteam.assessment import commands as assessment
from careteam.assessment.bodies import Barrier, Condition, Consent, Differential, Flag, Medication, Said, Staging, Trial
from careteam.assessment.rules import (
    Adherence,
    ClinicalStatus,
    ConditionCourse,
    ConsentStatus,
    ConsentTo,
    EpisodeSeverity,
    Informant,
    Treatment,
    TrialOutcome,
)
from careteam.audit.opening import open_change
from careteam.operations.clinic_made import Act, Days


@dataclass(frozen=True)
class Told:
    """One patient: what was tried (name, sort, dose, days, outcome), months and severity, what is taken, what else."""

    tried: tuple[tuple[str, Treatment, str, int, TrialOutcome], ...]
    months: int
    severity: EpisodeSeverity
    takes: tuple[tuple[str, str, str], ...]
    flags: tuple[tuple[str, bool, bool], ...] = ()
    barriers: tuple[tuple[str, str], ...] = ()
    perhaps: tuple[tuple[str, str, str], ...] = ()
    reviewed: bool = True
    consents: tuple[tuple[ConsentTo, str, ConsentStatus, str | None], ...] = ()
    #: What is there besides the depression.
    besides: tuple[str, ...] = ()
    #: In how many days from now they wanted to look again, and whether the other has confirmed it.
    next_in: int = 19
    confirmed: bool = True


_DRUG, _ADD, _TMS, _ECT, _TALK, _KET = (
    Treatment.ANTIDEPRESSANT, Treatment.AUGMENTATION, Treatment.STIMULATION, Treatment.ECT, Treatment.PSYCHOTHERAPY,
    Treatment.KETAMINE,
)  # fmt: skip
_NONE, _SOME, _ILL = TrialOutcome.NONE, TrialOutcome.PARTIAL, TrialOutcome.INTOLERANCE
_SERTRALINE = ("Sertraline", _DRUG, "150 mg", 70, _SOME)
_VENLAFAXINE = ("Venlafaxine", _DRUG, "225 mg", 84, _NONE)
_ESCITALOPRAM = ("Escitalopram", _DRUG, "20 mg", 56, _NONE)
_BUPROPION = ("Bupropion", _DRUG, "300 mg", 21, _ILL)
_MIRTAZAPINE = ("Mirtazapine", _DRUG, "45 mg", 63, _SOME)
_LITHIUM = ("Lithium, added", _ADD, "0.7 mmol/l", 60, _SOME)
_CBT = ("Cognitive behavioural therapy", _TALK, "weekly", 140, _SOME)
_BIPOLAR = ("Bipolar disorder", "set-aside", "Screened and asked the family: no episode of that sort.")
_TRAUMA = ("Trauma", "looked-at", "There is something; EMDR is talked about for later.")
_THYROID = ("Thyroid", "not-yet", "Blood test ordered.")

TOLD: dict[str, Told] = {
    "mei": Told(
        (_SERTRALINE, _VENLAFAXINE, _BUPROPION, _CBT), 20, EpisodeSeverity.MODERATE,
        (("Venlafaxine", "150 mg in the morning", "mood"), ("Melatonin", "2 mg at night", "sleep")),
        (("Blood pressure went up once", False, False), ("Cannabis in the past", False, True)),
        (("Night shifts", "A letter asks her employer for days only."),), (_BIPOLAR, _THYROID),
        consents=(
            (ConsentTo.OFF_LABEL, "Ketamine infusions", ConsentStatus.GIVEN, "paper file, reception"),
            (ConsentTo.SHARING, "Lan Tanaka, family", ConsentStatus.WITHDRAWN, None),
        ), besides=("Migraine",),
    ),
    "jamal": Told((_ESCITALOPRAM, _MIRTAZAPINE), 14, EpisodeSeverity.MODERATE, (("Mirtazapine", "30 mg at night", "sleep"),),
                  barriers=(("No car", "The clinic books the ride."),), perhaps=(_TRAUMA,)),
    "rosa": Told((_SERTRALINE, _VENLAFAXINE, _ESCITALOPRAM, _LITHIUM), 30, EpisodeSeverity.SEVERE,
                 (("Lithium", "600 mg", "mood"), ("Escitalopram", "20 mg", "mood")),
                 (("Metal in the jaw: checked, not near the coil", False, False),), perhaps=(_BIPOLAR,), next_in=-3),
    "daniel": Told((_VENLAFAXINE, _MIRTAZAPINE, _LITHIUM, ("ECT", _ECT, "12 sessions", 45, TrialOutcome.REMISSION)), 40,
                   EpisodeSeverity.PSYCHOTIC, (("Lithium", "450 mg", "staying well"),),
                   (("Kidney values every three months", False, False),)),
    "amina": Told((_SERTRALINE,), 8, EpisodeSeverity.MODERATE, (("Sertraline", "50 mg", "mood"),),
                  barriers=(("Lives with four others", "Calls are in the evening, when she is alone."),),
                  perhaps=(("Bipolar disorder", "not-yet", "Screen at the next visit."), _TRAUMA), reviewed=False),
    "peter": Told((_ESCITALOPRAM, _MIRTAZAPINE, _CBT), 26, EpisodeSeverity.MODERATE, (("Mirtazapine", "15 mg", "sleep"),)),
    "grace": Told((_SERTRALINE, _ESCITALOPRAM, _VENLAFAXINE), 18, EpisodeSeverity.SEVERE, (("Venlafaxine", "225 mg", "mood"),),
                  (("Aneurysm in the family", True, False), ("Alcohol: ask each time", False, True)),
                  (("Husband works nights", "Her sister stays on the day of a session."),), (_THYROID,)),
    "luca": Told((_ESCITALOPRAM, _BUPROPION, _MIRTAZAPINE), 11, EpisodeSeverity.SEVERE, (("Mirtazapine", "45 mg", "sleep"),),
                 (("Panic in closed rooms", False, False),), perhaps=(_TRAUMA,), confirmed=False),
    "hannah": Told((_SERTRALINE, _VENLAFAXINE), 16, EpisodeSeverity.MODERATE,
                   (("Nortriptyline", "75 mg at night", "mood"),), (("Check the heart by ECG", False, False),)),
    "samuel": Told((_SERTRALINE, ("Ketamine course", _KET, "6 sessions", 21, TrialOutcome.REMISSION)), 9,
                   EpisodeSeverity.MILD, ()),
    "yara": Told((_ESCITALOPRAM,), 5, EpisodeSeverity.MILD, (), perhaps=(_BIPOLAR,), reviewed=False),
    "owen": Told((_SERTRALINE, _MIRTAZAPINE, ("TMS", _TMS, "30 sessions", 42, _SOME)), 36, EpisodeSeverity.MODERATE,
                 (("Mirtazapine", "30 mg", "sleep"),), (("Surgery in the spring", False, False),)),
}  # fmt: skip
#: Why each is noted; the patient reads it as what changed.
_WHY = {
    "trial": "The records show what was tried before: {}.", "staging": "We noted how long this has gone on.",
    "medication": "We noted what you take: {}.", "flag": "We noted what to keep in mind: {}.",
    "condition": "We noted what we treat: {}.", "consent": "We noted what you said to this: {}.",
    "barrier": "You told us what makes it harder: {}.", "differential": "To be thought of: {}.",
}  # fmt: skip


def assess(days: Days, now: datetime) -> None:
    """Plan what the team of a patient finds out, what it changes, and that it reviews the plan together."""
    treated = days.made.treated
    told = TOLD[treated.login]
    going = treated.status is not PlanStatus.ON_HOLD
    first = now - timedelta(days=24 if going else 26, hours=2)
    rows: dict[str, UUID] = {}
    days.plan(first, _note(days, "Y", [*_ill(told, first), *_tried(told), *_taken(told)], rows))
    days.plan(first, _note(days, "T", [*_around(told), *_agreed(told, first)], rows))
    if told.reviewed and going:
        review: list[UUID] = []
        days.plan(now - timedelta(days=9), _review(days, review, (now + timedelta(days=told.next_in)).date()))
        if told.confirmed:
            days.plan(now - timedelta(days=8, hours=20), _confirm(days, review))
        if told.takes:
            days.plan(now - timedelta(days=3), _more(days, told.takes[0], rows))


def _ill(told: Told, now: datetime) -> list[Said]:
    begun = (now - timedelta(days=30 * told.months)).date().replace(day=1)
    course = ConditionCourse.PERSISTENT if told.months > 24 else ConditionCourse.RECURRENT
    return [
        _condition("Depression", begun, course),
        *(_condition(name, None, ConditionCourse.UNKNOWN) for name in told.besides),
    ]


def _condition(name: str, since: date | None, course: ConditionCourse) -> Condition:
    return Condition(
        kind="condition", name=name, code=None, status=ClinicalStatus.ACTIVE, since=since, course=course, words=None
    )


def _agreed(told: Told, now: datetime) -> list[Said]:
    return [
        Consent(kind="consent", to=to, name=name, status=status, on=now.date(), paper=paper, words=None)
        for to, name, status, paper in told.consents
    ]


def _tried(told: Told) -> list[Said]:
    trials: list[Said] = [
        Trial(
            kind="trial", name=name, treatment=sort, dose=dose, dose_adequate=True, days=length,
            adherence=Adherence.FULL, current_episode=True, outcome=outcome, informant=Informant.RECORD, words=None,
        )
        for name, sort, dose, length, outcome in told.tried
    ]  # fmt: skip
    return [*trials, Staging(kind="staging", months=told.months, severity=told.severity)]


def _taken(told: Told) -> list[Said]:
    return [_medication(*one) for one in told.takes]


def _medication(name: str, dose: str, purpose: str) -> Medication:
    return Medication(kind="medication", name=name, dose=dose, purpose=purpose, status="active", since=None, until=None)


def _around(told: Told) -> list[Said]:
    flags = [
        Flag(
            kind="flag", name=name, weight="contraindication" if forbids else "caution", staff_only=staff,
            words=None,
        )
        for name, forbids, staff in told.flags
    ]  # fmt: skip
    barriers = [Barrier(kind="barrier", name=name, words=words) for name, words in told.barriers]
    perhaps: list[Any] = [
        Differential.model_validate({"kind": "differential", "name": name, "status": status, "words": words})
        for name, status, words in told.perhaps
    ]
    return [*flags, *barriers, *perhaps]


def _note(days: Days, letter: str, findings: list[Said], rows: dict[str, UUID]) -> Act:
    async def note() -> None:
        for finding in findings:
            why = _WHY[finding.kind].format("" if isinstance(finding, Staging) else finding.name)
            async with open_change(
                days.trail, days.who(letter), Action.ASSESS_PLAN, plan_id=days.made.plan_id
            ) as change:
                row = await assessment.set_finding(change, finding=finding, reason=why)
            if isinstance(finding, Medication):
                rows[finding.name] = row

    return note


def _more(days: Days, taken: tuple[str, str, str], rows: dict[str, UUID]) -> Act:
    """The dose is looked at, and the patient reads why."""

    async def change_dose() -> None:
        name, dose, purpose = taken
        now = _medication(name, f"{dose}, with food", purpose)
        async with open_change(days.trail, days.who("Y"), Action.ASSESS_PLAN, plan_id=days.made.plan_id) as change:
            why = f"You felt sick after {name}. It goes better with food."
            await assessment.set_finding(change, finding=now, reason=why, row_id=rows[name])

    return change_dose


def _review(days: Days, review: list[UUID], next_on: date) -> Act:
    async def record() -> None:
        async with open_change(days.trail, days.who("Y"), Action.REVIEW_PLAN, plan_id=days.made.plan_id) as change:
            words = "We go on as planned. Sleep comes first; the dose stays for now."
            review.append(await assessment.record_review(change, words=words, next_on=next_on))

    return record


def _confirm(days: Days, review: list[UUID]) -> Act:
    async def confirm() -> None:
        async with open_change(days.trail, days.who("T"), Action.REVIEW_PLAN, plan_id=days.made.plan_id) as change:
            await assessment.confirm_review(change, review_id=review[0])

    return confirm

"""What one can ask about an assessment: what it says now or said in some version of the plan, and who reviewed it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.assessment import bodies, rules
from careteam.assessment.bodies import Body, Said, Trial
from careteam.assessment.configured import trial_rule, trial_rule_source
from careteam.assessment.models import AssessmentFinding, PlanReview
from careteam.assessment.numbers import numbers
from careteam.assessment.rules import Adequacy, Shortfall, Treatment
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.identity.queries import PersonRef, people

ASSESSMENT_ACTIONS = (Action.ASSESS_PLAN, Action.REVIEW_PLAN)


class TrialJudgement(Shape):
    """Whether a trial counts as adequate, what it lacks, and whether it failed."""

    adequacy: Adequacy
    shortfalls: list[Shortfall]
    failed: bool


class AssessmentFindingDetail(Shape):
    """What a finding says, from which version of the plan on, by whom and why."""

    #: The row that says so: what a change names.
    id: UUID
    #: The same through all versions.
    finding_id: UUID
    body: Body
    staff_only: bool
    judgement: TrialJudgement | None
    author: PersonRef
    reason: str
    at: datetime
    since_version: int


class MaudsleyStage(Shape):
    """The points of each component, their sum and its band."""

    duration: int
    severity: int
    failed: int
    augmentation: int
    ect: int
    total: int
    band: str


class StagingDetail(Shape):
    """How far the illness has gone by the trials on record, and by which rules that is said."""

    #: Antidepressants that failed in the present episode, by the rule in force.
    failed_antidepressants: int
    #: All adequate treatments that failed.
    failed_trials: int
    #: So many failed trials make it resistant to treatment.
    resistant_from: int
    #: None while length and severity are not known, or no antidepressant has failed.
    stage: MaudsleyStage | None
    highest: int
    min_days: int
    same_episode: bool
    rule_cite: str
    stage_cite: str
    signed_off: bool


class ReviewDetail(Shape):
    """That prescriber and therapist looked at a version of the plan together."""

    id: UUID
    version: int
    recorded_by: PersonRef
    recorded_at: datetime
    words: str | None
    next_on: date | None
    confirmed_by: PersonRef | None
    confirmed_at: datetime | None
    may: list[Action]


class Assessment(Shape):
    """What the assessment says in a version of the plan, as far as the reader may read it."""

    #: The version asked for; None: the present one.
    version: int | None
    findings: list[AssessmentFindingDetail]
    staging: StagingDetail
    #: The last review that both confirmed.
    reviewed: ReviewDetail | None
    #: A review that waits for the other's word.
    waiting: ReviewDetail | None
    may: list[Action]


async def assessment(view: View, *, version: int | None) -> Assessment:
    """The assessment of the plan of this view, in this version of the plan; without one, as it stands."""
    rows = await view.all(_said_in(version).where(AssessmentFinding.plan_id == view.plan))
    reviews = await _reviews(view)
    named = {row.author_id for row in rows} | {id_ for row in reviews for id_ in (row.recorded_by, row.confirmed_by)}
    names = await people(view, named, {row.author_id: row.role for row in rows})
    said = [(row, bodies.opened(row.body)) for row in rows if row.body is not None]
    return Assessment(
        version=version,
        findings=[_detail(row, body, names) for row, body in said],
        staging=_staging([body for _, body in said]),
        reviewed=next((_review(view, row, names) for row in reviews if row.confirmed_at is not None), None),
        waiting=next((_review(view, row, names) for row in reviews if row.confirmed_at is None), None),
        may=[action for action in ASSESSMENT_ACTIONS if version is None and may_at_all(view.standing, action)],
    )


def _said_in(version: int | None) -> Any:
    row = AssessmentFinding
    if version is None:
        said = row.until_version.is_(None)
    else:
        said = (row.since_version <= version) & or_(row.until_version.is_(None), row.until_version > version)
    return select(row).where(said).order_by(row.finding_id)


async def _reviews(view: View) -> Sequence[PlanReview]:
    """The newest that was confirmed, and the one that waits."""
    row = PlanReview
    newest = (
        select(row.id).where(row.plan_id == view.plan, row.confirmed_at.is_not(None)).order_by(row.confirmed_at.desc())
    )
    wanted = row.confirmed_at.is_(None) | (row.id == newest.limit(1).scalar_subquery())
    return await view.all(select(row).where(row.plan_id == view.plan, wanted))


def _detail(row: AssessmentFinding, body: Said, names: dict[UUID, PersonRef]) -> AssessmentFindingDetail:
    return AssessmentFindingDetail(
        id=row.id, finding_id=row.finding_id, body=body, staff_only=bodies.for_staff(body),
        judgement=judged(body) if isinstance(body, Trial) else None, author=names[row.author_id], reason=row.reason,
        at=row.at, since_version=row.since_version,
    )  # fmt: skip


def judged(trial: Trial) -> TrialJudgement:
    """What the rule in force says of a trial."""
    course = rules.Course(trial.days, trial.dose_adequate, trial.adherence, trial.current_episode)
    lacking = rules.shortfalls(course, trial_rule())
    adequacy = rules.adequacy(lacking)
    failed = rules.has_failed(adequacy, trial.outcome)
    return TrialJudgement(adequacy=adequacy, shortfalls=list(lacking), failed=failed)


def _staging(said: Sequence[Said]) -> StagingDetail:
    """The stage by the trials of the present episode; older ones count where the rule lets them."""
    known, rule = numbers(), trial_rule()
    trials = [body for body in said if isinstance(body, Trial)]
    failed = [one for one in trials if judged(one).failed]
    now = [one for one in trials if one.current_episode]
    against = [one for one in failed if one.treatment is Treatment.ANTIDEPRESSANT and one.current_episode]
    basis = next((body for body in said if isinstance(body, bodies.Staging)), None)
    stage = basis and rules.stage(
        known.maudsley, months=basis.months, severity=basis.severity, failed=len(against),
        augmented=any(one.treatment is Treatment.AUGMENTATION for one in now),
        ect=any(one.treatment is Treatment.ECT for one in now),
    )  # fmt: skip
    return StagingDetail(
        failed_antidepressants=len(against), failed_trials=len(failed),
        resistant_from=known.adequacy.resistant_from.value,
        stage=MaudsleyStage.model_validate(stage, from_attributes=True) if stage else None,
        highest=known.maudsley.range.high, min_days=rule.min_days, same_episode=rule.same_episode,
        rule_cite=trial_rule_source(), stage_cite=known.sources[known.maudsley.source].cite,
        signed_off=known.status == "active",
    )  # fmt: skip


def _review(view: View, row: PlanReview, names: dict[UUID, PersonRef]) -> ReviewDetail:
    theirs = row.confirmed_at is None and view.actor.role_towards(view.standing) is not row.role
    return ReviewDetail(
        id=row.id, version=row.version, recorded_by=names[row.recorded_by], recorded_at=row.recorded_at,
        words=row.words, next_on=row.next_on, confirmed_by=names[row.confirmed_by] if row.confirmed_by else None,
        confirmed_at=row.confirmed_at,
        may=[Action.REVIEW_PLAN] if theirs and may_at_all(view.standing, Action.REVIEW_PLAN) else [],
    )  # fmt: skip

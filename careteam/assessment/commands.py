"""What one can do with an assessment: note what one found, change it, end it; review the plan together."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from careteam.access.streams import StreamKind
from careteam.assessment import bodies, events, rules
from careteam.assessment.bodies import Consent, Said
from careteam.assessment.models import AssessmentFinding, PlanReview
from careteam.assessment.rules import ConsentStatus, FindingKind
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import new_id
from careteam.identity import holders
from careteam.plans import commands as plans
from careteam.plans import intake as imports

#: There it is tomorrow already.
_FURTHEST_EAST = timedelta(hours=14)


@dataclass(eq=False)
class FindingChanged(problems.Problem):
    """This finding says something else meanwhile, or has ended."""

    status = 409
    detail = "Look at what it says now, then change that. Nothing was saved."


@dataclass(eq=False)
class FindingOfAnotherKind(problems.Problem):
    """A finding stays what it is about, and stays with those who read it."""

    status = 422
    detail = "End this finding and note a new one. Nothing was saved."


@dataclass(eq=False)
class AlreadyStaged(problems.Problem):
    """The plan says already how long the episode lasts and how severe it is."""

    status = 409
    detail = "Change that instead. Nothing was saved."


@dataclass(eq=False)
class TooManyFindings(problems.Problem):
    """There are as many findings as one page shows."""

    status = 409
    detail = "End some that do not hold any more, then add this one. Nothing was saved."
    most: int


@dataclass(eq=False)
class NotSaidYet(problems.Problem):
    """Nobody has agreed to anything on a day that has not come."""

    status = 422
    detail = "Give the day on which the patient said so. Nothing was saved."


@dataclass(eq=False)
class StaysTakenBack(problems.Problem):
    """A consent that the patient took back stays, so that everybody sees it."""

    status = 409
    detail = "If it was noted by mistake, change it first, and say so. Nothing was saved."


@dataclass(eq=False)
class ReviewWaits(problems.Problem):
    """The other of prescriber and therapist has recorded a review already."""

    status = 409
    detail = "Confirm what they recorded. Nothing was saved."
    recorded_by: dict[str, str]


@dataclass(eq=False)
class ConfirmedByTheOther(problems.Problem):
    """A review is confirmed by the other of prescriber and therapist, once."""

    status = 409
    detail = "Ask the other of the two to confirm it, or look whether they have. Nothing was saved."


async def set_finding(change: Change, *, finding: Said, reason: str, row_id: UUID | None = None) -> UUID:
    """Note what one found; with `row_id`, in place of what that row says. Return the new row."""
    if isinstance(finding, Consent) and finding.on > (change.now + _FURTHEST_EAST).date():
        raise NotSaidYet
    version = await _version(change, finding, reason)
    former = await _former(change, row_id, finding, version) if row_id else None
    if former is None:
        await _must_have_room(change, FindingKind(finding.kind))
    row = await _say(change, finding, reason, version, former=former)
    return change.answer(row.id)


async def take_condition(change: Change, finding_id: UUID | None, *, label: str, code: str, status: str) -> UUID:
    """Note a condition as another system tells it. What was added to it here stays. Return the finding.

    One that was ended here stands again: its source says something new of it.
    """
    reason = imports.AGAIN if finding_id else imports.FIRST
    there = await change.find(AssessmentFinding, finding_id=finding_id, until_version=None) if finding_id else []
    former = there[0] if there else None
    version = await plans.version_of(change, reason=reason)
    said = bodies.told(label, code, status, bodies.opened(former.body) if former and former.body else None)
    if former:
        former.until_version = version
    return (await _say(change, said, reason, version, former=former, finding_id=finding_id)).finding_id


async def _say(
    change: Change,
    said: Said,
    reason: str,
    version: int,
    *,
    former: AssessmentFinding | None,
    finding_id: UUID | None = None,
) -> AssessmentFinding:
    """Let a finding say this from a version on: the one of the former row, the one named, or a new one."""
    id_, staff = new_id(), bodies.for_staff(said)
    row = AssessmentFinding(
        id=id_, finding_id=former.finding_id if former else finding_id or id_, kind=FindingKind(said.kind),
        body=said.model_dump_json(), reason=reason, author_id=change.actor.person_id, role=change.role,
        at=change.now, since_version=version,
    )  # fmt: skip
    await change.add(row, stream_id=await change.stream(StreamKind.TEAM if staff else StreamKind.RECORD))
    former_id = former.id if former else None
    await change.record(
        events.AssessmentFindingSet(row_id=id_, former_id=former_id, finding_id=row.finding_id, kind=row.kind)
    )
    return row


async def end_finding(change: Change, *, row_id: UUID, reason: str) -> UUID:
    """Say that a finding does not hold any more, and why. It stays in the versions in which it did."""
    found = await change.get(AssessmentFinding, row_id)
    if found.body is None:
        raise FindingChanged
    said = bodies.opened(found.body)
    if isinstance(said, Consent) and said.status is ConsentStatus.WITHDRAWN:
        raise StaysTakenBack
    version = await _version(change, said, reason)
    former = await _former(change, row_id, said, version)
    row = await change.add(
        AssessmentFinding(
            finding_id=former.finding_id, kind=former.kind, reason=reason, author_id=change.actor.person_id,
            role=change.role, at=change.now, since_version=version, until_version=version,
        ),
        stream_id=former.stream_id,
    )  # fmt: skip
    await change.record(
        events.AssessmentFindingEnded(row_id=row.id, former_id=former.id, finding_id=row.finding_id, kind=row.kind)
    )
    return change.answer(row.id)


async def record_review(change: Change, *, words: str | None, next_on: date | None) -> UUID:
    """Say that prescriber and therapist looked at the plan together; it waits for the other's word."""
    waiting = await change.find(PlanReview, confirmed_at=None)
    if waiting and waiting[0].role is not change.role:
        name = await holders.name_of(change, waiting[0].recorded_by)
        raise ReviewWaits(recorded_by={"id": str(waiting[0].recorded_by), "name": name})
    me, version = change.actor.person_id, change.standing.plan_version
    review = waiting[0] if waiting else await change.add(PlanReview(recorded_by=me))
    review.version, review.role, review.recorded_by = version, change.role, me
    review.recorded_at, review.words, review.next_on = change.now, words, next_on
    await change.record(events.PlanReviewRecorded(review_id=review.id))
    return change.answer(review.id)


async def confirm_review(change: Change, *, review_id: UUID) -> UUID:
    """Say, as the other of prescriber and therapist, that one looked at the plan together."""
    review = await change.get(PlanReview, review_id)
    if review.confirmed_at is not None or review.role is change.role:
        raise ConfirmedByTheOther
    review.confirmed_at, review.confirmed_by = change.now, change.actor.person_id
    await change.record(events.PlanReviewConfirmed(review_id=review.id))
    return change.answer(review.id)


async def _version(change: Change, finding: Said, reason: str) -> int:
    """The version in which it holds: a new one, or for the staff alone the one there is."""
    if bodies.for_staff(finding):
        return change.standing.plan_version
    return await plans.version_of(change, reason=reason)


async def _former(change: Change, row_id: UUID, finding: Said, version: int) -> AssessmentFinding:
    """The row that is replaced, ended in this version."""
    row = await change.get(AssessmentFinding, row_id)
    if row.until_version is not None or row.body is None:
        raise FindingChanged
    if row.kind != finding.kind or bodies.for_staff(bodies.opened(row.body)) != bodies.for_staff(finding):
        raise FindingOfAnotherKind
    row.until_version = max(version, row.since_version)
    return row


async def _must_have_room(change: Change, kind: FindingKind) -> None:
    current = await change.find(AssessmentFinding, until_version=None)
    if len(current) >= rules.MOST:
        raise TooManyFindings(rules.MOST)
    if kind is FindingKind.STAGING and any(row.kind is kind for row in current):
        raise AlreadyStaged

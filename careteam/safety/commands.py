"""What one can do about danger: tell what one's device found, take a case on, say what one found, say what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import handling, ladder
from careteam.coverage.ladder import About
from careteam.coverage.ladders import AlarmOutcome, Cause, Subject
from careteam.identity import holders
from careteam.measures import looking
from careteam.plans import team
from careteam.safety import events, rules
from careteam.safety.models import SafetyCase, SafetyEvidence
from careteam.safety.rules import Found, SafetyRule
from careteam.safetyplan import agreement


@dataclass(eq=False)
class CaseIsClosed(problems.Problem):
    """Somebody has recorded what came of this case."""

    status = 409
    detail = "Look at what they wrote. Nothing was changed."
    closed_by: dict[str, str]


@dataclass(eq=False)
class NotAssessed(problems.Problem):
    """Nobody has said what they found since the newest finding."""

    status = 409
    detail = "Record your assessment first, then what came of it. Nothing was changed."


@dataclass(eq=False)
class TellingNotAgreed(problems.Problem):
    """The patient has not agreed that their device tells the team what it finds."""

    status = 409
    detail = "The team was not told. The patient's messages go out as before."


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found: in which answer or message, in which version of the rule, for which goal."""

    rule: SafetyRule
    version: int
    source_id: UUID | None = None
    goal_id: UUID | None = None


async def tell_finding(change: Change, *, rule: str, version: int, message_id: UUID | None) -> UUID:
    """Take in what the patient's device found in what they wrote: that it did, and by which list; never in which words.

    The answer names the plan alone: the patient sees help, not the case. NotFound for a rule no device tells of;
    TellingNotAgreed without the patient's agreement, for the server holds what they were promised, whatever a device does.
    """
    one = rules.told_by_device(rule)
    if one is None or change.plan_id is None:
        raise problems.NotFound
    if not await agreement.agreed_to_telling(change):
        raise TellingNotAgreed
    await take_in(change, [Finding(rule=one, version=version, source_id=message_id)])
    return change.answer(change.plan_id)


async def look_at_answer(change: Change, result_id: UUID) -> None:
    """Look at what was answered: what the rules find in it opens a case, or belongs to the open one, in this change."""
    answered = await looking.answered(change, result_id)
    if found := rules.found_in(answered):
        await looking.ask_for_look(change, result_id)
        await take_in(change, _findings(found, result_id, answered.goal_id))


async def look_at_missed(change: Change, result_id: UUID) -> None:
    """Look at what nobody answered in time: where a rule says so, that opens a case or belongs to the open one."""
    missed = await looking.answered(change, result_id)
    if found := rules.found_missing(missed.instrument.id):
        await take_in(change, _findings(found, result_id, missed.goal_id))


def _findings(found: Iterable[SafetyRule], result_id: UUID, goal_id: UUID | None) -> list[Finding]:
    return [Finding(rule=one, version=one.version, source_id=result_id, goal_id=goal_id) for one in found]


async def take_in(change: Change, findings: Sequence[Finding]) -> None:
    """Open a case for these, or add them to the open one: what is new is told, from the ladder's first step on."""
    assert change.plan_id is not None
    # Whoever asks may not read it.
    there = change.within(change.plan_id)
    # Two findings at once wait for each other here, so that the second finds the case of the first.
    await team.present(there)
    rows = await there.find(SafetyCase, closed_at=None)
    kept = await there.find(SafetyEvidence, case_id=rows[0].id) if rows else []
    known = [row.found for row in kept]
    made = {one: Found(one.rule.id, one.source_id, change.now) for one in findings}
    fresh = {one: found for one, found in made.items() if not rules.is_known(found, known)}
    if not fresh:
        return
    first = min(fresh, key=lambda one: list(rules.Tier).index(one.rule.tier))
    if rows:
        await _add(there, rows[0], first, list(fresh), pages=any(rules.is_news(one, known) for one in fresh.values()))
    else:
        await _open(there, first, list(fresh))


async def _open(there: Change, first: Finding, findings: Sequence[Finding]) -> None:
    case = SafetyCase(tier=first.rule.tier, rule=first.rule.id, opened_at=there.now, evidence_at=there.now)
    await there.add(case)
    ids = await _keep(there, case, findings)
    await there.record(events.CaseOpened(case_id=case.id, evidence_ids=ids, goal_id=first.goal_id, tier=case.tier))
    about = About(kind=Subject.CASE, id=case.id, shared=False, part_id=first.goal_id)
    await ladder.raise_alarm(there, about, rules.LEVELS[case.tier], Cause.SAFETY)


async def _add(there: Change, case: SafetyCase, first: Finding, findings: Sequence[Finding], *, pages: bool) -> None:
    ids = await _keep(there, case, findings)
    if rules.worse(case.tier, first.rule.tier) is not case.tier:
        case.tier, case.rule = first.rule.tier, first.rule.id
    case.evidence_at = there.now
    await there.record(
        events.EvidenceAdded(
            evidence_ids=ids, case_id=case.id, goal_id=first.goal_id, tier=case.tier, pages=pages
        )
    )  # fmt: skip
    if pages:
        await ladder.page_again(there, subject_id=case.id, level=rules.LEVELS[case.tier])


async def _keep(there: Change, case: SafetyCase, findings: Iterable[Finding]) -> tuple[UUID, ...]:
    rows = [
        SafetyEvidence(case_id=case.id, rule=one.rule.id, version=one.version, source_id=one.source_id, at=there.now)
        for one in findings
    ]
    return tuple([(await there.add(row)).id for row in rows])


async def take_case(change: Change, *, case_id: UUID) -> UUID:
    """Take a case on: its ladder climbs no further while one sees to it."""
    case = await _going(change, case_id)
    await handling.take_on(change, subject_id=case.id)
    return change.answer(case.id)


async def assess_case(change: Change, *, case_id: UUID, assessment: str) -> UUID:
    """Say what one found. Whoever does so has it in hand, unless somebody else has."""
    case = await _going(change, case_id)
    case.assessed_at, case.assessed_by, case.assessment = change.now, change.actor.person_id, assessment
    await change.record(events.CaseAssessed(case_id=case.id))
    await handling.take_if_free(change, subject_id=case.id)
    return change.answer(case.id)


async def close_case(change: Change, *, case_id: UUID, outcome: AlarmOutcome, done: str) -> UUID:
    """Say what one did and what came of it: this ends the case and its ladder, and its answers count as looked at."""
    case = await _going(change, case_id)
    if case.assessed_at is None or case.assessed_at < case.evidence_at:
        raise NotAssessed
    case.closed_at, case.closed_by = change.now, change.actor.person_id
    case.outcome, case.done = outcome, done
    await change.record(events.CaseClosed(case_id=case.id, outcome=outcome))
    kept = await change.find(SafetyEvidence, case_id=case.id)
    await looking.looked_at(change, {row.source_id for row in kept if row.source_id is not None})
    await handling.settle(change, subject_id=case.id, outcome=outcome)
    return change.answer(case.id)


async def _going(change: Change, case_id: UUID) -> SafetyCase:
    case = await change.get(SafetyCase, case_id)
    if case.closed_by is not None:
        name = await holders.name_of(change, case.closed_by)
        raise CaseIsClosed(closed_by={"id": str(case.closed_by), "name": name})
    return case

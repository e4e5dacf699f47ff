"""What one can ask about danger: the cases of a plan, and the rules that open them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.core.sourced import Basis
from careteam.coverage import hands
from careteam.coverage.hands import InHand
from careteam.coverage.ladders import LADDERS, AlarmOutcome, Ladder, Subject, Whom
from careteam.identity.queries import PersonRef, people
from careteam.measures import instruments
from careteam.safety import rules
from careteam.safety.models import SafetyCase, SafetyEvidence
from careteam.safety.rules import ItemAnswered, Missed, SafetyRule, ScoreRose, Tier

CASE_ACTIONS = (Action.TAKE_CASE, Action.ASSESS_CASE, Action.CLOSE_CASE)


class EvidenceDetail(Shape):
    """What a rule found: which, by which version, in an answer to which instrument or in a message, and when."""

    id: UUID
    rule: str
    title: str
    version: int
    tier: Tier
    #: None for what a device found in a message.
    instrument: str | None
    #: The answer or the message.
    source_id: UUID | None
    at: datetime


class CaseDetail(Shape):
    """A case: how pressing, what it rests on, who has it in hand, what they found and what came of it."""

    id: UUID
    plan_id: UUID
    tier: Tier
    opened_at: datetime
    evidence: list[EvidenceDetail]
    in_hand: InHand
    assessed_at: datetime | None
    assessed_by: PersonRef | None
    assessment: str | None
    #: The assessment is older than the newest of what was found.
    outdated: bool
    closed_at: datetime | None
    closed_by: PersonRef | None
    outcome: AlarmOutcome | None
    done: str | None
    may: list[Action]


class Cases(Page[CaseDetail]):
    """Cases of a plan, the newest first."""


class LadderStep(Shape):
    """Whom a step tells, and how many minutes it waits."""

    whom: list[Whom]
    roles: list[Role]
    minutes: int


class TierDetail(Shape):
    """How soon somebody is to have taken a case of this tier on, and who is told of it next."""

    tier: Tier
    steps: list[LadderStep]
    outcome_minutes: int
    working_hours: bool
    source: str


class RecallDetail(Shape):
    """How much of what it should find it found, how often it erred, and on what."""

    found_percent: int
    false_percent: int
    on: str


class SafetyRuleDetail(Shape):
    """A rule: what it looks at and from where on, how pressing that is, its source, its limits, and what was measured."""

    id: str
    version: int
    title: str
    tier: Tier
    instrument: str | None
    #: The number of the item it looks at, and which answers count.
    item: int | None
    low: int | None
    high: int | None
    #: It finds that the instrument was due and nobody answered.
    missed: bool
    #: So many points above the first score, or above the last.
    rise_from_baseline: int | None
    rise_since_last: int | None
    cite: str
    basis: Basis
    limits: str
    recall: RecallDetail | None


class SafetyRules(Shape):
    """All rules, and the ladders of both tiers."""

    version: str
    signed_off: bool
    sign_off: str
    merge_minutes: int
    rules: list[SafetyRuleDetail]
    tiers: list[TierDetail]


async def cases(view: View, *, after: str | None, limit: int) -> Cases:
    """The cases of the plan of this view."""
    query = select(SafetyCase).where(SafetyCase.plan_id == view.plan)
    last = position(after, datetime, UUID)
    if last is not None:
        query = query.where(tuple_(SafetyCase.opened_at, SafetyCase.id) < last)
    rows = await view.all(query.order_by(SafetyCase.opened_at.desc(), SafetyCase.id.desc()).limit(limit + 1))
    shown = rows[:limit]
    ids = [row.id for row in shown]
    found = select(SafetyEvidence).where(SafetyEvidence.case_id.in_(ids)).order_by(SafetyEvidence.at, SafetyEvidence.id)
    evidence = await view.all(found) if ids else []
    hand = await hands.in_hands(view, ids)
    names = await people(view, {id_ for row in shown for id_ in (row.assessed_by, row.closed_by)})
    next_ = cursor(shown[-1].opened_at.isoformat(), str(shown[-1].id)) if len(rows) > limit else None
    items = [
        _detail(view, row, [one for one in evidence if one.case_id == row.id], hand[row.id], names) for row in shown
    ]
    return Cases(items=items, next=next_)


def _detail(
    view: View, row: SafetyCase, evidence: Sequence[SafetyEvidence], hand: InHand, names: dict[UUID, PersonRef]
) -> CaseDetail:
    return CaseDetail(
        id=row.id, plan_id=row.plan_id, tier=row.tier, opened_at=row.opened_at,
        evidence=[_evidence(one) for one in evidence], in_hand=hand, assessed_at=row.assessed_at,
        assessed_by=names[row.assessed_by] if row.assessed_by else None, assessment=row.assessment,
        outdated=row.assessed_at is not None and _outdated(row), closed_at=row.closed_at,
        closed_by=names[row.closed_by] if row.closed_by else None, outcome=row.outcome, done=row.done,
        may=_may(view, row, hand),
    )  # fmt: skip


def _outdated(row: SafetyCase) -> bool:
    """Nobody has said what they found since the newest of it."""
    return row.assessed_at is None or row.assessed_at < row.evidence_at


def _may(view: View, row: SafetyCase, hand: InHand) -> list[Action]:
    fits = {
        Action.TAKE_CASE: hand.acknowledged_at is None or hand.lapsed,
        Action.ASSESS_CASE: True,
        Action.CLOSE_CASE: not _outdated(row),
    }
    going = row.closed_at is None
    return [one for one in CASE_ACTIONS if going and fits[one] and may_at_all(view.standing, one)]


def _evidence(row: SafetyEvidence) -> EvidenceDetail:
    one = rules.rule(row.rule)
    return EvidenceDetail(
        id=row.id, rule=row.rule, title=title(row.rule), version=row.version,
        tier=one.tier if one else Tier.URGENT, instrument=_instrument(one), source_id=row.source_id, at=row.at,
    )  # fmt: skip


def title(rule: str) -> str:
    """What a rule says; its id, where a later version of the project knows it no more."""
    one = rules.rule(rule)
    return one.title if one else rule


def _instrument(one: SafetyRule | None) -> str | None:
    return getattr(one.looks_at, "instrument", None) if one else None


def safety_rules(view: View) -> SafetyRules:
    """The rules of this project; they are the same for everybody."""
    del view
    book = rules.book()
    return SafetyRules(
        version=book.version, signed_off=book.status == "active", sign_off=book.sign_off,
        merge_minutes=book.merge_minutes.value, rules=[_rule(one) for one in book.rules],
        tiers=[_tier(tier, LADDERS[Subject.CASE, level]) for tier, level in rules.LEVELS.items()],
    )  # fmt: skip


def _rule(one: SafetyRule) -> SafetyRuleDetail:
    source, looks_at = rules.book().sources[one.source], one.looks_at
    item = looks_at if isinstance(looks_at, ItemAnswered) else None
    asked = instruments.instrument(_instrument(one) or "")
    scale = asked.scoring if asked and isinstance(looks_at, ScoreRose) else None
    number = None
    if item and asked:
        number = next(place for place, known in enumerate(asked.items, start=1) if known.id == item.item)
    return SafetyRuleDetail(
        id=one.id, version=one.version, title=one.title, tier=one.tier, instrument=_instrument(one), item=number,
        low=item.low.value if item else None, high=item.high.value if item else None,
        missed=isinstance(looks_at, Missed),
        rise_from_baseline=scale.rise_from_baseline.value if scale and scale.rise_from_baseline else None,
        rise_since_last=scale.rise_since_last.value if scale and scale.rise_since_last else None,
        cite=source.cite, basis=source.basis, limits=one.limits,
        recall=RecallDetail(**one.recall.model_dump()) if one.recall else None,
    )  # fmt: skip


def _tier(tier: Tier, ladder: Ladder) -> TierDetail:
    return TierDetail(
        tier=tier, outcome_minutes=ladder.outcome_minutes, working_hours=ladder.working_hours, source=ladder.source,
        steps=[LadderStep(whom=list(one.whom), roles=list(one.roles), minutes=one.minutes) for one in ladder.steps],
    )  # fmt: skip

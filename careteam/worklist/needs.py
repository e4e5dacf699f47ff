"""My patients by who needs somebody most: the course of their main scale, what is overdue, who last spoke with them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.roles import Role
from careteam.assessment import to_do
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.measures import courses, outcomes, telling
from careteam.measures.courses import Ends, Overdue
from careteam.measures.outcomes import CourseWord
from careteam.measures.shapes import MeasureRule
from careteam.messaging import contacts
from careteam.plans import caseload
from careteam.plans.caseload import SORTABLE, PatientLine, Treated
from careteam.worklist import need as rules
from careteam.worklist.need import Lasting, Need

#: So many days without a word count as no contact, where one has not said otherwise.
DAYS = 14


class ScaleCourse(Shape):
    """The main scale of a patient: its first score, its last, and the newest results; one that was missed has no number."""

    instrument: str
    first: int
    first_at: datetime
    last: int
    last_at: datetime
    word: CourseWord
    newest: list[int | None]


class OverdueScale(Shape):
    """The scale that waits longest for an answer."""

    instrument: str
    since: datetime


class LastingNeed(Shape):
    """A reason to look at a patient, and since when it lasts."""

    need: Need
    since: datetime


class NeedLine(Shape):
    """A patient of the reader, and why somebody is to look at them."""

    plan_id: UUID
    patient: PatientLine
    my_role: Role
    lead: bool
    course: ScaleCourse | None
    overdue: OverdueScale | None
    #: When the reader's role last said something to the patient's side, and when anybody last said something there.
    role_contact_at: datetime | None
    contact_at: datetime | None
    lasting: list[LastingNeed]


class NeedCount(Shape):
    """How many patients need this."""

    need: Need
    patients: int


class Needs(Page[NeedLine]):
    """The reader's patients, how many need what, and by which rules that is told.

    Only so many plans are ranked; `left_out` says that there are more.
    """

    count: int
    counts: list[NeedCount]
    #: What the words about a course are said by, and after how many days it can be said that somebody is not improving.
    rules: list[MeasureRule]
    settled: outcomes.Cited
    left_out: bool


@dataclass(frozen=True)
class _Known:
    """What is known of all of them before any is shown."""

    ends: dict[UUID, Ends]
    overdue: dict[UUID, Overdue]
    #: The day, now past, on which prescriber and therapist wanted to look again.
    reviews: dict[UUID, datetime]
    said: dict[UUID, datetime]
    said_as: dict[UUID, datetime]

    def word(self, plan_id: UUID) -> CourseWord | None:
        ends = self.ends.get(plan_id)
        if ends is None:
            return None
        return outcomes.course_word(ends.first.total, ends.before, ends.last.total, instrument=outcomes.main_scale())

    def lasting(self, one: Treated, days: int, now: datetime) -> Lasting:
        """Since when each need of this patient lasts."""
        found: dict[Need, datetime] = {}
        ends, word = self.ends.get(one.plan_id), self.word(one.plan_id)
        if ends is not None and word is not None and outcomes.not_improving(word, ends.first.at, ends.last.total, now):
            found[Need.NOT_IMPROVING] = ends.first.at
        silent = rules.without_contact(self.said_as.get(one.plan_id), one.since, days, now)
        if silent is not None:
            found[Need.NO_CONTACT] = silent
        if one.plan_id in self.overdue:
            found[Need.SCALE_OVERDUE] = self.overdue[one.plan_id].since
        if one.plan_id in self.reviews:
            found[Need.REVIEW_OVERDUE] = self.reviews[one.plan_id]
        return found


async def needs(view: View, *, need: Need | None, days: int, after: str | None, limit: int) -> Needs:
    """The reader's patients by who needs somebody most; all of them, or those who need one thing."""
    mine = await caseload.treated(view, SORTABLE + 1)
    treated = mine[:SORTABLE]
    known = await _known(view, treated)
    lasting = {one.plan_id: known.lasting(one, days, view.now) for one in treated}
    counts = Counter(each for found in lasting.values() for each in found)
    ranked = sorted(
        (rules.rank(lasting[one.plan_id], known.word(one.plan_id), one.plan_id, view.now), one)
        for one in treated
        if need is None or need in lasting[one.plan_id]
    )
    last = position(after, UUID)
    start = next((n for n, (_, one) in enumerate(ranked, start=1) if last and one.plan_id == last[0]), 0)
    shown = [one for _, one in ranked[start : start + limit]]
    return Needs(
        items=await _lines(view, shown, known, lasting),
        next=cursor(str(shown[-1].plan_id)) if len(ranked) > start + limit else None,
        count=len(treated), counts=[NeedCount(need=each, patients=counts[each]) for each in Need],
        rules=telling.instrument(outcomes.main_scale()).rules, settled=outcomes.definition().settled_days,
        left_out=len(mine) > SORTABLE,
    )  # fmt: skip


async def _known(view: View, treated: list[Treated]) -> _Known:
    roles = {one.plan_id: one.role for one in treated}
    return _Known(
        ends=await courses.ends_of(view, roles), overdue=await courses.overdue_in(view, roles),
        reviews=await to_do.overdue_in(view, roles),
        said=await contacts.last_words(view, roles), said_as=await contacts.last_words_of(view, roles),
    )  # fmt: skip


async def _lines(view: View, shown: list[Treated], known: _Known, lasting: dict[UUID, Lasting]) -> list[NeedLine]:
    patients = await caseload.patients_in(view, {one.plan_id: one.patient_id for one in shown})
    newest = await courses.newest_of(view, patients)
    return [
        NeedLine(
            plan_id=one.plan_id, patient=patients[one.plan_id], my_role=one.role, lead=one.lead,
            course=_course(known, one.plan_id, newest.get(one.plan_id, [])),
            overdue=_overdue(known.overdue.get(one.plan_id)),
            role_contact_at=known.said_as.get(one.plan_id), contact_at=known.said.get(one.plan_id),
            lasting=[
                LastingNeed(need=each, since=lasting[one.plan_id][each]) for each in Need if each in lasting[one.plan_id]
            ],
        )
        for one in shown
    ]  # fmt: skip


def _course(known: _Known, plan_id: UUID, newest: list[int | None]) -> ScaleCourse | None:
    ends, word = known.ends.get(plan_id), known.word(plan_id)
    if ends is None or word is None:
        return None
    return ScaleCourse(
        instrument=outcomes.main_scale().id, first=ends.first.total, first_at=ends.first.at, last=ends.last.total,
        last_at=ends.last.at, word=word, newest=newest,
    )  # fmt: skip


def _overdue(one: Overdue | None) -> OverdueScale | None:
    return None if one is None else OverdueScale(instrument=one.instrument, since=one.since)

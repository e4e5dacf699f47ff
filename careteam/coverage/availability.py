"""What one can ask about absence: one's own, who could cover, and who of a plan is not here now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.policy import may
from careteam.access.roles import CARE_ROLES, RelationKind
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage.models import Absence
from careteam.coverage.queries import OnDuty, on_duty
from careteam.coverage.rules import AbsenceKind
from careteam.identity.queries import PersonRef, find_people, people

#: So many colleagues of a role are offered as cover.
COLLEAGUES = 200


class AbsenceDetail(Shape):
    """Somebody is busy or away, until when; `cover` is empty where nobody is here who covers."""

    person: PersonRef
    kind: AbsenceKind
    since: datetime
    until: datetime
    cover: PersonRef | None


class Availability(Shape):
    """Whether one is available, whom one covers, and who could cover."""

    mine: AbsenceDetail | None
    covering: list[AbsenceDetail]
    colleagues: list[PersonRef]


class PlanCover(Shape):
    """Who of a plan's team is not here now; and who is on duty, for those who may call them in."""

    absences: list[AbsenceDetail]
    on_duty: list[OnDuty]
    may: list[Action]


async def availability(view: View) -> Availability:
    """The reader's own."""
    me = view.actor.person_id
    lasting = await _lasting(view)
    mine = [one for one in lasting if me in (one.person.id, one.cover and one.cover.id)]
    away = {one.person.id for one in lasting if one.kind is AbsenceKind.AWAY}
    treating = {one.id: one for role in sorted(CARE_ROLES) for one in await find_people(view, "", role, COLLEAGUES)}
    here = [one for id_, one in treating.items() if id_ != me and id_ not in away]
    return Availability(
        mine=next((one for one in mine if one.person.id == me), None),
        covering=[one for one in mine if one.person.id != me],
        colleagues=sorted(here, key=lambda one: one.name.casefold()),
    )


async def plan_cover(view: View) -> PlanCover:
    """Of the team of this view's plan: who is away; and for those who treat, who is busy."""
    row = RelationRow
    relations = await view.all(select(row).where(row.plan_id == view.plan_id, row.ended_at.is_(None)))
    live = [one for one in relations if one.as_relation().live(view.now)]
    team = {one.person_id: one.role for one in live if one.kind is RelationKind.MEMBER}
    staff = bool(view.actor.roles & CARE_ROLES)
    absences = [one for one in await _lasting(view, team) if staff or one.kind is AbsenceKind.AWAY]
    calls = may(Case(view.standing), Action.CALL_DUTY)
    here = {one.person_id for one in live}
    duty = (await on_duty(view)).roles if calls else []
    free = [one for one in duty if one.role in CARE_ROLES and one.person is not None and one.person.id not in here]
    return PlanCover(absences=absences, on_duty=free, may=[Action.CALL_DUTY] if calls else [])


async def _lasting(view: View, whose: Mapping[UUID, object] | None = None) -> list[AbsenceDetail]:
    """The absences that count now, of these people or of all; a cover who is away as well counts for none."""
    query = select(Absence).where(Absence.ended_at.is_(None), Absence.until > view.now)
    rows: list[Absence] = [found[0] for found in await view.openly(query.order_by(Absence.since, Absence.id))]
    away = {row.person_id for row in rows if row.kind is AbsenceKind.AWAY}
    chosen = [row for row in rows if whose is None or row.person_id in whose]
    names = await people(view, {id_ for row in chosen for id_ in (row.person_id, row.cover_id)})
    return _told(chosen, away, names)


def _told(rows: Sequence[Absence], away: Collection[UUID], names: Mapping[UUID, PersonRef]) -> list[AbsenceDetail]:
    return [
        AbsenceDetail(
            person=names[row.person_id], kind=row.kind, since=row.since, until=row.until,
            cover=names[row.cover_id] if row.cover_id and row.cover_id not in away else None,
        )
        for row in rows
    ]  # fmt: skip

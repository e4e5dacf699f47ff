"""Who would be told of what cannot wait, were it sent now: shown before it is."""

from uuid import UUID

from sqlalchemy import select

from careteam.access.models import ConversationMember, RelationRow
from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage.ladders import LADDERS, OfMessageLevel, Subject, Whom
from careteam.coverage.models import Absence, Shift
from careteam.coverage.reaching import Around, named
from careteam.coverage.rules import AbsenceKind
from careteam.identity.queries import PersonRef, people


class ForeseenStep(Shape):
    """Whom a step would tell, and after how many minutes without an acknowledgement the next one follows."""

    people: list[PersonRef]
    minutes: int


class Foreseen(Shape):
    """The steps that would reach somebody who is on the plan or on duty, in their order; then every supervisor."""

    steps: list[ForeseenStep]


async def foreseen(view: View, level: OfMessageLevel, *, conversation_id: UUID, owner_id: UUID | None) -> Foreseen:
    """Whom a message in this conversation would tell, of whoever is on the plan of this view and on duty now."""
    around = await _around(view, conversation_id)
    known, told = around.cared_for() | {view.actor.person_id}, list[tuple[list[UUID], int]]()
    for step in LADDERS[Subject.MESSAGE, level].steps:
        found = named(around, owner_id, step)
        if Whom.SUPERVISOR in step.whom:
            found = [row.person_id for row in around.on_duty((Role.SUPERVISOR,))]
        fresh = [id_ for id_ in dict.fromkeys(found) if id_ not in known]
        known.update(fresh)
        if fresh:
            told.append((fresh, step.minutes))
    roles = {row.person_id: row.role for row in (*around.shifts, *around.relations)}
    names = await people(view, known, roles)
    return Foreseen(steps=[ForeseenStep(people=[names[id_] for id_ in ids], minutes=n) for ids, n in told])


async def _around(view: View, conversation_id: UUID) -> Around:
    row = RelationRow
    relations = await view.all(select(row).where(row.plan_id == view.plan, row.ended_at.is_(None)))
    inside = select(ConversationMember.person_id).where(
        ConversationMember.conversation_id == conversation_id, ConversationMember.removed_at.is_(None)
    )
    held = select(Shift).where(Shift.cancelled_at.is_(None), Shift.begins_at <= view.now, Shift.ends_at > view.now)
    away = select(Absence.person_id, Absence.cover_id).where(
        Absence.kind == AbsenceKind.AWAY, Absence.ended_at.is_(None), Absence.until > view.now
    )
    return Around(
        [one for one in relations if one.as_relation().live(view.now)],
        frozenset(id_ for (id_,) in await view.rows(inside)),
        [shift for (shift,) in await view.openly(held)],
        dict(await view.openly(away)),
    )

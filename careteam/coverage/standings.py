"""For whom a coordinator is to sign ahead, until when, and what is signed: they belong wherever they are called in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage import rules
from careteam.coverage.models import Absence, Shift, StandingAssignment
from careteam.identity.queries import PersonRef, people
from careteam.keys.rules import Office
from careteam.keys.standings import key_standings, who_holds


class Ahead(StrEnum):
    """Whether it is signed for as long as it can be, is to be signed, or waits for an identity officer."""

    SIGNED = "signed"
    SIGN = "sign"
    ATTEST = "attest"


class StandingDetail(Shape):
    """Somebody on duty, or who covers: until when it is to be signed, and until when it is."""

    person: PersonRef
    until: datetime
    signed_until: datetime | None
    state: Ahead


class StandingList(Shape):
    """Everybody who can be called in, or covers, within the days one may sign ahead."""

    items: list[StandingDetail]


def standing_words(now: datetime) -> Select[UUID, bytes, bytes, datetime]:
    """Whose word still counts, for which keys, the word, and since when; for use in another query."""
    one = StandingAssignment
    return _words(now).with_only_columns(one.person_id, one.genesis, one.cose, one.assigned_at)


def _words(now: datetime) -> Select[StandingAssignment]:
    """What coordinators of now have signed ahead and has not ended."""
    return select(StandingAssignment).where(
        StandingAssignment.ended_at.is_(None),
        StandingAssignment.not_after > now,
        StandingAssignment.assigned_by.in_(who_holds(Office.COORDINATOR)),
    )


async def signed_ahead(view: View) -> StandingList:
    """For whom it is signed ahead, and for whom it is to be, by their names."""
    until = rules.latest(await _grounds(view))
    known = await key_standings(view, list(until))
    names = await people(view, until)
    signed: dict[UUID, StandingAssignment] = {row.person_id: row for (row,) in await view.openly(_words(view.now))}
    items: list[StandingDetail] = []
    for id_, ends in until.items():
        last, keys, word = rules.signable(ends, view.now), known.get(id_), signed.get(id_)
        if keys is None or word is None or word.genesis != keys.genesis:
            word = None
        enough = word is not None and word.not_after >= min(last, view.now + rules.SOON)
        state = Ahead.ATTEST if keys is None or not keys.attested else Ahead.SIGNED if enough else Ahead.SIGN
        items.append(StandingDetail(person=names[id_], until=last, signed_until=word and word.not_after, state=state))
    return StandingList(items=sorted(items, key=lambda one: (one.person.name.casefold(), one.person.id)))


async def _grounds(view: View) -> Iterable[tuple[UUID, datetime]]:
    """Who has duty or cover that begins within the days one may sign ahead, and when each of it ends."""
    shifts = select(Shift.person_id, Shift.ends_at).where(
        Shift.role.in_(rules.CALLED_IN),
        Shift.cancelled_at.is_(None),
        Shift.ends_at > view.now,
        Shift.begins_at < view.now + rules.AHEAD,
    )
    covers = select(Absence.cover_id, Absence.until).where(
        Absence.cover_id.is_not(None), Absence.ended_at.is_(None), Absence.until > view.now
    )
    found: list[tuple[UUID, datetime]] = []
    for query in (shifts, covers):
        rows: Sequence[Any] = await view.openly(query)
        found += [(person_id, ends) for person_id, ends in rows]
    return found

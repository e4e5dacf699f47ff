"""Signing ahead: a coordinator's word that whoever is on duty or covers belongs wherever they are called in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import events, rules
from careteam.coverage.models import Absence, Shift, StandingAssignment
from careteam.crypto.mh1.cose import key_kid, take_apart
from careteam.crypto.mh1.directory import Snapshot
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.statements import FULL, Assignment, open_standing
from careteam.keys.chains import directory_of, newest_chain
from careteam.keys.offices import milliseconds
from careteam.keys.rules import AttestedRole


@dataclass(eq=False)
class NotSignedAhead(problems.Problem):
    """What was signed is not for somebody on duty, or for longer than they are."""

    status = 422
    detail = "Read the list again, and sign what it asks for. Nothing was saved."
    reason: str


async def assign_standing(change: Change, *, person_id: UUID, cose: bytes) -> UUID:
    """Keep a coordinator's word for somebody on duty, or who covers; it takes the place of an earlier one."""
    _, directory, _ = await directory_of(change)
    word = _opened(change, cose, directory.latest)
    chain, until = await newest_chain(change, person_id), (await _until(change, [person_id])).get(person_id)
    if word.uid != person_id.bytes or chain is None or chain.genesis != word.genesis:
        raise NotSignedAhead(reason="for somebody else, or for other keys than they have")
    not_after = datetime.fromtimestamp(word.not_after / 1000, UTC)
    if until is None or not_after > until:
        raise NotSignedAhead(reason="for longer than they are on duty or cover")
    before = await change.find(StandingAssignment, person_id=person_id, ended_at=None)
    for one in before:
        one.ended_at = change.now
    row = StandingAssignment(
        person_id=person_id, genesis=word.genesis, role=AttestedRole(word.role), cose=cose, not_after=not_after,
        assigned_by=change.actor.person_id, assigned_at=change.now,
    )  # fmt: skip
    await change.add(row)
    await change.record(
        events.StandingAssigned(
            assignment_id=row.id, person_id=person_id, replaced_ids=tuple(one.id for one in before), record=digest(cose)
        )
    )
    return change.answer(row.id)


async def end_beyond_duty(change: Change) -> None:
    """End what was signed for longer than duty and cover last now."""
    rows = await change.find(StandingAssignment, ended_at=None)
    until = await _until(change, [row.person_id for row in rows])
    for row in rows:
        last = until.get(row.person_id)
        if change.now < row.not_after and (last is None or last < row.not_after):
            row.ended_at = change.now
            await change.record(events.StandingEnded(assignment_id=row.id, person_id=row.person_id))


def _opened(change: Change, cose: bytes, offices: Snapshot) -> Assignment:
    """A word by the coordinator who brings it, in full, for a role there is."""
    try:
        word = open_standing(cose, offices, milliseconds(change.now))
    except Refused as refusal:
        raise NotSignedAhead(reason=refusal.reason) from refusal
    own = {key_kid(one.pk) for one in offices.coordinators if one.uid == change.actor.person_id.bytes}
    if take_apart(cose, "mh1/assign").kid not in own:
        raise NotSignedAhead(reason="signed by another coordinator than brings it")
    if word.access != FULL or word.role not in set(AttestedRole):
        raise NotSignedAhead(reason="in no role there is, or not from the beginning")
    return word


async def _until(change: Change, whose: Sequence[UUID]) -> dict[UUID, datetime]:
    """When duty and cover of these people end that begin within the days one may sign ahead."""
    among = list(whose)
    shifts = await change.find(Shift, person_id=among, cancelled_at=None)
    covers = await change.find(Absence, cover_id=among, ended_at=None)
    held = [
        (row.person_id, row.ends_at)
        for row in shifts
        if row.counts(change.now) and row.role in rules.CALLED_IN and row.begins_at < change.now + rules.AHEAD
    ]
    return rules.latest(held + [(row.cover_id, row.until) for row in covers if row.cover_id and row.lasts(change.now)])

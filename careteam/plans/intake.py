"""What an import can do with a plan: find it, open it as it stands elsewhere, and keep up with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.models import RelationRow
from careteam.access.roles import PlanStatus, RelationKind, Role
from careteam.audit.change import Change
from careteam.core.ids import PlanId, new_id
from careteam.crypto.blind import words
from careteam.identity import holders, people
from careteam.identity.refusals import AddressTaken
from careteam.plans import commands, events, team
from careteam.plans.models import Contact, Goal, GoalStatus, ItemStatus, Patient, Plan, PlanItem

FIRST = "It was read from another system."
AGAIN = "It changed in its source."
LEFT = "Their part in the team ended in its source."


@dataclass(frozen=True, kw_only=True)
class Known:
    """What another system says of a patient."""

    name: str
    named: bool
    birth_date: str | None = None
    phone: str | None = None
    email: str | None = None
    identifier: str | None = None
    #: Every number by which they are known.
    identifiers: tuple[str, ...] = ()


async def find_plan(change: Change, index: bytes, known: Known) -> PlanId | None:
    """The plan of a patient whose record was here before; else that of one with the same number, name and birth date.

    Sources reuse ids and numbers: a plan whose patient has another name and another birth date is not theirs.
    """
    for plan_id, _ in await change.imported(index):
        if await _agrees(change, plan_id, known):
            return plan_id
    numbers = [await change.exact("identifier", number) for number in known.identifiers]
    for plan_id in await change.identified(numbers) if numbers else ():
        if await _agrees(change, plan_id, known, surely=True):
            return plan_id
    return None


async def _agrees(change: Change, plan_id: PlanId, known: Known, *, surely: bool = False) -> bool:
    there = change.within(plan_id)
    for row in await there.find(Patient):
        called = await holders.name_of(there, row.person_id)
        name, born = words(called) == words(known.name), row.birth_date == known.birth_date
        if name and born and (not surely or (known.named and known.birth_date)):
            return True
        if not surely and ((name and known.named) or (born and known.birth_date is not None)):
            return True
    return False


async def free_email(change: Change, email: str | None, *, of: UUID | None = None) -> str | None:
    """The address, if there is one that nobody else here has."""
    if not email:
        return None
    try:
        await people.free_address(change, email, of=of)
    except AddressTaken:
        return None
    return email


async def open_plan(change: Change, known: Known, *, title: str, summary: str, status: PlanStatus) -> UUID:
    """Open a plan in any status, without inviting anybody. Return the patient."""
    patient = commands.NewPatient(
        name=known.name, email=await free_email(change, known.email), birth_date=known.birth_date, phone=known.phone,
        identifier=known.identifier, invite=False,
    )  # fmt: skip
    new = commands.NewPlan(patient=patient, title=title, summary=summary or None, status=status, reason=FIRST)
    await commands.begin_plan(change, new)
    return await patient_of(change)


async def plan_of(change: Change) -> Plan:
    """The plan of this change, locked."""
    return await change.get(Plan, change.plan_id or new_id())


async def patient_of(change: Change) -> UUID:
    """Whom the plan of this change is for."""
    return (await change.find(Patient))[0].person_id


async def set_patient(change: Change, known: Known) -> UUID:
    """Take over what changed of a patient. What the source does not say stays; an address is only ever added."""
    [row] = await change.find(Patient)
    if known.named:
        await people.rename(change, row.person_id, known.name)
    address = await holders.address_of(change, row.person_id)
    if address is None and (email := await free_email(change, known.email, of=row.person_id)):
        await people.set_address(change, row.person_id, email)
    before = (row.birth_date, row.phone, row.identifier)
    row.birth_date, row.phone = known.birth_date or row.birth_date, known.phone or row.phone
    if known.identifier:
        row.identifier, row.identifier_index = known.identifier, await change.exact("identifier", known.identifier)
    if before != (row.birth_date, row.phone, row.identifier):
        await change.record(events.PatientDetailsChanged(patient_id=row.id, person_id=row.person_id))
    return row.person_id


async def set_plan(change: Change, *, title: str, summary: str, status: PlanStatus) -> None:
    """Let a plan be called and stand as its source says, whatever it was here."""
    plan = await plan_of(change)
    if (title, summary) != (plan.title, plan.summary or ""):
        await commands.revise_plan(change, reason=AGAIN, title=title, summary=summary)
    if status is not plan.status:
        await commands.become(change, plan, status, AGAIN)


async def member_of(
    change: Change, known: UUID | None, index: bytes, *, name: str, email: str | None, role: Role
) -> UUID:
    """Whom a practitioner's record stands for: who it became here, or in another plan by the same name; else somebody new.

    Sources reuse ids: whoever shares no word of their name is somebody else, and leaves the plan.
    """
    if known is not None:
        if set(words(await holders.name_of(change, known))) & set(words(name)):
            await people.rename(change, known, name)
            return known
        await end_member(change, known)
    for _, became in await change.imported(index):
        if words(await holders.name_of(change, became)) == words(name):
            return became
    free = await free_email(change, email)
    person_id, _ = await people.take_in(change, name=name, role=role, email=free, invite=False)
    return person_id


async def set_member(change: Change, person_id: UUID, role: Role, until: datetime | None, *, moved: bool) -> bool:
    """Have somebody on the team in this role; False where they were taken off it here, or their role was ended here.

    `moved`: they came from the same source before, perhaps in another role, which they leave.
    """
    if not await people.hold(change, person_id, role):
        return False
    rows = await change.find(RelationRow, person_id=person_id, kind=RelationKind.MEMBER)
    live = [row for row in rows if row.as_relation().live(change.now)]
    current = next((row for row in live if row.role is role), None)
    former = next((row for row in reversed(rows) if row.role is role and row.ended_at), None)
    if current is not None:
        if moved and current.valid_until != until:
            await team.limit(change, current, until)
        return True
    if former is not None and former.reason != LEFT:
        return False
    await team.join(change, person_id=person_id, role=role, until=until)
    for row in live if moved else ():
        await team.leave(change, relation_id=row.id, reason=LEFT)
    return True


async def end_member(change: Change, person_id: UUID) -> None:
    """Take somebody off the team whose part in it is over."""
    for row in await team.present(change):
        if row.person_id == person_id and row.kind is RelationKind.MEMBER:
            await team.leave(change, relation_id=row.id, reason=LEFT)


async def on_plan(change: Change) -> frozenset[UUID]:
    """The patient and the members of the team: who may own a step or a task."""
    ours = (RelationKind.SELF, RelationKind.MEMBER)
    return frozenset(row.person_id for row in await team.present(change) if row.kind in ours)


async def note_contact(
    change: Change, contact_id: UUID | None, *, name: str, role: str, phone: str, email: str, until: datetime | None
) -> UUID:
    """Name somebody around the patient, without rights."""
    contact = await change.get(Contact, contact_id) if contact_id else await change.add(Contact())
    contact.name, contact.role, contact.until = name, role or None, until
    contact.phone, contact.email = phone or None, email or None
    await change.record(events.ContactNoted(contact_id=contact.id))
    return contact.id


async def end_contact(change: Change, contact_id: UUID) -> None:
    """Say that the part of somebody who was only named is over, or that they are on the team now."""
    contact = await change.get(Contact, contact_id)
    contact.until = min(contact.until or change.now, change.now)
    await change.record(events.ContactNoted(contact_id=contact.id))


async def cancel_goals(change: Change, ids: Sequence[UUID]) -> None:
    """Cancel goals that their source no longer has; nothing is deleted."""
    for goal in await change.find(Goal, id=list(ids)) if ids else ():
        goal.status = GoalStatus.CANCELLED
        await commands.keep_goal(change, goal, AGAIN)


async def cancel_items(change: Change, ids: Sequence[UUID]) -> None:
    """Cancel steps that their source no longer has; nothing is deleted."""
    for item in await change.find(PlanItem, id=list(ids)) if ids else ():
        item.status = ItemStatus.CANCELLED
        await commands.keep_item(change, item, AGAIN)

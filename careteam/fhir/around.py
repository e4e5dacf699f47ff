"""Writes who is around a patient: the team with its roles, and everybody else as a contact without rights."""

from uuid import UUID

from careteam.fhir.intended import IntendedMember, IntendedPatient, IntendedPlan, Source
from careteam.fhir.keeping import Rows
from careteam.identity import holders
from careteam.plans import intake
from careteam.plans.sources import index_of


async def write_people(rows: Rows, plan: IntendedPlan, patient_id: UUID) -> dict[Source, UUID]:
    """Write the team and the contacts. Return who may own something here: the patient and the team as it is now."""
    found = {plan.patient.source: patient_id}
    for one in plan.members:
        over = one.until is not None and one.until <= rows.change.now
        person_id = None if over else await _write_member(rows, one)
        if person_id is None:
            await _write_contact(rows, one)
        else:
            found[one.source] = person_id
    for one in plan.contacts:
        await _write_contact(rows, one)
    for trace in plan.traces:
        for person_id in await rows.drop("Person", trace):
            await intake.end_member(rows.change, person_id)
        for contact_id in await rows.drop("Contact", trace):
            await intake.end_contact(rows.change, contact_id)
    here = await intake.on_plan(rows.change)
    return {source: person_id for source, person_id in found.items() if person_id in here}


async def remark_address(rows: Rows, one: IntendedMember | IntendedPatient, person_id: UUID) -> None:
    """Say where the source's address is not the one that the person has here."""
    if not one.email:
        return
    here = await holders.address_of(rows.change, person_id)
    if here is None:
        rows.told.remark(one.places, "the e-mail address is left out: somebody else here has it")
    elif here.casefold() != one.email.casefold():
        rows.told.remark(one.places, "the e-mail address is left alone: another one is known here")


async def _write_member(rows: Rows, one: IntendedMember) -> UUID | None:
    """Put somebody on the team; None for somebody whose part in it, or whose role, was ended here."""
    role, index = one.role, await index_of(rows.change, "Person", *one.source)
    if role is None:
        return None

    async def write(known: UUID | None) -> UUID | None:
        person_id = await intake.member_of(rows.change, known, index, name=one.name, email=one.email, role=role)
        same = person_id == known
        return person_id if await intake.set_member(rows.change, person_id, role, one.until, moved=same) else None

    person_id = await rows.keep("Person", one, write, quiet=one.entered)
    if person_id is None:
        rows.told.remark(one.places, f"{one.name} is only named: their part was ended here")
        return None
    await remark_address(rows, one, person_id)
    if contact_id := await rows.leave("Contact", one.source):
        await intake.end_contact(rows.change, contact_id)
    return person_id


async def _write_contact(rows: Rows, one: IntendedMember) -> None:
    former = await rows.leave("Person", one.source)
    if former:
        await intake.end_member(rows.change, former)

    async def write(known: UUID | None) -> UUID:
        return await intake.note_contact(
            rows.change, known, name=one.name, role=one.role_words or str(one.role or ""), phone=one.phone,
            email=one.email, until=one.until,
        )  # fmt: skip

    await rows.keep("Contact", one, write, quiet=one.entered)

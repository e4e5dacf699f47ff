"""Vectors of who comes and goes: assignments, duty holders, removals, and people who lost everything."""

from typing import Any

from careteam.crypto.mh1 import enrolment, writing
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.statements import FULL, NO_HISTORY
from tests.crypto.mh1.making.book import Book, conversation
from tests.crypto.mh1.making.creating import EMPTY, created
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import DAY, Person, Story, new_person, resigned

DUTY = "a duty holder"
COACH = "a coach without history"
RESET = "a patient who lost everything"


def make(book: Book) -> None:
    _duty(book)
    _coach(book)
    _reset(book)


def _duty(book: Book) -> None:
    story, clinician, _patient = created()
    story.random = story.clinic.random = Source(DUTY)
    doctor = story.join(new_person("clinician", story.random))
    before = story.copy("before")
    until = story.now + 10 * DAY
    standing = story.clinic.assign(None, doctor, FULL, not_after=until)
    story.add(clinician, doctor, assignment=standing)
    story.send(doctor, "I am on duty tonight")
    book.derive(EMPTY, DUTY, conversation(story, [doctor]), ok=True)
    _other_assignments(book, before, doctor)
    _ended(book, story, clinician, doctor, until, standing)


def _other_assignments(book: Book, story: Story, doctor: Person) -> None:
    """Instead of the duty holder's entry, one with another assignment."""
    ts, clinic, cid = story.now + 60_000, story.clinic, story.log.cid
    clinician = story.people[0]

    def entry(assigned: bytes, access: int = FULL) -> bytes:
        return story.copy("other").adding(clinician, doctor, access, assignment=assigned).entry

    longest = ts + 31 * DAY
    kept = story.copy("kept")
    kept.add(clinician, doctor, assignment=clinic.assign(None, doctor, FULL, not_after=longest))
    book.holds(DUTY, "for 31 days and no longer", **conversation(kept, [doctor]))
    kept = story.copy("kept")
    kept.add(clinician, doctor, assignment=clinic.assign(cid, doctor, FULL, not_after=ts))
    book.holds(DUTY, "assigned until this very moment", **conversation(kept, [doctor]))
    for name, assigned in {
        "for longer than 31 days": clinic.assign(None, doctor, FULL, not_after=longest + 1),
        "of an assignment that has ended": clinic.assign(None, doctor, FULL, not_after=ts - 1),
        "assigned in another role": clinic.assign(None, doctor, FULL, not_after=ts, role="therapist"),
        "assigned with less access": clinic.assign(None, doctor, NO_HISTORY, not_after=ts),
        "assigned with an access there is not": clinic.assign(None, doctor, 2, not_after=ts),
        "assigned by an identity officer": clinic.assign(None, doctor, FULL, not_after=ts, by=clinic.identity),
        "assigned as somebody else": clinic.assign(None, doctor, FULL, not_after=ts, uid=clinician.uid),
        "assigned in another conversation": clinic.assign(bytes(16), doctor, FULL, not_after=ts),
        "with a number that is too short": clinic.assign(None, doctor, FULL, not_after=ts, nonce=bytes(15)),
    }.items():
        log = [*book.whole[EMPTY]["log"], entry(assigned).hex()]
        book.refused(DUTY, name, log=log, messages=[], contents=[])

    def less(payload: dict[int, Any]) -> None:
        next(grant for grant in payload[9][2] if grant[0] == doctor.uid)[2] = NO_HISTORY

    good = entry(clinic.assign(cid, doctor, FULL, not_after=ts))
    log = [*book.whole[EMPTY]["log"], resigned(good, clinician.device.signer, less).hex()]
    book.refused(DUTY, "a grant below the access", log=log, messages=[], contents=[])


def _ended(book: Book, story: Story, clinician: Person, doctor: Person, until: int, standing: bytes) -> None:
    """What may happen once the duty is over, and not before."""
    early, exact, late = story.copy("early"), story.copy("exact"), story.copy("late")
    early.now, exact.now, late.now = until - DAY, until - 60_000, until
    for name, told in (("removed under policy while on duty", early), ("removed at the moment it ends", exact)):
        entry = writing.remove(told.log, clinician.writer, doctor.uid, 0, told.tick()).entry
        book.refused(DUTY, name, log=[*book.whole[DUTY]["log"], entry.hex()])
    late.remove(clinician, doctor)
    fields = conversation(late, [doctor])
    assert fields["expect"]["stale"] is True
    book.holds(DUTY, "removed under policy once it is over", **fields)
    again = story.copy("again")
    again.remove(doctor, doctor)
    book.holds(DUTY, "who leaves", **conversation(again, [doctor]))
    back = again.adding(clinician, doctor, assignment=standing).entry
    book.refused(DUTY, "assigned by a number used before", log=[entry.hex() for entry in [*again.entries, back]])
    anew = story.clinic.assign(again.log.cid, doctor, FULL)
    again.add(clinician, doctor, assignment=anew)
    book.holds(DUTY, "who leaves and comes back", **conversation(again, [doctor]))
    # A message that names an entry before the removal, and reaches the server after it.
    gone = story.copy("gone")
    data = gone.message(doctor, said("sent while leaving"))
    gone.remove(doctor, doctor)
    gone.messages.append(data)
    gone.sent.append(data)
    gone.contents.append(said("sent while leaving").encoded())
    book.holds(DUTY, "whose message names the entry before it left", **conversation(gone, [doctor]))


def _coach(book: Book) -> None:
    story, clinician, patient = created()
    story.random = story.clinic.random = Source(COACH)
    story.send(patient, "before the coach")
    coach = story.join(new_person("coach", story.random))
    story.add(clinician, coach, NO_HISTORY)
    story.send(coach, "hello")
    fields = conversation(story, [patient, coach])
    assert [reader["reads"] for reader in fields["readers"]] == [[0, 1], [1]]
    book.derive(EMPTY, COACH, fields, ok=True)
    log = book.whole[COACH]["log"]

    def rotating(payload: dict[int, Any]) -> None:
        payload[5], payload[6], payload[10] = coach.uid, coach.device.id, [0, coach.genesis]

    entry = resigned(story.copy("r").rotating(clinician).entry, coach.device.signer, rotating)
    book.refused(COACH, "who rotates", log=[*log, entry.hex()])
    entry = story.copy("m").adding(clinician, coach, NO_HISTORY).entry
    book.refused(COACH, "added a second time", log=[*log, entry.hex()])
    removal = writing.remove(story.log, coach.writer, patient.uid, 0, story.now + 1)
    book.refused(COACH, "who removes the patient", log=[*log, removal.entry.hex()])
    checked = story.copy("checked")
    checked.write(writing.checkpoint(checked.log, coach.writer, [checked.messages.envelopes[1].hash], checked.tick()))
    book.holds(COACH, "who writes a checkpoint", **conversation(checked, [coach]))


def _reset(book: Book) -> None:
    story, clinician, patient = created()
    story.random = story.clinic.random = Source(RESET)
    story.send(patient, "from my old phone")
    old = story.copy("old")
    successor = new_person("patient", story.random, uid=patient.uid)
    closing = enrolment.close_for_owner(
        patient.chain, story.clinic.identity, story.clinic.office, successor.genesis, story.tick()
    )
    patient.chain.office = story.clinic.directory.office_keys  # type: ignore[union-attr]
    patient.take(enrolment.Made(patient.puk, [closing]))
    fields = conversation(story, [patient])
    assert fields["expect"]["stale"] is True
    book.derive(EMPTY, "a member's chain closed by the organisation", fields, ok=True)
    story.join(successor)
    story.write(story.readmitting(clinician, successor))
    story.send(successor, "new phone, full history")
    fields = conversation(story, [successor, patient])
    assert fields["expect"]["stale"] is False
    assert [reader["reads"] for reader in fields["readers"]] == [[0, 1], [0]]
    book.derive(EMPTY, RESET, fields, ok=True)
    _readmissions(book, story, clinician, patient, successor, old)


def _readmissions(book: Book, story: Story, clinician: Person, patient: Person, successor: Person, old: Story) -> None:
    log = book.whole[RESET]["log"]
    joined = old.copy("joined")
    joined.join(successor)
    bare: dict[str, Any] = {"messages": [], "contents": [], "readers": []}
    for name, entry in {
        "readmitted in another role": joined.readmitting(clinician, successor, role="clinician").entry,
        "readmitted with less access": joined.readmitting(clinician, successor, NO_HISTORY).entry,
        "readmitted on the word of the coordinator": joined.readmitting(
            clinician, successor, officer=story.clinic.office
        ).entry,
        "readmitted with the old chain's attestation": joined.readmitting(
            clinician, successor, genesis=patient.genesis
        ).entry,
    }.items():
        book.refused(RESET, name, log=[log[0], entry.hex()], **bare)
    gone = joined.copy("gone")
    gone.remove(gone.clinic.coordinator, patient)
    entries = [*gone.entries, gone.readmitting(clinician, successor).entry]
    book.refused(RESET, "readmits who was removed", log=[one.hex() for one in entries], **bare)
    entry = writing.checkpoint(
        story.log, writing.Writer(patient.uid, patient.device.signer, (0, patient.genesis)), [], story.now
    )
    book.refused(RESET, "an entry by the old phone", log=[*log, entry.entry.hex()])
    closed = writing.Writer(patient.uid, patient.device.signer, (1, patient.chain.head))
    entry = writing.checkpoint(story.log, closed, [], story.now)
    book.refused(RESET, "an entry at the closed position", log=[*log, entry.entry.hex()])
    data = story.copy("late").message(successor, said("stolen phone"), signer=patient.device.signer)
    messages, contents = [*book.whole[RESET]["messages"], data.hex()], [*book.whole[RESET]["contents"], ""]
    book.refused(RESET, "a message by the old phone in the new epoch", messages=messages, contents=contents)
    joined.write(joined.readmitting(clinician, successor))
    book.holds(RESET, "readmitted although nobody closed the old chain", **conversation(joined, [successor]))
    own = old.copy("own")
    own_patient = own.same(patient)
    own.join(successor)
    own_patient.take(
        enrolment.close_chain(own_patient.chain, own_patient.puk.signer, own_patient.puk, successor.genesis, own.tick())
    )
    own.write(own.readmitting(clinician, successor))
    book.holds(RESET, "who closed the old chain itself", **conversation(own, [successor]))


def said(text: str) -> Content:
    return Content(Type.TEXT, text)

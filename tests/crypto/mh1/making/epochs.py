"""Vectors of what makes an epoch stale, and of links, shares and keys that change while it lasts."""

from typing import Any

from careteam.crypto.mh1 import enrolment, writing
from careteam.crypto.mh1.epoch import Epoch
from tests.crypto.mh1.making.book import Book, conversation
from tests.crypto.mh1.making.creating import EMPTY, created
from tests.crypto.mh1.making.members import said
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import DAY, Person, Story, new_person, resigned

ROSTER = "a new records roster"
LINKED = "a missing link"
REVOKED = "a stolen phone"
POLICY = "a tighter policy"


def make(book: Book) -> None:
    _policy(book)
    _reshare(book)
    _link(book)
    _revoked(book)


def begun(name: str) -> tuple[Story, Person, Person]:
    story, clinician, patient = created()
    story.random = story.clinic.random = Source(name)
    return story, clinician, patient


def _policy(book: Book) -> None:
    story, clinician, patient = begun(POLICY)
    head = story.log.epochs[-1].ts
    for name, now, stale in (
        ("a moment before thirty days", head + 30 * DAY - 1, False),
        ("after thirty days", head + 30 * DAY, True),
    ):
        fields = conversation(story, [patient], now=now)
        assert fields["expect"]["stale"] is stale
        book.holds(EMPTY, name, now=now, expect=fields["expect"])
    writer = story.clinic.coordinator.writer
    story.write(writing.policy(story.log, writer, 7, 3, story.tick()))
    story.send(patient, "one")
    story.send(clinician, "two")
    fields = conversation(story, [patient])
    assert fields["expect"]["stale"] is False
    book.derive(EMPTY, POLICY, fields, ok=True)
    for name, now in (("a moment before seven days", head + 7 * DAY - 1), ("after seven days", head + 7 * DAY)):
        book.holds(POLICY, name, now=now, expect={**fields["expect"], "stale": now == head + 7 * DAY})
    full = story.copy("full")
    full.send(patient, "three")
    fields = conversation(full, [patient])
    assert fields["expect"]["stale"] is True
    book.holds(POLICY, "whose number of messages is reached", **fields)
    log = book.whole[POLICY]["log"]
    for name, days, messages in (
        ("loosened again in days", 8, 3),
        ("loosened again in messages", 7, 4),
        ("of no days", 0, 3),
        ("of no messages", 7, 0),
    ):
        entry = writing.policy(story.log, writer, days, messages, story.now).entry
        book.refused(POLICY, name, log=[*log, entry.hex()])


def _reshare(book: Book) -> None:
    story, clinician, patient = begun(ROSTER)
    story.directory_changes(story.tick(), roster=story.clinic.roster(2, 2))
    fields = conversation(story, [patient])
    assert fields["expect"]["stale"] is True
    book.derive(EMPTY, f"{ROSTER}, not reshared to", fields, ok=True)
    before = story.copy("before")
    epoch = story.keyring(patient).secrets[0]
    written = story.write(writing.reshare(story.log, patient.writer, epoch, story.tick()))
    fields = conversation(story, [patient], recover=((0, 2),))
    assert fields["expect"]["stale"] is False
    book.derive(f"{ROSTER}, not reshared to", ROSTER, fields, ok=True)
    log, signer = book.whole[ROSTER]["log"], patient.device.signer

    def changed(name: str, change: Any, entry: bytes = written.entry, **fields: Any) -> None:
        book.refused(ROSTER, name, log=[log[0], resigned(entry, signer, change).hex()], **fields)

    changed("shares of another key", lambda p: p[9][5][1].__setitem__(1, bytes(32)))
    changed("one share", lambda p: p[9][5].pop())
    changed("a share too many", lambda p: p[9][5].append([3, bytes(32), bytes(32)]))
    changed("officers out of order", lambda p: p[9][5].reverse())
    changed("officers from 0", lambda p: [item.__setitem__(0, item[0] - 1) for item in p[9][5]])
    changed("the roster before", lambda p: p[9].__setitem__(4, story.log.directory.entries[0].roster_hash))
    changed("no roster of the organisation", lambda p: p[9].__setitem__(4, bytes(32)))
    changed("another epoch than the current", lambda p: p.__setitem__(8, 1))
    changed("by the coordinator's word", lambda p: p.__setitem__(5, story.clinic.coordinator.uid))
    recover = book.whole[ROSTER]["recover"][0]
    old = [[x, seed.hex()] for x, (_, seed, _) in enumerate(story.clinic.rosters[0], 1)]
    book.refused(ROSTER, "officers of the roster before", recover=[{**recover, "officers": old}])
    book.refused(ROSTER, "an officer there is not", recover=[{**recover, "officers": [[3, old[0][1]], *old]}])
    before.rotate(clinician)
    fields = conversation(before, [patient])
    assert fields["expect"]["stale"] is False
    book.holds(ROSTER, "which a rotation meets as well", **fields)


def _link(book: Book) -> None:
    story, clinician, patient = begun(LINKED)
    story.send(patient, "in the first epoch")
    older = story.keyring(clinician).secrets[0]
    sent = tuple(envelope.hash for envelope in story.messages.envelopes)
    bare = writing.Beginning(story.tick(), sent)
    written = story.write(writing.rotate(story.log, clinician.writer, bare, story.random))
    story.send(patient, "in the second")
    doctor = story.join(new_person("clinician", story.random))
    story.add(clinician, doctor)
    fields = conversation(story, [doctor])
    assert [reader["reads"] for reader in fields["readers"]] == [[1]]
    book.derive(EMPTY, f"{LINKED}, not posted", fields, ok=True)
    epoch = written.epoch
    assert epoch is not None
    before = story.copy("before")
    story.write(writing.link(story.log, patient.writer, epoch, older, story.tick(), story.random))
    fields = conversation(story, [doctor])
    assert [reader["reads"] for reader in fields["readers"]] == [[0, 1]]
    book.derive(f"{LINKED}, not posted", LINKED, fields, ok=True)
    log = book.whole[LINKED]["log"]
    for name, told, number, secret in (
        ("posted twice", story, 1, older.secret),
        ("to before the first epoch", before, 0, older.secret),
        ("of an epoch that is not yet", before, 3, older.secret),
        ("of an epoch that has one", before, 2, older.secret),
        ("to another secret", before, 1, bytes(32)),
    ):
        at = Epoch(told.log.cid, number, epoch.secret)
        wrong = Epoch(told.log.cid, number - 1, secret)
        entry = writing.link(told.log, patient.writer, at, wrong, told.now, story.random).entry
        book.refused(LINKED, name, log=[*(log if told is story else log[:-1]), entry.hex()])
    cut = resigned(story.entries[-1], patient.device.signer, lambda p: p[9].__setitem__(3, b""))
    book.refused(LINKED, "that is empty", log=[*log[:-1], cut.hex()])


def _revoked(book: Book) -> None:
    story, clinician, patient = begun(REVOKED)
    stolen = patient.device
    story.send(patient, "from the phone")
    story.send(patient, "from a library PC", signer=patient.puk.signer)
    tablet = enrolment.Device.fresh(story.random)
    patient.take(enrolment.add_holder(patient.chain, stolen.signer, patient.puk, tablet.holder, story.tick()))
    old_puk = patient.puk
    patient.take(
        enrolment.revoke_holders(patient.chain, tablet.signer, patient.puk, [stolen.id], 2, story.tick(), story.random)
    )
    fields = conversation(story, [patient])
    assert (fields["expect"]["stale"], fields["readers"][0]["g"]) == (True, 2)
    book.derive(EMPTY, f"{REVOKED}, before anybody rotated", fields, ok=True)
    before = story.copy("before")
    story.rotate(clinician)
    story.send(patient, "from the tablet", signer=tablet.signer)
    fields = conversation(story, [patient])
    older = {**fields["readers"][0], "g": 1, "seed": old_puk.seed.hex()}
    older |= {name: [item for item in older[name] if item[0] == 0] for name in ("s", "m")} | {"reads": [0, 1]}
    fields["readers"].append(older)
    assert fields["expect"]["stale"] is False
    book.derive(f"{REVOKED}, before anybody rotated", REVOKED, fields, ok=True)
    messages, contents = book.whole[REVOKED]["messages"], book.whole[REVOKED]["contents"]
    for name, signer in (("a message by it", stolen.signer), ("a message by the old PUK key", old_puk.signer)):
        data = story.copy(name).message(patient, said("?"), signer=signer)
        book.refused(REVOKED, name, messages=[*messages, data.hex()], contents=[*contents, ""])
    _revoked_author(book, story, before, clinician, patient, tablet, stolen, old_puk)


def _revoked_author(
    book: Book,
    story: Story,
    before: Story,
    clinician: Person,
    patient: Person,
    tablet: enrolment.Device,
    stolen: enrolment.Device,
    old_puk: Any,
) -> None:
    log = book.whole[REVOKED]["log"]
    chain, told = patient.chain, story.copy("told")

    def entry(signer: Any, seq: int, hash_: bytes | None = None) -> bytes:
        writer = writing.Writer(patient.uid, signer, (seq, hash_ or chain.positions[seq].hash))
        return writing.checkpoint(told.log, writer, [], told.now).entry

    for name, written in {
        "an entry by it at the chain's head": entry(stolen.signer, 3),
        "an entry by the tablet before it was added": entry(tablet.signer, 0),
        "an entry by the new PUK key in the old generation": entry(patient.puk.signer, 2),
        "an entry by the old PUK key in the new generation": entry(old_puk.signer, 3),
        "an entry at a position that is not": entry(tablet.signer, 4, bytes(32)),
        "an entry at a position of another hash": entry(tablet.signer, 3, chain.positions[2].hash),
    }.items():
        book.refused(REVOKED, name, log=[*log, written.hex()])
    told.write(writing.Written(entry(stolen.signer, 1)))
    book.holds(REVOKED, "an entry that names the time before", **conversation(told, [patient]))
    told.write(writing.Written(entry(tablet.signer, 3)))
    back = [*told.entries, entry(stolen.signer, 1)]
    book.refused(REVOKED, "an author whose chain runs backwards", log=[one.hex() for one in back])
    _generations(book, story, before, clinician, patient, tablet)


def _generations(
    book: Book, story: Story, before: Story, clinician: Person, patient: Person, tablet: enrolment.Device
) -> None:
    log = book.whole[REVOKED]["log"]

    def to(uid: bytes, generation: int) -> Any:
        def change(payload: dict[int, Any]) -> None:
            next(grant for grant in payload[9][2] if grant[0] == uid)[1] = generation

        return change

    again = story.copy("again").rotating(clinician).entry
    for name, generation in (("a grant to the generation before", 1), ("a grant to generation 0", 0), ("to 3", 3)):
        changed = resigned(again, clinician.device.signer, to(patient.uid, generation))
        book.refused(REVOKED, name, log=[*log, changed.hex()])
    writer = writing.Writer(patient.uid, tablet.signer, (1, patient.chain.positions[1].hash))
    own = before.copy("own")
    beginning = own.beginning(patient)
    entry = writing.rotate(own.log, writer, beginning, own.random).entry
    book.refused(REVOKED, "an author whose own grant is not of its position", log=[*log[:-1], entry.hex()])
    late = before.copy("late")
    written = late.rotating(clinician)
    older = resigned(written.entry, clinician.device.signer, to(patient.uid, 1))
    late.write(writing.Written(older))
    fields = conversation(late, [])
    assert fields["expect"]["stale"] is True
    book.holds(REVOKED, "a grant to the old generation by who had not heard yet", **fields)

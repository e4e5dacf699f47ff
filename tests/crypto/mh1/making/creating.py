"""Vectors of how conversations begin: who may create, and what a create may say."""

from typing import Any

from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.invite import token_signer
from careteam.crypto.mh1.statements import FULL, NO_HISTORY
from tests.crypto.mh1.making.book import Book, conversation
from tests.crypto.mh1.oracle import Source, boxes_without_chance
from tests.crypto.mh1.world import T0, Clinic, Person, Story, new_person, resigned

EMPTY = "just created"
BY_COORDINATOR = "created by a coordinator"


def begin() -> tuple[Story, Person, Person]:
    """A clinic with a clinician and a patient who came by invite; nothing is written yet."""
    random = Source("a clinic")
    with boxes_without_chance(Source("a clinic's boxes")):
        clinic = Clinic(random)
        clinician = new_person("clinician", random)
        patient = new_person("patient", random, token=token_signer(random(16), random(16)))
    return Story.of(clinic, [clinician, patient, clinic.coordinator], random), clinician, patient


def created() -> tuple[Story, Person, Person]:
    """The same, with their conversation just created by the clinician."""
    story, clinician, patient = begin()
    with boxes_without_chance(Source("the boxes of a create")):
        story.create(clinician, [(clinician, FULL), (patient, FULL)])
    return story, clinician, patient


def make(book: Book) -> None:
    story, clinician, patient = created()
    book.add("conversation", EMPTY, conversation(story, [clinician, patient], recover=((0, 2),)))
    _refusals(book, story, clinician, patient)
    _other_authors(book)
    _by_coordinator(book)


def _refusals(book: Book, story: Story, clinician: Person, patient: Person) -> None:
    entry, signer = story.entries[0], clinician.device.signer

    def changed(name: str, **fields: Any) -> None:
        def change(payload: dict[int, Any]) -> None:
            for key, value in fields.items():
                within = payload[9] if key.startswith("body_") else payload
                within[int(key.rpartition("_")[2])] = value

        book.refused(EMPTY, name, log=[resigned(entry, signer, change).hex()])

    changed("epoch 1", key_8=1)
    changed("no entry 0", key_2=1)
    changed("before the directory", key_7=T0 - 1)
    changed("a root of no tree", key_11=[0, bytes(32)])
    changed("a transparency log of negative size", key_11=[-1, bytes(32)])
    changed("history before the first epoch", body_3=bytes(60))
    changed("a digest before the first epoch", body_6=[1, bytes(32)])
    changed("an access there is not", body_10=[[[patient.uid, patient.genesis, 2], b""]])
    changed("nobody attested", body_10=[])
    card = [patient.uid, patient.genesis, FULL]
    attested = story.clinic.attest(patient)
    for name, members in {
        "a member twice": [[card, attested], [card, attested]],
        "an attestation that has ended": _members(story, clinician, patient, not_after=T0),
        "attested in the name of an officer": _members(story, clinician, patient, officer=story.clinic.roots[0]),
        "a clinician attested by intake": _members(story, clinician, patient, officer=story.clinic.intake),
        "an attestation of another person": _members(story, clinician, patient, uid=patient.uid),
    }.items():
        changed(name, body_10=members)
    user = {**book.whole[EMPTY]["users"][1]}
    users = book.whole[EMPTY]["users"]
    token = user.pop("token")
    book.refused(EMPTY, "the patient's chain without the token it came by", users=[users[0], user, users[2]])
    other = {**users[0], "token": token}
    book.refused(EMPTY, "a token for a chain that came by none", users=[other, *users[1:]])
    book.refused(EMPTY, "a chain missing", users=users[1:])
    book.refused(EMPTY, "a log without an entry", log=[])
    book.refused(EMPTY, "an epoch recovered that is not", recover=[{**book.whole[EMPTY]["recover"][0], "e": 1}])


def _members(story: Story, clinician: Person, patient: Person, **changes: Any) -> list[Any]:
    attested = story.clinic.attest(clinician, **changes)
    rest = story.clinic.attest(patient)
    return [[[clinician.uid, clinician.genesis, FULL], attested], [[patient.uid, patient.genesis, FULL], rest]]


def _other_authors(book: Book) -> None:
    for name, writer, access in (
        ("by the patient", 1, FULL),
        ("by a clinician without history", 0, NO_HISTORY),
    ):
        story, clinician, patient = begin()
        author = [clinician, patient][writer]
        given = [(clinician, access), (patient, FULL)]
        members = [(story.card(person, kind), story.clinic.attest(person)) for person, kind in given]
        made = writing.create(story.log, author.writer, members, story.tick(), story.random)
        book.refused(EMPTY, name, log=[made.entry.hex()])
    story, clinician, patient = begin()
    seen = writing.Writer.of(clinician.chain, clinician.puk.signer, (7, bytes(range(32))))
    members = [(story.card(person), story.clinic.attest(person)) for person in (clinician, patient)]
    story.write(writing.create(story.log, seen, members, story.tick(), story.random))
    book.holds(EMPTY, "by the PUK key, having seen a checkpoint", **conversation(story, [clinician, patient]))


def _by_coordinator(book: Book) -> None:
    story, clinician, patient = begin()
    coordinator = story.clinic.coordinator
    story.create(coordinator, [(clinician, FULL), (patient, FULL)])
    fields = conversation(story, [clinician, patient])
    assert fields["expect"]["stale"] is True
    book.derive(EMPTY, BY_COORDINATOR, fields, ok=True)
    early = story.copy("early")
    data = early.message(early.same(patient), Content(Type.TEXT, "too early"))
    book.refused(BY_COORDINATOR, "a message under a secret it knows", messages=[data.hex()], contents=[""])
    story.rotate(patient)
    story.send(patient, "now it is ours")
    fields = conversation(story, [clinician, patient])
    assert fields["expect"]["stale"] is False
    book.holds(BY_COORDINATOR, "and left by a member before anything is sent", **fields)
    story, clinician, patient = begin()
    coordinator = story.clinic.coordinator
    story.create(coordinator, [(clinician, FULL), (patient, FULL), (coordinator, FULL)])
    fields = conversation(story, [coordinator])
    assert fields["expect"]["stale"] is False
    book.holds(BY_COORDINATOR, "who is a member", **fields)

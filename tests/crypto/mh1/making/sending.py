"""Vectors of what is said: versions, gaps, late messages, digests, and the records office's ceremony."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.statements import Approval, Request, make_approval, make_request, request_hash
from tests.crypto.mh1.making.book import Book, conversation
from tests.crypto.mh1.making.creating import EMPTY
from tests.crypto.mh1.making.epochs import begun
from tests.crypto.mh1.making.members import said
from tests.crypto.mh1.world import Person, Story, resigned

VERSIONS = "edits and retractions"
DIGESTS = "closing digests"
CEREMONY = "a ceremony"


def make(book: Book) -> None:
    _versions(book)
    _gaps(book)
    _digests(book)
    _ceremony(book)


def _versions(book: Book) -> None:
    story, clinician, patient = begun(VERSIONS)
    sent = story.messages.envelopes

    def send(person: Person, type_: Type, at: int | None = None, base: int | None = None, **said_: Any) -> int:
        target = None if at is None else sent[at].header.mid
        hash_ = None if base is None else sent[base].hash
        story.send(person, Content(type_, target=target, base=hash_, **said_))
        return len(sent) - 1

    first = send(patient, Type.TEXT, text="firts", lang="en")
    edit = send(patient, Type.EDIT, first, first, text="first")
    send(patient, Type.EDIT, first, first, text="of a version that is no longer the latest")
    send(clinician, Type.EDIT, first, edit, text="by somebody else")
    send(patient, Type.EDIT, edit, edit, text="of an edit, which is no text")
    send(clinician, Type.REACTION, first, emoji="\N{HEAVY BLACK HEART}")
    send(clinician, Type.REACTION_REMOVE, first, emoji="\N{HEAVY BLACK HEART}")
    send(clinician, Type.RECEIPT, first)
    form = send(patient, Type.FORM, text='{"phq9":14}')
    send(patient, Type.EDIT, form, form, text='{"phq9":15}')
    gone = send(patient, Type.TEXT, text="not for here")
    retract = send(patient, Type.RETRACT, gone, gone, reason="wrong person")
    send(patient, Type.EDIT, gone, retract, text="after a retraction")
    kept = send(patient, Type.TEXT, text="kept", gossip=None)
    send(patient, Type.RETRACT, kept, first)
    send(clinician, Type.RETRACT, kept, kept)
    send(patient, Type.CALL, text="offer")
    fields = conversation(story, [clinician])
    texts = dict(fields["expect"]["texts"])
    now = {
        name: texts[sent[at].header.mid.hex()]
        for name, at in {"first": first, "form": form, "gone": gone, "kept": kept}.items()
    }
    assert now == {"first": "first", "form": '{"phq9":15}', "gone": None, "kept": "kept"}
    assert len(texts) == 4
    book.derive(EMPTY, VERSIONS, fields, ok=True)
    book.holds(VERSIONS, "for nobody who reads all of it", readers=[], expect={**fields["expect"], "texts": []})


def _gaps(book: Book) -> None:
    story, clinician, patient = begun("gaps")
    story.send(patient, "one")
    story.send(patient, "two, and one lost before it", counter=2)
    story.send(patient, "three, with another before it", prev=bytes(range(32)))
    story.send(patient, "four")
    story.send(clinician, "an own counter")
    fields = conversation(story, [patient])
    assert fields["expect"]["gaps"] == [1, 2]
    book.derive(EMPTY, "gaps", fields, ok=True)
    start = begun("start")[0]
    start.send(start.people[1], "a first message with a counter", counter=5, prev=bytes(32))
    fields = conversation(start, [start.people[1]])
    assert fields["expect"]["gaps"] == [0]
    book.derive(EMPTY, "gaps before everything", fields, ok=True)
    messages, contents = book.whole["gaps"]["messages"], book.whole["gaps"]["contents"]
    for name, changes in {
        "a message at the time of no entry": {"log_head": bytes(32)},
        "a message of the next epoch": {"epoch": 1},
        "a message by somebody unknown": {"sender": bytes(16)},
        "a message by the coordinator": {"sender": story.clinic.coordinator.uid},
    }.items():
        data = story.copy(name).message(patient, said("?"), **changes)
        book.refused("gaps", name, messages=[*messages, data.hex()], contents=[*contents, ""])


def _digests(book: Book) -> None:
    story, clinician, patient = begun(DIGESTS)
    story.send(patient, "one")
    story.send(patient, "two")
    hashes = tuple(envelope.hash for envelope in story.messages.envelopes)
    entry = writing.checkpoint(story.log, patient.writer, hashes[:1], story.tick())
    story.write(entry)
    older = story.keyring(clinician).secrets[0]
    begin = writing.Beginning(story.tick(), hashes[:1], older)
    late = story.copy("late").message(patient, said("three, which came too late"))
    rotation = story.write(writing.rotate(story.log, clinician.writer, begin, story.random))
    story.messages.append(late)
    story.sent.append(late)
    story.contents.append(said("three, which came too late").encoded())
    story.send(clinician, "in the new epoch")
    fields = conversation(story, [patient])
    assert (fields["expect"]["late"], fields["expect"]["gaps"]) == ([1, 2], [])
    book.derive(EMPTY, DIGESTS, fields, ok=True)
    log, signer = book.whole[DIGESTS]["log"], patient.device.signer
    for name, digest in (
        ("a checkpoint of another order", [2, writing_root(hashes[::-1])]),
        ("a checkpoint of more than was sent", [9, writing_root(hashes)]),
        ("a checkpoint of nothing with a root", [0, bytes(32)]),
        ("a checkpoint of less than it says", [2, writing_root(hashes[:1])]),
    ):
        changed = resigned(entry.entry, signer, lambda p, digest=digest: p[9].__setitem__(6, digest))
        book.refused(DIGESTS, name, log=[log[0], changed.hex()], messages=book.whole[DIGESTS]["messages"][:2])
    changed = resigned(rotation.entry, clinician.device.signer, lambda p: p[9].__setitem__(6, [1, bytes(32)]))
    book.refused(
        DIGESTS, "of messages that nobody sent", log=[*log[:2], changed.hex()], messages=fields["messages"][:3]
    )
    at_once = begun("nobody")[0]
    written = writing.checkpoint(at_once.log, at_once.clinic.coordinator.writer, [], at_once.tick())
    book.refused(DIGESTS, "a checkpoint by nobody who is a member", log=[log[0], written.entry.hex()], messages=[])


def writing_root(hashes: tuple[bytes, ...]) -> bytes:
    return writing.root(hashes)


def _ceremony(book: Book) -> None:
    story, clinician, patient = begun(CEREMONY)
    clinic, cid = story.clinic, story.log.cid
    asked = Request(cid, 0, 0, 0, "a court's order", patient.uid, bytes(32), b"age1", story.now + 1)
    request = request_hash(make_request(clinic.office, asked))
    officers = [(uid, Signer.of_office(seed)) for uid, _, seed in clinic.rosters[0]]
    ts = story.tick()

    def approval(officer: int, **changes: Any) -> bytes:
        return make_approval(officers[officer - 1][1], replace(Approval(cid, request, officer, ts), **changes))

    def entry(approvals: list[bytes], writer: writing.Writer | None = None, **changes: Any) -> bytes:
        own = writer or writing.Writer.of_office(*officers[0])
        said_ = {"request": request, "epochs": (0, 0), "purpose": 0} | changes
        return writing.records_access(
            story.log, own, said_["request"], said_["epochs"], said_["purpose"], approvals, ts
        ).entry

    both = [approval(1), approval(2)]
    told = story.copy("told")
    told.write(writing.Written(entry(both)))
    fields = conversation(told, [patient])
    assert fields["expect"]["stale"] is True
    book.derive(EMPTY, CEREMONY, fields, ok=True)
    twice = story.copy("twice")
    twice.write(writing.Written(entry([*both, approval(1)])))
    book.holds(CEREMONY, "with an approval to spare", **conversation(twice, [patient]))
    _not_so(book, story, officers, approval, entry)
    told.rotate(clinician)
    told.send(patient, "and on we go")
    book.holds(CEREMONY, "and a rotation after it", **conversation(told, [patient]))
    _marked(book, story, told, patient, entry(both))


def _not_so(
    book: Book,
    story: Story,
    officers: list[tuple[bytes, Signer]],
    approval: Callable[..., bytes],
    entry: Callable[..., bytes],
) -> None:
    clinic, ts, log = story.clinic, story.now, book.whole[EMPTY]["log"]
    office, both = officers[0][1], [approval(1), approval(2)]
    stranger = Signer.of_office(clinic.random(32))
    for name, written in {
        "one officer twice": entry([approval(1), approval(1)]),
        "no officer": entry([]),
        "an approval of another request": entry([approval(1), approval(2, request=bytes(32))]),
        "an approval in another conversation": entry([approval(1), approval(2, cid=bytes(16))]),
        "an approval after the entry": entry([approval(1), approval(2, ts=ts + 1)]),
        "an approval in another officer's name": entry([approval(1), approval(1, x=2)]),
        "an approval by an officer there is not": entry([approval(1), approval(2, x=3)]),
        "an epoch that is not yet": entry(both, epochs=(0, 1)),
        "epochs backwards": entry(both, epochs=(1, 0)),
        "a purpose there is not": entry(both, purpose=3),
        "written by the coordinator": entry(both, clinic.coordinator.writer),
        "written with another key": entry(both, writing.Writer.of_office(officers[0][0], stranger)),
        "written in another officer's name": entry(both, writing.Writer.of_office(officers[1][0], office)),
        "on a user chain": entry(both, writing.Writer(officers[0][0], office, (0, bytes(range(32))))),
    }.items():
        book.refused(CEREMONY, name, log=[*log, written.hex()])


def _marked(book: Book, story: Story, told: Story, patient: Person, entry: bytes) -> None:
    marked = story.copy("marked")
    marked.write(writing.Written(entry))
    data = marked.message(marked.same(patient), said("while it is stale"))
    book.refused(CEREMONY, "a message before anybody rotated", messages=[data.hex()], contents=[""])
    checked = writing.checkpoint(marked.log, marked.same(patient).writer, [], marked.tick())
    marked.write(checked)
    data = marked.message(marked.same(patient), said("after a checkpoint"))
    log = [one.hex() for one in marked.entries]
    book.refused(CEREMONY, "a checkpoint does not end it", log=log, messages=[data.hex()], contents=[""])
    assert told.log.epoch == 1

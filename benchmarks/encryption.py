"""What end-to-end encryption costs in Python: messages a second, and a newcomer who opens 5,000 over 50 epochs.

`python -m benchmarks.encryption`: processor time, as nothing waits here for anything; one process, no server, no
database; people, keys and texts are made up.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

from benchmarks import report
from careteam.crypto.mh1 import enrolment, writing
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.conversation import Messages, Reader
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import (
    ANYONE,
    Attestation,
    Coordinator,
    Directory,
    IdentityOfficer,
    Officer,
    Roster,
    verify_directory,
)
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.envelope import Header, seal_message, take_envelope
from careteam.crypto.mh1.log import Log, verify_log
from careteam.crypto.mh1.offices import Offices, directory_entry, make_attestation
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.sending import closing_hashes, compose
from careteam.crypto.mh1.statements import DAY_MS, FULL, Assignment, make_assignment
from careteam.crypto.mh1.userchain import Chain, verify_chain

NOW = 1_795_000_000_000
TEXT = "How did the week go? " * 24  # about 500 bytes


@dataclass
class Person:
    """Somebody with one device."""

    chain: Chain
    entries: list[bytes]
    device: enrolment.Device
    puk: Generation

    @property
    def card(self) -> MemberCard:
        return MemberCard(self.chain.uid, self.chain.genesis, FULL)


def person() -> Person:
    """Somebody new."""
    uid, device = token_bytes(16), enrolment.Device.fresh()
    made = enrolment.genesis(uid, device, [], NOW)
    return Person(verify_chain(uid, made.entries), made.entries, device, made.puk)


class Clinic:
    """Offices with five records officers, of whom two open an epoch."""

    def __init__(self) -> None:
        self.org = token_bytes(16)
        self.identity, self.office = Signer.of_office(token_bytes(32)), Signer.of_office(token_bytes(32))
        roots = [Signer.of_office(token_bytes(32)) for _ in range(3)]
        self.roots = [public_key(root.seed) for root in roots]
        keys = [(token_bytes(16), box_public_key(token_bytes(32)), public_key(token_bytes(32))) for _ in range(5)]
        offices = Offices(
            (IdentityOfficer(token_bytes(16), public_key(self.identity.seed), ANYONE),),
            (Coordinator(token_bytes(16), public_key(self.office.seed), bytes(32)),),
            Roster(1, 2, tuple(Officer(*key) for key in keys)),
            (token_bytes(16), box_public_key(token_bytes(32))),
            ("log.example/mh1", public_key(token_bytes(32))),
        )
        self.entries = [directory_entry(self.org, None, offices, NOW, *roots[:2])]

    def directory(self) -> Directory:
        return verify_directory(self.org, self.roots, self.entries)

    def attest(self, one: Person) -> bytes:
        said = Attestation(one.chain.uid, one.chain.genesis, "clinician", NOW + 3650 * DAY_MS, digest(b"name"))
        return make_attestation(self.identity, said)

    def assign(self, cid: bytes, one: Person) -> bytes:
        until = NOW + 3650 * DAY_MS
        said = Assignment(cid, one.chain.uid, one.chain.genesis, "clinician", FULL, token_bytes(16), until)
        return make_assignment(self.office, said)


@dataclass
class History:
    """What a server has of a conversation when somebody joins."""

    clinic: Clinic
    cid: bytes
    people: list[Person]
    newcomer: Person
    log: list[bytes]
    messages: list[bytes]
    boxes: dict[bytes, bytes]


def history(epochs: int, messages: int) -> History:
    """Four people write for some epochs; then one more is added."""
    clinic, people, newcomer = Clinic(), [person() for _ in range(4)], person()
    cid, everyone = token_bytes(16), [*people, newcomer]
    log = Log(cid, clinic.directory(), {(one.chain.uid, one.chain.genesis): one.chain for one in everyone})
    told, entries, sent, boxes = Messages(log), list[bytes](), list[bytes](), dict[bytes, bytes]()
    older = None
    for number in range(epochs):
        author = people[number % len(people)]
        writer, ts = writing.Writer.of(author.chain, author.device.signer), NOW + number
        if number == 0:
            made = writing.create(log, writer, [(one.card, clinic.attest(one)) for one in people], ts)
        elif number < epochs - 1:
            made = writing.rotate(log, writer, writing.Beginning(ts, closing_hashes(told), older))
        else:
            card, attested, assigned = newcomer.card, clinic.attest(newcomer), clinic.assign(cid, newcomer)
            begin = writing.Beginning(ts, closing_hashes(told), older)
            made = writing.add(log, writer, card, attested, assigned, begin)
        log.append(made.entry)
        entries.append(made.entry)
        boxes |= {digest(box): box for box in made.boxes}
        older = made.epoch
        for at in range(messages // epochs):
            sender = people[at % len(people)]
            m = made.epoch.m if made.epoch else b""
            sent.append(compose(told, sender.chain.uid, sender.device.signer, m, Content(Type.TEXT, TEXT), ts))
            told.append(sent[-1])
    return History(clinic, cid, people, newcomer, entries, sent, boxes)


def arrive(past: History) -> dict[str, float]:
    """The newcomer's first look: everything is verified from the pinned roots on, and opened."""
    steps: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        before = time.process_time()
        result = work()
        steps[name] = round(time.process_time() - before, 3)
        return result

    def chains() -> list[Chain]:
        return [verify_chain(one.chain.uid, one.entries) for one in [*past.people, past.newcomer]]

    directory = past.clinic.directory()
    log = timed("chains_and_log_s", lambda: verify_log(past.cid, directory, chains(), past.log))
    uid, genesis, puk = past.newcomer.chain.uid, past.newcomer.chain.genesis, past.newcomer.puk
    keyring = timed("keys_s", lambda: Reader.of(log, uid, genesis, puk.number, puk.seed).read(past.boxes))
    told = Messages(log)

    def read() -> int:
        return sum(keyring.open(told.append(data)) is not None for data in past.messages)

    opened = timed("messages_s", read)
    timed("digests_s", told.late)
    steps["all_s"] = round(sum(steps.values()), 3)
    return steps | {"opened": opened}


def each(count: int) -> dict[str, float]:
    """Sealing and opening one message after the other, of about 500 bytes."""
    signer, m, content = Signer(token_bytes(16), token_bytes(32)), token_bytes(32), Content(Type.TEXT, TEXT)
    pk, zeros = public_key(signer.seed), bytes(32)

    def header() -> Header:
        return Header(zeros[:16], 0, token_bytes(16), zeros[:16], signer.kid, 0, zeros, zeros, NOW, 0)

    before = time.process_time()
    sealed = [seal_message(signer, m, header(), content) for _ in range(count)]
    between = time.process_time()
    for data in sealed:
        envelope = take_envelope(data)
        envelope.verify(pk)
        envelope.open(m)
    after = time.process_time()
    return {"sealed_per_s": round(count / (between - before)), "opened_per_s": round(count / (after - between))}


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Both, as often as asked."""
    past = history(options.epochs, options.messages)
    runs = [each(options.count) | arrive(past) for _ in range(options.repeats)]
    sizes = {
        "message": len(past.messages[-1]),
        "entry": len(past.log[-2]),
        "boxes_per_epoch": len(past.boxes) // options.epochs,
    }
    return {"runs": runs, "bytes": sizes}


if __name__ == "__main__":
    arguments = report.parser("encryption", __doc__)
    arguments.add_argument("--messages", type=int, default=5000)
    arguments.add_argument("--epochs", type=int, default=50)
    arguments.add_argument("--count", type=int, default=3000, help="messages sealed and opened singly")
    report.main(measure, arguments.parse_args())

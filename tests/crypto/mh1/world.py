"""A synthetic clinic for the protocol: its offices, its people with their chains, and conversations among them."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from careteam.crypto.mh1 import enrolment, writing
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.conversation import Keyring, Messages, Reader
from careteam.crypto.mh1.cose import Domain, Signer, cosign, sign, take_apart
from careteam.crypto.mh1.directory import (
    ANYONE,
    PATIENTS_ONLY,
    Attestation,
    Coordinator,
    Directory,
    IdentityOfficer,
    Officer,
    Roster,
    verify_directory,
)
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.envelope import Header, seal_message
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.offices import Offices, directory_entry, make_attestation
from careteam.crypto.mh1.primitives import Random, digest, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.sending import closing_hashes
from careteam.crypto.mh1.statements import FULL, Assignment, make_assignment
from careteam.crypto.mh1.userchain import Chain
from tests.crypto.mh1.oracle import Source

T0 = 1_795_000_000_000
DAY = 24 * 60 * 60 * 1000
FOREVER = T0 + 3650 * DAY


@dataclass
class Person:
    """Somebody with a chain, a device and the seed of their keys."""

    uid: bytes
    role: str
    device: enrolment.Device
    puk: Generation
    chain: Chain
    entries: list[bytes]
    boxes: dict[bytes, bytes]
    token: bytes | None = None

    @property
    def genesis(self) -> bytes:
        return self.chain.genesis

    @property
    def writer(self) -> writing.Writer:
        return writing.Writer.of(self.chain, self.device.signer)

    @property
    def deviceless(self) -> writing.Writer:
        return writing.Writer.of(self.chain, self.puk.signer)

    def take(self, made: enrolment.Made) -> None:
        """Append what was made to the chain."""
        for entry in made.entries:
            self.chain.append(entry)
            self.entries.append(entry)
        self.boxes.update({digest(box): box for box in made.boxes})
        self.puk = made.puk

    def rotate(self, ts: int, random: Random) -> None:
        self.take(enrolment.rotate_puk(self.chain, self.device.signer, self.puk, ts, random))


def new_person(
    role: str, random: Random, *, uid: bytes | None = None, token: Signer | None = None, slots: Iterable[Any] = ()
) -> Person:
    """Somebody new, or somebody's new chain."""
    uid = uid or random(16)
    device = enrolment.Device.fresh(random)
    made = enrolment.genesis(uid, device, slots, T0, token=token, random=random)
    token_pk = None if token is None else public_key(token.seed)
    person = Person(uid, role, device, made.puk, Chain(uid, token_pk), [], {}, token_pk)
    person.take(made)
    return person


class Clinic:
    """Roots, offices and directory."""

    def __init__(self, random: Random, *, k: int = 2, n: int = 2) -> None:
        self.random = random
        self.org = random(16)
        self.roots = [Signer.of_office(random(32)) for _ in range(3)]
        self.identity, self.intake, self.office = (Signer.of_office(random(32)) for _ in range(3))
        self.coordinator = new_person("coordinator", random)
        self.rosters: list[list[tuple[bytes, bytes, bytes]]] = []  # uid, box seed, sign seed
        self.safety_seed = random(32)
        self.log_signer = Signer.of_office(random(32))
        self.entries: list[bytes] = []
        self.directory: Directory | None = None
        self.offices = self._offices(k, n)
        self.enter(T0)

    def roster(self, k: int, n: int) -> Roster:
        """A roster of new officers."""
        seeds = [(self.random(16), self.random(32), self.random(32)) for _ in range(n)]
        self.rosters.append(seeds)
        officers = tuple(Officer(uid, box_public_key(box), public_key(sign_)) for uid, box, sign_ in seeds)
        return Roster(len(self.rosters), k, officers)

    def _offices(self, k: int, n: int) -> Offices:
        return Offices(
            (
                IdentityOfficer(self.random(16), public_key(self.identity.seed), ANYONE),
                IdentityOfficer(self.random(16), public_key(self.intake.seed), PATIENTS_ONLY),
            ),
            (Coordinator(self.coordinator.uid, public_key(self.office.seed), self.coordinator.genesis),),
            self.roster(k, n),
            (self.random(16), box_public_key(self.safety_seed)),
            ("log.example/mh1", public_key(self.log_signer.seed)),
            (("witness.example/1", public_key(self.random(32))),),
        )

    def enter(self, ts: int, **changes: Any) -> None:
        """The next directory entry."""
        self.offices = replace(self.offices, **changes)
        self.entries.append(directory_entry(self.org, self.directory, self.offices, ts, *self.roots[:2]))
        self.directory = verify_directory(self.org, self.root_pks, self.entries)

    @property
    def root_pks(self) -> list[bytes]:
        return [public_key(root.seed) for root in self.roots]

    def attest(self, person: Person, *, officer: Signer | None = None, **changes: Any) -> bytes:
        """An identity officer's attestation."""
        attested = Attestation(person.uid, person.genesis, person.role, FOREVER, digest(b"a name"))
        return make_attestation(officer or self.identity, replace(attested, **changes))

    def assign(
        self, cid: bytes | None, person: Person, access: int, *, by: Signer | None = None, **changes: Any
    ) -> bytes:
        """A coordinator's assignment."""
        assigned = Assignment(cid, person.uid, person.genesis, person.role, access, self.random(16), FOREVER)
        return make_assignment(by or self.office, replace(assigned, **changes))


@dataclass
class Story:
    """One conversation as the server has it, and everything its people hold."""

    clinic: Clinic
    people: list[Person]
    random: Random
    log: Log
    messages: Messages
    now: int = T0
    entries: list[bytes] = field(default_factory=list)
    boxes: dict[bytes, bytes] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, clinic: Clinic, people: list[Person], random: Random) -> "Story":
        chains = {(person.uid, person.genesis): person.chain for person in people}
        assert clinic.directory is not None
        log = Log(random(16), clinic.directory, chains)
        return cls(clinic, people, random, log, Messages(log))

    def copy(self, seed: str) -> "Story":
        """The same story, to go on otherwise."""
        copied = deepcopy(self)
        copied.random = copied.clinic.random = Source(seed)
        return copied

    def same(self, person: Person) -> Person:
        """Somebody's copy in this story."""
        return next(one for one in self.people if one.genesis == person.genesis)

    def tick(self, by: int = 60_000) -> int:
        self.now += by
        return self.now

    def join(self, person: Person) -> Person:
        """Somebody whom the story's log may name from now on."""
        self.people.append(person)
        self.log.chains[person.uid, person.genesis] = person.chain
        return person

    def directory_changes(self, ts: int, **changes: Any) -> None:
        self.clinic.enter(ts, **changes)
        assert self.clinic.directory is not None
        self.log.directory = self.clinic.directory

    def write(self, written: writing.Written) -> writing.Written:
        """Append an entry, as the server would."""
        self.log.append(written.entry)
        self.entries.append(written.entry)
        self.boxes.update({digest(box): box for box in written.boxes})
        return written

    def keyring(self, person: Person) -> Keyring:
        """What somebody's keys open."""
        reader = Reader.of(self.log, person.uid, person.genesis, person.puk.number, person.puk.seed)
        return reader.read(self.boxes)

    def card(self, person: Person, access: int = FULL) -> MemberCard:
        return MemberCard(person.uid, person.genesis, access)

    def create(self, author: Person, members: list[tuple[Person, int]]) -> writing.Written:
        given = [(self.card(person, access), self.clinic.attest(person)) for person, access in members]
        return self.write(writing.create(self.log, author.writer, given, self.tick(), self.random))

    def beginning(self, author: Person) -> writing.Beginning:
        older = self.keyring(author).secrets.get(self.log.epoch)
        return writing.Beginning(self.tick(), closing_hashes(self.messages), older)

    def adding(
        self, author: Person, person: Person, access: int = FULL, *, assignment: bytes | None = None
    ) -> writing.Written:
        assigned = assignment or self.clinic.assign(self.log.cid, person, access)
        attested, beginning = self.clinic.attest(person), self.beginning(author)
        return writing.add(
            self.log, author.writer, self.card(person, access), attested, assigned, beginning, self.random
        )

    def add(self, author: Person, person: Person, access: int = FULL, **given: Any) -> writing.Written:
        return self.write(self.adding(author, person, access, **given))

    def rotating(self, author: Person) -> writing.Written:
        return writing.rotate(self.log, author.writer, self.beginning(author), self.random)

    def rotate(self, author: Person) -> writing.Written:
        return self.write(self.rotating(author))

    def remove(self, author: Person, person: Person) -> writing.Written:
        return self.write(writing.remove(self.log, author.writer, person.uid, 0, self.tick()))

    def readmitting(self, author: Person, person: Person, access: int = FULL, **changes: Any) -> writing.Written:
        attested = self.clinic.attest(person, **changes)
        return writing.readmit(
            self.log, author.writer, self.card(person, access), attested, self.beginning(author), self.random
        )

    def message(self, person: Person, content: Content, *, signer: Signer | None = None, **changes: Any) -> bytes:
        """A message as this person would send it, with a header changed where a test wants."""
        signer = signer or person.device.signer
        counter, prev = self.messages.next_of(signer.kid)
        silent = int(content.type not in (Type.TEXT, Type.FORM))
        place = self.log.cid, self.log.epoch, self.random(16), person.uid, signer.kid, counter, prev, self.log.head
        header = replace(Header(*place, self.tick(), silent), **changes)
        m = self.keyring(person).message_keys.get(self.log.epoch, bytes(32))
        return seal_message(signer, m, header, content, self.random)

    def send(self, person: Person, content: Content | str, **changes: Any) -> bytes:
        said = Content(Type.TEXT, content) if isinstance(content, str) else content
        data = self.message(person, said, **changes)
        self.messages.append(data)
        self.sent.append(data)
        self.contents.append(said.encoded())
        return data


def resigned(
    entry: bytes, signer: Signer, change: Callable[[dict[int, Any]], None], domain: Domain = "mh1/log"
) -> bytes:
    """A statement with its payload changed, signed again."""
    payload: Any = decode(take_apart(entry, domain).payload)
    change(payload)
    return sign(signer, domain, encode(payload))


def recarried(entry: bytes, signers: list[Signer], change: Callable[[dict[int, Any]], None], domain: Domain) -> bytes:
    """A carried entry with its payload changed, signed again by these."""
    first: Any = decode(entry)
    payload: Any = decode(take_apart(first[0], domain).payload)
    change(payload)
    data = encode(payload)
    return encode([sign(signers[0], domain, data), *(cosign(one, domain, data) for one in signers[1:])])

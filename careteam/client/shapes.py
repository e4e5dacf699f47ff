"""What the server tells, as far as a client uses it. What it tells besides is left aside."""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from careteam.core.octets import Encoded

T = TypeVar("T")


class Told(BaseModel):
    """Something the server told."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Page(Told, Generic[T]):
    """Some rows of a list, and where the next ones begin."""

    items: list[T]
    next: str | None = None


class Done(Told):
    """A change was made: about which row, and by which change."""

    id: UUID
    change_id: UUID


class Me(Told):
    """Who is signed in."""

    id: UUID
    name: str


class Session(Told):
    """A session: whose, with which roles, until when."""

    person: Me
    roles: list[str]
    expires_at: datetime
    must_set_up: bool


class Person(Told):
    """Somebody."""

    id: UUID
    name: str
    role: str | None


class Conversation(Told):
    """A conversation in a list."""

    id: UUID
    plan_id: UUID
    patient_name: str
    kind: str
    title: str
    members: list[Person]
    unread: int
    message_count: int
    stream_id: UUID


class Message(Told):
    """A message of a conversation."""

    id: UUID
    conversation_id: UUID
    number: int
    author: Person
    envelope: Encoded
    sent_at: datetime
    change_id: UUID


class Messages(Told):
    """Some messages of a conversation, ascending, and whether there are earlier ones."""

    items: list[Message]
    has_more: bool


class Patient(Told):
    """Whom a plan is for."""

    name: str


class Plan(Told):
    """A plan in a list."""

    id: UUID
    patient: Patient
    title: str | None = None
    status: str | None = None


class ToDo(Told):
    """Something that waits, and why."""

    kind: str
    id: UUID
    plan_id: UUID
    patient_name: str
    title: str
    reason: str
    due_at: datetime | None
    late: bool
    conversation_id: UUID | None
    task_id: UUID | None


class Today(Page[ToDo]):
    """What waits, the most pressing first, and how much it is in all."""

    count: int


class Task(Told):
    """A task."""

    id: UUID
    plan_id: UUID
    title: str
    status: str
    owner: Person | None
    pool: str | None
    due_at: datetime | None
    change_id: UUID


class Seen(Told):
    """Up to which message somebody has read a conversation."""

    conversation_id: UUID
    person_id: UUID
    number: int


class Entry(Told):
    """A new entry of a stream; with a message sent comes the message, with messages seen up to which."""

    stream: UUID
    seq: int
    plan_id: UUID | None
    event: str
    actor: UUID
    at: datetime
    change_id: UUID
    subjects: list[UUID]
    message: Message | None = None
    seen: Seen | None = None


class Entries(Told):
    """Some entries of a stream in order, and the number of its last one."""

    items: list[Entry]
    head: int


class ServedDirectory(Told):
    """The organisation's directory of keys, as carried."""

    org: Encoded
    roots: list[Encoded]
    entries: list[Encoded]


class Sealed(Told):
    """What one has sealed to oneself."""

    version: int
    sealed: Encoded


class ServedAttestation(Told):
    """An identity officer's word, as carried."""

    cose: Encoded


class OwnOffice(Told):
    """An office of one's own, its secret half sealed to oneself."""

    id: Encoded
    office: str
    scope: str
    pk: Encoded
    sealed: Encoded
    state: str


class Joining(Told):
    """A device of one's own that waits to be taken in."""

    id: Encoded
    pk: Encoded
    dpk: Encoded
    device: str


class ServedSuccessor(Told):
    """New keys of one's own that wait for both offices; `signed`: the identity officer has."""

    entry: Encoded
    device: str
    asked_at: datetime
    signed: bool


class ServedKeys(Told):
    """All that is kept of one's own keys."""

    person_id: UUID
    entries: list[Encoded]
    boxes: dict[str, Encoded]
    pins: Sealed | None
    invite: Encoded | None
    offices: list[OwnOffice]
    joining: list[Joining]
    successor: ServedSuccessor | None


class ServedChain(Told):
    """A chain of somebody's, and the invite whose token signed its genesis."""

    entries: list[Encoded]
    invite: Encoded | None


class ServedPerson(Told):
    """Somebody's chains, the oldest first, and the attestation in force."""

    person_id: UUID
    chains: list[ServedChain]
    attestation: ServedAttestation | None


class Unattested(Told):
    """Somebody whose keys nobody vouches for, and as what they may be attested."""

    person: Person
    attest_as: list[str]
    genesis: Encoded
    invited: bool


class Lost(Told):
    """Somebody who lost all that opens their keys: the genesis of new ones, and what an identity officer has signed of it."""

    person: Person
    attest_as: list[str]
    entry: Encoded
    invite: Encoded | None
    asked_at: datetime
    close: Encoded | None


class Room(Told):
    """A conversation that somebody is to read, or no longer."""

    id: UUID
    kind: str


class Unconfirmed(Told):
    """Somebody for whom signed logs and the team differ; `step`: `admit`, `take-off`, `attest` or `begin`."""

    plan_id: UUID
    patient: Person
    person: Person
    step: str
    conversations: list[Room]

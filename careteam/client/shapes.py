"""What the server tells, as far as a client uses it. What it tells besides is left aside."""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

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
    body: str
    reply_to: UUID | None
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

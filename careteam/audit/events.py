"""Facts about the trail itself: streams opened, plans looked at, keys rewrapped."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class PlanStreamsOpened(Event):
    """A plan got its staff stream; named in the organisation's stream."""

    stream: ClassVar[str] = "organisation"

    team_stream_id: UUID


@dataclass(frozen=True, kw_only=True)
class StreamsOpened(Event):
    """Streams of a plan were opened, and the key that seals its columns was made; named in its staff stream."""

    stream: ClassVar[str] = "plan/team"

    stream_ids: tuple[UUID, ...]
    key_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PrivateStreamOpened(Event):
    """A person got a stream of their own."""

    stream: ClassVar[str] = "organisation"

    private_stream_id: UUID


@dataclass(frozen=True, kw_only=True)
class OwnStreamBegun(Event):
    """It was noted, in a stream of somebody's own, whose it is."""

    own_stream_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanViewed(Event):
    """Someone opened a screen of a plan."""

    stream: ClassVar[str] = "plan/access"

    plan_id: UUID
    screen: str


@dataclass(frozen=True, kw_only=True)
class PlansListed(Event):
    """Someone saw these plans in a list."""

    stream: ClassVar[str] = "organisation"

    plan_ids: tuple[UUID, ...]
    screen: str


@dataclass(frozen=True, kw_only=True)
class OrganisationViewed(Event):
    """Someone opened a screen of the organisation."""

    stream: ClassVar[str] = "organisation"

    screen: str


@dataclass(frozen=True, kw_only=True)
class OrganisationKeyMade(Event):
    """The key that seals the organisation's columns was made."""

    key_id: UUID


@dataclass(frozen=True, kw_only=True)
class DataKeyRewrapped(Event):
    """A data key was wrapped under a new deployment key."""

    key_id: UUID

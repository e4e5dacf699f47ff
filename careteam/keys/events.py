"""What can happen to keys. One event stands for each signed entry, and carries its hash into the trail."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class _ChainEntry:
    """Which entry, of which chain, whose."""

    entry_id: UUID
    chain_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChainBegun(_ChainEntry, Event):
    """A person has keys: a device, their first generation, and what else holds it."""

    box_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class HolderAdded(_ChainEntry, Event):
    """A person's keys can be opened by one holder more; a device that waited for it does so no longer."""

    box_id: UUID
    joining_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class HolderRevoked(_ChainEntry, Event):
    """A holder no longer opens a person's keys."""

    box_id: UUID


@dataclass(frozen=True, kw_only=True)
class KeysRotated(_ChainEntry, Event):
    """A person has a new generation of keys, for exactly the holders that are left."""

    box_ids: tuple[UUID, ...]
    generation: int


@dataclass(frozen=True, kw_only=True)
class ChainClosed(_ChainEntry, Event):
    """A person's chain has ended, and with it what was vouched for and the offices held with it."""

    attestation_ids: tuple[UUID, ...]
    office_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PinsKept(Event):
    """A person has sealed anew whom they trust."""

    pins_id: UUID
    person_id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class JoiningAsked(Event):
    """A new device of somebody's asks to be taken in; those that waited for too long no longer do."""

    joining_id: UUID
    person_id: UUID
    ended_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class JoiningEnded(Event):
    """A device that asked to be taken in does so no longer."""

    joining_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SuccessorAsked(Event):
    """Somebody who lost all that opened their keys has made new ones, which wait; those they made before no longer do."""

    successor_id: UUID
    person_id: UUID
    ended_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SuccessorSigned(Event):
    """An identity officer compared words and signed that the old keys end in favour of the new ones."""

    successor_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SuccessorEnded(Event):
    """New keys wait no longer: they are in use, or were taken back or refused."""

    successor_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfficeAsked(Event):
    """Somebody has made the key of an office and asks to be listed in the directory."""

    office_id: UUID
    person_id: UUID
    office: str
    scope: str
    replaced_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class OfficesEnded(Event):
    """Offices of somebody's have ended; the next entry of the directory no longer lists them."""

    person_id: UUID
    office_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class DirectoryExtended(Event):
    """Two root keys have signed who holds which office from now on; `roster`: the generation of new records officers."""

    stream: ClassVar[str] = "organisation"

    entry_id: UUID
    directory_id: UUID
    office_ids: tuple[UUID, ...]
    roster: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonAttested(Event):
    """An identity officer vouches for a person's keys; an earlier word no longer counts."""

    attestation_id: UUID
    person_id: UUID
    chain_id: UUID
    office_id: UUID
    replaced_ids: tuple[UUID, ...]
    role: str


@dataclass(frozen=True, kw_only=True)
class AttestationsEnded(Event):
    """Somebody is no longer what they were vouched for as."""

    person_id: UUID
    attestation_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class InviteSigned(Event):
    """A patient's one-use link came with a signed invite for their keys."""

    invite_id: UUID
    person_id: UUID
    invitation_id: UUID

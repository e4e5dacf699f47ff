"""What can happen to people: invited, signed in, given a role, gone."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class ClinicFounded(Event):
    """The organisation began."""

    stream: ClassVar[str] = "organisation"

    synthetic: bool


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """Somebody was taken in and given a role and a one-use link."""

    person_id: UUID
    grant_id: UUID
    invitation_id: UUID | None
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(Event):
    """A person goes by another name."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonAddressed(Event):
    """A person who had no e-mail address got one."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationRenewed(Event):
    """A person got a new one-use link; earlier ones no longer work."""

    invitation_id: UUID
    withdrawn_ids: tuple[UUID, ...]
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    """A one-use link went out by e-mail."""

    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationLinkShown(Event):
    """Somebody looked at a one-use link, to hand it over themselves."""

    stream: ClassVar[str] = "organisation"

    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationRedeemed(Event):
    """A person used their one-use link and set a password."""

    invitation_id: UUID
    person_id: UUID
    credential_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A person was given a role."""

    changes_standing: ClassVar[bool] = True

    grant_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A person no longer has a role."""

    changes_standing: ClassVar[bool] = True

    grant_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Event):
    """A person's access ended: their roles, sessions and open links with it."""

    changes_standing: ClassVar[bool] = True

    person_id: UUID
    grant_ids: tuple[UUID, ...]
    session_ids: tuple[UUID, ...]
    invitation_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A person signed in."""

    session_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignInRefused(Event):
    """Signing in was refused, as this person or (without one) as nobody here; told once in a quarter of an hour."""

    stream: ClassVar[str] = "organisation"

    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """Sessions of a person ended: signed out, or ended by an administrator."""

    changes_standing: ClassVar[bool] = True

    session_ids: tuple[UUID, ...]
    person_id: UUID

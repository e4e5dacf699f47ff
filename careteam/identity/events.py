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
    """A person's access ended: their roles, sessions and open links with it; a successor may be named for their work."""

    changes_standing: ClassVar[bool] = True

    person_id: UUID
    grant_ids: tuple[UUID, ...]
    session_ids: tuple[UUID, ...]
    invitation_ids: tuple[UUID, ...]
    successor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A person signed in, by their password or with this factor."""

    session_id: UUID
    person_id: UUID
    factor_id: UUID | None = None


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


@dataclass(frozen=True, kw_only=True)
class SecondFactorRefused(Event):
    """Somebody had the password (or the session) of this person and not their factor; told once in a quarter of an hour."""

    stream: ClassVar[str] = "organisation"

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class IdentityProven(Event):
    """A person who is signed in showed once more who they are."""

    session_id: UUID
    person_id: UUID
    factor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AuthenticatorAdded(Event):
    """A person took an authenticator app as a factor; the one before it no longer counts."""

    authenticator_id: UUID
    replaced_ids: tuple[UUID, ...]
    person_id: UUID
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(Event):
    """A person took a passkey as a factor."""

    passkey_id: UUID
    person_id: UUID
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class FactorEnded(Event):
    """A person gave up one of their factors."""

    factor_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class FactorsReset(Event):
    """An administrator ended all factors of somebody who has lost them, and every session with them."""

    changes_standing: ClassVar[bool] = True

    person_id: UUID
    factor_ids: tuple[UUID, ...]
    session_ids: tuple[UUID, ...]
    reason: str

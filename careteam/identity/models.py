"""What is stored of people: names, roles, credentials, sessions and invitations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.access.roles import Role
from careteam.core.database import Base, OrganisationBound, blind_tokens, hidden, sealed, word
from careteam.identity.rules import Proof


class Person(OrganisationBound):
    """Somebody: on a team, treated, or running the clinic. A display name may be read wherever the id may."""

    __tablename__ = "person"

    name: Mapped[str] = sealed()
    #: Prefix tokens of the name's words.
    name_index: Mapped[list[bytes]] = blind_tokens()
    email: Mapped[str | None] = sealed()
    email_index: Mapped[bytes | None] = hidden(LargeBinary, default=None)
    synthetic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_reason: Mapped[str | None] = sealed()

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (
            Index("person_name_idx", "name_index", postgresql_using="gin"),
            Index("person_email_idx", "email_index", unique=True, postgresql_where=text("ended_at IS NULL")),
        )


class RoleGrant(OrganisationBound):
    """A role somebody has, from when until when."""

    __tablename__ = "role_grant"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    role: Mapped[Role] = word(Role)
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_reason: Mapped[str | None] = sealed()

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (
            Index(
                "role_grant_once_idx", "person_id", "role", unique=True, postgresql_where=text("ended_at IS NULL")
            ),
        )  # fmt: skip


class Credential(OrganisationBound):
    """A person's password, as argon2id keeps it."""

    __tablename__ = "credential"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"), unique=True)
    password_hash: Mapped[str] = hidden()
    changed_at: Mapped[datetime]


class Passkey(OrganisationBound):
    """A key that a person's device keeps, and that signs in by itself."""

    __tablename__ = "passkey"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    name: Mapped[str] = sealed()
    #: What the device calls the key, the public half, and how often the device says it has signed.
    credential_id: Mapped[bytes] = hidden(LargeBinary, unique=True)
    public_key: Mapped[bytes] = hidden(LargeBinary)
    sign_count: Mapped[int] = hidden(BigInteger)
    #: It may be on several devices of the person's.
    synced: Mapped[bool]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (Index("passkey_person_idx", "person_id", postgresql_where=text("ended_at IS NULL")),)


class Authenticator(OrganisationBound):
    """An app that shows a new code every half minute (RFC 6238)."""

    __tablename__ = "authenticator"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    secret: Mapped[str] = sealed(trail=False)
    #: The half minute of the code used last: none is taken twice, nor an earlier one.
    last_step: Mapped[int] = hidden(BigInteger)
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        once = text("ended_at IS NULL")
        return (Index("authenticator_once_idx", "person_id", unique=True, postgresql_where=once),)


class SpentTicket(Base):
    """A ticket that was used, until it would have run out anyhow; not bound, it says nothing but that."""

    __tablename__ = "spent_ticket"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class Session(OrganisationBound):
    """A sign-in that lasts: found by the hash of the token in the cookie."""

    __tablename__ = "session"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    token_hash: Mapped[bytes] = hidden(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    #: By what its person last showed who they are, and when.
    proof: Mapped[Proof] = word(Proof, default=Proof.PASSWORD)
    proven_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    device: Mapped[str] = sealed()

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (Index("session_person_idx", "person_id", postgresql_where=text("ended_at IS NULL")),)


class SessionActivity(Base):
    """When the person last did something; not bound, since it says nothing but that they are there."""

    __tablename__ = "session_activity"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("care.session.id"), primary_key=True)
    seen_at: Mapped[datetime]


class Invitation(OrganisationBound):
    """A one-use link by which a person sets their first sign-in."""

    __tablename__ = "invitation"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"), index=True)
    role: Mapped[Role] = word(Role)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    redeemed_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInThrottle(Base):
    """How often signing in failed lately, by a keyed hash of the address typed or of the network it came from."""

    __tablename__ = "sign_in_throttle"
    __table_args__ = (CheckConstraint("failures >= 0", name="count"),)

    subject: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime]

"""What is stored of people: names, roles, credentials, sessions and invitations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.access.roles import Role
from careteam.core.database import Base, OrganisationBound, blind_tokens, hidden, sealed, word


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


class Session(OrganisationBound):
    """A sign-in that lasts: found by the hash of the token in the cookie."""

    __tablename__ = "session"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    token_hash: Mapped[bytes] = hidden(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_minutes: Mapped[int]
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

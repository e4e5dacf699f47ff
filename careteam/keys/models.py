"""What is stored of keys: the directory, everybody's chain with its boxes, pins, offices, attestations and invites."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.core.database import OrganisationBound, hidden, sealed, word
from careteam.keys.rules import AttestedRole, Office, Scope


class KeyDirectory(OrganisationBound):
    """The organisation in mh1: its id is the row's, its three root keys lie one behind the other; the directory's head."""

    __tablename__ = "key_directory"

    roots: Mapped[bytes]
    seq: Mapped[int]
    hash: Mapped[bytes]

    @property
    def root_keys(self) -> list[bytes]:
        """The three root keys."""
        return [self.roots[at : at + 32] for at in range(0, 96, 32)]


class DirectoryEntry(OrganisationBound):
    """One entry of the directory as it is carried."""

    __tablename__ = "directory_entry"

    seq: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[bytes]
    entry: Mapped[bytes] = hidden(LargeBinary)


class KeyInvite(OrganisationBound):
    """A signed invite that came with a one-use link; its token travels in the link and is never here."""

    __tablename__ = "key_invite"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"), index=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("care.invitation.id"))
    token_pk: Mapped[bytes]
    not_after: Mapped[datetime]
    hash: Mapped[bytes]
    cose: Mapped[bytes] = hidden(LargeBinary)
    signed_at: Mapped[datetime]


class UserChain(OrganisationBound):
    """A person's chain of keys, named by its genesis; its head. After a close they may begin another."""

    __tablename__ = "user_chain"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    #: The invite whose token signed the genesis.
    invite_id: Mapped[UUID | None] = mapped_column(ForeignKey("care.key_invite.id"), default=None)
    genesis: Mapped[bytes]
    seq: Mapped[int]
    hash: Mapped[bytes]
    generation: Mapped[int]
    #: The genesis that a close named.
    successor: Mapped[bytes | None] = mapped_column(default=None)
    began_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        once = text("closed_at IS NULL")
        return (
            Index("user_chain_open_idx", "person_id", unique=True, postgresql_where=once),
            Index("user_chain_person_idx", "person_id"),
        )


class ChainEntry(OrganisationBound):
    """One entry of a person's chain as it is carried."""

    __tablename__ = "chain_entry"

    chain_id: Mapped[UUID] = mapped_column(ForeignKey("care.user_chain.id"))
    seq: Mapped[int]
    hash: Mapped[bytes]
    entry: Mapped[bytes] = hidden(LargeBinary)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (UniqueConstraint("chain_id", "seq"),)


class HolderBox(OrganisationBound):
    """A holder of a person's seed, and the box that holds the newest one for it; empty once the holder is revoked."""

    __tablename__ = "holder_box"

    chain_id: Mapped[UUID] = mapped_column(ForeignKey("care.user_chain.id"))
    holder: Mapped[bytes]
    hash: Mapped[bytes]
    box: Mapped[bytes] = hidden(LargeBinary)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (UniqueConstraint("chain_id", "holder"),)


class Pins(OrganisationBound):
    """Whom a person trusts, sealed to themselves."""

    __tablename__ = "pins"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"), unique=True)
    version: Mapped[int]
    sealed: Mapped[bytes] = hidden(LargeBinary)


class Joining(OrganisationBound):
    """A new device that waits to be taken in by one of the person's holders."""

    __tablename__ = "joining"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    device_id: Mapped[bytes]
    pk: Mapped[bytes] = hidden(LargeBinary)
    dpk: Mapped[bytes] = hidden(LargeBinary)
    device: Mapped[str] = sealed()
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        waiting = text("ended_at IS NULL")
        return (Index("joining_waiting_idx", "person_id", "device_id", unique=True, postgresql_where=waiting),)


class Successor(OrganisationBound):
    """New keys of somebody who lost all that opened theirs: they wait until an identity officer has compared words and signed
    the close of the old ones, and a coordinator has signed it too."""

    __tablename__ = "successor"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    #: The chain that they are to follow upon.
    chain_id: Mapped[UUID] = mapped_column(ForeignKey("care.user_chain.id"))
    invite_id: Mapped[UUID | None] = mapped_column(ForeignKey("care.key_invite.id"), default=None)
    genesis: Mapped[bytes]
    entry: Mapped[bytes] = hidden(LargeBinary)
    #: The boxes that the entry names, as one list in CBOR.
    boxes: Mapped[bytes] = hidden(LargeBinary)
    pins_version: Mapped[int]
    pins: Mapped[bytes] = hidden(LargeBinary)
    device: Mapped[str] = sealed()
    asked_at: Mapped[datetime]
    #: What the identity officer has signed, and how long the chain was then: a chain that grew since is another.
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("care.person.id"), default=None)
    seq: Mapped[int | None] = mapped_column(default=None)
    close: Mapped[bytes | None] = hidden(LargeBinary, default=None)
    attestation: Mapped[bytes | None] = hidden(LargeBinary, default=None)
    #: They are in use now, or were taken back, refused or asked for anew.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        waiting = text("ended_at IS NULL")
        return (Index("successor_waiting_idx", "person_id", unique=True, postgresql_where=waiting),)


class OfficeKey(OrganisationBound):
    """An office somebody asked for, with its key: in force from the directory entry that lists it until it ends."""

    __tablename__ = "office_key"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    #: What its owner sealed the secret half under.
    request: Mapped[bytes] = mapped_column(unique=True)
    office: Mapped[Office] = word(Office)
    scope: Mapped[Scope] = word(Scope)
    pk: Mapped[bytes] = mapped_column(unique=True)
    sealed: Mapped[bytes] = hidden(LargeBinary)
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (Index("office_key_person_idx", "person_id"),)


class Attestation(OrganisationBound):
    """An identity officer's signed word that a chain is a person's."""

    __tablename__ = "attestation"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    chain_id: Mapped[UUID] = mapped_column(ForeignKey("care.user_chain.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("care.office_key.id"))
    role: Mapped[AttestedRole] = word(AttestedRole)
    not_after: Mapped[datetime]
    hash: Mapped[bytes]
    cose: Mapped[bytes] = hidden(LargeBinary)
    attested_at: Mapped[datetime]
    #: Another has taken its place, or the chain was closed.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        once = text("ended_at IS NULL")
        return (Index("attestation_once_idx", "chain_id", unique=True, postgresql_where=once),)

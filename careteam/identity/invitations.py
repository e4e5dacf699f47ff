"""One-use links: made from the invitation's id, so that nothing secret is stored and a link can be sent again."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.roles import Actor, Role
from careteam.audit.change import Change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.octets import encoded
from careteam.core.paging import Shape
from careteam.core.settings import settings
from careteam.identity import rules
from careteam.identity.events import InvitationLinkShown, InvitationSent
from careteam.identity.models import Invitation, Person
from careteam.identity.names import opened
from careteam.identity.refusals import InvitationGone

_ID_BYTES = 16
#: $1 the invitation. What is asked of a link before anybody is signed in.
_READ = """
SELECT i.person_id, i.role, i.expires_at, p.name, p.email, p.ended_at IS NULL AND i.redeemed_at IS NULL
  AND i.withdrawn_at IS NULL AND i.expires_at > care.now() AS open,
  ARRAY(SELECT g.role FROM care.role_grant g WHERE g.person_id = i.person_id AND g.ended_at IS NULL) AS roles
FROM care.invitation i JOIN care.person p ON p.id = i.person_id WHERE i.id = $1"""
#: The directory of keys stands above sign-ins; of it a link needs only this.
_ROOTS = "SELECT sha256(roots) FROM care.key_directory"


class InvitationDetail(Shape):
    """What a one-use link opens, and what whoever uses it must say besides a password."""

    clinic_name: str
    person_name: str
    role: Role
    expires_at: datetime
    asks_for_name: bool
    asks_for_email: bool


class InvitationLink(Shape):
    """A one-use link to hand over."""

    url: str
    expires_at: datetime


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that its link still opens, and whom it is for."""

    id: UUID
    actor: Actor
    role: Role
    expires_at: datetime
    name: str
    email: str | None


@dataclass(frozen=True)
class Letter:
    """A link that is to go out."""

    to: str
    link: str
    expires_at: datetime


def token_of(trail: Trail, invitation_id: UUID, expires_at: datetime) -> str:
    """The token of an invitation's link. The organisation's key must have been loaded."""
    mark = hmac.digest(trail.ring.invitation_key(), _said(invitation_id, expires_at), hashlib.sha256)
    return base64.urlsafe_b64encode(invitation_id.bytes + mark).decode()


async def link_of(trail: Trail, invitation_id: UUID, expires_at: datetime) -> str:
    """The whole link, as it is sent or handed over. Its fragment, which no server is sent, names the root keys."""
    token, roots = token_of(trail, invitation_id, expires_at), await _Roots.of(trail)
    return f"{settings().public_url.rstrip('/')}/welcome/{token}{roots}"


@dataclass
class _Roots:
    """The fragment that names the organisation's root keys; they never change."""

    fragment: str = ""

    @classmethod
    async def of(cls, trail: Trail) -> str:
        """The fragment; empty as long as there are no root keys."""
        known: _Roots = trail.kept.setdefault(cls, cls())
        if not known.fragment:
            async with trail.database.writing() as connection:
                hash_: bytes | None = await connection.fetchval(_ROOTS)
            known.fragment = "" if hash_ is None else f"#.{encoded(hash_)}"
        return known.fragment


def _said(invitation_id: UUID, expires_at: datetime) -> bytes:
    return f"{invitation_id}|{round(expires_at.timestamp() * 1_000_000)}".encode()


async def read_invitation(trail: Trail, token: str) -> OpenInvitation:
    """The invitation this token opens. NotFound for a token we never made, InvitationGone for one that is over."""
    try:
        invitation_id = UUID(bytes=base64.urlsafe_b64decode(token)[:_ID_BYTES])
    except (ValueError, binascii.Error):
        raise problems.NotFound from None
    async with trail.database.writing() as connection:
        row = await connection.fetchrow(_READ, invitation_id)
        await trail.load_keys(connection, [None])
    if row is None or not hmac.compare_digest(token_of(trail, invitation_id, row["expires_at"]), token):
        raise problems.NotFound
    if not row["open"] or not row["roles"]:
        raise InvitationGone
    return OpenInvitation(
        id=invitation_id,
        actor=Actor(row["person_id"], frozenset(map(Role, row["roles"]))),
        role=Role(row["role"]),
        expires_at=row["expires_at"],
        name=opened(trail, row["person_id"], "name", row["name"]),
        email=None if row["email"] is None else opened(trail, row["person_id"], "email", row["email"]),
    )


def detail(found: OpenInvitation) -> InvitationDetail:
    """What whoever opens the link is told."""
    return InvitationDetail(
        clinic_name=settings().clinic_name,
        person_name=found.name,
        role=found.role,
        expires_at=found.expires_at,
        asks_for_name=rules.asks_for_name(found.role, found.email),
        asks_for_email=rules.asks_for_email(found.email),
    )


def is_open(invitation: Invitation, now: datetime) -> bool:
    """Does its link still work?"""
    over = invitation.redeemed_at or invitation.withdrawn_at
    return over is None and invitation.expires_at > now


async def newest_open(change: Change, person_id: UUID) -> Invitation:
    """The one link of a person that works now; NotFound where there is none."""
    found = await change.find(Invitation, person_id=person_id, redeemed_at=None, withdrawn_at=None)
    live = [invitation for invitation in found if is_open(invitation, change.now)]
    if not live:
        raise problems.NotFound
    return live[-1]


async def show_link(change: Change, invitation: Invitation) -> None:
    """Write down that somebody looked at a link, to hand it over themselves."""
    await change.record(InvitationLinkShown(invitation_id=invitation.id))


async def letter_of(change: Change, trail: Trail, subjects: tuple[UUID, ...]) -> tuple[Invitation, Letter] | None:
    """The link among these rows that is still to go out by e-mail, locked until the change ends; None if none is."""
    for id_ in subjects:
        for invitation in await change.find(Invitation, id=id_):
            person = await change.get(Person, invitation.person_id)
            if is_open(invitation, change.now) and invitation.sent_at is None and person.email and not person.ended_at:
                link = await link_of(trail, invitation.id, invitation.expires_at)
                return invitation, Letter(to=person.email, link=link, expires_at=invitation.expires_at)
    return None


async def mark_sent(change: Change, invitation: Invitation) -> None:
    """Note that the link went out."""
    invitation.sent_at = change.now
    await change.record(InvitationSent(invitation_id=invitation.id))

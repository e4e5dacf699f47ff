"""One's own second factors, as the page "Signing in" shows them, and what is asked to add one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.roles import Actor
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.core.problems import NotSignedIn
from careteam.core.settings import settings
from careteam.crypto.atrest import KeyRing
from careteam.identity import codes, passkeys, rules, tickets
from careteam.identity.models import Authenticator, Passkey, Person
from careteam.identity.passkeys import NewPasskeyQuestion
from careteam.identity.tickets import Purpose


class PasskeyDetail(Shape):
    """A passkey of the reader's."""

    id: UUID
    name: str
    synced: bool
    added_at: datetime
    used_at: datetime | None


class AuthenticatorDetail(Shape):
    """The reader's authenticator app."""

    id: UUID
    added_at: datetime
    used_at: datetime | None


class OwnFactors(Shape):
    """The reader's second factors; `required`: they must keep one."""

    passkeys: list[PasskeyDetail]
    authenticator: AuthenticatorDetail | None
    required: bool


class AuthenticatorQuestion(Shape):
    """A new secret for an app: as text, and as the address that its QR code holds. It counts once a code confirms it."""

    ticket: str
    secret: str
    address: str


async def own_factors(view: View) -> OwnFactors:
    """What the reader can show who they are with, besides the password."""
    me = view.actor.person_id
    keys = select(Passkey).where(Passkey.person_id == me, Passkey.ended_at.is_(None)).order_by(Passkey.id)
    apps = select(
        Authenticator.id, Authenticator.added_at, Authenticator.used_at
    ).where(Authenticator.person_id == me, Authenticator.ended_at.is_(None))  # fmt: skip
    app = next(iter(await view.openly(apps)), None)
    return OwnFactors(
        passkeys=[PasskeyDetail.model_validate(key, from_attributes=True) for (key,) in await view.openly(keys)],
        authenticator=AuthenticatorDetail(id=app[0], added_at=app[1], used_at=app[2]) if app else None,
        required=rules.must_have_factor(view.actor.roles, required=settings().second_factor == "required"),
    )


async def ask_for_authenticator(view: View, ring: KeyRing) -> AuthenticatorQuestion:
    """A new secret for the reader's app."""
    person = await _me(view)
    ticket = tickets.issue(ring, Purpose.ADD_AUTHENTICATOR, holder=here(view.actor), now=view.now)
    secret = codes.secret_from(ring.ticket_key(), ticket.raw)
    who = person.email or person.name
    return AuthenticatorQuestion(
        ticket=ticket.text, secret=secret, address=codes.address(secret, clinic=settings().clinic_name, who=who)
    )


async def ask_for_new_passkey(view: View, ring: KeyRing) -> NewPasskeyQuestion:
    """What to ask for a new passkey of the reader's."""
    me, person = view.actor.person_id, await _me(view)
    ticket = tickets.issue(ring, Purpose.ADD_PASSKEY, holder=here(view.actor), now=view.now)
    held = select(Passkey.credential_id).where(Passkey.person_id == me, Passkey.ended_at.is_(None))
    ids = [row[0] for row in await view.openly(held)]
    return passkeys.new_question(ticket, me, person.email or person.name, ids)


def here(actor: Actor) -> bytes:
    """What a ticket of somebody who is signed in is bound to: this session of theirs."""
    if actor.session_id is None:
        raise NotSignedIn
    return actor.session_id.bytes


async def _me(view: View) -> Person:
    return (await view.openly(select(Person).where(Person.id == view.actor.person_id)))[0][0]

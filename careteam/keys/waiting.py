"""Who waits for an officer: people whose keys nobody vouches for yet, and those who lost all and made new ones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.core.octets import Encoded
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity import queries as identity
from careteam.identity.queries import PersonRef
from careteam.keys.models import Attestation, KeyInvite, Successor, UserChain
from careteam.keys.rules import AttestedRole, attested_roles
from careteam.keys.standings import vouched_for


class Unattested(Shape):
    """Somebody whose keys nobody vouches for; `attest_as`: what they may be attested as."""

    person: PersonRef
    roles: list[Role]
    attest_as: list[AttestedRole]
    genesis: Encoded
    since: datetime
    #: Their genesis is signed by the token of an invite.
    invited: bool


class Waiting(Shape):
    """Somebody who lost all that opens their keys: the genesis of new ones, and what the identity officer has signed of it."""

    person: PersonRef
    roles: list[Role]
    attest_as: list[AttestedRole]
    entry: Encoded
    invite: Encoded | None
    asked_at: datetime
    #: The half of the close that waits for a coordinator; none before, and none once the old chain has grown since.
    close: Encoded | None
    signed_by: PersonRef | None


async def unattested(view: View, *, after: str | None, limit: int) -> Page[Unattested]:
    """Others with keys that nobody vouches for, who have waited longest first; for intake, those on the patients' side."""
    vouched = vouched_for(view.now).with_only_columns(Attestation.chain_id)
    patients = Role.IDENTITY_OFFICER not in view.actor.roles
    query = select(UserChain).where(
        UserChain.closed_at.is_(None), UserChain.id.not_in(vouched), UserChain.person_id != view.actor.person_id,
        UserChain.person_id.in_(identity.present(patients=patients)),
    )  # fmt: skip
    start = position(after, UUID)
    if start is not None:
        query = query.where(UserChain.id > start[0])
    found: list[UserChain] = [row[0] for row in await view.openly(query.order_by(UserChain.id).limit(limit + 1))]
    shown = found[:limit]
    whose = [chain.person_id for chain in shown]
    people, roles = await identity.people(view, whose), await identity.roles_of(view, whose)
    items = [
        Unattested(
            person=people[chain.person_id], roles=roles[chain.person_id],
            attest_as=list(attested_roles(roles[chain.person_id])), genesis=chain.genesis, since=chain.began_at,
            invited=chain.invite_id is not None,
        )
        for chain in shown
    ]  # fmt: skip
    return Page(items=items, next=cursor(str(shown[-1].id)) if len(found) > limit else None)


async def successors(view: View, *, after: str | None, limit: int) -> Page[Waiting]:
    """Others whose new keys wait for both offices, who have waited longest first."""
    query = select(Successor, UserChain.seq, KeyInvite.cose).join(UserChain, UserChain.id == Successor.chain_id)
    query = query.outerjoin(KeyInvite, KeyInvite.id == Successor.invite_id).where(
        Successor.ended_at.is_(None), Successor.person_id != view.actor.person_id,
        Successor.person_id.in_(identity.present()),
    )  # fmt: skip
    start = position(after, UUID)
    if start is not None:
        query = query.where(Successor.id > start[0])
    found = await view.openly(query.order_by(Successor.id).limit(limit + 1))
    shown = [(row[0], row[0].seq == row[1], row[2]) for row in found[:limit]]
    signers = [one.signed_by for one, _, _ in shown if one.signed_by is not None]
    people = await identity.people(view, [*(one.person_id for one, _, _ in shown), *signers])
    roles = await identity.roles_of(view, [one.person_id for one, _, _ in shown])
    items = [
        Waiting(
            person=people[one.person_id], roles=roles[one.person_id],
            attest_as=list(attested_roles(roles[one.person_id])), entry=one.entry, invite=invite,
            asked_at=one.asked_at, close=one.close if signed else None,
            signed_by=people[one.signed_by] if signed and one.signed_by is not None else None,
        )
        for one, signed, invite in shown
    ]  # fmt: skip
    return Page(items=items, next=cursor(str(shown[-1][0].id)) if len(found) > limit else None)

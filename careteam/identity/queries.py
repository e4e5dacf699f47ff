"""What one can ask about people: their names wherever their ids may be read, and finding them by name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.core.ids import SYSTEM_PERSON
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.models import Invitation, Person, RoleGrant, Session


class PersonRef(Shape):
    """Somebody, as everybody who may read their id may know them."""

    id: UUID
    name: str
    role: Role | None


async def people(
    view: View, ids: Iterable[UUID | None], roles: Mapping[UUID, Role] | None = None
) -> dict[UUID, PersonRef]:
    """Names and roles of these people; `roles` says in which role they meet the plan, else it is their first one."""
    wanted = {id_ for id_ in ids if id_ is not None and id_ != SYSTEM_PERSON}
    found: dict[UUID, PersonRef] = {SYSTEM_PERSON: PersonRef(id=SYSTEM_PERSON, name="Careteam", role=Role.SYSTEM)}
    if not wanted:
        return found
    first = await _first_roles(view, wanted)
    for (person,) in await view.openly(select(Person).where(Person.id.in_(wanted))):
        found[person.id] = PersonRef(
            id=person.id, name=person.name, role=(roles or {}).get(person.id) or first.get(person.id)
        )
    return found


async def _first_roles(view: View, ids: set[UUID]) -> dict[UUID, Role]:
    order = list(Role)
    first: dict[UUID, Role] = {}
    grants = select(RoleGrant.person_id, RoleGrant.role).where(
        RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None)
    )
    for person_id, role in await view.openly(grants):
        first[person_id] = min(role, first.get(person_id, role), key=order.index)
    return first


async def named_like(view: View, text: str) -> Select[Any] | None:
    """The ids of people with a name like this, for use in another query; None if nothing was typed."""
    tokens = await view.tokens("name", text)
    table = Person.__table__
    return select(table.c.id).where(table.c.name_index.contains(tokens)) if tokens else None


async def find_people(view: View, text: str, role: Role | None, limit: int = 20) -> list[PersonRef]:
    """People with a name like this (all, if nothing was typed) who have the role, for putting a team together."""
    like = await named_like(view, text)
    granted = select(RoleGrant.person_id).where(RoleGrant.ended_at.is_(None))
    granted = granted.where(RoleGrant.role == role) if role else granted
    query = select(Person.id).where(Person.id.in_(granted), Person.ended_at.is_(None)).order_by(Person.id).limit(limit)
    rows = await view.openly(query.where(Person.id.in_(like)) if like is not None else query)
    found = await people(view, [row[0] for row in rows], {row[0]: role for row in rows} if role else None)
    return sorted((found[row[0]] for row in rows), key=lambda person: person.name.casefold())


class InvitationState(Shape):
    """A person's newest one-use link: until when it works, whether it went out, whether it was used."""

    id: UUID
    expires_at: datetime
    sent_at: datetime | None
    redeemed_at: datetime | None


class PersonDetail(Shape):
    """Somebody, as those who run the organisation see them."""

    id: UUID
    name: str
    email: str | None
    roles: list[Role]
    active: bool
    invitation: InvitationState | None
    last_sign_in_at: datetime | None


async def people_page(view: View, text: str | None, after: str | None, limit: int) -> Page[PersonDetail]:
    """Everybody of the organisation, the newest first; `text` is the beginning of names, or a whole e-mail address."""
    query = select(Person).order_by(Person.id.desc()).limit(limit + 1)
    start = position(after, UUID)
    if start is not None:
        query = query.where(Person.id < start[0])
    if text and "@" in text:
        query = query.where(Person.__table__.c.email_index == await view.exact("email", text))
    elif text and (like := await named_like(view, text)) is not None:
        query = query.where(Person.id.in_(like))
    found = await view.all(query)
    shown = found[:limit]
    items = await _details(view, shown)
    return Page(items=items, next=cursor(str(shown[-1].id)) if len(found) > limit else None)


async def _details(view: View, persons: list[Person]) -> list[PersonDetail]:
    ids = [person.id for person in persons]
    granted = select(RoleGrant.person_id, RoleGrant.role).where(
        RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None)
    )
    roles: dict[UUID, set[Role]] = {}
    for person_id, role in await view.rows(granted):
        roles.setdefault(person_id, set()).add(role)
    links = select(Invitation).where(Invitation.person_id.in_(ids), Invitation.withdrawn_at.is_(None))
    newest = {link.person_id: link for link in await view.all(links.order_by(Invitation.id))}
    last = (
        select(Session.person_id, func.max(Session.created_at))
        .where(Session.person_id.in_(ids))
        .group_by(Session.person_id)
    )
    signed_in = {person_id: at for person_id, at in await view.rows(last)}
    return [
        PersonDetail(
            id=person.id,
            name=person.name,
            email=person.email,
            roles=[role for role in Role if role in roles.get(person.id, set())],
            active=person.ended_at is None,
            invitation=_state(newest.get(person.id)),
            last_sign_in_at=signed_in.get(person.id),
        )
        for person in persons
    ]


def _state(link: Invitation | None) -> InvitationState | None:
    if link is None:
        return None
    return InvitationState(id=link.id, expires_at=link.expires_at, sent_at=link.sent_at, redeemed_at=link.redeemed_at)

"""What one can ask about people: their names wherever their ids may be read, and finding them by name."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select

from careteam.access.roles import PATIENT_SIDE, Role
from careteam.audit.view import View
from careteam.core.ids import SYSTEM_PERSON
from careteam.core.paging import Shape
from careteam.identity.models import Credential, Person, RoleGrant, Session


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


async def with_account(view: View, ids: Collection[UUID]) -> set[UUID]:
    """Those of these people who have a sign-in of their own; the others have read nothing yet."""
    table = Person.__table__
    has_password = exists().where(Credential.person_id == table.c.id)
    signed_in = exists().where(Session.person_id == table.c.id)
    found = await view.openly(select(table.c.id).where(table.c.id.in_(ids), or_(has_password, signed_in)))
    return {row[0] for row in found}


async def is_person(view: View, person_id: UUID) -> bool:
    """Is or was there such a person?"""
    return bool(await view.openly(select(Person.id).where(Person.id == person_id)))


def present(*, patients: bool = False) -> Select[UUID]:
    """The ids of people who have a role here, for use in another query; `patients`: who are on their side, and nothing else."""
    table = RoleGrant.__table__.c
    query = select(table.person_id).where(table.ended_at.is_(None)).group_by(table.person_id)
    return query.having(func.bool_and(table.role.in_(sorted(PATIENT_SIDE)))) if patients else query


async def roles_of(view: View, ids: Iterable[UUID]) -> dict[UUID, list[Role]]:
    """The roles these people have now, each in their order."""
    granted = select(RoleGrant.person_id, RoleGrant.role)
    rows = await view.openly(granted.where(RoleGrant.person_id.in_(set(ids)), RoleGrant.ended_at.is_(None)))
    held = {(row[0], row[1]) for row in rows}
    return {id_: [role for role in Role if (id_, role) in held] for id_ in ids}


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

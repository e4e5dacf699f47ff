"""What one can ask about people: their names wherever their ids may be read, and finding them by name."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import load_only

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

    def in_role(self, role: Role | None) -> "PersonRef":
        """The same person in this role."""
        return self if role == self.role else PersonRef(id=self.id, name=self.name, role=role)


async def people(
    view: View, ids: Iterable[UUID | None], roles: Mapping[UUID, Role] | None = None
) -> dict[UUID, PersonRef]:
    """Names and roles of these people; `roles` says in which role they meet the plan, else it is their first one."""
    wanted = {id_ for id_ in ids if id_ is not None and id_ != SYSTEM_PERSON}
    found: dict[UUID, PersonRef] = {SYSTEM_PERSON: PersonRef(id=SYSTEM_PERSON, name="Careteam", role=Role.SYSTEM)}
    if not wanted:
        return found
    granted = RoleGrant.__table__.c
    held = select(func.array_agg(granted.role)).where(granted.person_id == Person.id, granted.ended_at.is_(None))
    query = select(Person, held.scalar_subquery()).options(load_only(Person.name, Person.plan_id))
    for person, now in await view.openly(query.where(Person.id.in_(wanted))):
        role = (roles or {}).get(person.id) or min(map(Role, now or ()), key=list(Role).index, default=None)
        found[person.id] = PersonRef(id=person.id, name=person.name, role=role)
    return found


def has_account(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whoever a row names has a sign-in of their own; the others have read nothing yet."""
    password, session = Credential.__table__.c, Session.__table__.c
    has_password = exists(select(password.id).where(password.person_id == person_id))
    return or_(has_password, exists(select(session.id).where(session.person_id == person_id)))


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

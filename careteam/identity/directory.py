"""Everybody of the organisation, as those who run it see them: roles, and whether and how each gets in."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from careteam.access.actions import Action
from careteam.access.policy import allowed
from careteam.access.roles import Role
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity import rules
from careteam.identity.models import (
    Authenticator,
    Credential,
    Invitation,
    Passkey,
    Person,
    RoleGrant,
    Session,
    SessionActivity,
)
from careteam.identity.queries import named_like

#: What may be done with somebody.
PERSON_ACTIONS = (
    Action.INVITE_PERSON, Action.GRANT_ROLE, Action.END_ROLE, Action.END_SESSION, Action.RESET_FACTORS,
    Action.DEACTIVATE_PERSON,
)  # fmt: skip


class PersonState(StrEnum):
    """Whether somebody gets in: by a link that works, not yet, by signing in, or no more."""

    INVITED = "invited"
    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"


class InvitationState(Shape):
    """A person's newest one-use link: until when it works, whether it went out, whether it was used."""

    id: UUID
    expires_at: datetime
    sent_at: datetime | None
    redeemed_at: datetime | None


class Admission(Shape):
    """Somebody, and whether they get in."""

    id: UUID
    name: str
    email: str | None
    state: PersonState
    invitation: InvitationState | None


class PersonDetail(Admission):
    """Somebody, as those who run the organisation see them in a list."""

    roles: list[Role]
    last_sign_in_at: datetime | None


class GrantDetail(Shape):
    """A role somebody has or had, and why it ended."""

    role: Role
    granted_at: datetime
    ended_at: datetime | None
    ended_reason: str | None


class OpenSession(Shape):
    """Where somebody is signed in."""

    id: UUID
    device: str
    created_at: datetime


class PersonPage(PersonDetail):
    """Everything there is to run somebody's access by, and what the reader may do with it."""

    created_at: datetime
    ended_at: datetime | None
    ended_reason: str | None
    grants: list[GrantDetail]
    sessions: list[OpenSession]
    #: Second factors: how many passkeys, and whether an app.
    passkeys: int
    authenticator: bool
    may: list[Action]


async def people_page(
    view: View,
    *,
    text: str | None,
    roles: Collection[Role] = (),
    state: PersonState | None,
    after: str | None,
    limit: int,
) -> Page[PersonDetail]:
    """Everybody of the organisation, the newest first; `text` is the beginning of names, or a whole e-mail address."""
    query = select(Person).order_by(Person.id.desc()).limit(limit + 1)
    start = position(after, UUID)
    if start is not None:
        query = query.where(Person.id < start[0])
    if text and "@" in text:
        query = query.where(Person.__table__.c.email_index == await view.exact("email", text))
    elif text and (like := await named_like(view, text)) is not None:
        query = query.where(Person.id.in_(like))
    if roles:
        query = query.where(Person.id.in_(_holders(roles)))
    if state is not None:
        query = query.where(_is(state, view.now))
    found = await view.all(query)
    shown = found[:limit]
    items = await _details(view, shown)
    return Page(items=items, next=cursor(str(shown[-1].id)) if len(found) > limit else None)


def _holders(roles: Collection[Role]) -> Select[UUID]:
    return select(RoleGrant.person_id).where(RoleGrant.role.in_(roles), RoleGrant.ended_at.is_(None))


def _is(state: PersonState, now: datetime) -> ColumnElement[bool]:
    """The same as `_state`, for a query."""
    signs_in = exists().where(Credential.person_id == Person.id)
    works = exists().where(
        Invitation.person_id == Person.id, Invitation.redeemed_at.is_(None), Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )  # fmt: skip
    here = Person.ended_at.is_(None)
    return {
        PersonState.ENDED: Person.ended_at.is_not(None),
        PersonState.ACTIVE: and_(here, signs_in),
        PersonState.INVITED: and_(here, ~signs_in, works),
        PersonState.WAITING: and_(here, ~signs_in, ~works),
    }[state]


async def person_page(view: View, person_id: UUID) -> PersonPage:
    """One person of the organisation."""
    person = await view.one(select(Person).where(Person.id == person_id))
    [line] = await _details(view, [person])
    grants = await view.all(select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.id))
    case = Case.about(view.standing, subject_id=person_id, patient_side=rules.patient_side(line.roles))
    return PersonPage(
        **dict(line),
        created_at=person.created_at,
        ended_at=person.ended_at,
        ended_reason=person.ended_reason,
        grants=[GrantDetail.model_validate(grant, from_attributes=True) for grant in grants],
        sessions=await _sessions(view, person_id),
        passkeys=await view.count(select(Passkey.id).where(Passkey.person_id == person_id, Passkey.ended_at.is_(None))),
        authenticator=await view.count(
            select(Authenticator.id).where(Authenticator.person_id == person_id, Authenticator.ended_at.is_(None))
        )
        > 0,
        may=[] if person.ended_at else allowed(case, PERSON_ACTIONS),
    )


async def _sessions(view: View, person_id: UUID) -> list[OpenSession]:
    """Those that still let somebody in: neither ended, nor run out, nor idle for too long."""
    idle = func.make_interval(0, 0, 0, 0, 0, Session.idle_minutes)
    query = select(Session).join(SessionActivity, SessionActivity.session_id == Session.id).where(
        Session.person_id == person_id, Session.ended_at.is_(None), Session.expires_at > view.now,
        SessionActivity.seen_at + idle > view.now,
    )  # fmt: skip
    found = await view.all(query.order_by(Session.id.desc()))
    return [OpenSession.model_validate(session, from_attributes=True) for session in found]


async def admission(view: View, person_id: UUID) -> Admission:
    """Whether somebody gets in, for whoever may send them a link: Forbidden for others, NotFound where nobody is."""
    granted = select(RoleGrant.role).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    roles = [row[0] for row in await view.openly(granted)]
    case = Case.about(view.standing, subject_id=person_id, patient_side=rules.patient_side(roles))
    found = await view.openly(select(Person).where(Person.id == person_id))
    if not found:
        raise problems.NotFound
    if not allowed(case, [Action.INVITE_PERSON]):
        raise problems.Forbidden(action=Action.INVITE_PERSON)
    return (await _admissions(view, [found[0][0]]))[0]


async def states(view: View, ids: Iterable[UUID]) -> dict[UUID, PersonState]:
    """Whether these people get in."""
    rows = await view.openly(select(Person).where(Person.id.in_(set(ids))))
    return {one.id: one.state for one in await _admissions(view, [row[0] for row in rows])}


async def _admissions(view: View, persons: list[Person]) -> list[Admission]:
    ids = [person.id for person in persons]
    links = select(Invitation).where(Invitation.person_id.in_(ids), Invitation.withdrawn_at.is_(None))
    newest: dict[UUID, Invitation] = {
        row[0].person_id: row[0] for row in await view.openly(links.order_by(Invitation.id))
    }
    sign_in = {row[0] for row in await view.openly(select(Credential.person_id).where(Credential.person_id.in_(ids)))}
    return [
        Admission(
            id=person.id,
            name=person.name,
            email=person.email,
            state=_state(person, newest.get(person.id), person.id in sign_in, view.now),
            invitation=_invitation(newest.get(person.id)),
        )
        for person in persons
    ]


def _state(person: Person, link: Invitation | None, signs_in: bool, now: datetime) -> PersonState:
    if person.ended_at is not None:
        return PersonState.ENDED
    if signs_in:
        return PersonState.ACTIVE
    works = link is not None and link.redeemed_at is None and link.expires_at > now
    return PersonState.INVITED if works else PersonState.WAITING


def _invitation(link: Invitation | None) -> InvitationState | None:
    return None if link is None else InvitationState.model_validate(link, from_attributes=True)


async def _details(view: View, persons: list[Person]) -> list[PersonDetail]:
    ids = [person.id for person in persons]
    granted = select(RoleGrant.person_id, RoleGrant.role)
    rows = await view.rows(granted.where(RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None)))
    held: set[tuple[UUID, Role]] = {(row[0], row[1]) for row in rows}
    last = select(Session.person_id, func.max(Session.created_at)).where(Session.person_id.in_(ids))
    signed_in = {row[0]: row[1] for row in await view.rows(last.group_by(Session.person_id))}
    return [
        PersonDetail(
            **dict(one),
            roles=[role for role in Role if (one.id, role) in held],
            last_sign_in_at=signed_in.get(one.id),
        )
        for one in await _admissions(view, persons)
    ]

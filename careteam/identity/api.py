"""How HTTP says it: signing in and out, the clinic, one-use links, people and their roles."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, SecretStr

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.view import View
from careteam.core import paging, problems
from careteam.core.paging import DEFAULT, MOST, Page
from careteam.core.settings import settings
from careteam.identity import commands, directory, invitations, queries, rules, signing_in
from careteam.identity.clinic import Clinic, SessionInfo, read_clinic, session_info
from careteam.identity.cookies import ASKED, entered, origin_of
from careteam.identity.departure import Departure
from careteam.identity.gate import (
    Done,
    SomeoneActingToSetUp,
    SomeoneSettingUp,
    SomeoneSignedIn,
    cookie_name,
    organisation_change,
    organisation_disclosure,
    organisation_view,
    trail_of,
)
from careteam.identity.sign_ins import OwnSession, own_sessions
from careteam.identity.signed_in import read_session

router = APIRouter(tags=["identity"])

Line = Annotated[str, Field(min_length=1, max_length=300)]
Email = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Why = Annotated[str, Field(min_length=1, max_length=4000)]
Secret = Annotated[SecretStr, Field(min_length=1, max_length=rules.LONGEST_PASSWORD)]
#: Every role but the program's own.
PersonRole = Literal[
    Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST, Role.PATIENT, Role.SUPPORTER,
    Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.RECORDS_OFFICER,
    Role.IDENTITY_OFFICER,
]  # fmt: skip
Search = Annotated[str | None, Query(max_length=200)]
After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class SignIn(paging.Request):
    """An e-mail address and its password."""

    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Secret


class RedeemInvitation(paging.Request):
    """A password to sign in with from now on; name and address only where the invitation asks for them."""

    password: Secret
    email: Email | None = None
    name: Line | None = None


class InvitePerson(paging.Request):
    """Whom to invite, as what."""

    name: Line
    email: Email
    role: PersonRole


class CorrectPerson(paging.Request):
    """What somebody is called, and where their links go; without an address, that stays as it is."""

    name: Line
    email: Email | None = None


class GrantRole(paging.Request):
    """The role to give."""

    role: PersonRole


class Reason(paging.Request):
    """Why."""

    reason: Why


@router.get("/clinic")
async def read_the_clinic(request: Request) -> Clinic:
    """Which clinic this is, and help in a crisis. Needs no sign-in."""
    async with trail_of(request).database.writing() as connection:
        return await read_clinic(connection)


@router.post("/session", status_code=201, response_model=SessionInfo, responses={202: ASKED, 401: {}, 429: {}})
async def sign_in(body: SignIn, request: Request, response: Response) -> Any:
    """Sign in with a password. Who has a second factor is asked for it (202)."""
    password = body.password.get_secret_value()
    origin = origin_of(request, response)
    return await entered(
        request,
        response,
        await signing_in.sign_in(trail_of(request), email=body.email, password=password, origin=origin),
    )


@router.get("/session")
async def read_own_session(request: Request, session: SomeoneSettingUp) -> SessionInfo:
    """Who is signed in here. Asking does not keep a session from going idle."""
    async with trail_of(request).database.writing() as connection:
        return await session_info(trail_of(request), connection, session)


@router.post("/session/activity", status_code=204)
async def keep_session(session: SomeoneActingToSetUp) -> None:
    """Say that the person is still there."""


@router.delete("/session", status_code=204)
async def end_session(request: Request, response: Response) -> None:
    """Sign out here. Done too where the session had ended already."""
    await _sign_out(request, response, everywhere=False)


@router.get("/sessions")
async def read_own_sessions(request: Request, session: SomeoneSignedIn) -> list[OwnSession]:
    """Where you are signed in."""
    async with trail_of(request).database.writing() as connection:
        return await own_sessions(trail_of(request), connection, session)


@router.post("/sessions/{session_id}/end")
async def end_other_session(
    session_id: UUID, change: Annotated[Change, organisation_change(Action.END_SESSION)]
) -> Done:
    """Sign out on another device of yours."""
    await commands.end_session(change, session_id=session_id)
    return Done.of(change, session_id)


@router.delete("/sessions", status_code=204)
async def end_own_sessions(request: Request, response: Response) -> None:
    """Sign out everywhere."""
    await _sign_out(request, response, everywhere=True)


async def _sign_out(request: Request, response: Response, *, everywhere: bool) -> None:
    trail = trail_of(request)
    response.delete_cookie(cookie_name(), path="/", httponly=True, samesite="lax", secure=settings().secure)
    async with trail.database.writing() as connection:
        try:
            session = await read_session(connection, request.cookies.get(cookie_name()), setting_up=True)
        except problems.NotSignedIn:
            return
    async with open_change(trail, session.actor, Action.END_SESSION) as change:
        if everywhere:
            await commands.end_sessions(change, person_id=session.actor.person_id)
        else:
            await commands.end_session(change, session_id=session.session_id)


@router.get("/invitations/{token}", responses={410: {}})
async def read_invitation(token: str, request: Request) -> invitations.InvitationDetail:
    """What a one-use link is for. Needs no sign-in."""
    return invitations.detail(await invitations.read_invitation(trail_of(request), token))


@router.post(
    "/invitations/{token}/redemption",
    status_code=201,
    response_model=SessionInfo,
    responses={202: ASKED, 409: {}, 410: {}},
)
async def redeem_invitation(token: str, body: RedeemInvitation, request: Request, response: Response) -> Any:
    """Use a one-use link: choose a password, and be signed in. Who has a second factor is asked for it (202)."""
    session = await signing_in.redeem(
        trail_of(request),
        token,
        password=body.password.get_secret_value(),
        name=body.name,
        email=body.email,
        origin=origin_of(request, response),
    )
    return await entered(request, response, session)


@router.get("/people")
async def read_people(
    view: Annotated[View, organisation_view(Action.READ_PEOPLE)],
    q: Search = None,
    role: Annotated[list[PersonRole] | None, Query(max_length=12)] = None,
    state: directory.PersonState | None = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[directory.PersonDetail]:
    """Everybody of the organisation, the newest first; or those who have one of the roles."""
    return await directory.people_page(view, text=q, roles=role or (), state=state, after=after, limit=limit)


@router.get("/people/find")
async def find_people(
    view: Annotated[View, organisation_view(Action.FIND_PERSON)], q: Search = None, role: PersonRole | None = None
) -> list[queries.PersonRef]:
    """People by the beginning of a name and by role, for putting a team together."""
    return await queries.find_people(view, q or "", role)


@router.post("/people", status_code=201)
async def invite_person(
    body: InvitePerson, change: Annotated[Change, organisation_change(Action.INVITE_PERSON)]
) -> Done:
    """Invite somebody: they get a one-use link by e-mail."""
    return Done.of(change, await commands.invite_person(change, name=body.name, email=body.email, role=body.role))


@router.get("/people/{person_id}")
async def read_person(
    person_id: UUID, view: Annotated[View, organisation_view(Action.READ_PEOPLE)]
) -> directory.PersonPage:
    """One person of the organisation: their roles, whether they get in, where they are signed in."""
    return await directory.person_page(view, person_id)


@router.put("/people/{person_id}")
async def correct_person(
    person_id: UUID, body: CorrectPerson, change: Annotated[Change, organisation_change(Action.INVITE_PERSON)]
) -> Done:
    """Put right a name or an e-mail address. An open link goes out anew; the one that went elsewhere no longer works."""
    await commands.correct_person(change, person_id=person_id, name=body.name, email=body.email)
    return Done.of(change, person_id)


@router.get("/people/{person_id}/admission")
async def read_admission(
    person_id: UUID, view: Annotated[View, organisation_view(Action.INVITE_PERSON)]
) -> directory.Admission:
    """Whether somebody gets in, for whoever may send them a link."""
    return await directory.admission(view, person_id)


@router.post("/people/{person_id}/invitations", status_code=201)
async def renew_invitation(
    person_id: UUID, change: Annotated[Change, organisation_change(Action.INVITE_PERSON)]
) -> Done:
    """Send a new one-use link; earlier ones no longer work."""
    return Done.of(change, await commands.renew_invitation(change, person_id=person_id))


@router.get("/people/{person_id}/invitation-link")
async def show_invitation_link(
    person_id: UUID, request: Request, change: Annotated[Change, organisation_disclosure(Action.INVITE_PERSON)]
) -> invitations.InvitationLink:
    """The link itself, to hand over by another way. The trail says that it was shown."""
    await commands.require_link_right(change, person_id)
    invitation = await invitations.newest_open(change, person_id)
    await invitations.show_link(change, invitation)
    link = await invitations.link_of(trail_of(request), invitation.id, invitation.expires_at)
    return invitations.InvitationLink(url=link, expires_at=invitation.expires_at)


@router.post("/people/{person_id}/roles", status_code=201)
async def grant_role(
    person_id: UUID, body: GrantRole, change: Annotated[Change, organisation_change(Action.GRANT_ROLE)]
) -> Done:
    """Give somebody else a role."""
    await commands.grant_role(change, person_id=person_id, role=body.role)
    return Done.of(change, person_id)


@router.post("/people/{person_id}/roles/{role}/end")
async def end_role(
    person_id: UUID, role: PersonRole, body: Reason, change: Annotated[Change, organisation_change(Action.END_ROLE)]
) -> Done:
    """Take a role from somebody."""
    await commands.end_role(change, person_id=person_id, role=role, reason=body.reason)
    return Done.of(change, person_id)


@router.post("/people/{person_id}/sessions/end")
async def end_sessions(person_id: UUID, change: Annotated[Change, organisation_change(Action.END_SESSION)]) -> Done:
    """Sign somebody out everywhere."""
    await commands.end_sessions(change, person_id=person_id)
    return Done.of(change, person_id)


@router.post("/people/{person_id}/deactivation")
async def deactivate_person(
    person_id: UUID, body: Departure, change: Annotated[Change, organisation_change(Action.DEACTIVATE_PERSON)]
) -> Done:
    """End somebody's access: sessions, roles, links and their place on every plan; a successor may get their tasks."""
    await commands.deactivate_person(change, person_id=person_id, **body.model_dump())
    return Done.of(change, person_id)

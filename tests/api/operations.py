"""Each operation of the interface: who is to succeed with it, typed by hand, and a request that does what it is for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, Actor, Role
from careteam.access.streams import StreamKind
from careteam.alerts import commands as alerts
from careteam.alerts.rules import What
from careteam.assessment import commands as assessment
from careteam.assessment.bodies import Barrier
from careteam.audit.opening import open_change
from careteam.core.ids import PersonId
from careteam.core.octets import decoded, encoded
from careteam.coverage import absences, ladder
from careteam.coverage import commands as duty
from careteam.coverage.ladders import AlarmOutcome, Cause, Level, Subject
from careteam.coverage.models import Shift
from careteam.coverage.rules import AbsenceKind
from careteam.coverage.zone import clinic_zone
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.carried import countersigned
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.primitives import public_key
from careteam.crypto.mh1.userchain import verify_chain
from careteam.identity.events import InvitationRedeemed
from careteam.identity.models import Credential
from careteam.identity.passwords import hashed
from careteam.keys.founding import accept
from careteam.library import commands as exercises
from careteam.measures import commands as measures
from careteam.measures import turns
from careteam.safety import commands as safety
from careteam.safety.models import SafetyCase
from careteam.safetyplan import commands as safetyplan
from careteam.safetyplan.models import SafetyPlanVersion
from tests.api.world import (
    ADMINISTRATOR,
    COORDINATOR,
    MEMBER,
    PASSWORD,
    PATIENT,
    PRIVACY_OFFICER,
    ROLES,
    SEALED,
    SUPERVISOR,
    SUPPORTER,
    THERAPIST,
    World,
)
from tests.coverage.world import ALWAYS_OPEN
from tests.identity.authenticator import Device, add_app, add_passkey, code
from tests.keys.world import SIGNERS, Keyed, attestation_for, attestation_of, invite_of, keyed, texts
from tests.notifications.pushing import PushBrowser
from tests.talkers import next_assignment, next_entry, next_envelope, says
from tests.world import Browser, sign_in

STEPS = ("warning_signs", "on_my_own", "distractions", "people", "professionals", "surroundings")
SAFETY_PLAN: dict[str, Any] = {
    **{step: [{"words": "Call Ben", "phone": None}] for step in STEPS}, "likelihood": 7, "barriers": None,
}  # fmt: skip


def clinic_today() -> date:
    """The day that the clinic's calendar shows."""
    return datetime.now(clinic_zone()).date()


@dataclass(frozen=True)
class Ask:
    """What a request names and says, besides the plan in its address."""

    path: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    query: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Use:
    """Who succeeds, and how they ask. Everybody else is to be refused the same request."""

    roles: frozenset[str]
    ask: Callable[[World, Actor], Awaitable[Ask]]


Made = Callable[[World, Actor], Any]


def use(*roles: str, path: Made | None = None, body: Made | None = None, **query: Any) -> Use:
    """A use whose path and body are made when it is asked for; a part may be awaited."""

    async def ask(world: World, actor: Actor) -> Ask:
        parts = [await made(world, actor) if made else None for made in (path, body)]
        return Ask(path=parts[0] or {}, body=parts[1], query=query)

    return Use(frozenset(roles), ask)


def said(value: Any) -> Made:
    """The same for everybody."""

    async def made(world: World, actor: Actor) -> Any:
        del world, actor
        return value

    return made


def of(take: Callable[[World, Actor], Any]) -> Made:
    """Something the world has already."""

    async def made(world: World, actor: Actor) -> Any:
        return take(world, actor)

    return made


def named(name: str, make: Callable[[World, Actor], Awaitable[Any]]) -> Made:
    """A path parameter that is made for this one request."""

    async def made(world: World, actor: Actor) -> Any:
        return {name: await make(world, actor)}

    return made


def _or_patient(world: World, actor: Actor) -> Actor:
    """The actor, or the patient where the actor can have no task."""
    return actor if actor in (world.cast.ada, world.cast.bea, world.supporter) else world.cast.ada


async def own_task(world: World, actor: Actor) -> Any:
    """A task of the actor's, or of the patient's where the actor can have none."""
    return await world.task(owner=_or_patient(world, actor))


async def some_task(world: World, actor: Actor) -> dict[str, Any]:
    """A task of a pool, to be given to another."""
    del actor
    return {"task_ids": [str(await world.task(pool=Role.THERAPIST))], "pool": Role.PSYCHIATRIST}


async def finding_to_tell(world: World, actor: Actor) -> dict[str, Any]:
    """What a device found, of a patient who lets it tell."""
    del actor
    async with world.cast.change(world.cast.ada, Action.DECIDE_WORD_CHECK) as change:
        await safetyplan.decide_word_check(change, agreed=True, wording=1)
    return {"rule": "message-words", "version": 1, "message_id": None}


async def open_case(world: World, actor: Actor) -> dict[str, Any]:
    """A case that has just been opened."""
    await finding_to_tell(world, actor)
    async with world.cast.change(world.cast.bea, Action.CLOSE_CASE) as change:
        for row in await change.find(SafetyCase, closed_at=None):
            await safety.assess_case(change, case_id=row.id, assessment="Earlier")
            await safety.close_case(change, case_id=row.id, outcome=AlarmOutcome.NO_ACTION_NEEDED, done="Earlier")
    async with world.cast.change(world.cast.ada, Action.TELL_FINDING) as change:
        await safety.tell_finding(change, rule="message-words", version=1, message_id=uuid4())
    async with world.cast.change(world.cast.bea, Action.TAKE_CASE) as change:
        return {"case_id": (await change.find(SafetyCase, closed_at=None))[0].id}


async def assessed_case(world: World, actor: Actor) -> dict[str, Any]:
    """The same, after somebody has said what they found."""
    place = await open_case(world, actor)
    async with world.cast.change(world.cast.bea, Action.ASSESS_CASE) as change:
        await safety.assess_case(change, **place, assessment="He is safe.")
    return place


async def no_measure(world: World) -> None:
    """Nothing is asked for any more."""
    async with world.cast.change(world.cast.bea, Action.SCHEDULE_MEASURE) as change:
        await turns.end_all(change)


async def scheduled_measure(world: World, actor: Actor) -> Any:
    """A measure that is asked for anew."""
    del actor
    await no_measure(world)
    async with world.cast.change(world.cast.bea, Action.SCHEDULE_MEASURE) as change:
        rhythm = measures.Rhythm(due_on=clinic_today(), every_days=14)
        return await measures.schedule_measure(change, instrument="PHQ-9", rhythm=rhythm)


async def measure_to_schedule(world: World, actor: Actor) -> dict[str, Any]:
    """A measure that the plan does not have."""
    del actor
    await no_measure(world)
    return {"instrument": "GAD-7", "due_on": clinic_today().isoformat(), "every_days": 14}


#: An exercise that was done.
_DONE: dict[str, Any] = {"piece": "grounding", "version": "1", "seconds": 90}


async def exercise_to_give(world: World, actor: Actor) -> dict[str, Any]:
    """A piece that the patient does not have to do yet."""
    del actor
    async with world.cast.change(world.cast.ada, Action.RECORD_PRACTICE) as change:
        await exercises.record_practice(change, exercises.Done(**_DONE, at=change.now))
    return {"piece": "grounding", "first": clinic_today().isoformat()}


async def reminder_to_set(world: World, actor: Actor) -> dict[str, Any]:
    """A time of the day, for something one can be reminded of."""
    await scheduled_measure(world, actor)
    return {"at": "18:00"}


async def safety_plan_to_write(world: World, actor: Actor) -> dict[str, Any]:
    """The version that follows the newest one."""
    del actor
    async with world.cast.change(world.cast.ada, Action.WRITE_SAFETY_PLAN) as change:
        number = len(await change.find(SafetyPlanVersion)) + 1
    return {"version": number, "content": SAFETY_PLAN, "review_on": None}


BARRIER = {"finding": {"kind": "barrier", "name": "No car", "words": None}, "reason": "She told us."}


async def a_finding(world: World, actor: Actor) -> Any:
    """Something that was found."""
    del actor
    barrier = Barrier(kind="barrier", name="No car", words=None)
    async with world.cast.change(world.cast.bea, Action.ASSESS_PLAN) as change:
        return await assessment.set_finding(change, finding=barrier, reason="She told us.")


async def a_review(world: World, actor: Actor) -> Any:
    """A review that the therapist recorded, for the prescriber to confirm."""
    del actor
    async with world.cast.change(world.cast.cem, Action.REVIEW_PLAN) as change:
        return await assessment.record_review(change, words=None, next_on=None)


async def own_checklist(world: World, actor: Actor) -> dict[str, Any]:
    """A thing to tick off in such a task."""
    task, item = await world.checklist(_or_patient(world, actor))
    return {"task_id": task, "item_id": item}


async def conversation_of(world: World, actor: Actor) -> dict[str, Any]:
    """A conversation that the actor has opened, with somebody to take out."""
    cast = world.cast
    by = actor if actor == cast.ada else cast.bea
    opened = await world.conversation(by, cast.cem)
    await world.without(opened, by, cast.dov)
    return {"conversation_id": opened, "person_id": cast.cem.person_id}


async def sealed_room(world: World, actor: Actor) -> dict[str, Any]:
    """A new conversation."""
    del actor
    cast = world.cast
    world.sealed = await world.conversation(cast.bea, cast.ada, cast.cem, world.supporter)
    return {"conversation_id": world.sealed}


async def talked_room(world: World, actor: Actor) -> dict[str, Any]:
    """The same, in which something has been said."""
    place = await sealed_room(world, actor)
    talk = await (await world.talkers())[world.cast.bea].talk(place["conversation_id"])
    await talk.send(says("Good morning"))
    return place


async def reader_of_room(world: World, actor: Actor) -> dict[str, Any]:
    """The same, and one of those in it."""
    return {**await sealed_room(world, actor), "person_id": world.cast.bea.person_id}


async def alert_of(world: World, actor: Actor) -> Any:
    """An alert that somebody's client has just told of."""
    del actor
    async with open_change(world.trail, world.cast.bea, Action.TELL_KEYS_ALERT) as change:
        place = alerts.Place(about_id=world.cast.cem.person_id)
        return await alerts.tell(change, what=What.PERSON, place=place, device="Firefox on Linux")


async def alarm_raised(world: World, actor: Actor) -> Any:
    """An alarm about a task that has just been raised."""
    del actor
    async with open_change(world.trail, Actor.system(), Action.RUN_REACTION, plan_id=world.cast.plan) as change:
        about = ladder.About(kind=Subject.TASK, id=uuid4(), shared=True)
        return await ladder.raise_alarm(change, about, Level.URGENT, Cause.OVERDUE)


#: Days of duty that nobody has yet: the clinic plans for all tests.
DAYS = (date(2040, 1, 1) + timedelta(days=n) for n in count())


async def shift_to_plan(world: World, actor: Actor) -> dict[str, Any]:
    """A shift on such a day."""
    del actor
    day = next(DAYS)
    times = {"begins": f"{day}T08:00", "ends": f"{day}T20:00"}
    return {"role": "psychiatrist", "person_id": str(world.cast.bea.person_id), **times}


async def shift_to_change(world: World, actor: Actor) -> dict[str, Any]:
    """The same for a shift that is there."""
    planned = await shift_to_plan(world, actor)
    return {
        **{name: planned[name] for name in ("person_id", "begins", "ends")},
        "reason": "She swaps with a colleague.",
    }


async def shift_of(world: World, actor: Actor) -> Any:
    """A shift that was planned just now."""
    planned = await shift_to_plan(world, actor)
    begins, ends = (datetime.fromisoformat(planned[name]) for name in ("begins", "ends"))
    async with open_change(world.trail, world.cast.cora, Action.PLAN_DUTY) as change:
        who = world.cast.bea.person_id
        return await duty.plan_shift(change, role=Role.PSYCHIATRIST, person_id=who, begins=begins, ends=ends)


async def word_ahead(world: World, actor: Actor) -> dict[str, Any]:
    """The coordinator's word for somebody who covers."""
    del actor
    talkers, who = await world.talkers(), world.cast.bea
    async with open_change(world.trail, world.cast.cem, Action.SET_AVAILABILITY) as change:
        until, kind = change.now + timedelta(days=2), AbsenceKind.AWAY
        await absences.set_availability(change, kind=kind, until=until, cover_id=who.person_id)
    return {"person_id": str(who.person_id), "cose": encoded(talkers.word_ahead(who, until))}


async def therapist_on_duty(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody who has nothing to do with the plan, on duty from this moment."""
    del actor
    who = await world.someone(Role.THERAPIST)
    async with open_change(world.trail, world.cast.cora, Action.PLAN_DUTY) as change:
        for shift in await change.find(Shift, role=Role.THERAPIST, cancelled_at=None):
            if shift.begins_at < change.now < shift.ends_at:
                await duty.cancel_shift(change, shift_id=shift.id, reason="Another takes it.")
    async with open_change(world.trail, world.cast.cora, Action.PLAN_DUTY) as change:
        now = change.now.replace(tzinfo=None)
        times = {"begins": now, "ends": now + timedelta(hours=1)}
        await duty.plan_shift(change, role=Role.THERAPIST, person_id=who.person_id, **times)
    return {}


async def absence(world: World, actor: Actor) -> dict[str, Any]:
    """Away for a day, and a colleague covers."""
    del actor
    cover = await world.someone(Role.HEALTH_COACH)
    until = datetime.now(UTC) + timedelta(days=1)
    return {"kind": "away", "until": until.isoformat(), "cover_id": str(cover.person_id)}


async def away(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody is away who may be."""
    if actor.roles & {Role.PSYCHIATRIST, Role.SUPERVISOR}:
        async with open_change(world.trail, actor, Action.SET_AVAILABILITY) as change:
            until = change.now + timedelta(days=1)
            await absences.set_availability(change, kind=AbsenceKind.BUSY, until=until)
    return {}


async def envelope(world: World, actor: Actor) -> dict[str, Any]:
    """The next message of the actor's client."""
    assert world.sealed is not None
    return {"envelope": encoded(await next_envelope(await world.talkers(), world.sealed, actor))}


async def log_entry(world: World, actor: Actor) -> dict[str, Any]:
    """What the actor's client would write next."""
    assert world.sealed is not None
    given = await next_entry(await world.talkers(), world.sealed, actor)
    return {"head": encoded(given.head), "entries": texts(given.entries), "boxes": texts(given.boxes)}


async def assignment_to_give(world: World, actor: Actor) -> dict[str, Any]:
    """The coordinator's word for the therapist."""
    del actor
    assert world.sealed is not None
    cose = await next_assignment(await world.talkers(), world.sealed)
    return {"person_id": str(world.cast.cem.person_id), "cose": encoded(cose)}


async def plan_to_open(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody new and their team."""
    del actor
    lead = {"person_id": str(world.cast.bea.person_id), "role": "psychiatrist", "lead": True}
    return {"patient": {"name": "Noa Berg", "birth_date": "1988-02-03"}, "title": "A first plan", "team": [lead]}


async def stream_of(world: World, actor: Actor) -> dict[str, Any]:
    """A stream the actor reads: the organisation's for those who run it, else the roster of the plan."""
    runs = actor in (world.cast.adam, world.cast.pia)
    return {"stream_id": world.streams[StreamKind.ORGANISATION if runs else StreamKind.ROSTER]}


async def entry_of(world: World, actor: Actor) -> dict[str, Any]:
    """An entry whose content the actor may see."""
    kind = StreamKind.ROSTER if actor == world.cast.pia else StreamKind.RECORD
    return {"stream_id": world.streams[kind], "seq": 1}


async def new_person(world: World, actor: Actor) -> dict[str, Any]:
    """Whom to invite: patients by the coordinator, anybody by the administrator."""
    role = "patient" if actor == world.cast.cora else "health_coach"
    return {"name": "Kim Vale", "email": f"{uuid4().hex}@clinic.example", "role": role}


async def held_role(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody and the role they have."""
    del actor
    return {"person_id": (await world.someone(Role.THERAPIST)).person_id, "role": "therapist"}


async def member_to_add(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody for the team."""
    del actor
    return {"person_id": str((await world.someone(Role.THERAPIST)).person_id), "role": "therapist"}


async def password_and_address(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody who has signed up."""
    del actor
    _, email, _ = await world.invited(Role.THERAPIST, used=True)
    return {"email": email, "password": PASSWORD}


async def other_session(world: World, actor: Actor) -> dict[str, Any]:
    """Where the actor is signed in besides here."""
    browser = browser_of(world, actor)
    await sign_in(world.trail, actor)
    mine = (await browser.get("/api/sessions")).json()
    return {"session_id": next(one["id"] for one in mine if not one["here"])}


async def link(world: World, actor: Actor) -> dict[str, Any]:
    """An unused invitation."""
    del actor
    return {"token": (await world.invited(Role.THERAPIST))[2]}


async def support_to_end(world: World, actor: Actor) -> Any:
    """The supporter's own part, or somebody else's."""
    return world.support if actor == world.supporter else await world.joined(Role.SUPPORTER)


def browser_of(world: World, actor: Actor) -> Browser:
    """Where this actor is signed in."""
    return next(world.browsers[role] for role in (*ROLES, THERAPIST) if world.actor(role) == actor)


async def own_password(world: World, actor: Actor) -> dict[str, Any]:
    """A password that the actor has from now on."""
    password_hash = await hashed(PASSWORD)
    async with open_change(world.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        mine = Credential(person_id=actor.person_id, password_hash=password_hash, changed_at=change.now)
        kept = await change.add(mine)
        await change.record(InvitationRedeemed(invitation_id=kept.id, person_id=actor.person_id, credential_id=kept.id))
    return {"password": PASSWORD}


async def own_code(world: World, actor: Actor) -> dict[str, Any]:
    """The next code of an app that the actor has from now on."""
    secret = await add_app(browser_of(world, actor), world.trail)
    return {"code": await code(world.trail, secret, steps=1)}


async def own_factor(world: World, actor: Actor) -> dict[str, Any]:
    """An app that the actor has from now on."""
    browser = browser_of(world, actor)
    await add_app(browser, world.trail)
    return {"factor_id": (await browser.get("/api/factors")).json()["authenticator"]["id"]}


async def app_to_add(world: World, actor: Actor) -> dict[str, Any]:
    """An app's first code."""
    asked = (await browser_of(world, actor).get("/api/factors/authenticator/question")).json()
    return {"ticket": asked["ticket"], "code": await code(world.trail, asked["secret"])}


async def passkey_to_add(world: World, actor: Actor) -> dict[str, Any]:
    """A new passkey."""
    return Device().made((await browser_of(world, actor).get("/api/factors/passkeys/question")).json())


async def own_passkey(world: World, actor: Actor) -> dict[str, Any]:
    """A signature with a passkey that the actor has from now on."""
    browser, device = browser_of(world, actor), Device()
    await add_passkey(browser, device)
    return device.signed((await browser.get("/api/session/proof/question")).json()["passkey"])


async def passkey_to_sign_in_with(world: World, actor: Actor) -> dict[str, Any]:
    """A signature that opens another session."""
    browser, device = browser_of(world, actor), Device()
    await add_passkey(browser, device)
    return device.signed((await browser.get("/api/session/passkey/question")).json())


async def half_signed_in(world: World, actor: Actor) -> dict[str, Any]:
    """What the right password of somebody with an app was answered with, in the actor's browser."""
    person_id, email, _ = await world.invited(Role.THERAPIST, used=True)
    secret = await world.with_app(Actor(PersonId(person_id), frozenset({Role.THERAPIST})))
    body = {"email": email, "password": PASSWORD}
    asked = (await browser_of(world, actor).post("/api/session", json=body)).json()
    return {"ticket": asked["ticket"], "code": await code(world.trail, secret, steps=1)}


async def somebody_with_an_app(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody whose phone may be lost."""
    del actor
    who = await world.someone(Role.THERAPIST)
    await world.with_app(who)
    return {"person_id": who.person_id}


def somebody(role: Role) -> Made:
    """Somebody new in this role."""

    async def made(world: World, actor: Actor) -> Any:
        del actor
        return {"person_id": (await world.someone(role)).person_id}

    return made


def invited(role: Role) -> Made:
    """Somebody who was invited as this."""

    async def made(world: World, actor: Actor) -> Any:
        del actor
        return {"person_id": (await world.invited(role))[0]}

    return made


async def diary_entry_to_write(world: World, actor: Actor) -> dict[str, Any]:
    """An entry of today under an id of its own."""
    del world, actor
    return {"id": str(uuid4()), "day": clinic_today().isoformat(), "mood": "good", "sleep_minutes": 450}


async def note_to_write(world: World, actor: Actor) -> dict[str, Any]:
    """A note under an id of its own."""
    del world, actor
    return {"id": str(uuid4()), "sealed": encoded(SEALED)}


async def keys_of(world: World, actor: Actor) -> Keyed:
    """Somebody's keys, begun now."""
    mine = await keyed(world.trail, world.open, actor)
    mine.browser = browser_of(world, actor)
    return await mine.begin()


async def chain_to_begin(world: World, actor: Actor) -> dict[str, Any]:
    """A first chain of the actor's."""
    made = (await keyed(world.trail, world.open, actor)).genesis()
    return {"seq": 0, "entries": texts(made.entries), "boxes": texts(made.boxes)}


async def push_device(world: World, actor: Actor) -> dict[str, Any]:
    """What a browser says of itself that is to show notifications."""
    return PushBrowser(f"https://push.example.org/{uuid4().hex}").says()


async def quick_reply_of(world: World, actor: Actor) -> UUID:
    """A quick reply of the actor's, or of somebody's who may have one."""
    whose = actor if actor.roles & CARE_ROLES else world.cast.bea
    added = await browser_of(world, whose).send_change("POST", "/api/quick-replies", PHRASE)
    return added.json()["id"]


async def template_of(world: World, actor: Actor) -> UUID:
    """A message template of the clinic's."""
    added = await browser_of(world, world.cast.cora).send_change("POST", "/api/message-templates", PHRASE)
    return added.json()["id"]


async def own_push_device(world: World, actor: Actor) -> dict[str, Any]:
    """A browser of the actor's that shows notifications."""
    body = await push_device(world, actor)
    added = await browser_of(world, actor).send_change("POST", "/api/notifications/devices", body)
    return {"device_id": added.json()["id"]}


async def device_to_join(world: World, actor: Actor) -> dict[str, Any]:
    """A new device of the actor's."""
    del world, actor
    holder = enrolment.Device.fresh().holder
    [id_, pk, dpk] = texts([holder.id, holder.pk, holder.dpk or b""])
    return {"id": id_, "pk": pk, "dpk": dpk}


async def waiting_device(world: World, actor: Actor) -> dict[str, Any]:
    """A device of the actor's that waits."""
    body = await device_to_join(world, actor)
    await browser_of(world, actor).send_change("POST", "/api/keys/joining", body)
    return {"device_id": body["id"]}


async def office_to_ask(world: World, actor: Actor) -> dict[str, Any]:
    """A key for vouching for patients, of somebody with keys."""
    await keys_of(world, actor)
    [id_, pk] = texts([uuid4().bytes, public_key(uuid4().bytes * 2)])
    return {"office": "identity", "scope": "patients", "id": id_, "pk": pk, "sealed": "c2VhbGVk"}


@dataclass
class Vouching:
    """The actor as an officer, and a patient with keys and a link; made once for the path, and used for the body."""

    whose: Keyed
    officer: Signer

    @classmethod
    async def by(cls, world: World, actor: Actor) -> "Vouching":
        """For whoever can hold the office; others sign with a key that is none."""
        patient = Actor(PersonId((await world.invited(Role.PATIENT))[0]), frozenset({Role.PATIENT}))
        whose = await (await keyed(world.trail, world.open, patient)).begin()
        if actor not in (world.cast.bea, world.cast.cora):
            return cls(whose, SIGNERS[0])
        return cls(whose, await (await keys_of(world, actor)).holds(world.trail, "identity", "patients"))


def vouched(say: Callable[[Vouching, World], Awaitable[dict[str, Any]]]) -> dict[str, Made]:
    """Path and body of what the actor's office says of a patient."""
    made: list[Vouching] = []

    async def path(world: World, actor: Actor) -> Any:
        made.append(await Vouching.by(world, actor))
        return {"person_id": made[-1].whose.actor.person_id}

    async def body(world: World, actor: Actor) -> Any:
        del actor
        return await say(made[-1], world)

    return {"path": path, "body": body}


async def attestation(said_by: Vouching, world: World) -> dict[str, Any]:
    """That the patient's keys are theirs."""
    del world
    [cose] = texts([attestation_of(said_by.officer, said_by.whose, name="Kim Vale", role="patient")])
    return {"cose": cose}


async def invite(said_by: Vouching, world: World) -> dict[str, Any]:
    """That the patient is invited."""
    del world
    [cose] = texts([invite_of(said_by.officer, said_by.whose.actor.person_id, said_by.whose.now)[0]])
    return {"cose": cose}


async def successor_to_ask(world: World, actor: Actor) -> dict[str, Any]:
    """New keys of somebody who has some."""
    await keys_of(world, actor)
    return await new_keys(await keyed(world.trail, world.open, actor))


async def waiting_successor(world: World, actor: Actor) -> dict[str, Any]:
    """Nothing more to say of new keys that wait."""
    body = await successor_to_ask(world, actor)
    await browser_of(world, actor).send_change("POST", "/api/keys/successor", body)
    return {}


async def new_keys(whose: Keyed, made: enrolment.Made | None = None) -> dict[str, Any]:
    """What asks to let new keys wait."""
    made = made or whose.genesis()
    [entry] = texts(made.entries)
    return {"entry": entry, "boxes": texts(made.boxes), "pins": {"version": 1, "sealed": "cGlucw"}}


async def half(said_by: Vouching, world: World) -> dict[str, Any]:
    """That the patient's chain is to end in favour of new keys of theirs."""
    again = await keyed(world.trail, world.open, said_by.whose.actor)
    made = again.genesis()
    await again.browser.send_change("POST", "/api/keys/successor", await new_keys(again, made))
    following = verify_chain(again.uid, made.entries)
    word = attestation_for(said_by.officer, again.uid, following.genesis, "patient", "Kim Vale", again.now)
    close = enrolment.close_by_officer(said_by.whose.chain, said_by.officer, following.genesis, again.now)
    [entry, cose] = texts([close, word])
    return {"close": entry, "attestation": cose}


async def close(said_by: Vouching, world: World) -> dict[str, Any]:
    """That the patient's chain ends; the coordinator holds both offices."""
    said = await half(said_by, world)
    cora = await keyed(world.trail, world.open, world.cast.cora)
    coordinator, answer = await cora.asks("coordinator")
    if answer.status_code == 201:
        await accept(world.trail, [UUID(answer.json()["id"])], SIGNERS[:2])
    [entry] = texts([countersigned("mh1/user", decoded(said["close"]), coordinator)])
    return {"entry": entry, "attestation": said["attestation"]}


task = of(lambda world, _: {"task_id": world.lived.task})
room = of(lambda world, _: {"conversation_id": world.lived.team})
diary_entry = named("entry_id", lambda world, actor: world.diary_entry())
private_diary_entry = named("entry_id", lambda world, actor: world.private_diary_entry())
note = named("note_id", lambda world, actor: world.note(actor))
reason = said({"reason": "It was agreed with everybody"})
readers = (PATIENT, SUPPORTER, MEMBER, SUPERVISOR)
talkers = (PATIENT, SUPPORTER, MEMBER)
PHRASE = {"title": "Back on Monday", "words": "I am back {next working time}."}
GOAL = {"words": "Walk every day", "target": "Five of seven days"}
ITEM = {"title": "Walk after lunch", "phase": "dosing", "kind": "exercise"}

OPERATIONS: dict[str, Use] = {
    # who is there
    "GET /api/clinic": use(*ROLES),
    "POST /api/session": use(*ROLES, body=password_and_address),
    "GET /api/session": use(*ROLES),
    "POST /api/session/activity": use(*ROLES),
    "GET /api/sessions": use(*ROLES),
    "POST /api/sessions/{session_id}/end": use(*ROLES, path=other_session),
    "DELETE /api/session": use(*ROLES),
    "DELETE /api/sessions": use(*ROLES),
    "POST /api/session/code": use(*ROLES, body=half_signed_in),
    "GET /api/session/passkey/question": use(*ROLES),
    "POST /api/session/passkey": use(*ROLES, body=passkey_to_sign_in_with),
    "GET /api/session/proof/question": use(*ROLES),
    "POST /api/session/proof/password": use(*ROLES, body=own_password),
    "POST /api/session/proof/code": use(*ROLES, body=own_code),
    "POST /api/session/proof/passkey": use(*ROLES, body=own_passkey),
    "GET /api/factors": use(*ROLES),
    "GET /api/factors/authenticator/question": use(*ROLES),
    "POST /api/factors/authenticator": use(*ROLES, body=app_to_add),
    "GET /api/factors/passkeys/question": use(*ROLES),
    "POST /api/factors/passkeys": use(*ROLES, body=passkey_to_add),
    "POST /api/factors/{factor_id}/end": use(*ROLES, path=own_factor),
    "GET /api/invitations/{token}": use(*ROLES, path=link),
    "POST /api/invitations/{token}/redemption": use(*ROLES, path=link, body=said({"password": PASSWORD})),
    # people
    "GET /api/people": use(ADMINISTRATOR, PRIVACY_OFFICER),
    "GET /api/people/find": use(ADMINISTRATOR, COORDINATOR, q="Bea"),
    "GET /api/people/{person_id}": use(ADMINISTRATOR, PRIVACY_OFFICER, path=somebody(Role.THERAPIST)),
    "PUT /api/people/{person_id}": use(
        ADMINISTRATOR, COORDINATOR, path=invited(Role.PATIENT), body=said({"name": "Kim Vale-Marsh"})
    ),
    "GET /api/people/{person_id}/admission": use(ADMINISTRATOR, COORDINATOR, path=invited(Role.PATIENT)),
    "GET /api/people/{person_id}/caseload": use(ADMINISTRATOR, PRIVACY_OFFICER, path=somebody(Role.THERAPIST)),
    "POST /api/people": use(ADMINISTRATOR, COORDINATOR, body=new_person),
    "POST /api/people/{person_id}/invitations": use(ADMINISTRATOR, COORDINATOR, path=invited(Role.PATIENT)),
    "GET /api/people/{person_id}/invitation-link": use(ADMINISTRATOR, COORDINATOR, path=invited(Role.PATIENT)),
    "POST /api/people/{person_id}/roles": use(
        ADMINISTRATOR, path=somebody(Role.THERAPIST), body=said({"role": "supervisor"})
    ),
    "POST /api/people/{person_id}/roles/{role}/end": use(ADMINISTRATOR, path=held_role, body=reason),
    "POST /api/people/{person_id}/sessions/end": use(ADMINISTRATOR, path=somebody(Role.THERAPIST)),
    "POST /api/people/{person_id}/factors/reset": use(ADMINISTRATOR, path=somebody_with_an_app, body=reason),
    "POST /api/people/{person_id}/deactivation": use(ADMINISTRATOR, path=somebody(Role.THERAPIST), body=reason),
    "GET /api/people/{person_id}/trail": use(SUPERVISOR, PRIVACY_OFFICER, path=somebody(Role.THERAPIST)),
    # keys
    "GET /api/keys/directory": use(*ROLES),
    "GET /api/keys/mine": use(*ROLES),
    "POST /api/keys/mine/entries": use(*ROLES, body=chain_to_begin),
    "POST /api/keys/mine/pins": use(*ROLES, body=said({"version": 1, "sealed": "cGlucw"})),
    "POST /api/keys/joining": use(*ROLES, body=device_to_join),
    "POST /api/keys/joining/{device_id}/end": use(*ROLES, path=waiting_device),
    "POST /api/keys/successor": use(*ROLES, body=successor_to_ask),
    "POST /api/keys/successor/end": use(*ROLES, body=waiting_successor),
    "GET /api/keys/successors": use(COORDINATOR),
    "POST /api/keys/people/{person_id}/successor": use(COORDINATOR, **vouched(half)),
    "POST /api/keys/offices": use(MEMBER, COORDINATOR, body=office_to_ask),
    "GET /api/keys/unattested": use(COORDINATOR),
    "GET /api/keys/people/{person_id}": use(*ROLES, path=of(lambda world, _: {"person_id": world.cast.dov.person_id})),
    "POST /api/keys/people/{person_id}/attestation": use(MEMBER, COORDINATOR, **vouched(attestation)),
    "POST /api/keys/people/{person_id}/invite": use(COORDINATOR, **vouched(invite)),
    "POST /api/keys/people/{person_id}/close": use(COORDINATOR, **vouched(close)),
    # plans
    "GET /api/plans": use(*readers, PRIVACY_OFFICER, COORDINATOR),
    "GET /api/plans/teams": use(COORDINATOR),
    "POST /api/plans": use(COORDINATOR, body=plan_to_open),
    "GET /api/plans/{plan_id}": use(*readers, PRIVACY_OFFICER, COORDINATOR),
    "GET /api/plans/{plan_id}/versions": use(*readers),
    "POST /api/plans/{plan_id}/versions": use(MEMBER, body=said({"title": "A second plan", "reason": "It changed"})),
    "PUT /api/plans/{plan_id}/status": use(MEMBER, body=said({"status": "on-hold", "reason": "A journey"})),
    "POST /api/plans/{plan_id}/goals": use(MEMBER, body=said(GOAL)),
    "PUT /api/plans/{plan_id}/goals/{goal_id}": use(
        MEMBER, path=of(lambda world, _: {"goal_id": world.lived.goal}), body=said(GOAL)
    ),
    "POST /api/plans/{plan_id}/goal-proposals": use(PATIENT, body=said(GOAL)),
    "POST /api/plans/{plan_id}/items": use(MEMBER, body=said(ITEM)),
    "PUT /api/plans/{plan_id}/items/{item_id}": use(
        MEMBER, path=of(lambda world, _: {"item_id": world.lived.step}), body=said(ITEM)
    ),
    "POST /api/plans/{plan_id}/team": use(COORDINATOR, body=member_to_add),
    "POST /api/plans/{plan_id}/team/{relation_id}/lead": use(
        COORDINATOR, path=named("relation_id", lambda world, _: world.joined(Role.THERAPIST))
    ),
    "POST /api/plans/{plan_id}/team/{relation_id}/end": use(
        COORDINATOR, path=named("relation_id", lambda world, _: world.joined(Role.THERAPIST)), body=reason
    ),
    "GET /api/plans/{plan_id}/team/{relation_id}/caseload": use(
        COORDINATOR, path=named("relation_id", lambda world, _: world.joined(Role.THERAPIST))
    ),
    "PUT /api/plans/{plan_id}/team/{relation_id}/consent": use(
        PATIENT,
        path=named("relation_id", lambda world, _: world.joined(Role.SUPPORTER)),
        body=said({"may_see_plan": True}),
    ),
    "POST /api/plans/{plan_id}/team/{relation_id}/support/end": use(
        PATIENT, SUPPORTER, path=named("relation_id", support_to_end), body=reason
    ),
    "POST /api/plans/{plan_id}/access": use(SUPERVISOR, body=said({"reason": "An answer came late twice"})),
    "GET /api/plans/{plan_id}/access-log": use(PATIENT),
    # tasks
    "GET /api/today": use(MEMBER),
    "GET /api/caseload": use(MEMBER),
    "GET /api/counts": use(*talkers),
    "GET /api/tasks": use(*talkers),
    "GET /api/plans/{plan_id}/tasks": use(*readers),
    "GET /api/plans/{plan_id}/tasks/{task_id}": use(
        *readers, path=of(lambda world, _: {"task_id": world.lived.pool_task})
    ),
    "POST /api/plans/{plan_id}/tasks": use(MEMBER, body=said({"title": "Call the school", "pool": "therapist"})),
    "POST /api/plans/{plan_id}/tasks/{task_id}/claim": use(
        MEMBER, path=named("task_id", lambda world, _: world.task(pool=Role.PSYCHIATRIST))
    ),
    "POST /api/plans/{plan_id}/tasks/{task_id}/start": use(*talkers, path=named("task_id", own_task)),
    "POST /api/plans/{plan_id}/tasks/{task_id}/completion": use(*talkers, path=named("task_id", own_task)),
    "POST /api/plans/{plan_id}/tasks/{task_id}/hand-back": use(*talkers, path=named("task_id", own_task)),
    "POST /api/plans/{plan_id}/tasks/{task_id}/cancellation": use(MEMBER, path=task, body=reason),
    "PATCH /api/plans/{plan_id}/tasks/{task_id}": use(MEMBER, path=task, body=said({"title": "Call the aunt"})),
    "PUT /api/plans/{plan_id}/tasks/{task_id}/checklist": use(
        MEMBER,
        path=named("task_id", lambda world, _: world.task(pool=Role.THERAPIST)),
        body=said({"points": [{"words": "Find the number"}], "struck": []}),
    ),
    "PUT /api/plans/{plan_id}/tasks/{task_id}/checklist/{item_id}": use(
        *talkers, path=own_checklist, body=said({"ticked": True})
    ),
    "PUT /api/plans/{plan_id}/tasks/{task_id}/snooze": use(
        MEMBER, path=named("task_id", own_task), body=said({"until": None})
    ),
    "POST /api/plans/{plan_id}/tasks/reassignment": use(MEMBER, body=some_task),
    "GET /api/task-loads": use(MEMBER),
    "GET /api/task-loads/{person_id}": use(
        MEMBER, path=of(lambda world, _: {"person_id": str(world.cast.cem.person_id)})
    ),
    "GET /api/task-templates": use(MEMBER),
    "POST /api/plans/{plan_id}/task-templates/{name}": use(
        MEMBER, path=said({"name": "dose-day"}), body=said({"day": "2026-03-02"})
    ),
    # measures
    "GET /api/plans/{plan_id}/measures": use(*readers),
    "GET /api/plans/{plan_id}/measures/{instrument}/results": use(*readers, path=said({"instrument": "PHQ-9"})),
    "POST /api/plans/{plan_id}/measures/{instrument}/results": use(
        PATIENT, MEMBER, path=said({"instrument": "PHQ-9"}), body=said({"items": {"44250-9": 2}})
    ),
    "POST /api/plans/{plan_id}/measure-schedules": use(MEMBER, body=measure_to_schedule),
    "PUT /api/plans/{plan_id}/measure-schedules/{schedule_id}": use(
        MEMBER, path=named("schedule_id", scheduled_measure), body=of(lambda *_: {"due_on": clinic_today().isoformat()})
    ),
    "PUT /api/plans/{plan_id}/measure-schedules/{schedule_id}/status": use(
        MEMBER, path=named("schedule_id", scheduled_measure), body=said({"status": "on-hold"})
    ),
    "PUT /api/plans/{plan_id}/measure-reminder": use(PATIENT, body=reminder_to_set),
    # danger
    "POST /api/plans/{plan_id}/safety/findings": use(PATIENT, body=finding_to_tell),
    "GET /api/plans/{plan_id}/safety/cases": use(MEMBER, SUPERVISOR),
    "POST /api/plans/{plan_id}/safety/cases/{case_id}/take": use(MEMBER, path=open_case),
    "POST /api/plans/{plan_id}/safety/cases/{case_id}/assessment": use(
        MEMBER, SUPERVISOR, path=open_case, body=said({"assessment": "He is safe."})
    ),
    "POST /api/plans/{plan_id}/safety/cases/{case_id}/outcome": use(
        MEMBER, SUPERVISOR, path=assessed_case, body=said({"outcome": "reached-and-safe", "done": "Called him."})
    ),
    "GET /api/safety/rules": use(MEMBER, SUPERVISOR, COORDINATOR, ADMINISTRATOR, PRIVACY_OFFICER),
    # what a patient arranges for a bad time
    "GET /api/plans/{plan_id}/safety-plan": use(*readers),
    "GET /api/plans/{plan_id}/safety-plan/versions": use(*readers),
    "POST /api/plans/{plan_id}/safety-plan/versions": use(PATIENT, MEMBER, body=safety_plan_to_write),
    "PUT /api/plans/{plan_id}/word-check": use(PATIENT, body=said({"agreed": True, "wording": 1})),
    # the library and exercises
    "GET /api/library": use(*ROLES),
    "GET /api/plans/{plan_id}/exercises": use(*readers),
    "POST /api/plans/{plan_id}/exercises": use(MEMBER, body=exercise_to_give),
    "GET /api/plans/{plan_id}/practices": use(*readers),
    "POST /api/plans/{plan_id}/practices": use(PATIENT, body=said({**_DONE, "at": "2026-03-02T08:00:00Z"})),
    # the assessment
    "GET /api/plans/{plan_id}/assessment": use(*readers),
    "POST /api/plans/{plan_id}/assessment/findings": use(MEMBER, body=said(BARRIER)),
    "PUT /api/plans/{plan_id}/assessment/findings/{finding_id}": use(
        MEMBER, path=named("finding_id", a_finding), body=said(BARRIER)
    ),
    "POST /api/plans/{plan_id}/assessment/findings/{finding_id}/end": use(
        MEMBER, path=named("finding_id", a_finding), body=reason
    ),
    "POST /api/plans/{plan_id}/reviews": use(MEMBER, body=said({"words": "Both agree."})),
    "POST /api/plans/{plan_id}/reviews/{review_id}/confirmation": use(MEMBER, path=named("review_id", a_review)),
    # talking
    "GET /api/inbox": use(*talkers),
    "GET /api/inbox/counts": use(*talkers),
    "GET /api/inbox/newest": use(*talkers, of=str(uuid4())),
    "GET /api/inbox/to-admit": use(*talkers),
    "GET /api/unconfirmed-readers": use(COORDINATOR),
    "GET /api/plans/{plan_id}/unconfirmed-readers": use(COORDINATOR),
    "GET /api/plans/{plan_id}/answer-time": use(*talkers),
    "GET /api/plans/{plan_id}/conversations": use(*talkers),
    "POST /api/plans/{plan_id}/conversations": use(PATIENT, MEMBER, body=said({"kind": "team", "title": "Summer"})),
    "GET /api/plans/{plan_id}/conversations/{conversation_id}": use(*talkers, path=room),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/members": use(
        PATIENT,
        MEMBER,
        path=conversation_of,
        body=of(lambda world, _: {"person_id": str(world.cast.dov.person_id)}),
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/members/{person_id}/end": use(
        PATIENT, MEMBER, path=conversation_of
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/claim": use(MEMBER, path=conversation_of),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/hand-over": use(
        MEMBER, path=conversation_of, body=of(lambda world, _: {"person_id": str(world.cast.cem.person_id)})
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/release": use(MEMBER, path=conversation_of),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/close": use(
        MEMBER, path=conversation_of, body=said({"outcome": "Phoned her"})
    ),
    "GET /api/plans/{plan_id}/conversations/{conversation_id}/ladder": use(*talkers, path=room, level="urgent"),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/ladder": use(
        *talkers, path=room, body=said({"level": "urgent"})
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/alarms": use(
        *talkers,
        path=room,
        body=of(lambda world, _: {"message_id": str(uuid4()), "level": "urgent", "cause": "safety"}),
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/reopen": use(MEMBER, path=conversation_of),
    "PUT /api/plans/{plan_id}/conversations/{conversation_id}/title": use(
        PATIENT, MEMBER, path=conversation_of, body=said({"title": "Sleep"})
    ),
    "PUT /api/plans/{plan_id}/conversations/{conversation_id}/reminder": use(
        MEMBER, path=conversation_of, body=said({"at": None})
    ),
    "GET /api/plans/{plan_id}/conversations/{conversation_id}/messages": use(*talkers, path=talked_room),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/messages": use(
        *talkers, path=sealed_room, body=envelope
    ),
    "GET /api/plans/{plan_id}/conversations/{conversation_id}/log": use(*talkers, COORDINATOR, path=sealed_room),
    "GET /api/plans/{plan_id}/conversations/{conversation_id}/readers/{person_id}": use(
        *talkers, COORDINATOR, path=reader_of_room
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/log": use(
        *talkers, COORDINATOR, path=sealed_room, body=log_entry
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/assignments": use(
        COORDINATOR, path=sealed_room, body=assignment_to_give
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/alerts": use(
        *talkers, COORDINATOR, path=sealed_room, body=said({"what": "log", "seq": 3})
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/seen": use(
        *talkers, path=room, body=said({"number": 2})
    ),
    "POST /api/plans/{plan_id}/conversations/{conversation_id}/delivered": use(
        *talkers, path=room, body=said({"number": 2})
    ),
    # what is not as it was signed
    "POST /api/alerts": use(*ROLES, body=said({"what": "directory"})),
    "POST /api/alerts/{alert_id}/look": use(PRIVACY_OFFICER, path=named("alert_id", alert_of)),
    "POST /api/alerts/{alert_id}/close": use(
        PRIVACY_OFFICER,
        path=named("alert_id", alert_of),
        body=said({"outcome": "mistaken", "words": "Nothing was wrong."}),
    ),
    "GET /api/oversight/alerts": use(PRIVACY_OFFICER),
    "GET /api/oversight/alerts/{alert_id}": use(PRIVACY_OFFICER, path=named("alert_id", alert_of)),
    # duty
    "GET /api/duty": use(MEMBER, SUPERVISOR, PRIVACY_OFFICER, COORDINATOR, ADMINISTRATOR, day="2027-03-10"),
    "GET /api/duty/now": use(MEMBER, SUPERVISOR, PRIVACY_OFFICER, COORDINATOR, ADMINISTRATOR),
    "GET /api/duty/hours": use(MEMBER, SUPERVISOR, PRIVACY_OFFICER, COORDINATOR, ADMINISTRATOR),
    "PUT /api/duty/hours": use(COORDINATOR, body=said(ALWAYS_OPEN)),
    "POST /api/duty/shifts": use(COORDINATOR, body=shift_to_plan),
    "PUT /api/duty/shifts/{shift_id}": use(COORDINATOR, path=named("shift_id", shift_of), body=shift_to_change),
    "POST /api/duty/shifts/{shift_id}/cancellation": use(COORDINATOR, path=named("shift_id", shift_of), body=reason),
    "GET /api/plans/{plan_id}/cover": use(*readers, PRIVACY_OFFICER, COORDINATOR),
    "POST /api/plans/{plan_id}/duty": use(MEMBER, path=therapist_on_duty, body=said({"role": "therapist"})),
    "GET /api/duty/standing-assignments": use(COORDINATOR),
    "POST /api/duty/standing-assignments": use(COORDINATOR, body=word_ahead),
    "GET /api/availability": use(MEMBER, SUPERVISOR),
    "PUT /api/availability": use(MEMBER, SUPERVISOR, body=absence),
    "POST /api/availability/end": use(MEMBER, SUPERVISOR, path=away),
    # what cannot wait
    "GET /api/alarms": use(MEMBER, SUPERVISOR),
    "POST /api/plans/{plan_id}/alarms/{alarm_id}/acknowledge": use(MEMBER, path=named("alarm_id", alarm_raised)),
    "POST /api/plans/{plan_id}/alarms/{alarm_id}/outcome": use(
        MEMBER, path=named("alarm_id", alarm_raised), body=said({"outcome": "answered"})
    ),
    # being told
    "GET /api/notifications": use(*ROLES),
    "PUT /api/notifications": use(
        *ROLES, body=said({"routine": ["push"], "urgent": ["push", "mail"], "digest": "07:30"})
    ),
    "POST /api/notifications/devices": use(*ROLES, body=push_device),
    "POST /api/notifications/devices/{device_id}/end": use(*ROLES, path=own_push_device),
    "POST /api/notifications/tests": use(*ROLES, body=said({"channel": "push"})),
    "GET /api/people/{person_id}/notices": use(PRIVACY_OFFICER, path=somebody(Role.THERAPIST)),
    # what is written again and again
    "GET /api/phrases": use(MEMBER, COORDINATOR),
    "POST /api/quick-replies": use(MEMBER, body=said(PHRASE)),
    "PUT /api/quick-replies/{quick_reply_id}": use(
        MEMBER, path=named("quick_reply_id", quick_reply_of), body=said(PHRASE)
    ),
    "POST /api/quick-replies/{quick_reply_id}/end": use(MEMBER, path=named("quick_reply_id", quick_reply_of)),
    "POST /api/message-templates": use(COORDINATOR, body=said(PHRASE)),
    "PUT /api/message-templates/{template_id}": use(
        COORDINATOR, path=named("template_id", template_of), body=said(PHRASE)
    ),
    "POST /api/message-templates/{template_id}/end": use(COORDINATOR, path=named("template_id", template_of)),
    # the diary
    "GET /api/plans/{plan_id}/diary": use(*readers),
    "POST /api/plans/{plan_id}/diary": use(PATIENT, body=diary_entry_to_write),
    "POST /api/plans/{plan_id}/diary/{entry_id}/versions": use(
        PATIENT, path=diary_entry, body=said({"version": 2, "day": clinic_today().isoformat(), "mood": "low"})
    ),
    "POST /api/plans/{plan_id}/diary/{entry_id}/withdrawal": use(PATIENT, path=diary_entry),
    # what is for oneself
    "GET /api/plans/{plan_id}/private-diary": use(PATIENT),
    "POST /api/plans/{plan_id}/private-diary": use(PATIENT, body=note_to_write),
    "POST /api/plans/{plan_id}/private-diary/{entry_id}/versions": use(
        PATIENT, path=private_diary_entry, body=said({"version": 2, "sealed": encoded(SEALED)})
    ),
    "POST /api/plans/{plan_id}/private-diary/{entry_id}/removal": use(PATIENT, path=private_diary_entry),
    "GET /api/plans/{plan_id}/process-notes": use(THERAPIST),
    "POST /api/plans/{plan_id}/process-notes": use(THERAPIST, body=note_to_write),
    "GET /api/plans/{plan_id}/process-notes/{note_id}": use(THERAPIST, path=note),
    "GET /api/plans/{plan_id}/process-notes/{note_id}/versions": use(THERAPIST, path=note),
    "POST /api/plans/{plan_id}/process-notes/{note_id}/versions": use(
        THERAPIST, path=note, body=said({"version": 2, "sealed": encoded(SEALED)})
    ),
    # the trail
    "GET /api/oversight/summary": use(SUPERVISOR, PRIVACY_OFFICER),
    "GET /api/plans/{plan_id}/trail": use(SUPERVISOR, PRIVACY_OFFICER),
    "POST /api/plans/{plan_id}/trail/exports": use(SUPERVISOR, PRIVACY_OFFICER, body=said({"format": "json"})),
    "GET /api/streams/{stream_id}/entries": use(*ROLES, path=stream_of),
    "GET /api/plans/{plan_id}/trail/{stream_id}/{seq}": use(SUPERVISOR, PRIVACY_OFFICER, path=entry_of),
    "GET /api/organisation/trail/{seq}": use(PRIVACY_OFFICER, path=said({"seq": 1})),
    "GET /api/plans/{plan_id}/touched": use(SUPERVISOR, PRIVACY_OFFICER),
    "GET /api/oversight/plans": use(SUPERVISOR, PRIVACY_OFFICER),
    "GET /api/oversight/outside": use(SUPERVISOR, PRIVACY_OFFICER),
    "GET /api/oversight/waiting": use(SUPERVISOR, PRIVACY_OFFICER),
    "GET /api/oversight/times": use(SUPERVISOR, PRIVACY_OFFICER),
    "GET /api/oversight/outcomes": use(SUPERVISOR),
    "GET /api/oversight/outcomes/{figure}": use(SUPERVISOR, path=said({"figure": "drop-out"})),
    "GET /api/outcomes": use(MEMBER),
    "GET /api/outcomes/{figure}": use(MEMBER, path=said({"figure": "drop-out"})),
    "GET /api/oversight/times/{measure}": use(SUPERVISOR, PRIVACY_OFFICER, path=said({"measure": "first-reply"})),
    "POST /api/people/{person_id}/trail/exports": use(
        SUPERVISOR, PRIVACY_OFFICER, path=somebody(Role.THERAPIST), body=said({"format": "json"})
    ),
}

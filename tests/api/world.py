"""A plan with something of everything on it, and somebody signed in for each role that asks for it."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.access.streams import StreamKind
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.ids import ORGANISATION_STREAM, PersonId
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.puk import Generation
from careteam.diary import commands as diary
from careteam.diary.rules import Mood
from careteam.identity import commands as identity
from careteam.identity import invitations
from careteam.identity.passwords import hashed
from careteam.identity.people import take_in
from careteam.messaging import commands as messaging
from careteam.messaging.rules import ConversationKind
from careteam.notes import commands as notes
from careteam.plans import team
from careteam.tasks import commands as tasks
from careteam.tasks.models import ChecklistItem
from tests.identity.authenticator import add_app
from tests.stories.clinic import Planned, be_trusted, plan_a_little
from tests.talkers import Talkers
from tests.world import Browser, Cast, person

#: Sealed as a note of one's own is; what it says is nobody's business here.
SEALED = seal_own(Generation(bytes(16), 1, bytes(32)), Place("note", bytes(16), 1), b"she wept")
PASSWORD = "a quiet walk before breakfast"
PATIENT, SUPPORTER, MEMBER, SUPERVISOR = "patient", "supporter", "member", "supervisor"
PRIVACY_OFFICER, COORDINATOR, ADMINISTRATOR = "privacy officer", "coordinator", "administrator"
#: Asked only about what the others, among them a member who is the psychiatrist and leads, have none of.
THERAPIST = "therapist"
ROLES = (PATIENT, SUPPORTER, MEMBER, SUPERVISOR, PRIVACY_OFFICER, COORDINATOR, ADMINISTRATOR)


@dataclass
class World:
    """Everything a request may name, and who may ask."""

    cast: Cast
    lived: Planned
    browsers: dict[str, Browser]
    streams: dict[StreamKind, UUID]
    supporter: Actor  # in the team's conversation, and allowed to see the plan
    support: UUID  # their relation
    open: Callable[[Actor], Awaitable[Browser]]
    #: The conversation that a request about its log is about.
    sealed: UUID | None = None
    _talkers: Talkers | None = None
    #: Words that stand in addresses, by the name of the parameter: what fuzzed requests are about, most of the time.
    known: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def trail(self) -> Trail:
        """The installation."""
        return self.cast.trail

    async def talkers(self) -> Talkers:
        """Those of the team with keys and a client."""
        if self._talkers is None:
            cast = self.cast
            self._talkers = await Talkers.of(self.open, cast, [cast.ada, self.supporter, cast.bea, cast.cem])
        return self._talkers

    def actor(self, role: str) -> Actor:
        """Who asks in this role."""
        cast = self.cast
        people = (cast.ada, self.supporter, cast.bea, cast.eli, cast.pia, cast.cora, cast.adam, cast.cem)
        return dict(zip((*ROLES, THERAPIST), people, strict=True))[role]

    async def task(self, *, owner: Actor | None = None, pool: Role | None = None) -> UUID:
        """A new task of somebody's, or of a pool."""
        new = tasks.NewTask(title="Walk after lunch", owner_id=owner.person_id if owner else None, pool=pool)
        async with self.cast.change(self.cast.bea, Action.ASSIGN_TASK) as change:
            return await tasks.assign_task(change, new)

    async def checklist(self, owner: Actor) -> tuple[UUID, UUID]:
        """A new task of somebody's with a thing to tick off: which task, which thing."""
        new = tasks.NewTask(title="Walk", owner_id=owner.person_id, checklist=["Find the shoes"])
        async with self.cast.change(self.cast.bea, Action.ASSIGN_TASK) as change:
            task = await tasks.assign_task(change, new)
            (item,) = await change.find(ChecklistItem, task_id=task)
            return task, item.id

    async def note(self, by: Actor) -> UUID:
        """A new process note of this person's; the therapist's where the person can have none."""
        async with self.cast.change(by if by == self.cast.cem else self.cast.cem, Action.WRITE_PROCESS_NOTE) as change:
            return await notes.write_note(change, note_id=uuid4(), sealed=SEALED)

    async def diary_entry(self) -> UUID:
        """A new entry of the patient's diary, shared."""
        async with self.cast.change(self.cast.ada, Action.WRITE_DIARY_ENTRY) as change:
            said = diary.Said(day=change.now.date(), mood=Mood.OKAY)
            return await diary.write_entry(change, entry_id=uuid4(), said=said)

    async def private_diary_entry(self) -> UUID:
        """A new private entry of the patient's diary."""
        async with self.cast.change(self.cast.ada, Action.WRITE_DIARY_ENTRY) as change:
            return await diary.write_private(change, entry_id=uuid4(), sealed=SEALED)

    async def with_app(self, who: Actor) -> str:
        """Let this person take an authenticator app as a factor. Return its secret."""
        browser = await self.open(who)
        return await add_app(browser, self.trail)

    async def someone(self, role: Role) -> Actor:
        """Somebody new, who has nothing to do with the plan."""
        return await person(self.trail, "Kim Vale", role)

    async def joined(self, role: Role) -> UUID:
        """The relation of somebody new on the plan."""
        who = await self.someone(role)
        async with self.cast.change(self.cast.cora, Action.CHANGE_TEAM) as change:
            return await team.join(change, person_id=who.person_id, role=role)

    async def conversation(self, by: Actor, *others: Actor) -> UUID:
        """A new conversation that this person has opened."""
        kind = ConversationKind.TEAM if self.cast.ada in (by, *others) else ConversationKind.STAFF
        async with self.cast.change(by, Action.OPEN_CONVERSATION) as change:
            return await messaging.open_conversation(
                change, kind=kind, title="About the summer", member_ids=[one.person_id for one in others]
            )

    async def without(self, conversation: UUID, opener: Actor, who: Actor) -> None:
        """Take somebody out of a conversation, if they are in it."""
        with contextlib.suppress(problems.NotFound):
            async with self.cast.change(opener, Action.CHANGE_MEMBERSHIP) as change:
                await messaging.remove_member(change, conversation_id=conversation, person_id=who.person_id)

    async def invited(self, role: Role, *, used: bool = False) -> tuple[UUID, str, str]:
        """Somebody invited (or signed up already): who, their address, their link's token."""
        email = f"{uuid4().hex}@clinic.example"
        async with open_change(self.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
            person_id, invitation_id = await take_in(change, name="Kim Vale", role=role, email=email, synthetic=True)
        assert invitation_id is not None
        if used:
            actor = Actor(PersonId(person_id), frozenset({role}))
            async with open_change(self.trail, actor, Action.REDEEM_INVITATION) as change:
                password = await hashed(PASSWORD)
                await identity.redeem_invitation(change, invitation_id=invitation_id, password_hash=password)
            return person_id, email, ""
        async with open_change(self.trail, self.cast.adam, Action.INVITE_PERSON) as change:
            found = await invitations.newest_open(change, person_id)
        return person_id, email, invitations.token_of(self.trail, found.id, found.expires_at)


async def make_world(cast: Cast, browser: Callable[[Actor], Awaitable[Browser]]) -> World:
    """A world with everybody signed in; the supervisor has given a reason, a second administrator could take over."""
    lived = await plan_a_little(cast)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        streams = {
            kind: await change.stream(kind)
            for kind in (StreamKind.RECORD, StreamKind.ROSTER, StreamKind.TEAM, StreamKind.ACCESS)
        }
    streams[StreamKind.ORGANISATION] = ORGANISATION_STREAM
    async with cast.change(cast.eli, Action.REQUEST_ACCESS) as change:
        await team.request_access(change, reason="The answer came late twice")
    supporter, support = await be_trusted(cast, lived)
    world = World(cast, lived, {}, streams, supporter, support, browser)
    world.browsers = {role: await browser(world.actor(role)) for role in (*ROLES, THERAPIST)}
    world.known = {
        "plan_id": [cast.plan], "goal_id": [lived.goal], "item_id": [lived.step], "conversation_id": [lived.team],
        "task_id": [lived.task, lived.pool_task], "relation_id": [support], "person_id": [cast.dov.person_id],
        "stream_id": list(streams.values()), "seq": [1, 2], "instrument": ["PHQ-9"], "token": ["bm90IGEgbGluayBvZiBvdXJz"],
        "device_id": ["AAAAAAAAAAAAAAAAAAAAAA"],
    }  # fmt: skip
    return world

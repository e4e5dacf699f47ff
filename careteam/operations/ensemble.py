"""People with keys and clients of their own, all in this process: who vouches, who signs in, who talks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.client.memory import Memory, Seen
from careteam.client.pins import Head, Pins
from careteam.client.talk import Talk
from careteam.client.talkline import MessageTold, Urgency
from careteam.client.talksteps import assignment, standing
from careteam.client.talktrust import Own, Trust
from careteam.core.ids import PlanId
from careteam.coverage.standing import assign_standing
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Attestation, Directory, verify_directory
from careteam.crypto.mh1.enrolment import Device, Holder
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.offices import make_attestation
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.primitives import SYSTEM, digest, public_key
from careteam.crypto.mh1.statements import FULL
from careteam.crypto.mh1.userchain import verify_chain
from careteam.keys import commands as keys
from careteam.keys import founding, offices
from careteam.keys.queries import directory
from careteam.keys.rules import Office, Scope, attested_roles
from careteam.operations.inside import Inside

#: How long a word for somebody's keys holds.
VOUCHED_MS = 2 * 365 * 86_400_000


@dataclass
class Player:
    """Somebody with keys, unlocked, and a client: what it trusts, and the conversations it has open."""

    actor: Actor
    name: str
    own: Own
    device: Device
    trust: Trust
    transport: Inside
    held: dict[Office, Signer] = field(default_factory=dict[Office, Signer])
    talks: dict[UUID, Talk] = field(default_factory=dict[UUID, Talk])


class Ensemble:
    """Everybody who has keys here. `now`: the one clock, in milliseconds; `label`: what they call their device."""

    def __init__(self, trail: Trail, now: Callable[[], int], label: str) -> None:
        self.trail, self.now, self._label = trail, now, label
        self.players: dict[UUID, Player] = {}
        self._plans: dict[bytes, PlanId] = {}
        #: What is known to have been said in each conversation, in its order.
        self._said: dict[UUID, list[MessageTold]] = {}

    def __getitem__(self, actor: Actor) -> Player:
        return self.players[actor.person_id]

    async def begin(self, actor: Actor, name: str, slots: Sequence[Holder] = ()) -> Player:
        """Begin somebody's chain with a new device and these holders, and their pins with it."""
        uid, device = actor.person_id.bytes, Device.fresh()
        made = enrolment.genesis(uid, device, slots, self.now())
        chain = verify_chain(uid, made.entries)
        known, roots = await self._directory(actor)
        pins = Pins(known.org, tuple(roots), Head.of_directory(known)).with_label(device.id, self._label)
        sealed = seal_own(made.puk, Place("pins", uid, 1), pins.with_chain(chain, verified=True).encoded())
        async with open_change(self.trail, actor, Action.BEGIN_CHAIN) as change:
            await keys.extend_chain(change, seq=0, entries=made.entries, boxes=made.boxes)
            await keys.keep_pins(change, version=1, sealed=sealed)
        own, transport = Own(chain, made.puk, device.signer), Inside(self.trail, actor, self._plans)
        memory = Memory(seen=Seen(known.org, tuple(roots)))
        trust = Trust(own, transport, memory, self.now)
        player = self.players[actor.person_id] = Player(actor, name, own, device, trust, transport)
        return player

    async def _directory(self, actor: Actor) -> tuple[Directory, list[bytes]]:
        async with open_view(self.trail, actor, Action.READ_KEYS, screen=str(Action.READ_KEYS)) as view:
            told = await directory(view, -1)
        return verify_directory(told.org, told.roots, told.entries), told.roots

    async def hold(self, asked: Sequence[tuple[Actor, Office, Scope]], roots: Sequence[Signer]) -> None:
        """Let people ask for offices, and sign all of them in."""
        ids: list[UUID] = []
        for actor, office, scope in asked:
            player, seed, request = self[actor], SYSTEM(32), SYSTEM(16)
            sealed = seal_own(player.own.puk, Place("office", request, 1), seed)
            async with open_change(self.trail, actor, Action.ASK_OFFICE) as change:
                ids.append(
                    await offices.ask_office(
                        change, office=office, scope=scope, request=request, pk=public_key(seed), sealed=sealed
                    )
                )
            player.held[office] = Signer.of_office(seed)
        await founding.accept(self.trail, ids, roots)

    async def vouch(self, officer: Actor, actor: Actor) -> None:
        """As an identity officer: these keys are theirs; here it is certain."""
        player, until = self[actor], self.now() + VOUCHED_MS
        role, genesis = attested_roles(actor.roles)[0].value, player.own.genesis
        word = Attestation(actor.person_id.bytes, genesis, role, until, digest(player.name.encode()))
        cose = make_attestation(self[officer].held[Office.IDENTITY], word)
        async with open_change(self.trail, officer, Action.ATTEST_PERSON) as change:
            await offices.attest_person(change, person_id=actor.person_id, cose=cose)

    async def talk(self, actor: Actor, plan_id: PlanId, conversation_id: UUID) -> Talk:
        """Somebody's client of a conversation; when first opened, it does there what is its to do."""
        player = self[actor]
        self._plans[conversation_id.bytes] = plan_id
        if conversation_id not in player.talks:
            await player.trust.read_directory()
            talk = player.talks[conversation_id] = Talk(conversation_id.bytes, player.trust, player.transport)
            await talk.reconcile()
        return player.talks[conversation_id]

    async def admit(
        self, coordinator: Actor, member: Actor, who: Actor, plan_id: PlanId, conversation_id: UUID
    ) -> None:
        """Let somebody read who was taken into a conversation: a coordinator signs it, a member's client writes it."""
        talk = await self.talk(coordinator, plan_id, conversation_id)
        cose = assignment(talk.view, self[coordinator].held[Office.COORDINATOR], who.person_id.bytes)
        if cose is not None:
            await self[coordinator].transport.assign(conversation_id.bytes, [(who.person_id.bytes, cose)])
        await (await self.talk(member, plan_id, conversation_id)).reconcile()

    async def stand(self, coordinator: Actor, who: Actor, until: datetime) -> None:
        """Sign ahead for somebody on duty, or who covers: they belong wherever they are called in."""
        card, role = MemberCard(who.person_id.bytes, self[who].own.genesis, FULL), attested_roles(who.roles)[0].value
        office = self[coordinator].held[Office.COORDINATOR]
        cose = standing(office, card, role, offices.milliseconds(until), SYSTEM(16))
        async with open_change(self.trail, coordinator, Action.ASSIGN_STANDING) as change:
            await assign_standing(change, person_id=who.person_id, cose=cose)

    async def say(
        self, actor: Actor, plan_id: PlanId, conversation_id: UUID, words: str, *, about: UUID | None = None,
        urgency: Urgency | None = None,
    ) -> UUID:  # fmt: skip
        """Send words, perhaps about a part of the plan; what others said meanwhile is heard first, as live lines bring it."""
        talk = await self.talk(actor, plan_id, conversation_id)
        said = self._said.setdefault(conversation_id, [])
        for told in said:
            if told.number == talk.record.taken + 1:
                await talk.receive(told)
        mid = await talk.send(Content(Type.TEXT, words), plan_ref=about and about.bytes, urgency=urgency)
        known = said[-1].number if said else 0
        said += [MessageTold(one.number, one.envelope_bytes) for one in talk.record.items if one.number > known]
        return UUID(bytes=mid)

"""What follows for conversations from what happens to their plan."""

from careteam.access.models import ConversationMember
from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.core.ids import SYSTEM_PERSON
from careteam.coverage.events import AlarmStepped
from careteam.keys.chains import newest_chain
from careteam.keys.events import ChainClosed, DirectoryExtended, KeysRotated, PersonAttested
from careteam.messaging import commands, rules
from careteam.messaging.events import EpochLeftBehind
from careteam.messaging.models import Conversation
from careteam.messaging.rules import ConversationKind
from careteam.plans.events import PlanOpened, StandInAdded, StandInEnded, TeamMemberAdded, TeamMemberRemoved


async def open_with_plan(change: Change, event: PlanOpened) -> None:
    """Every plan has a conversation of the whole team and one of its staff. Careteam itself opened them."""
    for kind in (ConversationKind.TEAM, ConversationKind.STAFF):
        with_patient = kind is ConversationKind.TEAM
        await commands.begin(change, kind=kind, opened_by=SYSTEM_PERSON, members=(), with_patient=with_patient)


async def join_with_team(change: Change, event: TeamMemberAdded) -> None:
    """Who comes to a plan joins the conversations that were opened with it; a supporter waits to be added."""
    roles = frozenset({Role(event.role)})
    for conversation in await change.find(Conversation, opened_by=SYSTEM_PERSON):
        if rules.joins(conversation.kind, roles):
            await commands.bring_in(change, conversation, event.person_id)


async def join_to_stand_in(change: Change, event: StandInAdded) -> None:
    """Who covers joins where the person covered is, who was called in what was opened with the plan; two stay two."""
    for conversation in await change.find(Conversation):
        there = {"conversation_id": conversation.id, "person_id": event.behalf_id, "removed_at": None}
        shared = (
            await change.find(ConversationMember, **there)
            if event.behalf_id
            else conversation.opened_by == SYSTEM_PERSON
        )
        if shared and conversation.kind is not ConversationKind.DIRECT:
            await commands.bring_in(change, conversation, event.person_id)


async def let_in_told(change: Change, event: AlarmStepped) -> None:
    """Whom an alarm tells joins the conversation it is about."""
    if event.conversation_id is not None:
        await commands.let_in(change, await change.get(Conversation, event.conversation_id), event.told_ids)


async def leave_with_team(change: Change, event: TeamMemberRemoved | StandInEnded) -> None:
    """Who leaves a plan leaves its conversations; who stays in another role, those that are not for that role.

    What they looked after is nobody's, also where they stay without treating.
    """
    roles = (await commands.roster_of(change)).get(event.person_id, frozenset[Role]())
    for member in await change.find(ConversationMember, person_id=event.person_id, removed_at=None):
        conversation = await change.get(Conversation, member.conversation_id)
        # Whoever leaves in two roles at once has been taken out by the first.
        if member.removed_at is None and not rules.belongs(conversation.kind, roles):
            await commands.take_out(change, conversation, member)
        elif not rules.is_staff(roles):
            await commands.leave_unowned(change, conversation, event.person_id)


async def leave_epochs_behind(change: Change, event: KeysRotated | ChainClosed | PersonAttested) -> None:
    """Whose keys are others now: in their conversations, whoever sends next begins a new epoch.

    Keys that are vouched for and not those a log has are told of each time: members' clients let their owner in again.
    """
    vouched = await newest_chain(change, event.person_id) if isinstance(event, PersonAttested) else None
    for plan_id in await change.plans_of(event.person_id):
        within = change.within(plan_id)
        for member in await within.find(ConversationMember, person_id=event.person_id, removed_at=None):
            conversation = await within.get(Conversation, member.conversation_id)
            here = event.person_id in conversation.readers
            returns = vouched is not None and here and vouched.genesis not in conversation.reader_keys
            behind = vouched is None and conversation.log_head is not None and not conversation.stale
            if returns or behind:
                conversation.stale = True
                await within.record(EpochLeftBehind(conversation_id=conversation.id))


async def share_with_new_officers(change: Change, event: DirectoryExtended) -> None:
    """The records officers are others now: in every conversation the next member online shares its key with them."""
    if event.roster is None:
        return
    for plan_id in await change.plans():
        within = change.within(plan_id)
        for conversation in await within.find(Conversation):
            if conversation.log_head is not None:
                conversation.stale = conversation.officers_behind = True
                await within.record(EpochLeftBehind(conversation_id=conversation.id))

"""Sending what the server cannot read: judged by the end of the log and the sender's last message, both in rows at hand."""

from collections.abc import Sequence
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.roles import PATIENT_SIDE
from careteam.audit.change import Change
from careteam.core.ids import MessageId, PlanId
from careteam.coverage import ladder
from careteam.coverage.hours import Hours
from careteam.coverage.ladders import Cause, Level, Subject
from careteam.crypto.mh1.envelope import Envelope
from careteam.crypto.mh1.merkle import Tree
from careteam.keys.offices import milliseconds
from careteam.messaging import judging, logs
from careteam.messaging.commands import joined, let_in, say
from careteam.messaging.models import Conversation, Message
from careteam.messaging.rules import MessagePriority
from careteam.plans import parts


async def send_message(
    change: Change, *, conversation_id: UUID, envelope: bytes, priority: MessagePriority = MessagePriority.ROUTINE,
    cause: Cause | None = None, hours: Hours | None = None, mentions: Sequence[UUID] = (),
) -> MessageId:  # fmt: skip
    """Take a message as its sender sealed it: the next one of its key, under the log's head, in an epoch not stale.

    What cannot wait has a cause, and raises an alarm in the same change; who writes of the patient's side what can, while
    the clinic does not work, is told when it does. Whoever sends the same bytes again gets the same answer. Of those it
    mentions, as the sender says, whoever is in the conversation finds it among what waits for them.
    """
    conversation, member = await joined(change, conversation_id)
    change.require(Action.SEND_MESSAGE, in_conversation=True)
    taken = judging.take_apart(envelope)
    try:
        said = await _taken(change, conversation, member, taken, envelope, priority, hours, mentions)
    except (judging.HeadMoved, judging.EpochStale):
        known = await change.find(Message, stream_id=conversation.stream_id, id=UUID(bytes=taken.header.mid))
        if not known:
            raise
        if known[0].envelope != envelope:
            raise judging.DuplicateMessage from None
        return MessageId(change.answer(known[0].id))
    if priority is not MessagePriority.ROUTINE and cause is not None:
        cited = None if taken.header.plan_ref is None else UUID(bytes=taken.header.plan_ref)
        about = _about(conversation, Subject.MESSAGE, said, cited)
        await ladder.raise_alarm(change, about, Level(priority), cause)
    return said


async def raise_without_words(
    change: Change, *, conversation_id: UUID, message_id: UUID, level: Level, cause: Cause, about: UUID | None = None
) -> UUID:
    """Raise the alarm of a message that its author cannot seal, or not yet, under the message's own id.

    It climbs the ladder that the message would; where the message follows while it is open, it stays the one alarm.
    """
    conversation, _ = await joined(change, conversation_id)
    change.require(Action.RAISE_ALARM, in_conversation=True)
    await parts.must_cite(change, [] if about is None else [about])
    raised = await ladder.raise_alarm(change, _about(conversation, Subject.WORDLESS, message_id, about), level, cause)
    return change.answer(raised)


def _about(conversation: Conversation, kind: Subject, id_: UUID, cited: UUID | None) -> ladder.About:
    return ladder.About(
        kind=kind, id=id_, shared=conversation.with_patient, conversation_id=conversation.id,
        owner_id=conversation.owner_id, part_id=cited,
    )  # fmt: skip


async def ready_ladder(change: Change, *, conversation_id: UUID, level: Level) -> UUID:
    """Before an urgent or stat message is sealed: let everybody on duty whom its ladder names into its conversation."""
    conversation, _ = await joined(change, conversation_id)
    change.require(Action.READY_LADDER, in_conversation=True)
    there = change.within(PlanId(conversation.plan_id))
    on_duty = await ladder.ready(there, kind=Subject.MESSAGE, level=level, conversation_id=conversation.id)
    await let_in(there, conversation, on_duty)
    return change.answer(conversation.id)


async def newest_number(change: Change, conversation_id: UUID) -> int:
    """The number of a conversation's newest message: in the change that sends one, its own."""
    conversation, _ = await joined(change, conversation_id)
    return conversation.message_count


async def _taken(
    change: Change, conversation: Conversation, member: ConversationMember, envelope: Envelope, data: bytes,
    priority: MessagePriority, hours: Hours | None, mentions: Sequence[UUID],
) -> MessageId:  # fmt: skip
    """Judge a message by what is at hand, and take it; an id used before is the database's to find."""
    head = _head(conversation)
    me, now = change.actor.person_id.bytes, milliseconds(change.now)
    judging.check_place(envelope, conversation.id.bytes, me, head, now, conversation.epoch_sent)
    key, *others = await _signing(change, conversation, member, envelope)
    member.signing = judging.packed([judging.check_signed(envelope, key), *others])
    tree = Tree.of(conversation.epoch_sent, conversation.epoch_tree or b"")
    tree.add(envelope.hash)
    conversation.epoch_sent, conversation.epoch_tree = tree.size, tree.parts
    plan_ref = envelope.header.plan_ref
    cited = await parts.must_cite(change, [] if plan_ref is None else [UUID(bytes=plan_ref)])
    silent = envelope.header.message_class != 0
    if silent and priority is not MessagePriority.ROUTINE:
        raise judging.EnvelopeRefused(reason="a silent message that cannot wait")
    said = Message(
        id=UUID(bytes=envelope.header.mid), envelope=data, epoch=head.epoch, silent=silent, about=list(cited),
        priority=priority,
    )  # fmt: skip
    if hours is not None and change.role in PATIENT_SIDE and not silent and priority is MessagePriority.ROUTINE:
        opens = hours.opens_after(change.now)
        if opens != conversation.told_opens:
            conversation.told_opens = said.told_opens = opens
    return await say(change, conversation, member, said, [] if silent else await _there(change, conversation, mentions))


async def _there(change: Change, conversation: Conversation, mentions: Sequence[UUID]) -> list[ConversationMember]:
    """Those of the mentioned who are in the conversation now, but for the sender."""
    others = [id_ for id_ in mentions if id_ != change.actor.person_id]
    if not others:
        return []
    return await change.find(ConversationMember, conversation_id=conversation.id, person_id=others, removed_at=None)


def _head(conversation: Conversation) -> judging.Head:
    """The end of the log, as the conversation's columns have it."""
    if conversation.log_head is None or conversation.epoch_ends is None:
        raise judging.HeadMoved
    ends = milliseconds(conversation.epoch_ends)
    return judging.Head(conversation.log_head, conversation.epoch, conversation.stale, ends, conversation.epoch_limit)


async def _signing(
    change: Change, conversation: Conversation, member: ConversationMember, envelope: Envelope
) -> list[judging.Signing]:
    """The sender's keys, the one that signed in front; the log is read only where that is new to this epoch."""
    before = judging.unpacked(member.signing) if member.signing else []
    kid = envelope.header.kid
    before.sort(key=lambda one: one.kid != kid)
    if before and (before[0].kid, before[0].epoch) == (kid, conversation.epoch):
        return before
    sender = change.actor.person_id.bytes
    return judging.signing(await logs.log_for(change, conversation, sender), sender, kid, before)

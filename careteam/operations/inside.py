"""The way to conversations inside the process: what a client asks over HTTP, asked through changes and views."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.alerts.rules import What
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.client.shapes import ServedPerson
from careteam.client.talkline import Appending, LogTold, MemberTold, MessageTold, Moved, Turned, Urgency
from careteam.client.talkstates import Alert
from careteam.core.ids import PlanId
from careteam.coverage.ladders import Cause, Level
from careteam.coverage.working import hours_at_hand
from careteam.keys.queries import directory
from careteam.messaging import judging, membership, queries, reading, sending
from careteam.messaging.rules import MessagePriority

#: How many messages are read at once.
_PAGE = 500
_SCREEN = "conversations"


class Inside:
    """The way to all conversations of one person; `plans` says of which plan each is."""

    def __init__(self, trail: Trail, actor: Actor, plans: Mapping[bytes, PlanId]) -> None:
        self._trail, self._actor, self._plans = trail, actor, plans

    async def read_directory(self, after: int) -> Sequence[bytes]:
        """The directory's entries from this number on."""
        action = Action.READ_KEYS
        async with open_view(self._trail, self._actor, action, screen=str(action)) as view:
            return (await directory(view, after - 1)).entries

    async def read_person(self, cid: bytes, uid: bytes) -> ServedPerson:
        """The chains of somebody whom a conversation's log names, or who should be on it."""
        plan_id, action = self._plans[cid], Action.READ_LOG
        async with open_view(self._trail, self._actor, action, plan_id=plan_id, screen=_SCREEN) as view:
            told = await reading.reader_keys(view, UUID(bytes=cid), UUID(bytes=uid))
        return ServedPerson.model_validate(told, from_attributes=True)

    async def read_log(self, cid: bytes, after: int) -> LogTold:
        """A conversation's log from this number on."""
        plan_id, action = self._plans[cid], Action.READ_LOG
        async with open_view(self._trail, self._actor, action, plan_id=plan_id, screen=_SCREEN) as view:
            told = await reading.membership_log(view, UUID(bytes=cid), after=after)
        return LogTold(
            entries=told.entries,
            length=told.length,
            head=told.head,
            now=told.now,
            boxes=list(told.boxes.values()),
            members=[_member(one) for one in told.members],
            assignments=[(one.person_id.bytes, one.cose) for one in told.assignments],
        )

    async def append(self, cid: bytes, appending: Appending) -> None:
        """Append to the log, if it still is where it was."""
        async with self._change(cid, Action.WRITE_LOG) as change:
            await membership.append_entries(
                change, conversation_id=UUID(bytes=cid), head=appending.head, entries=appending.entries,
                boxes=appending.boxes,
            )  # fmt: skip

    async def read_messages(self, cid: bytes, after: int) -> Sequence[MessageTold]:
        """Some messages after this number, ascending; none when there are no more."""
        plan_id, action = self._plans[cid], Action.READ_CONVERSATION
        async with open_view(self._trail, self._actor, action, plan_id=plan_id, screen=_SCREEN) as view:
            page = await queries.messages(view, UUID(bytes=cid), before=None, after=after, limit=_PAGE)
        return [MessageTold(one.number, one.envelope) for one in page.items]

    async def ready_ladder(self, cid: bytes, urgency: Urgency) -> None:
        """Have those on duty, whom an alarm would tell, taken into the conversation."""
        async with self._change(cid, Action.READY_LADDER) as change:
            await sending.ready_ladder(change, conversation_id=UUID(bytes=cid), level=Level(urgency.level))

    async def post_message(
        self, cid: bytes, envelope: bytes, urgency: Urgency | None = None, mentions: Sequence[bytes] = ()
    ) -> int | None:
        """Send an envelope; its number."""
        hours = await hours_at_hand(self._trail)
        priority = MessagePriority(urgency.level) if urgency else MessagePriority.ROUTINE
        cause = Cause(urgency.cause) if urgency else None
        async with self._change(cid, Action.SEND_MESSAGE) as change:
            await sending.send_message(
                change, conversation_id=UUID(bytes=cid), envelope=envelope, priority=priority, cause=cause,
                hours=hours, mentions=[UUID(bytes=uid) for uid in mentions],
            )  # fmt: skip
            return await sending.newest_number(change, UUID(bytes=cid))

    async def assign(self, cid: bytes, assignments: Sequence[tuple[bytes, bytes]]) -> None:
        """Leave assignments for those who can add."""
        for uid, cose in assignments:
            async with self._change(cid, Action.ASSIGN_READER) as change:
                await membership.assign_reader(
                    change, conversation_id=UUID(bytes=cid), person_id=UUID(bytes=uid), cose=cose
                )

    async def tell(self, cid: bytes, alert: Alert) -> None:
        """Tell the privacy officer of an integrity alert."""
        mid = None if alert.mid is None else UUID(bytes=alert.mid)
        async with self._change(cid, Action.TELL_ALERT) as change:
            await membership.tell_alert(
                change, conversation_id=UUID(bytes=cid), what=What(alert.what), device="", seq=alert.seq, mid=mid
            )

    @asynccontextmanager
    async def _change(self, cid: bytes, action: Action) -> AsyncGenerator[Change]:
        """A change of this person's; refusals as a client knows them."""
        try:
            async with open_change(self._trail, self._actor, action, plan_id=self._plans[cid]) as change:
                yield change
        except (judging.LogMoved, judging.HeadMoved, judging.EpochStale) as moved:
            raise Moved from moved
        except (judging.LogRefused, judging.EnvelopeRefused) as refused:
            raise Turned(refused.reason) from refused


def _member(told: reading.LogMember) -> MemberTold:
    chain = None if told.genesis is None or told.seq is None else (told.genesis, told.seq)
    return MemberTold(told.person_id.bytes, chain, told.attested)

"""One encrypted conversation: its verified log, its keys and messages; reading, letting in, rotating, sending."""

import asyncio
from collections.abc import Awaitable

from careteam.client.alert import IntegrityAlert
from careteam.client.pins import Head
from careteam.client.talkkeys import Opening
from careteam.client.talkline import Appending, LogTold, MemberTold, MessageTold, Moved, Transport, Urgency
from careteam.client.talkrecord import Record
from careteam.client.talkstates import (
    Alarmed,
    Alert,
    Broken,
    Contended,
    Locked,
    NotReady,
    Ready,
    State,
    Waiting,
    What,
)
from careteam.client.talksteps import View, next_step, removal, rotation
from careteam.client.talktrust import Trust
from careteam.client.telling import confirmed
from careteam.crypto.mh1.content import Content
from careteam.crypto.mh1.entries import named
from careteam.crypto.mh1.envelope import take_envelope
from careteam.crypto.mh1.log import CLINICIAN, Log
from careteam.crypto.mh1.primitives import SYSTEM, Random, digest
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.sending import compose, must_rotate
from careteam.crypto.mh1.statements import FULL
from careteam.crypto.mh1.writing import Written

#: How often somebody else may be faster before one gives up for now.
ATTEMPTS = 8


class Talk:
    """A conversation as one person has it. Integrity alerts last as long as this object does, and are told once."""

    def __init__(self, cid: bytes, trust: Trust, transport: Transport, *, random: Random = SYSTEM) -> None:
        self.cid, self.trust, self.alerts = cid, trust, list[Alert]()
        self.log = Log(cid, trust.directory, trust.chains)
        self.record = Record.of(self.log, self._alarm)
        self.opening = Opening(self.log, trust.own, self._alarm)
        self.members: dict[bytes, MemberTold] = {}
        self.assignments: dict[bytes, bytes] = {}
        self._transport, self._random, self._turn = transport, random, asyncio.Lock()
        self._boxes: dict[bytes, bytes] = {}
        self._untold: list[Alert] = []
        self._synced, self._ahead = False, 0

    @property
    def state(self) -> State:
        """How it stands, as of the last time it was read."""
        if self.alerts:
            return Alarmed(tuple(self.alerts), told=not self._untold)
        if self.trust.own_keys_went_on:
            return Locked()
        return Ready() if self.view.head_is_open else Waiting(self.openers)

    @property
    def view(self) -> View:
        """What steps are chosen and made from."""
        now = self.trust.now() - self._ahead
        return View(self.log, self.trust, self.record, self.opening, self.members, self.assignments, self._random, now)

    @property
    def openers(self) -> tuple[bytes, ...]:
        """Who can let this person in: full members; before there is a log, clinicians and coordinators."""
        own = self.trust.own.uid
        if self.log.hashes:
            return tuple(one.uid for one in self.log.members.values() if one.access == FULL and one.uid != own)
        clinicians = [uid for uid in self.members if self.trust.role(uid) == CLINICIAN and uid != own]
        return (*clinicians, *(one.uid for one in self.trust.directory.latest.coordinators))

    @property
    def removers(self) -> tuple[bytes, ...]:
        """Who can take a member off whose keys were closed, and who has no new ones yet: nothing is written before."""
        return tuple(one.uid for one in self.trust.directory.latest.coordinators)

    @property
    def may_send(self) -> bool:
        """Whether the newest epoch is open, and known to be read by its members only."""
        return not self._stopped and not self.trust.own_keys_went_on and self.view.head_is_open

    async def sync(self) -> State:
        """Read what is new, and verify it."""
        async with self._turn:
            await self._sync()
            return self.state

    async def receive(self, told: MessageTold) -> State:
        """Take a message that the live line brings: the next one as it is, for any other what is new is read."""
        async with self._turn:
            if not self._synced or told.number != self.record.taken + 1:
                await self._sync()
            else:
                await self._guarded(self._arrived(told))
            return self.state

    async def reconcile(self) -> State:
        """Read, then write what this person's client is to write: create, readmit, add, link, reshare."""
        async with self._turn:
            await self._sync()
            for _ in range(ATTEMPTS + 2 * len(self.members)):
                step = None if self._stopped else next_step(self.view)
                if step is None:
                    return self.state
                if not await self._appended(step):
                    await self._sync()
            raise Contended

    def mentioned(self, content: Content) -> tuple[bytes, ...]:
        """Those who read here whom a message is written to by name: they are among its references."""
        return tuple(uid for uid in content.references or () if uid in self.log.members)

    async def remove(self, uid: bytes, reason: int = 0) -> None:
        """Take somebody off the log: a coordinator anybody, anybody themselves, a full member whose time is over."""
        async with self._turn:
            for _ in range(ATTEMPTS):
                await self._sync()
                if self._stopped:
                    raise NotReady(self.state)
                if uid not in self.log.members or await self._appended(removal(self.view, uid, reason)):
                    return
            raise Contended

    async def rotate(self) -> None:
        """Begin a new epoch for the same members."""
        async with self._turn:
            for _ in range(ATTEMPTS):
                await self._sync()
                if self._stopped or not self.view.is_full_member:
                    raise NotReady(self.state)
                if await self._appended(rotation(self.view)):
                    return
            raise Contended

    async def send(
        self, content: Content, *, plan_ref: bytes | None = None, mid: bytes | None = None,
        urgency: Urgency | None = None,
    ) -> bytes:  # fmt: skip
        """Send, in an epoch that is not stale; tried again under the same mid while others are faster.

        Before what cannot wait is sealed, those on duty are let in; where that fails it is sent all the same.
        """
        mid = mid or self._random(16)
        if urgency is not None:
            await self.let_in_ladder(urgency)
        async with self._turn:
            for attempt in range(ATTEMPTS):
                if attempt or not self._synced or self._must_rotate:
                    await self._sync()
                if self.record.has(mid, self.trust.own.uid):
                    return mid
                if not self.may_send:
                    raise NotReady(self.state)
                if any(chain.closed is not None for chain in self.view.chains):
                    raise NotReady(Waiting(self.removers))
                if self._must_rotate and not await self._appended(rotation(self.view)):
                    continue
                if await self._posted(content, plan_ref, mid, urgency):
                    return mid
            raise Contended

    @property
    def _must_rotate(self) -> bool:
        return bool(self.log.epochs) and must_rotate(self.record.messages, self.view.now)

    @property
    def _stopped(self) -> bool:
        return any(alert.stops for alert in self.alerts)

    async def _appended(self, written: Written) -> bool:
        """Append an entry; whether nobody else was faster."""
        try:
            await self._transport.append(self.cid, Appending(self.log.head, [written.entry], written.boxes))
        except Moved:
            return False
        self.log.append(written.entry)
        self._boxes.update({digest(box): box for box in written.boxes})
        self._read_keys()
        self._pin()
        return True

    async def let_in_ladder(self, urgency: Urgency) -> bool:
        """Let those read whom an alarm would tell, as far as coordinators have signed for them. Whether it was done."""
        ready = await confirmed(self._transport.ready_ladder(self.cid, urgency))
        return ready and await confirmed(self.reconcile())

    async def _posted(self, content: Content, plan_ref: bytes | None, mid: bytes, urgency: Urgency | None) -> bool:
        own, m = self.trust.own, self.opening.keyring.message_keys[self.log.epoch]
        envelope = compose(
            self.record.messages, own.uid, own.signer, m, content, self.view.now, plan_ref=plan_ref, mid=mid,
            random=self._random,
        )  # fmt: skip
        try:
            number = await self._transport.post_message(self.cid, envelope, urgency, self.mentioned(content))
        except Moved:
            return False
        sent = take_envelope(envelope)
        self.trust.memory.saw_sent(self.cid, sent.header.kid, Head(sent.header.counter, sent.hash))
        if number is not None and number == self.record.taken + 1:
            self.record.take(MessageTold(number, envelope))
            self.record.open(self.opening.keyring)
        else:
            await self._sync()
        return True

    async def _sync(self) -> None:
        await self._guarded(self._read())

    async def _read(self) -> None:
        self.log.directory = await self.trust.read_directory()
        await self._sync_log()
        if self.view.is_or_was_member:
            await self._sync_messages()
        self._synced = True

    async def _arrived(self, told: MessageTold) -> None:
        await self._know_view_of(told)
        self.record.take(told)
        self.record.open(self.opening.keyring)
        self.record.check_seals()

    async def _guarded(self, reading: Awaitable[None]) -> None:
        """Read; what is not as it was signed is an alert, told as soon as it can be."""
        try:
            await reading
        except Broken as broken:
            self._alarm(broken.what, broken.reason, seq=broken.seq)
        except IntegrityAlert as alert:
            self._alarm(What.DIRECTORY if alert.broken == "directory" else What.CHAIN, alert.why)
        while self._untold and await confirmed(self._transport.tell(self.cid, self._untold[0])):
            del self._untold[0]

    async def _sync_log(self) -> None:
        while True:
            seen = self.trust.memory.log(self.cid)
            told = await self._transport.read_log(self.cid, len(self.log.hashes))
            await self._learn(told)
            for entry in told.entries:
                await self._append(entry)
            if len(self.log.hashes) >= told.length or not told.entries:
                break
        self._check_head(told, seen)
        self._pin()
        self._read_keys()

    async def _learn(self, told: LogTold) -> None:
        self._boxes.update({digest(box): box for box in told.boxes})
        self._ahead = max(0, self.trust.now() - told.now)
        self.members = {one.uid: one for one in told.members}
        self.assignments = dict(told.assignments)
        for one in told.members:
            await self.trust.learn(self.cid, one)
        for uid in named(told.entries) - {uid for uid, _ in self.trust.chains}:
            await self.trust.read(self.cid, uid)

    async def _append(self, entry: bytes) -> None:
        """Check 3 and 4; chains that went on meanwhile are read once more before an entry is refused."""
        try:
            self.log.append(entry)
        except Refused:
            for uid in sorted(named([entry])):
                await self.trust.read(self.cid, uid)
            try:
                self.log.append(entry)
            except Refused as refused:
                raise Broken(What.LOG, refused.reason, len(self.log.hashes)) from refused

    def _check_head(self, told: LogTold, seen: Head | None) -> None:
        """`seen`: how far the log was seen when it was asked for; another window may have seen more meanwhile."""
        hashes = self.log.hashes
        if seen is not None and (len(hashes) <= seen.seq or hashes[seen.seq] != seen.hash):
            raise Broken(What.LOG, "the log is not the one that was seen before", seen.seq)
        if (told.length, told.head) != (len(hashes), self.log.head):
            raise Broken(What.LOG, "the log's end is not what its entries give", len(hashes))

    def _pin(self) -> None:
        if self.log.hashes:
            self.trust.memory.saw_log(self.cid, Head(len(self.log.hashes) - 1, self.log.head))

    def _read_keys(self) -> None:
        if not self.trust.own_keys_went_on:
            self.opening.read(self._boxes)

    async def _sync_messages(self) -> None:
        kid = self.trust.own.signer.kid
        sent = self.trust.memory.sent(self.cid, kid)
        while page := await self._transport.read_messages(self.cid, self.record.taken):
            before = self.record.taken
            for told in page:
                await self._know_view_of(told)
                self.record.take(told)
            if self.record.taken <= before:
                raise Broken(What.ORDER, "the same messages again", before)
        self.record.open(self.opening.keyring)
        self.record.check_seals()
        # What the server had taken of one's own when it was asked is there; another window may have sent more meanwhile.
        if sent is not None and self.record.messages.next_of(kid)[0] <= sent.seq:
            self._alarm(What.ORDER, "a message of one's own is missing", seq=self.record.taken)

    async def _know_view_of(self, told: MessageTold) -> None:
        """Somebody wrote knowing more of the log than was read so far; what they know is shown to everybody."""
        try:
            envelope = take_envelope(told.envelope)
        except Refused:
            return
        if envelope.header.cid != self.cid or envelope.header.log_head in self.log.points:
            return
        await self._sync_log()
        if envelope.header.log_head not in self.log.points and self.trust.signed(envelope):
            raise Broken(What.LOG, "somebody knows an entry that the server does not show", len(self.log.hashes))

    def _alarm(self, what: What, reason: str, *, seq: int | None = None, mid: bytes | None = None) -> None:
        alert = Alert(what, reason, self.trust.now(), seq, mid)
        if all(alert.key != known.key for known in self.alerts):
            self.alerts.append(alert)
            self._untold.append(alert)

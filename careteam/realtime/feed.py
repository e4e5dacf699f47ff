"""The feed of one API process: reads each new entry once, and tells everybody here who reads its stream."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, Standing
from careteam.audit.looks import note_access
from careteam.audit.trail import Appended, Trail
from careteam.audit.view import open_feed
from careteam.core.broker import MARKS
from careteam.core.ids import ORGANISATION_STREAM
from careteam.identity.queries import PersonRef, people
from careteam.identity.signed_in import sessions_among
from careteam.messaging.queries import About, about
from careteam.messaging.stored import Stored
from careteam.realtime import entries, rights
from careteam.realtime.channels import Channels
from careteam.realtime.reviewers import Reviewers
from careteam.realtime.rota import Rota
from careteam.realtime.socket import SIGNED_OUT, Socket, frame

log = logging.getLogger(__name__)

#: Seconds between two heartbeats, and between two looks while announcements are not heard.
HEARTBEAT, UNHEARD = 20.0, 2.0
#: How far back a look goes for plans that were opened to somebody; changes take their time to commit.
LATELY = timedelta(minutes=2)


class Feed:
    """Who is looking at this process, at what, and how far they have been told."""

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        self.channels = Channels()
        self.reviewers = Reviewers(trail, self.channels)
        self.rota = Rota(trail, self.channels)
        #: For each plan the version of its rights at which everybody here was last asked about, or a later one.
        self._asked_at: dict[UUID, int] = {}
        self._names: dict[UUID, PersonRef] = {}
        #: Streams that moved since the last heartbeat.
        self._moved: set[UUID] = set()
        # What the next turn is about: streams with new entries, with changed rights, with new marks; or all of it.
        self._wanted: dict[UUID, int] = {}
        self._restand: set[UUID] = set()
        self._marked: set[UUID] = set()
        self._grown: set[UUID] = set()
        #: Something happened in the organisation: perhaps to duty.
        self._organised = False
        self._look = False
        self._wake = asyncio.Event()
        #: Held while somebody is asked about, so that an old answer never replaces a newer one.
        self._asking = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    def open(self) -> "Feed":
        """Start listening."""
        self.trail.listeners.append(self._tell_at_once)
        self._tasks = [asyncio.create_task(run(), name=run.__name__) for run in (self._listen, self._work, self._watch)]
        return self

    async def close(self) -> None:
        """Stop; sockets are closed by the server."""
        self.trail.listeners.remove(self._tell_at_once)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=6)

    async def join(self, socket: Socket) -> None:
        """Let a socket hear what its person reads, from where it is told the streams stand."""
        # Known before its rights are read, so that no change of them is missed.
        self.channels.enter(socket)
        await self.rota.begin()
        async with self._asking:
            await self._recheck([socket])
            if socket.open and not socket.greeted:
                await self._seat(socket.actor, [socket])

    def leave(self, socket: Socket) -> None:
        """Forget a socket."""
        self.channels.leave(socket)

    # Listening

    async def _listen(self) -> None:
        if self.trail.broker is None:
            return
        async for batch in self.trail.broker.announcements():
            if batch is None:
                self._look = True
            for name, seq, standing in batch or ():
                self._hear(UUID(name), seq, standing=standing)
            self._wake.set()

    def _hear(self, stream: UUID, seq: int, *, standing: bool) -> None:
        if standing:
            self._restand.add(stream)
        if stream == ORGANISATION_STREAM:
            # A new dictionary: whoever is looking names up keeps the old one to the end.
            self._names, self._organised = {}, True
        elif seq != MARKS:
            self._grown.add(stream)
        channel = self.channels.followed.get(stream)
        if channel is not None and seq == MARKS:
            self._marked.add(stream)
        elif channel is not None and seq > channel.at:
            self._wanted[stream] = max(seq, self._wanted.get(stream, 0))

    async def _watch(self) -> None:
        """Look by the clock: for sessions and rights that end by themselves, and for what was not heard."""
        clock = asyncio.get_running_loop().time
        beat = looked = clock()
        while True:
            await asyncio.sleep(1)
            now, heard = clock(), self.trail.broker is not None and self.trail.broker.listening
            if now - looked >= (HEARTBEAT if heard else UNHEARD):
                looked, self._look = now, True
            self._wake.set()
            if now - beat >= HEARTBEAT:
                beat = now
                self._beat()

    def _beat(self) -> None:
        """Say that the line is alive, and where the streams stand that have moved since."""
        moved, self._moved = self._moved, set()
        for socket in self.channels.everybody():
            if socket.greeted:
                heads = {str(channel.id): channel.at for channel in socket.channels if channel.id in moved}
                socket.write(frame({"type": "head", "streams": heads}))

    # Working

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._turn()
            except Exception:
                # Whatever it was (the database restarts): the trail is the truth, the next look finds it again.
                log.exception("the feed stumbled")
                self._look = True
                await asyncio.sleep(UNHEARD / 2)
                self._wake.set()

    async def _turn(self) -> None:
        look, self._look = self._look, False
        if look:
            await self._compare()
        restand, self._restand = self._restand, set()
        marked, self._marked = self._marked, set()
        now, everybody = asyncio.get_running_loop().time(), self.channels.everybody()
        due = [one for one in everybody if look or ORGANISATION_STREAM in restand or one.ends_at <= now]
        if due:
            async with self._asking:
                await self._recheck(due)
        if plans := restand - {ORGANISATION_STREAM}:
            await self._ask_about(await rights.plans_of(self.trail, plans))
        await self._ask({one.actor.person_id for one in everybody if one.changes_at <= now})
        while self._wanted:
            await self._tell()
        if marked:
            await self._tell_marks(list(marked))
        organised, self._organised = self._organised, False
        if organised or look:
            await self.rota.tell()
        grown, self._grown = self._grown, set()
        await self.reviewers.tell(None if look else grown)

    async def _compare(self) -> None:
        """Find by the heads what was not announced: entries, changed rights, plans opened to somebody."""
        followed = list(self.channels.followed)
        stand = await rights.heads(self.trail, followed)
        for stream, (plan_id, head, version) in stand.items():
            self._hear(stream, head, standing=plan_id is not None and version > self._asked_at.get(plan_id, 0))
        if self.channels.sockets:
            lately = await rights.newly_related(self.trail, list(self.channels.sockets), LATELY)
            await self._ask(lately | self._everywhere())

    def _everywhere(self) -> set[UUID]:
        return {one.actor.person_id for one in self.channels.everybody() if one.actor.roles & rights.EVERYWHERE}

    # Who may hear what

    async def _recheck(self, sockets: Sequence[Socket]) -> None:
        """End the sockets whose sessions have ended; ask again about people whose roles have changed."""
        async with self.trail.database.writing() as connection:
            live = await sessions_among(connection, {socket.session_id for socket in sockets})
        changed: dict[UUID, Actor] = {}
        for socket in sockets:
            session = live.get(socket.session_id)
            if session is None:
                socket.end(SIGNED_OUT)
                self.channels.leave(socket)
            else:
                if session.actor.roles != socket.actor.roles:
                    changed[socket.actor.person_id] = session.actor
                socket.lasts(session)
        for person_id, actor in changed.items():
            await self._seat(actor, list(self.channels.sockets.get(person_id, ())))

    async def _ask_about(self, plans: Collection[UUID]) -> None:
        """Ask again about everybody here whom a change of these plans' rights concerns."""
        if not plans:
            return
        versions = await rights.versions(self.trail, plans)
        followers = {
            socket.actor.person_id
            for channel in self.channels.followed.values()
            if channel.plan_id in plans
            for socket in channel.readers
        }
        new = any(plan not in self._asked_at for plan in plans)
        concerned = await rights.concerned(self.trail, plans)
        await self._ask(followers | concerned | (self._everywhere() if new else set()))
        self._asked_at.update(versions)

    async def _ask(self, persons: Collection[UUID]) -> None:
        """Read anew what these people may hear, once for all their sockets."""
        for person_id in persons:
            async with self._asking:
                sockets = list(self.channels.sockets.get(person_id, ()))
                if sockets:
                    await self._seat(sockets[0].actor, sockets)

    async def _seat(self, actor: Actor, sockets: Sequence[Socket]) -> None:
        found = await rights.read_rights(self.trail, actor)
        # Written down before anything is told.
        look = (self.trail, actor, Action.READ_CASELOAD, Standing(actor), found.content_plans(), "live", found.now)
        await note_access(*look)
        for one in found.streams:
            if one.plan_id is not None:
                self._asked_at.setdefault(one.plan_id, one.version)
        for socket in sockets:
            if socket.open:
                self.channels.place(socket, found)
                socket.changes_at = asyncio.get_running_loop().time() + found.holds_for

    # Telling

    async def _tell(self) -> None:
        """Read what is new in the streams that moved, ask about those whose rights moved too, and tell the others."""
        wanted, self._wanted = self._wanted, {}
        after = {id_: channel.at for id_ in wanted if (channel := self.channels.followed.get(id_))}
        if not after:
            return
        records = await entries.new_entries(self.trail, after)
        newer = {r["plan_id"] for r in records if r["standing_version"] > self._asked_at.get(r["plan_id"], 0)}
        await self._ask_about(newer - {None})
        messages = [entries.message_of(self.trail, record) for record in records]
        names, cited = await self._look_up(records, [message for message in messages if message is not None])
        for record, message in zip(records, messages, strict=True):
            self._tell_entry(record, message, names, cited)
        for stream, group in groupby(records, key=lambda record: record["stream_id"]):
            if len(list(group)) == entries.MOST:
                self._wanted[UUID(str(stream))] = wanted[stream]

    def _tell_at_once(self, appended: Sequence[Appended]) -> None:
        """Tell what this process itself has written, without reading it: what is next in its stream and needs no look.

        All else is read and told when it is announced.
        """
        for one in appended:
            channel, message = self.channels.followed.get(one.stream_id), next(iter(one.rows.values()), None)
            if channel is None or one.seq != channel.at + 1 or one.plan_id is None:
                continue
            known = one.standing_version <= self._asked_at.get(one.plan_id, 0)
            if known and isinstance(message, Stored) and not message.about and message.author_id in self._names:
                try:
                    self._tell_entry({**vars(one), "seen_by": None, "record_stream": None}, message, self._names, {})
                except Exception:
                    # It is announced as well, and told then.
                    log.exception("the feed stumbled")

    async def _look_up(
        self, records: Sequence[Any], messages: Sequence[Stored]
    ) -> tuple[Mapping[UUID, PersonRef], Mapping[UUID, About]]:
        """The names of authors, which are kept, and of what messages are about, which may change."""
        names = self._names
        unknown = {message.author_id for message in messages} - names.keys()
        topics = {id_ for message in messages for id_ in message.about}
        cited: Mapping[UUID, About] = {}
        if unknown or topics:
            async with open_feed(self.trail, list({r["record_stream"] for r in records} - {None})) as view:
                names.update(await people(view, unknown) if unknown else {})
                cited = await about(view, topics)
        return names, cited

    def _tell_entry(
        self, record: Any, message: Stored | None, names: Mapping[UUID, PersonRef], cited: Mapping[UUID, About]
    ) -> None:
        channel = self.channels.followed.get(record["stream_id"])
        if channel is None or record["seq"] <= channel.at:
            return
        full, bare = entries.frames(record, message, names, cited)
        # Only now that nothing can fail any more: what fails is told at the next look.
        channel.at = record["seq"]
        self._moved.add(channel.id)
        record_channel = self.channels.followed.get(record["record_stream"])
        may_see = record_channel.readers if record_channel else set[Socket]()
        for socket in channel.readers:
            socket.write(full if socket in may_see else bare)

    async def _tell_marks(self, streams: Sequence[UUID]) -> None:
        """Say up to which message the devices of each member have these conversations."""
        for stream, told in await entries.mark_frames(self.trail, streams):
            if channel := self.channels.followed.get(stream):
                channel.tell(told)

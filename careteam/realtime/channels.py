"""Who here hears which stream, and how far they have been told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from careteam.realtime.rights import Rights
from careteam.realtime.socket import Socket, frame


class Channel:
    """A stream that somebody at this process follows."""

    __slots__ = ("at", "id", "plan_id", "readers")

    def __init__(self, id_: UUID, plan_id: UUID | None, at: int) -> None:
        self.id = id_
        self.plan_id = plan_id
        #: The entry up to which its readers have been told.
        self.at = at
        self.readers: set[Socket] = set()

    def tell(self, told: bytes) -> None:
        """Write the same bytes to every reader."""
        for socket in self.readers:
            socket.write(told)


class Channels:
    """The open sockets of this process by person, and the streams they follow."""

    def __init__(self) -> None:
        self.sockets: defaultdict[UUID, set[Socket]] = defaultdict(set)
        self.followed: dict[UUID, Channel] = {}

    def everybody(self) -> list[Socket]:
        """Every open socket."""
        return [socket for mine in self.sockets.values() for socket in mine]

    def enter(self, socket: Socket) -> None:
        """Know a socket; it hears nothing yet."""
        self.sockets[socket.actor.person_id].add(socket)

    def leave(self, socket: Socket) -> None:
        """Forget a socket."""
        socket.open = False
        mine = self.sockets.get(socket.actor.person_id, set())
        mine.discard(socket)
        if not mine:
            self.sockets.pop(socket.actor.person_id, None)
        self._unfollow(socket, socket.channels)
        socket.channels = ()

    def _unfollow(self, socket: Socket, channels: Iterable[Channel]) -> None:
        for channel in channels:
            channel.readers.discard(socket)
            if not channel.readers:
                self.followed.pop(channel.id, None)

    def place(self, socket: Socket, found: Rights) -> None:
        """Let a socket hear exactly these streams from now on; tell it which, or what is new and what is gone."""
        before = {channel.id: channel for channel in socket.channels}
        after: dict[UUID, Channel] = {}
        for one in found.streams:
            channel = self.followed.setdefault(one.id, Channel(one.id, one.plan_id, one.head))
            channel.readers.add(socket)
            after[channel.id] = channel
        heads = {str(one.id): max(one.head, after[one.id].at) for one in found.streams}
        if socket.greeted:
            self._tell_difference(socket, before.keys(), after, heads)
        else:
            socket.greeted = True
            socket.write(frame({"type": "hello", "streams": heads}))
        self._unfollow(socket, [channel for id_, channel in before.items() if id_ not in after])
        socket.channels = tuple(after.values())

    def _tell_difference(
        self, socket: Socket, before: Collection[UUID], after: dict[UUID, Channel], heads: dict[str, int]
    ) -> None:
        for id_ in before:
            if id_ not in after:
                socket.write(frame({"type": "gone", "stream": str(id_)}))
        for id_, channel in after.items():
            if id_ not in before:
                plan_id = channel.plan_id and str(channel.plan_id)
                told = {"type": "opened", "stream": str(id_), "plan_id": plan_id, "head": heads[str(id_)]}
                socket.write(frame(told))

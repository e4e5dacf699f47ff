"""One person's socket: who may open it, what is written to it, when it ends. Everything it says comes from the feed."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from careteam.access.roles import Actor
from careteam.core import problems
from careteam.core.settings import settings
from careteam.identity.gate import cookie_name, trail_of
from careteam.identity.signed_in import SignedIn, read_session, touch

PATH = "/api/live"
#: Close codes: the session ended; too slow, come again; what was sent is not a frame of ours; it is too large.
SIGNED_OUT, TOO_SLOW, NOT_OURS, TOO_LARGE = 4401, 4408, 1003, 1009
#: Bytes that may wait for a slow reader before they are let go.
MOST_UNSENT = 1_048_576
#: Bytes a client may say at once.
MOST_HEARD = 4_096
#: Seconds a closing socket gets to say goodbye, between two notes that a person is there, and that they are looking.
PATIENCE, REMARK, LOOK = 10, 60, 15


def frame(told: Any) -> bytes:
    """What is told as the bytes of a WebSocket text frame, the same for every socket."""
    payload = told if isinstance(told, bytes) else orjson.dumps(told)
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


RESYNC = frame({"type": "resync"})


class Socket:
    """An open socket. It has no task, queue or buffer of its own: a frame goes to the transport or nowhere."""

    __slots__ = (
        "actor",
        "changes_at",
        "channels",
        "ends_at",
        "greeted",
        "looked_at",
        "open",
        "protocol",
        "remarked_at",
        "session_id",
        "transport",
    )

    def __init__(self, transport: asyncio.Transport, protocol: ServerProtocol, session: SignedIn) -> None:
        self.transport, self.protocol = transport, protocol
        self.session_id = session.session_id
        self.actor: Actor = session.actor
        #: What it hears; the feed keeps this.
        self.channels: tuple[Any, ...] = ()
        self.open, self.greeted = True, False
        #: On the loop's clock: when the session ends unless the person does something; when rights change by themselves.
        self.ends_at = self.changes_at = self.remarked_at = self.looked_at = 0.0
        self.lasts(session)

    def lasts(self, session: SignedIn) -> None:
        """Take over what is known of the session now."""
        self.actor = session.actor
        left = min(session.expires_at, session.idle_expires_at) - session.now
        self.ends_at = asyncio.get_running_loop().time() + left.total_seconds()

    def write(self, told: bytes) -> None:
        """Hand a frame to the transport. Whoever does not read is let go with `resync`, never waited for."""
        if not self.open or self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > MOST_UNSENT:
            self.transport.write(RESYNC)
            self.end(TOO_SLOW)
            return
        self.transport.write(told)

    def end(self, code: int) -> None:
        """Close with this code; the connection is cut if the other side does not answer."""
        if self.open:
            self.open = False
            # By the protocol, which knows then that the other side's goodbye is the answer and wants none.
            self.protocol.send_close(code)
            self.transport.write(b"".join(self.protocol.data_to_send()))
            asyncio.get_running_loop().call_later(PATIENCE, self.transport.abort)


class Live:
    """Serves the one WebSocket address, before anything else sees it, so that it holds the server's own transport."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] == PATH:
            await _serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def _serve(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    socket = await _admitted(HTTPConnection(scope), send)
    if socket is None:
        return
    feed = scope["app"].state.feed
    try:
        await feed.join(socket)
        while (said := await receive())["type"] == "websocket.receive":
            await _hear(feed.trail, socket, said)
    finally:
        feed.leave(socket)


async def _admitted(asked: HTTPConnection, send: Send) -> Socket | None:
    """The socket of somebody signed in who comes from our own pages; nobody else gets one."""
    if not _from_here(asked.headers.get("origin")):
        await send({"type": "websocket.close"})
        return None
    try:
        async with trail_of(asked).database.writing() as connection:
            session = await read_session(connection, asked.cookies.get(cookie_name()))
    except problems.NotSignedIn:
        # Accepted first: a browser is not told why a handshake was refused.
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": SIGNED_OUT})
        return None
    await send({"type": "websocket.accept"})
    server = _server(send)
    return Socket(server.transport, server.conn, session)


def _from_here(origin: str | None) -> bool:
    """Exactly our own origin: browsers send it with every WebSocket, and nothing else protects one."""
    here = urlsplit(settings().public_url)
    return origin == f"{here.scheme}://{here.netloc}"


def _server(send: Any) -> Any:
    """The server's own end of the connection; it is uvicorn in every installation (operations/serving.py)."""
    return send.__self__


async def _hear(trail: Any, socket: Socket, said: Any) -> None:
    words = said.get("text") or said.get("bytes") or ""
    if len(words) > MOST_HEARD:
        socket.end(TOO_LARGE)
        return
    try:
        kind = orjson.loads(words)["type"]
    except (orjson.JSONDecodeError, TypeError, KeyError):
        socket.end(NOT_OURS)
        return
    now = asyncio.get_running_loop().time()
    if kind == "looking" and trail.broker is not None and now - socket.looked_at > LOOK:
        socket.looked_at = now
        await trail.broker.note_looking(socket.actor.person_id)
    if kind == "activity" and now - socket.remarked_at > REMARK:
        socket.remarked_at = now
        async with trail.database.writing() as connection:
            await touch(connection, socket.session_id)

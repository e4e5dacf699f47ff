"""A browser and its notification service, as far as Web Push goes: takes what is posted, checks it, opens it."""

import asyncio
import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def octets(data: str) -> bytes:
    return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))


class PushBrowser:
    """One browser's subscription; what was opened lies in `shown`, and the service answers `status`."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key, self._auth = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self.shown: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 201

    def says(self) -> dict[str, str]:
        """What the page tells Careteam."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": text(point), "auth": text(self._auth)}

    def takes(self, headers: dict[str, str], body: bytes) -> int:
        """As the service answers."""
        self.headers.append(headers)
        if self.status == 201:
            opened = cast("Any", http_ece).decrypt(body, private_key=self._key, auth_secret=self._auth)
            self.shown.append(json.loads(opened))
        return self.status


def signed_for(headers: dict[str, str], audience: str, key: str) -> bool:
    """Is it signed by the installation whose key the browser was given, for this service?"""
    parts = dict(part.strip().split("=", 1) for part in headers["authorization"].removeprefix("vapid ").split(","))
    signed, _, signature = parts["t"].rpartition(".")
    raw = octets(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), octets(key))
    try:
        public.verify(der, signed.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return parts["k"] == key and json.loads(octets(signed.split(".")[1]))["aud"] == audience


class Service:
    """A notification service on this machine."""

    def __init__(self) -> None:
        self.address = ""
        self.browsers: dict[str, PushBrowser] = {}

    def browser(self) -> PushBrowser:
        """A browser that this service knows."""
        path = f"/{secrets.token_hex(8)}"
        self.browsers[path] = PushBrowser(self.address + path)
        return self.browsers[path]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of HTTP/1.1."""
        line, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest if one)}
        body = await reader.readexactly(int(headers["content-length"]))
        browser = self.browsers.get(line.split()[1])
        status = browser.takes(headers, body) if browser else 404
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    """A running one."""
    made = Service()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()
    await server.wait_closed()

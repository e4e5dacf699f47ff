"""The channel Web Push: sealed to the browser (RFC 8291), signed by this installation (RFC 8292), to public hosts only."""

import base64
import binascii
import ipaddress
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import anyio
import http_ece
import httpcore
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from typing_extensions import override

from careteam.core.settings import settings
from careteam.crypto.atrest import KeyRing

#: Seconds for a service to answer, and for which it keeps what a browser cannot be given yet.
PATIENCE, KEEP, KEEP_URGENT = 10.0, 86_400, 3_600
LONGEST_ENDPOINT = 2_000
#: How long a signature is good for.
_SIGNED_FOR = timedelta(hours=12)
_UNKNOWN = {404, 410}
_TAKEN = range(200, 300)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
#: IPv6 addresses that lead to IPv4 ones.
_LEADING_ELSEWHERE = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class NotUsable(Exception):
    """The address is no notification service on the public internet, or the keys are none."""


class NotTaken(Exception):
    """The service answered, and did not take it."""


@dataclass(frozen=True)
class Target:
    """Where a browser's service takes what is for it, and by which keys only the browser opens it."""

    endpoint: str
    p256dh: str
    auth: str


def check(target: Target) -> None:
    """NotUsable for what no browser would name. Where the host's name leads to is looked at when something is sent."""
    parts = urlsplit(target.endpoint)
    try:
        own, port = parts.hostname in _own_hosts(), parts.port
        key, secret = _bytes(target.p256dh), _bytes(target.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except (ValueError, binascii.Error):
        raise NotUsable from None
    host, printable = parts.hostname or "", target.endpoint.isascii() and target.endpoint.isprintable()
    if not printable or len(target.endpoint) > LONGEST_ENDPOINT or parts.username or len(secret) != 16 or not host:
        raise NotUsable
    if not own and (parts.scheme != "https" or port not in (None, 443) or "." not in host or _is_address(host)):
        raise NotUsable


def public_key(ring: KeyRing) -> str:
    """What a browser needs to know to let this installation, and nobody else, send it something."""
    point = _signing_key(ring).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _text(point)


async def send(ring: KeyRing, target: Target, said: bytes, *, urgent: bool, topic: bytes) -> bool:
    """Hand something to a browser's service; False where that does not know the browser any more.

    `topic`: of two that are alike, a browser that was away gets the newer one. NotTaken, or what the network says, else.
    """
    check(target)
    headers: dict[str | bytes, str | bytes] = {
        **_signed(ring, target.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEEP_URGENT if urgent else KEEP),
        "Urgency": "high" if urgent else "normal",
        "Topic": _text(topic)[:32],
    }
    timeout = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)}
    async with (
        httpcore.AsyncConnectionPool(ssl.create_default_context(), network_backend=PublicHosts()) as pool,
        pool.stream(
            "POST", target.endpoint, headers=headers, content=_sealed(target, said), extensions=timeout
        ) as answer,
    ):
        status = answer.status
    if status in _UNKNOWN:
        return False
    if status not in _TAKEN:
        raise NotTaken(str(status))
    return True


class PublicHosts(httpcore.AsyncNetworkBackend):
    """Connects to addresses of the public internet, and to hosts that the settings name; each time it asks where a name leads."""

    def __init__(self) -> None:
        self._network: httpcore.AsyncNetworkBackend = cast("Any", httpcore.AnyIOBackend)()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await anyio.getaddrinfo(host, port, type=1)
        addresses = [str(place[0]) for *_, place in found]
        if host not in _own_hosts() and not all(is_public(address) for address in addresses):
            raise NotUsable
        return await self._network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


def is_public(address: str) -> bool:
    """Is it an address of the public internet, and not one that leads into somebody's own network?"""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if any(found in network for network in _LEADING_ELSEWHERE):
            return False
    return found.is_global and not found.is_multicast


def _own_hosts() -> set[str]:
    return {host.strip() for host in settings().push_hosts.split(",") if host.strip()}


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _signing_key(ring: KeyRing) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(ring.push_key(), "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _signed(ring: KeyRing, endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": f"mailto:{settings().mail_from}",
        "exp": int((datetime.now(UTC) + _SIGNED_FOR).timestamp()),
    }
    return cast("dict[str, str]", cast("Any", Vapid02)(_signing_key(ring)).sign(claims))


def _sealed(target: Target, said: bytes) -> bytes:
    own = ec.generate_private_key(ec.SECP256R1())
    return cast("Any", http_ece).encrypt(
        said, private_key=own, dh=_bytes(target.p256dh), auth_secret=_bytes(target.auth), version="aes128gcm"
    )


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

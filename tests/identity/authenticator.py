"""Authenticators in software: an app that shows codes, and a device that keeps passkeys and can be made to misbehave."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pyotp import TOTP

from careteam.audit.trail import Trail
from careteam.core.settings import settings
from tests.identity.world import Someone, keyed

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(raw: bytes) -> str:
    """As WebAuthn writes bytes."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


async def code(trail: Trail, secret: str, *, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes from now, by the installation's clock."""
    async with trail.database.writing() as connection:
        at = await connection.fetchval("SELECT care.now()")
    return TOTP(secret).at(int(at.timestamp()) + 30 * steps)


async def with_app(browser: httpx.AsyncClient, trail: Trail, who: Someone) -> str:
    """Sign in and take an app as a factor. Return its secret."""
    assert (await browser.post("/api/session", json=who.body())).status_code == 201
    return await add_app(browser, trail)


async def add_app(browser: httpx.AsyncClient, trail: Trail) -> str:
    """Take an app as a factor. Return its secret."""
    asked = (await browser.get("/api/factors/authenticator/question")).json()
    body = {"ticket": asked["ticket"], "code": await code(trail, asked["secret"])}
    answer = await browser.post("/api/factors/authenticator", json=body, headers=keyed())
    assert answer.status_code == 201, answer.text
    return asked["secret"]


async def with_passkey(browser: httpx.AsyncClient, who: Someone, **said: Any) -> "Device":
    """Sign in and take a passkey as a factor. Return the device."""
    assert (await browser.post("/api/session", json=who.body())).status_code == 201
    device = Device(**said)
    answer = await add_passkey(browser, device)
    assert answer.status_code == 201, answer.text
    return device


async def add_passkey(browser: httpx.AsyncClient, device: "Device", **said: Any) -> httpx.Response:
    """Take the device's passkey as a factor."""
    question = (await browser.get("/api/factors/passkeys/question")).json()
    return await browser.post("/api/factors/passkeys", json=device.made(question, **said), headers=keyed())


async def sign_in_with(browser: httpx.AsyncClient, device: "Device", **said: Any) -> httpx.Response:
    """Sign in with the device's passkey alone."""
    question = (await browser.get("/api/session/passkey/question")).json()
    return await browser.post("/api/session/passkey", json=device.signed(question, **said))


@dataclass
class Device:
    """A device with one passkey. What it says of itself can be changed."""

    origin: str = field(default_factory=lambda: settings().public_url)
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    cross_origin: bool = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: str = encoded(b"nobody")

    def made(self, question: dict[str, Any], **said: Any) -> dict[str, Any]:
        """The answer to the question for a new passkey."""
        self.user_handle = question["user_handle"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(public)
        data = self._data(self.flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return {
            "credential_id": encoded(self.credential_id),
            "client_data": encoded(self._client_data("webauthn.create", question["challenge"])),
            "attestation": encoded(attestation),
            "name": "Phone",
            **said,
        }

    def signed(self, question: dict[str, Any], **said: Any) -> dict[str, Any]:
        """The answer to the question for a signature."""
        self.count += 1 if self.counts else 0
        client_data = self._client_data("webauthn.get", question["challenge"])
        data = self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "credential_id": encoded(self.credential_id),
            "client_data": encoded(client_data),
            "authenticator_data": encoded(data),
            "signature": encoded(signature),
            "user_handle": self.user_handle,
            **said,
        }

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin}
        return json.dumps(said).encode()

"""Tickets: what a browser was asked and must answer within minutes, made with a key, so that nothing is kept until then.

A ticket is random, says when it ends and what it carries, and is authenticated together with what it is for and the
browser it was given to. Whoever uses one spends it in the change that it leads to (`Change.spend`).
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from careteam.crypto.atrest import KeyRing
from careteam.identity.refusals import TicketOver

LASTS = timedelta(minutes=5)
_RANDOM, _TIME, _MARK = 16, 8, 32


class Purpose(StrEnum):
    """What a ticket may be answered with."""

    SECOND_FACTOR = "the password was right, a factor is asked for"
    PASSKEY_SIGN_IN = "signing in with a passkey"
    PASSKEY_PROOF = "showing once more who one is, with a passkey"
    ADD_PASSKEY = "a new passkey"
    ADD_AUTHENTICATOR = "a new authenticator app"


@dataclass(frozen=True)
class Ticket:
    """A ticket that is good: its bytes, what it carries, until when."""

    raw: bytes
    carries: bytes
    expires_at: datetime

    @property
    def text(self) -> str:
        """The ticket as it travels."""
        return encoded(self.raw)


def issue(ring: KeyRing, purpose: Purpose, *, holder: bytes, now: datetime, carries: bytes = b"") -> Ticket:
    """A ticket for whoever holds `holder` (a browser's secret, a session). The organisation's key must be loaded."""
    expires_at = now + LASTS
    said = secrets.token_bytes(_RANDOM) + _micros(expires_at).to_bytes(_TIME, "big") + carries
    return Ticket(said + _mark(ring, purpose, holder, said), carries, expires_at)


def check(ring: KeyRing, text: str | bytes, purpose: Purpose, *, holder: bytes, now: datetime) -> Ticket:
    """The ticket, if we gave it to this holder for this purpose lately; otherwise TicketOver."""
    raw = text if isinstance(text, bytes) else decoded(text)
    said, mark = raw[:-_MARK], raw[-_MARK:]
    if len(said) < _RANDOM + _TIME or not hmac.compare_digest(mark, _mark(ring, purpose, holder, said)):
        raise TicketOver
    expires_at = datetime.fromtimestamp(0, UTC) + timedelta(
        microseconds=int.from_bytes(said[_RANDOM : _RANDOM + _TIME], "big")
    )
    if expires_at <= now:
        raise TicketOver
    return Ticket(raw, said[_RANDOM + _TIME :], expires_at)


def encoded(raw: bytes) -> str:
    """Bytes as base64url without padding, as WebAuthn writes them."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The bytes of base64url; TicketOver for what is none."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        raise TicketOver from None


def _micros(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _mark(ring: KeyRing, purpose: Purpose, holder: bytes, said: bytes) -> bytes:
    about = f"{purpose.name}\0".encode() + len(holder).to_bytes(2, "big") + holder
    return hmac.digest(ring.ticket_key(), about + said, "sha256")

"""Codes of an authenticator app (RFC 6238: six digits, a new one every half minute). Pure."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote

from pyotp.totp import TOTP

#: Half minutes a phone's clock may be ahead or behind.
_AROUND = (0, -1, 1)
_SECONDS, _SECRET_BYTES = 30, 20


def secret_from(key: bytes, ticket: bytes) -> str:
    """The secret that belongs to a ticket, in base32: nobody keeps it before it is confirmed, nobody can guess it."""
    return base64.b32encode(hmac.digest(key, b"authenticator\0" + ticket, "sha256")[:_SECRET_BYTES]).decode()


def address(secret: str, *, clinic: str, who: str) -> str:
    """What the QR code says to the app."""
    label = f"{quote(clinic)}:{quote(who)}"
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(clinic)}"


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute whose code this is, if it is this one or one beside it. All are compared, whichever fits."""
    present = int(now.timestamp()) // _SECONDS
    codes = TOTP(secret, interval=_SECONDS)
    fitting = [
        present + around
        for around in _AROUND
        if hmac.compare_digest(codes.at((present + around) * _SECONDS).encode(), code.encode())
    ]
    return max(fitting, default=None)

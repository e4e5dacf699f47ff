"""Sealing at rest: one deployment key wraps the data keys, a data key seals columns, each value bound to its place.

Wrapped key:  1 | length of key id | key id | nonce 12 | AES-256-GCM(data key), authenticated with header and row id.
Sealed value: 1 | nonce 12 | AES-256-GCM(plaintext), authenticated with plan, table, row and column.
Nonces are random: one data key may seal at most 2**32 values.
"""

import base64
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_VERSION = b"\x01"


class Unsealable(Exception):
    """The bytes were not sealed with this key for this place, or were altered since."""


class KeyFileRefused(Exception):
    """The deployment key file is missing, malformed, or readable by others."""


class KeyNotLoaded(LookupError):
    """The data key of this scope has not been loaded, or was destroyed."""


def new_data_key() -> bytes:
    """A fresh 256-bit data key."""
    return secrets.token_bytes(KEY_BYTES)


def column_context(plan_id: UUID | None, table: str, row_id: UUID, column: str) -> bytes:
    """The one place where a sealed value is valid. `plan_id` is None for rows of the organisation."""
    if "\0" in table or "\0" in column:
        raise ValueError("a table or column name holds no NUL")
    plan = b"\x00" if plan_id is None else b"\x01" + plan_id.bytes
    return b"careteam/column/1\0" + plan + row_id.bytes + f"{table}\0{column}".encode()


def seal(data_key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    """Encrypt and authenticate; the result opens only with the same key and context."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(data_key).encrypt(nonce, plaintext, _VERSION + context)


def unseal(data_key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """The plaintext, or Unsealable."""
    if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise Unsealable("not a sealed value of a known version")
    try:
        return AESGCM(data_key).decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], _VERSION + context)
    except InvalidTag:
        raise Unsealable("altered, or sealed with another key or for another place") from None


@dataclass(frozen=True)
class DeploymentKey:
    """The key that wraps all others. It lives in a file of its own, never in the database or a backup."""

    active: str
    keys: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if self.active not in self.keys:
            raise KeyFileRefused("the active deployment key is not among the keys")
        for key_id, key in self.keys.items():
            if not (key_id.isascii() and 0 < len(key_id) < 256) or len(key) != KEY_BYTES:
                raise KeyFileRefused("a deployment key has a short ASCII id and 32 bytes")

    @classmethod
    def generate(cls) -> Self:
        """A new deployment key that has wrapped nothing yet."""
        key_id = secrets.token_hex(4)
        return cls(key_id, {key_id: new_data_key()})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the key file; refuse one that group or others may touch."""
        try:
            with path.open("rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise KeyFileRefused(f"{path} may be read by others; set its mode to 0600")
                document: Any = json.load(file)
            if set(document) != {"active", "keys"}:
                raise KeyFileRefused(f'{path} must hold exactly "active" and "keys"')
            keys = {key_id: base64.b64decode(key, validate=True) for key_id, key in document["keys"].items()}
            return cls(document["active"], keys)
        except OSError as error:
            raise KeyFileRefused(f"{path} cannot be read: {error.strerror}") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise KeyFileRefused(f"{path} does not hold keys as base64 in JSON") from error

    def save(self, path: Path) -> None:
        """Write atomically, with mode 0600 from the first byte."""
        document = {"active": self.active, "keys": {k: base64.b64encode(v).decode() for k, v in self.keys.items()}}
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                json.dump(document, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _flush_folder(path.parent)

    def rotated(self) -> Self:
        """The same keys and a fresh active one: old data keys still unwrap, new ones are wrapped anew."""
        fresh = self.generate()
        if fresh.active in self.keys:
            return self.rotated()
        return type(self)(fresh.active, {**self.keys, **fresh.keys})

    def retired(self) -> Self:
        """Only the active key: for after every data key has been wrapped anew."""
        return type(self)(self.active, {self.active: self.keys[self.active]})

    def wrap(self, data_key: bytes, *, key_id: UUID) -> bytes:
        """Encrypt a data key under the active deployment key, for the key row `key_id`."""
        name = self.active.encode("ascii")
        header = _VERSION + bytes([len(name)]) + name
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return header + nonce + AESGCM(self.keys[self.active]).encrypt(nonce, data_key, header + key_id.bytes)

    def unwrap(self, wrapped: bytes, *, key_id: UUID) -> bytes:
        """The data key of the key row `key_id`, or Unsealable."""
        header = wrapped[: 2 + wrapped[1]] if len(wrapped) > 1 else b""
        nonce, sealed = wrapped[len(header) :][:_NONCE_BYTES], wrapped[len(header) + _NONCE_BYTES :]
        if header[:1] != _VERSION or len(sealed) < _TAG_BYTES:
            raise Unsealable("not a wrapped key of a known version")
        key = self.keys.get(header[2:].decode("ascii", "replace"))
        if key is None:
            raise Unsealable("wrapped by a deployment key that is not in the key file")
        try:
            return AESGCM(key).decrypt(nonce, sealed, header + key_id.bytes)
        except InvalidTag:
            raise Unsealable("the wrapped key was altered or belongs to another row") from None

    def wraps_with_active(self, wrapped: bytes) -> bool:
        """Whether this wrapped key is already under the active deployment key (rotation may skip it)."""
        name = self.active.encode("ascii")
        return wrapped.startswith(_VERSION + bytes([len(name)]) + name)


def create_deployment_key(path: Path) -> DeploymentKey:
    """Make a key file where there is none; an existing one is never overwritten."""
    if path.exists():
        raise KeyFileRefused(f"{path} exists; a deployment key is rotated, never replaced")
    key = DeploymentKey.generate()
    key.save(path)
    return key


class KeyRing:
    """The unwrapped data keys in memory, by scope: a plan's id, or None for the organisation. Filled by its caller."""

    def __init__(self) -> None:
        self._keys: dict[UUID | None, bytes] = {}
        self._derived: dict[tuple[UUID | None, str], bytes] = {}

    def __contains__(self, scope: UUID | None) -> bool:
        return scope in self._keys

    def add(self, scope: UUID | None, data_key: bytes) -> None:
        """Remember the data key of a scope."""
        if len(data_key) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")
        self.forget(scope)
        self._keys[scope] = data_key

    def get(self, scope: UUID | None) -> bytes:
        """The data key of a scope, or KeyNotLoaded."""
        try:
            return self._keys[scope]
        except KeyError:
            raise KeyNotLoaded(str(scope or "organisation")) from None

    def forget(self, scope: UUID | None) -> None:
        """Drop a scope's key and all that was derived from it."""
        self._keys.pop(scope, None)
        for derived in [known for known in self._derived if known[0] == scope]:
            del self._derived[derived]

    def index_key(self, scope: UUID | None) -> bytes:
        """The key of this scope's blind indexes."""
        return self._derive(scope, "blind-index")

    def request_key(self) -> bytes:
        """The key of the fingerprints by which a repeated request is known: nobody can try guesses at what it said."""
        return self._derive(None, "request")

    def commitment_salt(self, scope: UUID | None, stored: bytes) -> bytes:
        """The secret salt of an entry's commitment to its details, made of the one that is stored beside them."""
        return hmac.digest(self._derive(scope, "commitment"), stored, "sha256")

    def invitation_key(self) -> bytes:
        """The key that invitation links are made with."""
        return self._derive(None, "invitation")

    def ticket_key(self) -> bytes:
        """The key of tickets: what a browser was asked and must answer within minutes."""
        return self._derive(None, "ticket")

    def push_key(self) -> bytes:
        """The secret of the key by which browsers' notification services know this installation."""
        return self._derive(None, "web-push")

    def _derive(self, scope: UUID | None, purpose: str) -> bytes:
        known = self._derived.get((scope, purpose))
        if known is None:
            known = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"careteam/{purpose}/1".encode()).derive(self.get(scope))
            self._derived[scope, purpose] = known
        return known


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

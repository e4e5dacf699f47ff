"""The primitives mh1 is composed of: SHA-256, HKDF, AES-256-GCM with one key per use, and strict Ed25519."""

import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache
from secrets import token_bytes
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from careteam.crypto.mh1.refusals import Forged, Malformed, Unopenable

Random: TypeAlias = Callable[[int], bytes]
"""Where random bytes come from: the operating system, unless a test gives another source."""

SYSTEM: Final[Random] = token_bytes
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = NONCE_BYTES + KEY_BYTES + 16
_P: Final = 2**255 - 19
_L: Final = 2**252 + 27742317777372353535851937790883648493
#: The y of the points whose order divides 8.
_SMALL_ORDER_Y: Final = frozenset(
    {
        0,
        1,
        _P - 1,
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
    }
)


def digest(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


EMPTY_DIGEST: Final = digest(b"")


def hkdf(ikm: bytes, salt: bytes, info: bytes, length: int = KEY_BYTES) -> bytes:
    """HKDF-SHA256, extract and expand (RFC 5869)."""
    prk = hmac.digest(salt, ikm, "sha256")
    block, out, count = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(prk, block + info + bytes([count]), "sha256")
        out += block
        count += 1
    return out[:length]


def u64(number: int) -> bytes:
    """Eight bytes, big-endian."""
    return number.to_bytes(8, "big")


def gcm_seal(key: bytes, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """AES-256-GCM: ciphertext and tag."""
    return AESGCM(key).encrypt(nonce, plaintext, aad)


def gcm_open(key: bytes, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
    """The plaintext, or `Unopenable`."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, aad)
    except (InvalidTag, ValueError) as error:
        raise Unopenable("a ciphertext does not open") from error


def wrap(key: bytes, secret: bytes, aad: bytes, random: Random) -> bytes:
    """A secret of 32 bytes under a key: nonce, ciphertext and tag, 60 bytes."""
    nonce = random(NONCE_BYTES)
    return nonce + gcm_seal(key, nonce, secret, aad)


def unwrap(key: bytes, wrapped: bytes, aad: bytes) -> bytes:
    """What `wrap` wrapped."""
    if len(wrapped) != WRAPPED_BYTES:
        raise Malformed("a wrapped secret is 60 bytes")
    return gcm_open(key, wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], aad)


def public_key(seed: bytes) -> bytes:
    """The Ed25519 public key of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def ed25519_sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def enrolled(pk: bytes) -> bytes:
    """An Ed25519 public key fit to be enrolled: 32 bytes, y below p, no point of small order."""
    if len(pk) != KEY_BYTES:
        raise Malformed("a signing key is 32 bytes")
    y = int.from_bytes(pk, "little") & (2**255 - 1)
    if y >= _P or y in _SMALL_ORDER_Y:
        raise Malformed("a signing key is not canonical or of small order")
    return pk


def ed25519_verify(pk: bytes, message: bytes, signature: bytes) -> None:
    """Strict verification (RFC 8032), whatever the library beneath would let pass."""
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= _L:
        raise Forged("a signature is not of the form there is")
    try:
        _loaded(pk).verify(signature, message)
    except InvalidSignature as error:
        raise Forged("a signature is wrong") from error


@lru_cache(maxsize=1024)
def _loaded(pk: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(enrolled(pk))


def utf8(text: str) -> bytes:
    """The bytes of a text; a lone surrogate has none."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Malformed("text is not Unicode") from error


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling by the time how far they agree."""
    return hmac.compare_digest(one, other)

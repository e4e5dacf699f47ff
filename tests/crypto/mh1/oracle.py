"""An X-Wing HPKE of its own: ML-KEM by kyber-py, the key schedule by hand from RFC 9180; and without chance."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from kyber_py.ml_kem import ML_KEM_768

from careteam.crypto.mh1 import box

KEM_ID, KDF_ID, AEAD_ID = 0x647A, 1, 2
SUITE_ID = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (KEM_ID, KDF_ID, AEAD_ID))
XWING_LABEL = rb"\.//^" + b"\\"


class Source:
    """Bytes that look random and are the same every time."""

    def __init__(self, seed: str) -> None:
        self.state = hashlib.sha256(seed.encode()).digest()

    def __call__(self, length: int) -> bytes:
        self.state, out = hashlib.sha256(b"next" + self.state).digest(), hashlib.shake_256(self.state).digest(length)
        return out


def _extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE_ID + label + ikm, "sha256")


def _expand(prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE_ID + label + info
    return hmac.digest(prk, labeled + b"\1", "sha256")[:length]


def key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """The key schedule of Base mode."""
    context = b"\0" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", info)
    secret = _extract(shared, b"secret", b"")
    return _expand(secret, b"key", context, 32), _expand(secret, b"base_nonce", context, 12)


def _combined(ss_m: bytes, ss_x: bytes, ct_x: bytes, pk_x: bytes) -> bytes:
    return hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + XWING_LABEL).digest()


def seal(pk: bytes, info: bytes, plaintext: bytes, chance: bytes) -> bytes:
    """A box made with these 64 bytes of chance."""
    ephemeral = X25519PrivateKey.from_private_bytes(chance[32:])
    ct_x, pk_x = ephemeral.public_key().public_bytes_raw(), pk[1184:]
    ss_m, ct_m = ML_KEM_768._encaps_internal(pk[:1184], chance[:32])
    shared = _combined(ss_m, ephemeral.exchange(X25519PublicKey.from_public_bytes(pk_x)), ct_x, pk_x)
    key, nonce = key_and_nonce(shared, info)
    return ct_m + ct_x + AESGCM(key).encrypt(nonce, plaintext, b"")


def unseal(seed: bytes, info: bytes, sealed: bytes) -> bytes:
    """What a box holds."""
    expanded = hashlib.shake_256(seed).digest(96)
    _pk_m, sk_m = ML_KEM_768._keygen_internal(expanded[:32], expanded[32:64])
    private = X25519PrivateKey.from_private_bytes(expanded[64:])
    ct_m, ct_x = sealed[:1088], sealed[1088:1120]
    ss_x = private.exchange(X25519PublicKey.from_public_bytes(ct_x))
    shared = _combined(ML_KEM_768.decaps(sk_m, ct_m), ss_x, ct_x, private.public_key().public_bytes_raw())
    key, nonce = key_and_nonce(shared, info)
    return AESGCM(key).decrypt(nonce, sealed[1120:], b"")


class _WithoutChance:
    def __init__(self, suite: Any, source: Callable[[int], bytes]) -> None:
        self.suite, self.source = suite, source

    def encrypt(self, plaintext: bytes, pk: bytes, info: bytes) -> bytes:
        return seal(pk, info, plaintext, self.source(64))

    def decrypt(self, *given: Any, **named: Any) -> bytes:
        return self.suite.decrypt(*given, **named)


@contextmanager
def boxes_without_chance(source: Callable[[int], bytes]) -> Iterator[None]:
    """Within this, the library's boxes are made by this oracle with the source's bytes."""
    suite = _WithoutChance(box._SUITE, source)
    key = mock.patch.object(box, "MLKEM768X25519PublicKey", lambda m, x: m.public_bytes_raw() + x.public_bytes_raw())
    with mock.patch.object(box, "_SUITE", suite), key:
        yield

"""Sealing to a person, holder or officer: HPKE Base with X-Wing, single-shot, under a closed list of labels."""

import hashlib
from functools import lru_cache
from typing import Final, Literal, TypeAlias, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Malformed, Unopenable

Label: TypeAlias = Literal["mh1/grant", "mh1/slot", "mh1/escrow", "mh1/records", "mh1/report"]

LABELS: Final[frozenset[str]] = frozenset(get_args(Label))
PUBLIC_BYTES: Final = 1216
SEED_BYTES: Final = 32
_MLKEM_PUBLIC_BYTES: Final = 1184
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal(pk: bytes, label: Label, context: list[Value], plaintext: bytes) -> bytes:
    """A box that opens only with the key's seed, under the same label and context."""
    info = _info(label, context)
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(pk[:_MLKEM_PUBLIC_BYTES])
        x25519 = X25519PublicKey.from_public_bytes(pk[_MLKEM_PUBLIC_BYTES:])
        return _SUITE.encrypt(plaintext, MLKEM768X25519PublicKey(mlkem, x25519), info=info)
    except ValueError as error:
        raise Malformed("not an X-Wing public key") from error


def unseal(seed: bytes, label: str, context: Value, box: bytes) -> bytes:
    """What a box holds, or `Unopenable`."""
    info = _info(label, context)
    try:
        return _SUITE.decrypt(box, _private(seed), info=info)
    except (InvalidTag, ValueError) as error:
        raise Unopenable("a box does not open") from error


def box_public_key(seed: bytes) -> bytes:
    """The X-Wing public key of a seed: ML-KEM-768 and X25519."""
    mlkem, x25519 = _halves(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def _info(label: str, context: Value) -> bytes:
    if label not in LABELS:
        raise Malformed("no label of mh1")
    return label.encode() + digest(encode(context))


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise Malformed("an X-Wing seed is 32 bytes")
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


@lru_cache(maxsize=64)
def _private(seed: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(*_halves(seed))

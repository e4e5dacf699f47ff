"""Holders of a person's seed: each is a key pair whose seed a device, a passkey, a kit or a passphrase gives."""

import unicodedata
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from careteam.crypto.mh1.kit import KIT_BYTES
from careteam.crypto.mh1.primitives import digest, hkdf, utf8
from careteam.crypto.mh1.refusals import Malformed

SALT_BYTES: Final = 16
SECRET_BYTES: Final = 16
#: RFC 9106, second recommended option; constants of version 1.
_MEMORY_KIB: Final = 64 * 1024
_PASSES: Final = 3
_LANES: Final = 4


def passkey_seed(prf: bytes, credential: bytes) -> bytes:
    """The holder seed of a passkey, from the output of its PRF."""
    return hkdf(prf, digest(credential), b"mh1/slot/prf")


def kit_seed(kit: bytes, uid: bytes) -> bytes:
    """The holder seed of a recovery kit."""
    if len(kit) != KIT_BYTES:
        raise Malformed("a kit is 19 bytes")
    return hkdf(kit, uid, b"mh1/slot/kit")


def passphrase_seed(passphrase: str, salt: bytes, secret: bytes, uid: bytes) -> bytes:
    """The holder seed of a passphrase with its account secret (2SKD); takes about a third of a second."""
    if len(salt) != SALT_BYTES or len(secret) != SECRET_BYTES:
        raise Malformed("salt and account secret are 16 bytes")
    spelled = utf8(unicodedata.normalize("NFKC", passphrase))
    stretched = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB).derive(
        spelled
    )
    return hkdf(stretched + secret, uid, b"mh1/slot/2skd")

"""Holder cards: the devices, passkeys, kits and passphrases that hold a person's seed, as the person signed them."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from careteam.crypto.mh1.box import PUBLIC_BYTES
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.primitives import digest, enrolled
from careteam.crypto.mh1.refusals import Malformed
from careteam.crypto.mh1.shapes import digest32, octets, row, whole

DEVICE_ID_BYTES: Final = 16
SLOT_ID_BYTES: Final = 8
_LONGEST_CREDENTIAL: Final = 1023


class Kind(IntEnum):
    """What a holder is."""

    DEVICE = 0
    PASSKEY = 1
    KIT = 2
    PASSPHRASE = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One holder: its id, its X-Wing key, and the hash of the box that holds the seed for it."""

    id: bytes
    kind: Kind
    pk: bytes
    dpk: bytes | None
    box_hash: bytes
    param: bytes | None

    def value(self) -> Value:
        """The card as an entry carries it."""
        return [self.id, int(self.kind), self.pk, self.dpk, self.box_hash, self.param]


def read_card(value: Value) -> Card:
    """A card of the form its kind demands."""
    id_, kind_, pk, dpk, box_hash, param = row(value, 6)
    kind = Kind(whole(kind_, 0, 3))
    octets(id_, DEVICE_ID_BYTES if kind is Kind.DEVICE else SLOT_ID_BYTES)
    if kind is Kind.DEVICE:
        enrolled(octets(dpk))
    elif dpk is not None:
        raise Malformed("only a device signs")
    return Card(
        octets(id_),
        kind,
        octets(pk, PUBLIC_BYTES),
        octets(dpk) if dpk is not None else None,
        digest32(box_hash),
        _param(kind, param),
    )


def _param(kind: Kind, param: Value) -> bytes | None:
    """The credential id of a passkey, the salt of a passphrase; signed, so that no server chooses them."""
    if kind is Kind.PASSKEY:
        credential = octets(param)
        if not 1 <= len(credential) <= _LONGEST_CREDENTIAL:
            raise Malformed("a credential id of a length that does not exist")
        return credential
    if kind is Kind.PASSPHRASE:
        return octets(param, 16)
    if param is not None:
        raise Malformed("this kind of holder has no parameter")
    return None


def words_of_new_device(id_: bytes, pk: bytes, dpk: bytes) -> bytes:
    """The 20 bytes both devices show before the old one signs the new one in (section 3.7)."""
    return digest(encode([id_, int(Kind.DEVICE), pk, dpk]))[:20]

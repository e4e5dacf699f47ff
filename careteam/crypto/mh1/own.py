"""What a person seals to nobody but themself, under a key of each thing's own, from their newest generation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.padding import pad, padded_length, unpad
from careteam.crypto.mh1.primitives import NONCE_BYTES, SYSTEM, Random, gcm_open, gcm_seal, hkdf
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Malformed, Unopenable
from careteam.crypto.mh1.shapes import ident, octets, row, version_one, whole

Purpose: TypeAlias = Literal["pins", "office", "note", "draft", "diary"]

_TAG_BYTES: Final = 16
PURPOSES: Final[frozenset[str]] = frozenset(get_args(Purpose))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something sealed belongs: it opens as nothing else, as no other thing, as no other version of it."""

    purpose: Purpose
    id: bytes
    version: int

    def __post_init__(self) -> None:
        if self.purpose not in PURPOSES:
            raise Malformed("no purpose of mh1")
        ident(self.id)
        whole(self.version, 1)

    def key(self, generation: Generation) -> bytes:
        """The key of all versions of this thing."""
        return hkdf(generation.own, self.id, b"mh1/own/" + self.purpose.encode())

    def context(self, generation: Generation) -> bytes:
        """What the ciphertext is bound to."""
        uid = ident(generation.uid)
        return encode(["mh1/own", uid, self.purpose, self.id, self.version, generation.number])


def seal_own(generation: Generation, place: Place, plaintext: bytes, random: Random = SYSTEM) -> bytes:
    """Seals for that place; `generation` is the person's newest."""
    nonce = random(NONCE_BYTES)
    sealed = gcm_seal(place.key(generation), nonce, pad(plaintext), place.context(generation))
    return encode([1, generation.number, nonce, sealed])


def open_own(generations: Mapping[int, Generation], place: Place, sealed: bytes) -> bytes:
    """What was sealed for that place, with the generation it names, as `unlocking.generations` gives them."""
    number, nonce, ciphertext = _parts(sealed)
    generation = generations.get(number)
    if generation is None:
        raise Unopenable("sealed by a generation that is not there")
    return unpad(gcm_open(place.key(generation), nonce, ciphertext, place.context(generation)))


def sealed_by(sealed: bytes) -> int:
    """The number of the generation that it says has sealed it; refuses what has not the form. Needs no key."""
    number, _, ciphertext = _parts(sealed)
    padded = len(ciphertext) - _TAG_BYTES
    if padded != padded_length(padded - 1):
        raise Malformed("not padded as mh1 pads")
    return number


def _parts(sealed: bytes) -> tuple[int, bytes, bytes]:
    version, number, nonce, ciphertext = row(decode(sealed), 4)
    version_one(version)
    return whole(number, 1), octets(nonce, NONCE_BYTES), octets(ciphertext)

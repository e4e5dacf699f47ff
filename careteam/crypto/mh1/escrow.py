"""Escrow of an epoch among the records officers: Shamir shares whose polynomial the secret itself gives.

Every member can therefore compute the shares again, and a wrong one is refused on the day it is made.
"""

from dataclasses import dataclass
from typing import Final

from careteam.crypto.mh1.encoding import Value
from careteam.crypto.mh1.epoch import Epoch
from careteam.crypto.mh1.primitives import hkdf, same, u64
from careteam.crypto.mh1.refusals import Malformed, Unopenable

SHARE_BYTES: Final = 33
FEWEST_OFFICERS, MOST_OFFICERS = 2, 16
_POLYNOMIAL: Final = 0x11B


def _tables() -> tuple[bytes, bytes]:
    exponents, logarithms, value = bytearray(510), bytearray(256), 1
    for power in range(255):
        exponents[power] = exponents[power + 255] = value
        logarithms[value] = power
        doubled = value << 1
        value ^= doubled ^ (_POLYNOMIAL if doubled & 0x100 else 0)  # times 3, which generates the field
    return bytes(exponents), bytes(logarithms)


_EXP, _LOG = _tables()


def _times(left: int, right: int) -> int:
    return _EXP[_LOG[left] + _LOG[right]] if left and right else 0


def _over(left: int, right: int) -> int:
    return _EXP[_LOG[left] + 255 - _LOG[right]] if left else 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many of how many officers open an epoch, and the roster they stand in."""

    roster: bytes
    k: int
    n: int


def shares(epoch: Epoch, among: Threshold) -> list[bytes]:
    """The share of each officer, in the order of the roster."""
    if not FEWEST_OFFICERS <= among.k <= among.n <= MOST_OFFICERS:
        raise Malformed("not a threshold of mh1")
    start = b"mh1/escrow/coef/" + u64(epoch.number) + among.roster
    rest = [hkdf(epoch.secret, epoch.cid, start + bytes([j])) for j in range(1, among.k)]
    return [_share([epoch.secret, *rest], x) for x in range(1, among.n + 1)]


def _share(coefficients: list[bytes], x: int) -> bytes:
    values = bytearray(32)
    for coefficient in reversed(coefficients):
        for place in range(32):
            values[place] = _times(values[place], x) ^ coefficient[place]
    return bytes(values) + bytes([x])


def combine(k: int, given: list[bytes]) -> bytes:
    """The secret, from the first k of the shares; whether it is the right one is for its commitment to say."""
    if not FEWEST_OFFICERS <= k <= MOST_OFFICERS:
        raise Malformed("not a threshold of mh1")
    used = given[:k]
    if len(used) < k:
        raise Unopenable("fewer shares than the threshold")
    if any(len(share) != SHARE_BYTES for share in used):
        raise Malformed("a share is 33 bytes")
    places = [share[32] for share in used]
    if 0 in places or len(set(places)) != k:
        raise Malformed("shares are of different officers, from 1")
    weights = [_weight(places, x) for x in places]
    secret = bytearray(32)
    for share, weight in zip(used, weights, strict=True):
        for place in range(32):
            secret[place] ^= _times(share[place], weight)
    return bytes(secret)


def _weight(places: list[int], x: int) -> int:
    """The Lagrange coefficient of x at 0."""
    weight = 1
    for other in places:
        if other != x:
            weight = _times(weight, _over(other, other ^ x))
    return weight


def recover(cid: bytes, number: int, k: int, given: list[bytes], c: bytes) -> Epoch:
    """The epoch the shares give, if its secret is the one committed to."""
    epoch = Epoch(cid, number, combine(k, given))
    if not same(epoch.c, c):
        raise Unopenable("the shares do not give the secret committed to")
    return epoch


def escrow_context(cid: bytes, number: int, roster: bytes, x: int) -> list[Value]:
    """The context of an officer's box."""
    return [cid, number, roster, x]

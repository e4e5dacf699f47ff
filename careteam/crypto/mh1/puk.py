"""A person's keys by generation: one seed gives what signs, opens, chains and keeps to oneself in its generation."""

from dataclasses import dataclass
from functools import cached_property

from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.encoding import encode
from careteam.crypto.mh1.primitives import SYSTEM, Random, digest, hkdf, public_key, u64, unwrap, wrap


def puk_kid(uid: bytes, generation: int) -> bytes:
    """The kid of a generation's signing key."""
    return digest(b"mh1/puk" + uid + u64(generation))[:16]


@dataclass(frozen=True)
class Generation:
    """One generation of a person's keys, from its seed."""

    uid: bytes
    number: int
    seed: bytes

    def _derived(self, purpose: bytes) -> bytes:
        return hkdf(self.seed, self.uid, b"mh1/puk/" + purpose + b"/" + u64(self.number))

    @cached_property
    def sign(self) -> bytes:
        """The Ed25519 seed."""
        return self._derived(b"sign")

    @cached_property
    def enc(self) -> bytes:
        """The X-Wing seed."""
        return self._derived(b"enc")

    @cached_property
    def chain(self) -> bytes:
        """The key that wraps the seed of the generation before."""
        return self._derived(b"chain")

    @cached_property
    def own(self) -> bytes:
        """The key behind what one seals to oneself."""
        return self._derived(b"own")

    @cached_property
    def sign_pk(self) -> bytes:
        """What verifies its signatures."""
        return public_key(self.sign)

    @cached_property
    def enc_pk(self) -> bytes:
        """What others seal to."""
        return box_public_key(self.enc)

    @cached_property
    def kid(self) -> bytes:
        """The kid of its signing key."""
        return puk_kid(self.uid, self.number)

    @property
    def signer(self) -> Signer:
        """Signs without a device."""
        return Signer(self.kid, self.sign)

    def next(self, random: Random = SYSTEM) -> "Generation":
        """A fresh generation after this one."""
        return Generation(self.uid, self.number + 1, random(32))

    def wrap_older(self, older: "Generation", random: Random = SYSTEM) -> bytes:
        """The seed of the generation before, under this one's chaining key."""
        return wrap(self.chain, older.seed, self._prev_context(), random)

    def older(self, prev: bytes) -> "Generation":
        """The generation before, from its wrapped seed."""
        return Generation(self.uid, self.number - 1, unwrap(self.chain, prev, self._prev_context()))

    def _prev_context(self) -> bytes:
        return encode(["mh1/puk/prev", self.uid, self.number - 1])

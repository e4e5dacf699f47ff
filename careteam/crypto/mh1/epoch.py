"""The keys of one epoch of a conversation, and the link by which its secret opens the epoch before."""

from dataclasses import dataclass
from functools import cached_property

from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.primitives import SYSTEM, Random, hkdf, same, u64, unwrap, utf8, wrap
from careteam.crypto.mh1.refusals import Unopenable


def message_commitment(cid: bytes, number: int, m: bytes) -> bytes:
    """The public commitment to a message key: what a member without history checks."""
    return hkdf(m, cid, b"mh1/epoch/mcommit/" + u64(number))


@dataclass(frozen=True)
class Epoch:
    """One epoch, from its secret."""

    cid: bytes
    number: int
    secret: bytes

    def _derived(self, purpose: bytes) -> bytes:
        return hkdf(self.secret, self.cid, b"mh1/epoch/" + purpose + b"/" + u64(self.number))

    @cached_property
    def m(self) -> bytes:
        """The message key."""
        return self._derived(b"msg")

    @cached_property
    def h(self) -> bytes:
        """The key that wraps the secret of the epoch before."""
        return self._derived(b"hist")

    @cached_property
    def c(self) -> bytes:
        """The public commitment to the secret."""
        return self._derived(b"commit")

    @cached_property
    def mc(self) -> bytes:
        """The public commitment to the message key."""
        return message_commitment(self.cid, self.number, self.m)

    def export(self, label: str) -> bytes:
        """A key for another use, such as a call."""
        return hkdf(self.secret, self.cid, b"mh1/epoch/export/" + utf8(label))

    def wrap_older(self, older: bytes, random: Random = SYSTEM) -> bytes:
        """The history link: the secret of the epoch before, under this epoch's key."""
        return wrap(self.h, older, self._link_context(), random)

    def older(self, hist: bytes) -> "Epoch":
        """The epoch before, through its link; its commitments are the caller's to check."""
        return Epoch(self.cid, self.number - 1, unwrap(self.h, hist, self._link_context()))

    def check(self, c: bytes, mc: bytes) -> "Epoch":
        """Demand that the secret is the one that was committed to."""
        if not (same(self.c, c) and same(self.mc, mc)):
            raise Unopenable("a secret does not fit its public commitment")
        return self

    def _link_context(self) -> bytes:
        return encode(["mh1/hist", self.cid, self.number, self.number - 1])


def grant_context(cid: bytes, number: int, uid: bytes, generation: int, kind: int) -> list[Value]:
    """The context of a grant's box."""
    return [cid, number, uid, generation, kind]

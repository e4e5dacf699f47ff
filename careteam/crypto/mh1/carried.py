"""An entry of a user chain or the directory as it is carried: one Sign1 with the payload, and co-signatures over it."""

from dataclasses import dataclass

from careteam.crypto.mh1.cose import Domain, Signed, Signer, cosign, sign, take_apart, take_apart_detached
from careteam.crypto.mh1.encoding import Value, decode, encode
from careteam.crypto.mh1.refusals import Malformed
from careteam.crypto.mh1.shapes import octets, row


@dataclass(frozen=True, slots=True)
class Carried:
    """An entry taken apart: every signature is over the same payload, and none is verified yet."""

    first: Signed
    others: tuple[Signed, ...]

    @property
    def hash(self) -> bytes:
        """The entry's hash, that of its first signature's bytes."""
        return self.first.hash

    @property
    def signatures(self) -> tuple[Signed, ...]:
        """All of them, in order."""
        return (self.first, *self.others)

    @property
    def payload(self) -> Value:
        """What was signed."""
        return decode(self.first.payload)


def carry(domain: Domain, payload: Value, signer: Signer, *others: Signer) -> bytes:
    """An entry signed by one, co-signed by the others."""
    data = encode(payload)
    return encode([sign(signer, domain, data), *(cosign(other, domain, data) for other in others)])


def countersigned(domain: Domain, entry: bytes, signer: Signer) -> bytes:
    """The same entry with one co-signature more."""
    return encode([*row(decode(entry)), cosign(signer, domain, carried(entry, domain).first.payload)])


def carried(data: bytes, domain: Domain) -> Carried:
    """Take an entry apart."""
    parts = row(decode(data))
    if not parts:
        raise Malformed("an entry without a signature")
    first = take_apart(octets(parts[0]), domain)
    return Carried(first, tuple(take_apart_detached(octets(part), domain, first.payload) for part in parts[1:]))

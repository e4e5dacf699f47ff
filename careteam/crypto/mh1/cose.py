"""COSE_Sign1 as mh1 uses it: EdDSA, a kid of 16 bytes, and a domain that no other kind of statement shares."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from careteam.crypto.mh1.encoding import Value, decode, encode
from careteam.crypto.mh1.primitives import digest, ed25519_sign, ed25519_verify, public_key
from careteam.crypto.mh1.refusals import Malformed
from careteam.crypto.mh1.shapes import ident, octets, row

Domain: TypeAlias = Literal[
    "mh1/msg", "mh1/log", "mh1/user", "mh1/dir", "mh1/assign", "mh1/invite", "mh1/records", "mh1/report"
]
_EDDSA: Final = -8
_SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 seed, and the kid under which others know its public key."""

    kid: bytes
    seed: bytes

    @classmethod
    def of_office(cls, seed: bytes) -> "Signer":
        """A key on no user chain: an organisation's root, an office, an invite's token."""
        return cls(key_kid(public_key(seed)), seed)


@dataclass(frozen=True, slots=True)
class Signed:
    """One Sign1, taken apart and not yet verified."""

    kid: bytes
    payload: bytes
    signed_bytes: bytes
    signature: bytes

    @property
    def hash(self) -> bytes:
        """What names this statement: it does not depend on the signature, which may be randomised."""
        return digest(self.signed_bytes)

    def verify(self, pk: bytes) -> None:
        """Demand that this key signed."""
        ed25519_verify(pk, self.signed_bytes, self.signature)


def key_kid(pk: bytes) -> bytes:
    """The kid of a key on no user chain."""
    return digest(b"mh1/key" + pk)[:16]


def sign(signer: Signer, domain: Domain, payload: bytes) -> bytes:
    """A Sign1 that carries its payload."""
    return _sign(signer, domain, payload, payload)


def cosign(signer: Signer, domain: Domain, payload: bytes) -> bytes:
    """A Sign1 over a payload that another Sign1 carries."""
    return _sign(signer, domain, payload, None)


def _sign(signer: Signer, domain: Domain, payload: bytes, carried: bytes | None) -> bytes:
    protected = encode({1: _EDDSA, 4: signer.kid})
    signature = ed25519_sign(signer.seed, _signed_bytes(protected, domain, payload))
    return encode([protected, {}, carried, signature])


def take_apart(data: bytes, domain: Domain) -> Signed:
    """A Sign1 with its payload inside."""
    protected, payload, signature = _parts(data)
    return _signed(protected, octets(payload), signature, domain)


def take_apart_detached(data: bytes, domain: Domain, payload: bytes) -> Signed:
    """A co-signature over this payload."""
    protected, carried, signature = _parts(data)
    if carried is not None:
        raise Malformed("a co-signature carries no payload")
    return _signed(protected, payload, signature, domain)


def _parts(data: bytes) -> tuple[bytes, Value, bytes]:
    protected, unprotected, payload, signature = row(decode(data), 4)
    if unprotected != {}:
        raise Malformed("an unprotected header")
    return octets(protected), payload, octets(signature, _SIGNATURE_BYTES)


def _signed(protected: bytes, payload: bytes, signature: bytes, domain: Domain) -> Signed:
    header = decode(protected)
    if not isinstance(header, dict) or header.keys() != {1, 4} or header[1] != _EDDSA:
        raise Malformed("not the protected header of mh1")
    return Signed(ident(header[4]), payload, _signed_bytes(protected, domain, payload), signature)


def _signed_bytes(protected: bytes, domain: Domain, payload: bytes) -> bytes:
    return encode(["Signature1", protected, domain.encode(), payload])

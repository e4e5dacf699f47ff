"""Message envelopes: a header the server sees, bound to a committing ciphertext it cannot open (section 3.6)."""

from dataclasses import dataclass
from typing import Final

from careteam.crypto.mh1.content import Content, message_class, read_content
from careteam.crypto.mh1.cose import Signed, Signer, sign, take_apart
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.padding import pad, unpad
from careteam.crypto.mh1.primitives import NONCE_BYTES, SYSTEM, Random, digest, gcm_open, gcm_seal, hkdf, same
from careteam.crypto.mh1.refusals import Inconsistent, Malformed, Unopenable
from careteam.crypto.mh1.shapes import ZERO_HASH, decoded_map, digest32, ident, octets, row, version_one, whole

OKM_BYTES: Final = 64
_KEYS: Final = frozenset(range(12))


@dataclass(frozen=True, slots=True)
class Header:
    """What is visible of a message, and authenticated."""

    cid: bytes
    epoch: int
    mid: bytes
    sender: bytes
    kid: bytes
    counter: int
    prev: bytes
    log_head: bytes
    ts: int
    message_class: int
    plan_ref: bytes | None = None

    def encoded(self) -> bytes:
        """The header's bytes."""
        first = {0: 1, 1: self.cid, 2: self.epoch, 3: self.mid, 4: self.sender, 5: self.kid, 6: self.counter}
        rest = {7: self.prev, 8: self.log_head, 9: self.ts, 10: self.message_class, 11: self.plan_ref}
        return encode({**first, **rest})


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message taken apart: neither verified nor opened yet."""

    signed: Signed
    header: Header
    header_bytes: bytes
    nonce: bytes
    commitment: bytes
    ciphertext: bytes

    @property
    def hash(self) -> bytes:
        """What the sender's next message, edits and digests name it by."""
        return self.signed.hash

    def expect(self, cid: bytes, epoch: int) -> "Envelope":
        """Demand that the message is of this conversation and epoch."""
        if (self.header.cid, self.header.epoch) != (cid, epoch):
            raise Inconsistent("a message of another conversation or epoch")
        return self

    def verify(self, pk: bytes) -> None:
        """Demand that this key signed."""
        self.signed.verify(pk)

    def okm(self, m: bytes) -> bytes:
        """The 64 bytes that open this message alone."""
        return _okm(m, self.header.mid, self.header_bytes)

    def open(self, m: bytes) -> "Opened":
        """The content, with the epoch's message key."""
        return self.open_alone(self.okm(m))

    def open_alone(self, okm: bytes) -> "Opened":
        """The content, with the message's own 64 bytes, as a report discloses them."""
        if len(okm) != OKM_BYTES or not same(okm[32:], self.commitment):
            raise Unopenable("not the key that was committed to")
        aad = _aad(self.header_bytes, self.commitment)
        data = unpad(gcm_open(okm[:32], self.nonce, self.ciphertext, aad))
        content = read_content(data)
        if message_class(content.type) != self.header.message_class:
            raise Inconsistent("the header says another class than the content is of")
        return Opened(content, data, okm)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a message says, its bytes, and what opens it alone."""

    content: Content
    data: bytes
    okm: bytes


def seal_message(signer: Signer, m: bytes, header: Header, content: Content, random: Random = SYSTEM) -> bytes:
    """An envelope; the header's class and kid follow from content and signer, whatever it says."""
    if header.kid != signer.kid or header.message_class != message_class(content.type):
        raise Inconsistent("the header is not that of this signer and content")
    hdr, data = header.encoded(), content.encoded()
    okm, nonce = _okm(m, header.mid, hdr), random(NONCE_BYTES)
    key, commitment = okm[:32], okm[32:]
    ciphertext = gcm_seal(key, nonce, pad(data), _aad(hdr, commitment))
    read_header(hdr)
    return sign(signer, "mh1/msg", encode([hdr, nonce, commitment, ciphertext]))


def take_envelope(data: bytes) -> Envelope:
    """A message of the one form there is."""
    signed = take_apart(data, "mh1/msg")
    hdr, nonce, commitment, ciphertext = row(decode(signed.payload), 4)
    header = read_header(octets(hdr))
    if header.kid != signed.kid:
        raise Inconsistent("signed under another kid than the header names")
    return Envelope(signed, header, octets(hdr), octets(nonce, NONCE_BYTES), digest32(commitment), octets(ciphertext))


def read_header(data: bytes) -> Header:
    """A header with all its keys; the first message of a kid has nothing before it."""
    body = decoded_map(data, _KEYS)
    version_one(body[0])
    counter, prev = whole(body[6]), digest32(body[7])
    if counter == 0 and prev != ZERO_HASH:
        raise Malformed("the first message has none before it")
    return Header(
        ident(body[1]),
        whole(body[2]),
        ident(body[3]),
        ident(body[4]),
        ident(body[5]),
        counter,
        prev,
        digest32(body[8]),
        whole(body[9]),
        whole(body[10], 0, 1),
        None if body[11] is None else ident(body[11]),
    )


def _okm(m: bytes, mid: bytes, hdr: bytes) -> bytes:
    return hkdf(m, mid, b"mh1/msg" + digest(hdr), OKM_BYTES)


def _aad(hdr: bytes, commitment: bytes) -> bytes:
    return encode(["Encrypt0", hdr, commitment])

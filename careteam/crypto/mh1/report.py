"""Reporting one message to the safety officer: the envelope and the 64 bytes that open it, and nothing else (3.12)."""

from dataclasses import dataclass

from careteam.crypto.mh1.box import seal, unseal
from careteam.crypto.mh1.cose import Signed, Signer, sign, take_apart
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.envelope import OKM_BYTES, Opened, take_envelope
from careteam.crypto.mh1.refusals import Inconsistent
from careteam.crypto.mh1.shapes import decoded_map, ident, octets, version_one, whole


def report_context(cid: bytes, mid: bytes, reporter: bytes) -> list[Value]:
    """The context of a report's box."""
    return [cid, mid, reporter]


def seal_report(safety_pk: bytes, envelope: bytes, okm: bytes, reporter: bytes) -> bytes:
    """A box for the safety officer."""
    header = take_envelope(envelope).header
    return seal(
        safety_pk, "mh1/report", report_context(header.cid, header.mid, reporter), encode({0: envelope, 1: okm})
    )


def open_report(seed: bytes, cid: bytes, mid: bytes, reporter: bytes, sender_pk: bytes, box: bytes) -> Opened:
    """The reported message, proven to be its sender's."""
    body = decoded_map(unseal(seed, "mh1/report", report_context(cid, mid, reporter), box), {0, 1})
    envelope = take_envelope(octets(body[0]))
    envelope.verify(sender_pk)
    if (envelope.header.cid, envelope.header.mid) != (cid, mid):
        raise Inconsistent("reports another message")
    return envelope.open_alone(octets(body[1], OKM_BYTES))


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was sent: whose, of which message, and the box for the safety officer."""

    signed: Signed
    cid: bytes
    mid: bytes
    reporter: bytes
    ts: int
    box: bytes


def sign_report(signer: Signer, cid: bytes, mid: bytes, reporter: bytes, ts: int, box: bytes) -> bytes:
    """The report under the reporter's device."""
    return sign(signer, "mh1/report", encode({0: 1, 1: cid, 2: mid, 3: reporter, 4: ts, 5: box}))


def take_report(cose: bytes) -> Report:
    """A report taken apart; its signature is for the reporter's chain to verify."""
    signed = take_apart(cose, "mh1/report")
    body = decoded_map(signed.payload, set(range(6)))
    version_one(body[0])
    return Report(signed, ident(body[1]), ident(body[2]), ident(body[3]), whole(body[4]), octets(body[5]))

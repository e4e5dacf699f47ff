"""The flat checks of a vector file: the first prototype's values, each run when its keys are present (section 10)."""

from collections.abc import Callable, Iterator
from typing import Final

from careteam.crypto.mh1 import slots
from careteam.crypto.mh1.box import box_public_key, unseal
from careteam.crypto.mh1.cose import take_apart
from careteam.crypto.mh1.encoding import Value, decode, encode
from careteam.crypto.mh1.envelope import Envelope, read_header, take_envelope
from careteam.crypto.mh1.epoch import Epoch, grant_context
from careteam.crypto.mh1.escrow import Threshold, combine, shares
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Inconsistent, Refused
from careteam.crypto.mh1.unlocking import slot_context
from careteam.crypto.mh1.vectorfields import Fields, equal, fail, flipped

_SHARE_PLACES: Final = ((0, 1, 2), (4, 2, 0), (3, 1, 4))


def _refused(what: str, check: Callable[[], object]) -> None:
    try:
        check()
    except Refused:
        return
    fail(f"{what} ought to be refused")


def _device_key(f: Fields) -> None:
    equal("dpk", public_key(f.hex("dsk")), f.hex("dpk"))


def _epoch(f: Fields, number: int) -> Epoch:
    return Epoch(f.hex("cid"), number, f.hex(f"s{number}"))


def _epoch_keys(number: int) -> Callable[[Fields], None]:
    def check(f: Fields) -> None:
        epoch, expected = _epoch(f, number), f.fields(f"epoch{number}")
        for name in ("m", "h", "c", "mc"):
            equal(name, getattr(epoch, name), expected.hex(name))

    return check


def _history(f: Fields) -> None:
    equal("s0", _epoch(f, 1).older(f.hex("hist1")).secret, f.hex("s0"))


def _verified(f: Fields, name: str = "msg") -> Envelope:
    return _verify(f, f.hex(name))


def _verify(f: Fields, data: bytes) -> Envelope:
    envelope = take_envelope(data)
    envelope.verify(f.hex("dpk"))
    if envelope.header.kid != f.hex("did"):
        raise Inconsistent("signed by another device")
    return envelope


def _message_key(f: Fields, number: int) -> bytes:
    return f.fields(f"epoch{number}").hex("m")


def _message(f: Fields) -> None:
    envelope = _verified(f)
    equal("header", envelope.header_bytes, f.hex("header"))
    equal("header again", read_header(envelope.header_bytes).encoded(), f.hex("header"))
    equal("content", envelope.open(_message_key(f, 1)).data, f.hex("content"))


def _okm(f: Fields) -> None:
    equal("okm", take_envelope(f.hex("msg")).okm(_message_key(f, 1)), f.hex("okm"))


def _opens_alone(f: Fields) -> None:
    equal("content", _verified(f).open_alone(f.hex("okm")).data, f.hex("content"))


def _long_message(f: Fields) -> None:
    opened = _verified(f, "msg_long").open(_message_key(f, 1))
    equal("content", opened.data, encode({0: 0, 1: "x" * 3000}))


def _message_bits(f: Fields) -> None:
    msg, m = f.hex("msg"), _message_key(f, 1)
    for at in range(0, len(msg), max(1, len(msg) // 97)):
        changed = flipped(msg, at, 0)
        _refused(f"bit 0 of byte {at}", lambda changed=changed: _verify(f, changed).open(m))


def _message_as_log(f: Fields) -> None:
    _refused("the message as an entry", lambda: take_apart(f.hex("msg"), "mh1/log").verify(f.hex("dpk")))


def _message_other_epoch(f: Fields) -> None:
    _refused("the key of another epoch", lambda: _verified(f).open(_message_key(f, 0)))


def _puk(f: Fields) -> None:
    puk, expected = Generation(f.hex("uid"), 1, f.hex("puk_seed")), f.fields("puk")
    for name in ("sign", "enc", "chain"):
        equal(name, getattr(puk, name), expected.hex(name))


def _puk_public(f: Fields) -> None:
    equal("puk_pk", box_public_key(f.fields("puk").hex("enc")), f.hex("puk_pk"))


def _prev(f: Fields) -> None:
    puk = Generation(f.hex("uid"), 2, f.hex("puk2_seed"))
    equal("puk_seed", puk.older(f.hex("prev")).seed, f.hex("puk_seed"))


def _grant(f: Fields) -> None:
    context = grant_context(f.hex("cid"), 1, f.hex("uid"), 1, 0)
    equal("grant_ctx", encode(context), f.hex("grant_ctx"))
    equal("s1", unseal(f.fields("puk").hex("enc"), "mh1/grant", context, f.hex("grant")), f.hex("s1"))


def _grant_of_other_kind(f: Fields) -> None:
    context = grant_context(f.hex("cid"), 1, f.hex("uid"), 1, 1)
    _refused("another kind", lambda: unseal(f.fields("puk").hex("enc"), "mh1/grant", context, f.hex("grant")))


def _shares(name: str, k: int) -> Callable[[Fields], None]:
    def check(f: Fields) -> None:
        given = f.hexes(name)
        equal(name, shares(_epoch(f, 1), Threshold(f.hex("roster"), k, 5)), given)
        for places in _SHARE_PLACES:
            equal("s1", combine(k, [given[place] for place in places[:k]]), f.hex("s1"))

    return check


def _log_hash(f: Fields) -> None:
    signed = take_apart(f.hex("log"), "mh1/log")
    signed.verify(f.hex("dpk"))
    equal("log_hash", signed.hash, f.hex("log_hash"))


def _log_payload(f: Fields) -> None:
    payload = decode(take_apart(f.hex("log"), "mh1/log").payload)
    if not isinstance(payload, dict):
        fail("the payload is no map")
    for key, value in {0: 1, 1: f.hex("cid"), 5: f.hex("uid"), 6: f.hex("did"), 8: 1}.items():
        equal(f"key {key}", payload.get(key), value)
    epoch = f.fields("epoch1")
    escrow: list[Value] = [[share[32], digest(share)] for share in f.hexes("shares")]
    grant: Value = [f.hex("uid"), 1, 0, digest(f.hex("grant"))]
    body = {0: epoch.hex("c"), 1: epoch.hex("mc"), 2: [grant], 3: f.hex("hist1"), 4: escrow}
    equal("body", payload.get(9), body)


def _slot(name: str, seed_of: Callable[[Fields], bytes]) -> Callable[[Fields], None]:
    def check(f: Fields) -> None:
        seed = seed_of(f)
        equal(f"{name}_pk", box_public_key(seed), f.hex(f"{name}_pk"))
        context = slot_context(f.hex("uid"), 1, f.hex("sid"))
        equal("puk_seed", unseal(seed, "mh1/slot", context, f.hex(f"{name}_slot")), f.hex("puk_seed"))

    return check


_MESSAGE: Final = "msg dpk did epoch1"
_CHECKS: Final[list[tuple[str, str, Callable[[Fields], None]]]] = [
    ("device key", "dsk dpk", _device_key),
    ("epoch0", "cid s0 epoch0", _epoch_keys(0)),
    ("epoch1", "cid s1 epoch1", _epoch_keys(1)),
    ("hist1", "cid s0 s1 hist1", _history),
    ("msg", f"{_MESSAGE} header content", _message),
    ("okm", "msg epoch1 okm", _okm),
    ("msg by okm alone", "msg dpk did okm content", _opens_alone),
    ("msg_long", "msg_long dpk did epoch1", _long_message),
    ("msg, each bit", _MESSAGE, _message_bits),
    ("msg as mh1/log", "msg dpk", _message_as_log),
    ("msg with epoch0.m", "msg dpk did epoch0", _message_other_epoch),
    ("puk", "uid puk_seed puk", _puk),
    ("puk_pk", "puk puk_pk", _puk_public),
    ("prev", "uid prev puk_seed puk2_seed", _prev),
    ("grant", "cid uid puk grant grant_ctx s1", _grant),
    ("grant of another kind", "cid uid puk grant", _grant_of_other_kind),
    ("shares", "cid s1 roster shares", _shares("shares", 2)),
    ("shares3", "cid s1 roster shares3", _shares("shares3", 3)),
    ("log_hash", "log dpk log_hash", _log_hash),
    ("log payload", "log cid uid did epoch1 grant hist1 shares", _log_payload),
    (
        "kit slot",
        "kit uid sid kit_pk kit_slot puk_seed",
        _slot("kit", lambda f: slots.kit_seed(f.hex("kit"), f.hex("uid"))),
    ),
    (
        "passkey slot",
        "prf_out cred uid sid prf_pk prf_slot puk_seed",
        _slot("prf", lambda f: slots.passkey_seed(f.hex("prf_out"), f.hex("cred"))),
    ),
    (
        "2SKD slot",
        "pw salt acct uid sid pw_pk pw_slot puk_seed",
        _slot("pw", lambda f: slots.passphrase_seed(f.text("pw"), f.hex("salt"), f.hex("acct"), f.hex("uid"))),
    ),
]


def flat_checks(f: Fields) -> Iterator[tuple[str, Callable[[], None]]]:
    """The flat checks whose keys the file has."""
    for name, keys, check in _CHECKS:
        if all(key in f for key in keys.split()):
            yield f"flat: {name}", lambda check=check: check(f)

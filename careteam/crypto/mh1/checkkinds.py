"""The kinds of vectors of one primitive or statement each (section 10)."""

from collections.abc import Callable
from typing import Any, Final

from careteam.crypto.mh1 import files, kit, merkle, padding, slots
from careteam.crypto.mh1.box import box_public_key, unseal
from careteam.crypto.mh1.checkpoint import open_checkpoint
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.envelope import take_envelope
from careteam.crypto.mh1.epoch import Epoch
from careteam.crypto.mh1.escrow import Threshold, recover, shares
from careteam.crypto.mh1.own import Place, open_own, seal_own
from careteam.crypto.mh1.primitives import digest, ed25519_verify
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.report import open_report
from careteam.crypto.mh1.vectorfields import Fields, equal, fail, flipped, octets_of


def _cbor(f: Fields) -> None:
    data = f.hex("hex")
    equal("encoding", encode(decode(data)), data)


def _ed25519(f: Fields) -> None:
    ed25519_verify(f.hex("pk"), f.hex("msg"), f.hex("sig"))


def _pad(f: Fields) -> None:
    equal("padded length", padding.padded_length(f.number("n")), f.number("padded"))


def _unpad(f: Fields) -> None:
    content = padding.unpad(f.hex("padded"))
    equal("content", content, f.hex("content"))
    equal("padded", padding.pad(content), f.hex("padded"))


def _epoch(f: Fields) -> None:
    epoch = Epoch(f.hex("cid"), f.number("e"), f.hex("s"))
    for name in ("m", "h", "c", "mc"):
        equal(name, getattr(epoch, name), f.hex(name))
    for label, exported in f.items("export"):
        equal("export", epoch.export(label), octets_of(exported))


def _hist(f: Fields) -> None:
    epoch = Epoch(f.hex("cid"), f.number("e"), f.hex("s"))
    equal("older", epoch.older(f.hex("hist")).secret, f.hex("older"))


def _puk(f: Fields) -> None:
    puk = Generation(f.hex("uid"), f.number("g"), f.hex("seed"))
    for name in ("sign", "enc", "chain", "sign_pk", "kid"):
        equal(name, getattr(puk, name), f.hex(name))
    equal("enc_pk_sha256", digest(puk.enc_pk), f.hex("enc_pk_sha256"))
    if "prev" in f:
        equal("older", puk.older(f.hex("prev")).seed, f.hex("older"))


def _own(f: Fields) -> None:
    uid = f.hex("uid")
    own = {number: Generation(uid, number, octets_of(seed)) for number, seed in f.items("own")}
    place = Place(f.text("purpose"), f.hex("id"), f.number("version"))  # pyright: ignore[reportArgumentType]
    opened = open_own(own, place, f.hex("sealed"))
    equal("plaintext", opened, f.hex("plaintext"))
    generation, nonce = own[f.number("g")], f.hex("nonce")
    equal("own key", generation.own, f.hex("own_key"))
    equal("key", place.key(generation), f.hex("key"))
    equal("sealed", seal_own(generation, place, opened, lambda _: nonce), f.hex("sealed"))


def _slot(f: Fields) -> None:
    uid, which = f.hex("uid"), f.text("slot")
    if which == "kit":
        seed = slots.kit_seed(f.hex("kit"), uid)
    elif which == "passkey":
        seed = slots.passkey_seed(f.hex("prf"), f.hex("cred"))
    elif which == "2skd":
        seed = slots.passphrase_seed(f.text("passphrase"), f.hex("salt"), f.hex("secret"), uid)
    else:
        fail(f"there is no slot {which!r}")
    equal("seed", seed, f.hex("seed"))
    equal("pk_sha256", digest(box_public_key(seed)), f.hex("pk_sha256"))


def _kit(f: Fields) -> None:
    secret = kit.typed(f.text("typed"))
    equal("kit", secret, f.hex("kit"))
    equal("text", kit.printed(secret), f.text("text"))


def _box(f: Fields) -> None:
    opened = unseal(f.hex("seed"), f.text("label"), decode(f.hex("context")), f.hex("box"))
    equal("plaintext", opened, f.hex("plaintext"))


def _message(f: Fields) -> None:
    envelope = take_envelope(f.hex("envelope")).expect(f.hex("cid"), f.number("e"))
    envelope.verify(f.hex("pk"))
    opened = envelope.open(f.hex("m"))
    equal("content", opened.data, f.hex("content"))
    equal("hash", envelope.hash, f.hex("hash"))
    equal("okm", opened.okm, f.hex("okm"))
    equal("content by okm alone", envelope.open_alone(f.hex("okm")).data, f.hex("content"))


def _report(f: Fields) -> None:
    opened = open_report(f.hex("seed"), f.hex("cid"), f.hex("mid"), f.hex("reporter"), f.hex("pk"), f.hex("box"))
    equal("content", opened.data, f.hex("content"))


def _shamir(f: Fields) -> None:
    epoch = Epoch(f.hex("cid"), f.number("e"), f.hex("s"))
    made = shares(epoch, Threshold(f.hex("roster"), f.number("k"), f.number("n")))
    equal("shares", made, f.hexes("shares"))


def _combine(f: Fields) -> None:
    epoch = recover(f.hex("cid"), f.number("e"), f.number("k"), f.hexes("shares"), f.hex("c"))
    equal("s", epoch.secret, f.hex("s"))


def _file(f: Fields) -> None:
    size = f.number("size")
    plaintext = file_plaintext(size)
    salt_and_prefix = iter((f.hex("salt"), f.hex("prefix")))
    ct = files.seal_file(f.hex("key"), f.hex("cid"), f.hex("blob"), plaintext, lambda _: next(salt_and_prefix))
    equal("length", len(ct), f.number("length"))
    equal("sha256", digest(ct), f.hex("sha256"))
    if "ct" in f:
        equal("ct", ct, f.hex("ct"))
    for op, *arguments in f.items("tamper"):
        ct = _tampered(ct, op, arguments)
    opening = Fields({**f.members, **f.fields("open").members}) if "open" in f else f
    opened = files.open_file(opening.hex("key"), opening.hex("cid"), opening.hex("blob"), opening.number("size"), ct)
    equal("plaintext", opened, plaintext)


def file_plaintext(size: int) -> bytes:
    """Byte i is (167 i + 13 floor(i / 256)) mod 256."""
    rows = [bytes((167 * i + 13 * (start // 256)) % 256 for i in range(256)) for start in range(0, 65536, 256)]
    block = b"".join(rows)
    return (block * (size // len(block) + 1))[:size]


def _tampered(ct: bytes, op: str, arguments: list[Any]) -> bytes:
    if op == "flip":
        return flipped(ct, arguments[0], arguments[1])
    if op == "cut":
        return ct[: arguments[0]]
    if op == "append":
        return ct + octets_of(arguments[0])
    if op == "swap":
        size = files.SEGMENT_BYTES
        parts = [ct[at : at + size] for at in range(0, len(ct), size)]
        one, other = arguments
        parts[one], parts[other] = parts[other], parts[one]
        return b"".join(parts)
    fail(f"there is no operation {op}")


def _record(f: Fields) -> None:
    made = merkle.record(f.number("chain"), f.hex("id"), f.number("seq"), f.hex("entry"))
    equal("record", made, f.hex("record"))


def _merkle(f: Fields) -> None:
    merkle.check_root(f.hexes("leaves"), f.hex("root"))


def _inclusion(f: Fields) -> None:
    merkle.check_inclusion(f.hex("leaf"), f.number("index"), f.number("size"), f.hexes("proof"), f.hex("root"))


def _consistency(f: Fields) -> None:
    sizes = f.number("old_size"), f.number("size")
    merkle.check_consistency(*sizes, f.hexes("proof"), f.hex("old_root"), f.hex("root"))


def _checkpoint(f: Fields) -> None:
    state = open_checkpoint(f.text("note"), f.text("origin"), f.hex("pk"))
    equal("size", state.size, f.number("size"))
    equal("root", state.root, f.hex("root"))


KINDS: Final[dict[str, Callable[[Fields], None]]] = {
    "cbor": _cbor,
    "ed25519": _ed25519,
    "pad": _pad,
    "unpad": _unpad,
    "epoch": _epoch,
    "hist": _hist,
    "puk": _puk,
    "own": _own,
    "slot": _slot,
    "kit": _kit,
    "box": _box,
    "message": _message,
    "report": _report,
    "shamir": _shamir,
    "combine": _combine,
    "file": _file,
    "record": _record,
    "merkle": _merkle,
    "inclusion": _inclusion,
    "consistency": _consistency,
    "checkpoint": _checkpoint,
}

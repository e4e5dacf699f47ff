"""Vectors of the primitives and of single statements, where the shared file is thin."""

import hashlib
from dataclasses import replace
from itertools import count
from typing import Any

from careteam.crypto.mh1 import kit, merkle, padding
from careteam.crypto.mh1.checkpoint import note_signature, sign_checkpoint
from careteam.crypto.mh1.content import Attachment, Content, FileRef, Type
from careteam.crypto.mh1.cose import Signer, sign
from careteam.crypto.mh1.encoding import encode
from careteam.crypto.mh1.envelope import Header, seal_message, take_envelope
from careteam.crypto.mh1.epoch import Epoch
from careteam.crypto.mh1.escrow import Threshold, shares
from careteam.crypto.mh1.primitives import digest, ed25519_sign, gcm_seal, hkdf, public_key
from tests.crypto.mh1.making.book import Book
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import T0

NOTE = "a checkpoint of our own"
SAID = "a message of our own"


#: The order of Ed25519's base point.
ORDER = 2**252 + 27742317777372353535851937790883648493
#: The eight points whose order divides eight.
SMALL_ORDER = {
    "the identity": bytes.fromhex("01" + "00" * 31),
    "a key of order 2": bytes.fromhex("ec" + "ff" * 30 + "7f"),
    "a key of order 4": bytes(32),
    "the other key of order 4": bytes.fromhex("00" * 31 + "80"),
    "a key of order 8": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "a second key of order 8": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
    "a third key of order 8": bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    "a fourth key of order 8": bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
}


def make(book: Book) -> None:
    random = Source("small")
    _cbor(book)
    _kit(book, random)
    _signatures(book, random)
    _trees(book, random)
    _checkpoint(book, random)
    _shares(book, random)
    _message(book, random)
    _padding(book)


def _each(book: Book, kind: str, vectors: dict[str, dict[str, Any]], *, ok: bool) -> None:
    for name, fields in vectors.items():
        book.vectors.append({"kind": kind, "name": f"{kind}: {name}", "ok": ok, **fields})


def _cbor(book: Book) -> None:
    good = {
        "an empty array at the deepest place": "81" * 16 + "80",
        "an empty map at the deepest place": "a100" * 16 + "a0",
        "a NUL in text": "6100",
        "the last code point": "64f48fbfbf",
        "a map of all keys": "b818" + "".join(encode(key).hex() + "f6" for key in range(24)),
    }
    bad = {
        "an array with something at the deepest place": "81" * 16 + "8100",
        "a map too deep": "a100" * 17 + "00",
        "beyond the last code point": "64f4908080",
        "a text in pieces": "7f6161ff",
        "a float in a map": "a100f97e00",
        "a tag within": "8100c0" + "60",
        "a pattern": "d82361" + "28",
        "a shared value": "d81c00",
        "a reference to it": "82d81c81d81d0000",
        "self-described": "d9d9f700",
        "a map too short": "a20000",
        "a simple value by two bytes": "f814",
        "a negative integer not minimal": "3800",
        "a length of eight bytes": "5b000000000000000100",
        "an array of eight bytes' length": "9b0000000000000000",
        "a map with a list as key": "a18000",
        "2^53 in a list": "811b0020000000000000",
    }
    _each(book, "cbor", {name: {"hex": data} for name, data in good.items()}, ok=True)
    _each(book, "cbor", {name: {"hex": data} for name, data in bad.items()}, ok=False)


def _kit(book: Book, random: Source) -> None:
    secret = kit.new_kit(random)
    text = kit.printed(secret)
    fields = {"kit": secret.hex(), "text": text}
    loose = {"in small letters, ungrouped": text.lower().replace("-", ""), "with spaces and strokes": f"  {text}- -"}
    _each(book, "kit", {name: {**fields, "typed": typed} for name, typed in loose.items()}, ok=True)
    wrong = {
        "nothing": "",
        "a group too many": f"{text}-0000",
        "full-width digits": "\uff10" * 32,
        "another kind of space": text.replace("-", "\u00a0"),
        "a tab": text.replace("-", "\t"),
        "a dash of another kind": text.replace("-", "\u2013"),
        "a dotless i": f"\u0131{text[1:]}",
        "two characters swapped": f"{text[1]}{text[0]}{text[2:]}",
    }
    _each(book, "kit", {name: {**fields, "typed": typed} for name, typed in wrong.items()}, ok=False)


def _signatures(book: Book, random: Source) -> None:
    seed, msg = random(32), b""
    pk, sig = public_key(seed), ed25519_sign(seed, msg)
    _each(book, "ed25519", {"of nothing": {"pk": pk.hex(), "msg": "", "sig": sig.hex()}}, ok=True)
    point = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    wrong = {
        "S = L": (pk, sig[:32] + ORDER.to_bytes(32, "little")),
        "S = 0 and R the identity": (pk, (1).to_bytes(32, "little") + bytes(32)),
        "a signature of 65 bytes": (pk, sig + b"\0"),
        "a key of 31 bytes": (pk[:31], sig),
        "a key of 33 bytes": (pk + b"\0", sig),
        "another key of order 8": (point, (1).to_bytes(32, "little") + bytes(32)),
        "a key of order 8 with its sign": (point[:31] + b"\x85", (1).to_bytes(32, "little") + bytes(32)),
        "the identity with its sign": ((1 | 1 << 255).to_bytes(32, "little"), (1).to_bytes(32, "little") + bytes(32)),
        "y = p": ((2**255 - 19).to_bytes(32, "little"), (1).to_bytes(32, "little") + bytes(32)),
        "y = 2^255 - 1": (b"\xff" * 31 + b"\x7f", sig),
    }
    made = {name: {"pk": key.hex(), "msg": "", "sig": one.hex()} for name, (key, one) in wrong.items()}
    held = {f"a signature that holds under {name}": _holding(key, random(32)) for name, key in SMALL_ORDER.items()}
    _each(book, "ed25519", made | held, ok=False)


def _holding(key: bytes, seed: bytes) -> dict[str, str]:
    """A message and a signature that satisfy the equation of Ed25519 under a key of small order: S B = R, and h A nothing."""
    scalar = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    scalar = (scalar & ((1 << 254) - 8)) | 1 << 254
    nonce = public_key(seed)
    for number in count():
        msg = number.to_bytes(2, "big")
        whole = int.from_bytes(hashlib.sha512(nonce + key + msg).digest(), "little")
        if whole % 8 == whole % ORDER % 8 == 0:
            break
    return {"pk": key.hex(), "msg": msg.hex(), "sig": (nonce + (scalar % ORDER).to_bytes(32, "little")).hex()}


def _trees(book: Book, random: Source) -> None:
    leaves = [random(32) for _ in range(13)]
    root = merkle.root(leaves)
    tree = {"size": 13, "root": root.hex()}
    for index in (5, 12):
        proof = [step.hex() for step in merkle.inclusion_proof(leaves, index)]
        fields = {"leaf": leaves[index].hex(), "index": index, "proof": proof, **tree}
        name = f"inclusion of {index} in 13"
        book.add("inclusion", name, fields)
        book.refused(name, "in a smaller tree", size=index)
        book.refused(name, "without a proof", proof=[])
        book.refused(name, "a step that is short", proof=[proof[0][:-2], *proof[1:]])
    book.vectors.append(
        {
            "kind": "inclusion",
            "name": "inclusion in an empty tree",
            "ok": False,
            "leaf": leaves[0].hex(),
            "index": 0,
            "size": 0,
            "proof": [],
            "root": digest(b"").hex(),
        }
    )
    for old in (6, 12):
        proof = [step.hex() for step in merkle.consistency_proof(leaves, old)]
        name = f"consistency of {old} with 13"
        fields = {"old_size": old, "proof": proof, "old_root": merkle.root(leaves[:old]).hex(), **tree}
        book.add("consistency", name, fields)
        book.refused(name, "a step too many", proof=[*proof, proof[0]])
        book.refused(name, "a step too few", proof=proof[:-1])
        book.refused(name, "no proof", proof=[])
        book.refused(name, "another root", root=root.hex()[:-2] + ("00" if root[-1] else "01"))
    empty = {"old_size": 0, "size": 0, "proof": [], "old_root": digest(b"").hex(), "root": digest(b"").hex()}
    book.add("consistency", "consistency of nothing with nothing", empty)
    book.refused("consistency of nothing with nothing", "with a root", root="00" * 32)
    book.refused("consistency of nothing with nothing", "with a proof", proof=["00" * 32])


def _checkpoint(book: Book, random: Source) -> None:
    signer, witness, origin = Signer.of_office(random(32)), Signer.of_office(random(32)), "log.example/mh1"
    root = random(32)
    note = sign_checkpoint(origin, signer, 0, digest(b""))
    text = note.partition("\n\n")[0] + "\n"
    fields = {"origin": origin, "pk": public_key(signer.seed).hex(), "note": note, "size": 0, "root": digest(b"").hex()}
    book.add("checkpoint", NOTE, fields)
    book.holds(
        NOTE, "with a witness first", note=f"{text}\n{note_signature('w', witness, text)}{note[len(text) + 1 :]}"
    )
    other = note_signature(origin, witness, text)
    book.holds(NOTE, "with another key of the same name", note=f"{note}{other}")

    def signed(body: str) -> str:
        return f"{body}\n{note_signature(origin, signer, body)}"

    lines = text.split("\n")
    for name, body in {
        "with a line more": f"{text}extension\n",
        "with a sign before the size": text.replace("\n0\n", "\n+0\n"),
        "of no size": text.replace("\n0\n", "\n\n"),
        "of a size of 2^53": text.replace("\n0\n", f"\n{2**53}\n"),
        "of a root without its padding": text.replace("=\n", "\n"),
        "of a root of 31 bytes": sign_checkpoint(origin, signer, 0, root[:31]).partition("\n\n")[0] + "\n",
        "of another origin": f"x{text}",
        "with other digits": text.replace("\n0\n", "\n\u0660\n"),
        "with carriage returns": "\r\n".join(lines),
    }.items():
        book.refused(NOTE, name, note=signed(body))
    book.refused(NOTE, "by another key", note=f"{text}\n{other}")
    book.refused(NOTE, "without a signature", note=f"{text}\n")
    book.refused(NOTE, "with something that is no signature", note=f"{note}what is this\n")
    book.refused(NOTE, "with a witness's line that is no base64", note=f"{note}\u2014 w !!!!\n")
    book.refused(NOTE, "with a witness of no name", note=f"{note}\u2014 w+1 AAAAAAAA\n")
    book.refused(NOTE, "with a hyphen for a dash", note=note.replace("\u2014", "-"))


def _shares(book: Book, random: Source) -> None:
    epoch, roster = Epoch(random(16), 2**40, random(32)), random(32)
    made = shares(epoch, Threshold(roster, 16, 16))
    fields = {"s": epoch.secret.hex(), "cid": epoch.cid.hex(), "e": epoch.number, "roster": roster.hex()}
    book.add("shamir", "escrow 16 of 16", {**fields, "k": 16, "n": 16, "shares": [one.hex() for one in made]})
    given = [one.hex() for one in reversed(made)]
    all_ = {"k": 16, "cid": fields["cid"], "e": epoch.number, "c": epoch.c.hex(), "shares": given, "s": fields["s"]}
    book.add("combine", "combine 16 of 16", all_)
    book.refused("combine 16 of 16", "fifteen", shares=given[:15])
    book.refused("combine 16 of 16", "none", shares=[])
    alone = [f"{fields['s']}01"]
    book.refused("combine 16 of 16", "a threshold of one, and the secret itself as its share", k=1, shares=alone)
    book.refused("combine 16 of 16", "of another epoch", e=1)
    book.refused("combine 16 of 16", "of another conversation", cid="00" * 16)
    book.refused("escrow 16 of 16", "a threshold above the officers", n=15)
    book.refused("escrow 16 of 16", "too many officers", n=17)
    book.holds("combine 16 of 16", "and what is given beyond the threshold is not looked at", shares=[*given, "00"])


def _message(book: Book, random: Source) -> None:
    signer, m, cid = Signer(random(16), random(32)), random(32), random(16)
    header = Header(cid, 3, random(16), random(16), signer.kid, 0, bytes(32), random(32), T0, 0, random(16))
    thumb = FileRef(random(16), random(32), 900, random(32))
    file = Attachment(FileRef(random(16), random(32), 0, random(32)), "Bericht.pdf", "application/pdf", thumb)
    content = Content(Type.TEXT, "see", (5, random(32)), random(16), (file,), (random(16),), lang="de")
    fields = _fields(signer, m, header, content.encoded(), seal_message(signer, m, header, content, random))
    book.add("message", SAID, fields)
    good: dict[int, Any] = {0: 0, 1: "see"}
    silent = replace(header, message_class=1)
    one, target, base = file.value(), bytes(16), bytes(32)
    for name, value, head in (
        ("an attachment without a type", {**good, 4: [{key: one[key] for key in range(5)}]}, header),  # type: ignore[index]
        ("an attachment of a negative size", {**good, 4: [{**one, 2: -1}]}, header),  # type: ignore[dict-item]
        ("a thumbnail of three parts", {**good, 4: [{**one, 6: thumb.value()[:3]}]}, header),  # type: ignore[dict-item]
        ("a reply to a short id", {**good, 3: bytes(15)}, header),
        ("a reference that is short", {**good, 5: [bytes(15)]}, header),
        ("gossip of no root", {**good, 2: [1]}, header),
        ("text that is bytes", {0: 0, 1: b"see"}, header),
        ("a type that is true", {0: True, 1: "see"}, header),
        ("an edit with a reply", {0: 1, 1: "x", 3: target, 6: target, 7: base}, silent),
        ("an edit as content", {0: 1, 1: "x", 6: target, 7: base}, header),
        ("a retraction without a base", {0: 2, 6: target}, silent),
        ("a reaction without an emoji", {0: 3, 6: target}, silent),
        ("a receipt with a text", {0: 5, 1: "read", 6: target}, silent),
        ("a form with a file", {0: 6, 1: "{}", 4: [one]}, header),
        ("a call in a language", {0: 7, 1: "offer", 10: "en"}, silent),
        ("a reaction's reason", {0: 3, 6: target, 8: "x", 9: "y"}, silent),
    ):
        data = encode(value)
        book.refused(SAID, name, **_fields(signer, m, head, data, _sealed(signer, m, head, data, random)))
    other = Signer(signer.kid, random(32))
    book.refused(
        SAID, "signed by another key of that name", envelope=seal_message(other, m, header, content, random).hex()
    )


def _fields(signer: Signer, m: bytes, header: Header, data: bytes, envelope: bytes) -> dict[str, Any]:
    taken = take_envelope(envelope)
    place = {"cid": header.cid.hex(), "e": header.epoch, "pk": public_key(signer.seed).hex(), "m": m.hex()}
    opened = {"okm": taken.okm(m).hex(), "content": data.hex(), "hash": taken.hash.hex()}
    return {**place, "envelope": envelope.hex(), **opened}


def _sealed(signer: Signer, m: bytes, header: Header, data: bytes, random: Source) -> bytes:
    """As `seal_message` does it, whatever the content."""
    hdr, nonce = header.encoded(), random(12)
    okm = hkdf(m, header.mid, b"mh1/msg" + digest(hdr), 64)
    aad = encode(["Encrypt0", hdr, okm[32:]])
    return sign(signer, "mh1/msg", encode([hdr, nonce, okm[32:], gcm_seal(okm[:32], nonce, padding.pad(data), aad)]))


def _padding(book: Book) -> None:
    lengths = {f"of {n}": {"n": n, "padded": padding.padded_length(n)} for n in (255, 271, 272, 511, 512, 65_535)}
    _each(book, "pad", lengths, ok=True)
    content = "80" * 300
    long = padding.pad(bytes.fromhex(content)).hex()
    _each(book, "unpad", {"of markers": {"padded": long, "content": content}}, ok=True)
    wrong = {"all zeros": "00" * 256, "a marker too early": "80" + "00" * 271, "nothing but a marker": "80"}
    _each(book, "unpad", {name: {"padded": padded, "content": ""} for name, padded in wrong.items()}, ok=False)

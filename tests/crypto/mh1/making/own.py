"""Vectors of what people seal to themselves."""

from typing import Any

from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.padding import pad
from careteam.crypto.mh1.primitives import gcm_seal
from careteam.crypto.mh1.puk import Generation
from tests.crypto.mh1.making.book import Book
from tests.crypto.mh1.oracle import Source

NOTE = "a note to oneself"


def make(book: Book) -> None:
    random = Source("own")
    first = Generation(random(16), 1, random(32))
    second = first.next(random)
    place = Place("note", random(16), 3)
    fields = _fields([second, first], second, place, "Träumt wieder vom Haus am See.".encode(), random(12))
    book.add("own", NOTE, fields)
    _others(book, [second, first], place, random)
    _elsewhere(book, fields, random)
    _bytes(book, second, place, fields)
    _plaintexts(book, second, place, fields)
    entry = _fields([second, first], second, Place("diary", random(16), 1), b"Heute mit Anna am See.", random(12))
    book.holds(NOTE, "a diary entry", **entry)


def _fields(
    own: list[Generation], generation: Generation, place: Place, plaintext: bytes, nonce: bytes
) -> dict[str, Any]:
    return {
        "uid": generation.uid.hex(),
        "own": [[one.number, one.seed.hex()] for one in own],
        "g": generation.number,
        "purpose": place.purpose,
        "id": place.id.hex(),
        "version": place.version,
        "nonce": nonce.hex(),
        "plaintext": plaintext.hex(),
        "own_key": generation.own.hex(),
        "key": place.key(generation).hex(),
        "sealed": seal_own(generation, place, plaintext, lambda _: nonce).hex(),
    }


def _others(book: Book, own: list[Generation], place: Place, random: Source) -> None:
    """Other places and lengths, and what an older generation sealed."""
    newest, first = own
    pins, office = Place("pins", newest.uid, 1), Place("office", random(16), 2**53 - 1)
    for name, generation, at, plaintext in (
        ("of nothing", newest, place, b""),
        ("of 255 bytes", newest, place, random(255)),
        ("of 256 bytes", newest, place, random(256)),
        ("of markers", newest, place, b"\x80" * 300),
        ("sealed by the generation before", first, place, b"older"),
        ("pins", newest, pins, random(120)),
        ("the last version of an office's key", newest, office, random(32)),
        ("a draft", newest, Place("draft", random(16), 1), random(60)),
    ):
        book.holds(NOTE, name, **_fields(own, generation, at, plaintext, random(12)))


def _elsewhere(book: Book, fields: dict[str, Any], random: Source) -> None:
    [newest, first] = fields["own"]
    for name, changes in {
        "as pins": {"purpose": "pins"},
        "as an office's key": {"purpose": "office"},
        "for a purpose there is not": {"purpose": "letter"},
        "for no purpose": {"purpose": ""},
        "as another note": {"id": random(16).hex()},
        "under an id that is short": {"id": fields["id"][:-2]},
        "as the version before": {"version": 2},
        "as the version after": {"version": 4},
        "as version 0": {"version": 0},
        "as version -1": {"version": -1},
        "of another person": {"uid": random(16).hex()},
        "of a person whose id is short": {"uid": fields["uid"][:-2]},
        "with another seed": {"own": [[2, random(32).hex()]]},
        "with the seed of the generation before": {"own": [[2, first[1]]]},
        "without its generation": {"own": [first]},
        "with no generation": {"own": []},
        "with its seed as another generation": {"own": [[3, newest[1]]]},
    }.items():
        book.refused(NOTE, name, **changes)


def _bytes(book: Book, generation: Generation, place: Place, fields: dict[str, Any]) -> None:
    good = bytes.fromhex(fields["sealed"])
    nonce, sealed = bytes.fromhex(fields["nonce"]), good[-(256 + 16) :]
    assert good == encode([1, 2, nonce, sealed])
    for name, value in {
        "a format of version 2": [2, 2, nonce, sealed],
        "a format of version true": [True, 2, nonce, sealed],
        "said to be of the generation before": [1, 1, nonce, sealed],
        "of generation 0": [1, 0, nonce, sealed],
        "of generation -1": [1, -1, nonce, sealed],
        "of a generation in words": [1, "2", nonce, sealed],
        "with another nonce": [1, 2, bytes(12), sealed],
        "with a nonce of 11 bytes": [1, 2, nonce[:11], sealed],
        "with a nonce of 16 bytes": [1, 2, nonce + bytes(4), sealed],
        "without a ciphertext": [1, 2, nonce],
        "with an empty ciphertext": [1, 2, nonce, b""],
        "with a tag alone": [1, 2, nonce, sealed[-16:]],
        "with a tag that is short": [1, 2, nonce, sealed[:-1]],
        "with a ciphertext in words": [1, 2, nonce, "sealed"],
        "with something behind": [1, 2, nonce, sealed, None],
        "as a map": {0: 1, 1: 2, 2: nonce, 3: sealed},
    }.items():
        book.refused(NOTE, name, sealed=_encoded(value))
    for name, changed in {
        "with a byte behind": good + b"\0",
        "a byte short": good[:-1],
        "empty": b"",
        "with a generation of two bytes": good[:2] + b"\x18\x02" + good[3:],
        "with a nonce's length of two bytes": good[:3] + b"\x58\x0c" + good[4:],
        "as a list without an end": b"\x9f" + good[1:] + b"\xff",
    }.items():
        book.refused(NOTE, name, sealed=changed.hex())
    for at in (0, 1, 2, 4, 16, 19, 150, len(good) - 1):
        flipped = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        book.refused(NOTE, f"with a bit of byte {at} flipped", sealed=flipped.hex())


def _encoded(value: Value) -> str:
    return encode(value).hex()


def _plaintexts(book: Book, generation: Generation, place: Place, fields: dict[str, Any]) -> None:
    """Rightly sealed, and not padded as it must be, or bound to something else."""
    nonce, plaintext = bytes.fromhex(fields["nonce"]), bytes.fromhex(fields["plaintext"])
    key, context, padded = place.key(generation), place.context(generation), pad(plaintext)
    parts: list[Value] = ["mh1/own", generation.uid, place.purpose, place.id, place.version, generation.number]

    def refused(name: str, content: bytes = padded, aad: bytes = context, under: bytes = key) -> None:
        book.refused(NOTE, name, sealed=_encoded([1, 2, nonce, gcm_seal(under, nonce, content, aad)]))

    refused("not padded", plaintext)
    refused("padded to another bucket", padded + bytes(256))
    refused("padded by a byte too few", padded[:-1])
    refused("padded with something else than zeros", padded[:-1] + b"\x01")
    refused("all zeros", bytes(256))
    refused("with nothing inside", b"")
    refused("bound to nothing", aad=b"")
    refused("bound to another label", aad=encode(["mh1/msg", *parts[1:]]))
    refused("bound to no generation", aad=encode(parts[:-1]))
    refused("under the key of all", under=generation.own)
    refused("under the chaining key", under=generation.chain)
    refused("under the seed", under=generation.seed)

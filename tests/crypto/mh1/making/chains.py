"""Vectors of people's chains and of the directory."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.carried import carried, carry
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import verify_directory
from careteam.crypto.mh1.encoding import decode
from careteam.crypto.mh1.invite import make_invite, open_invite, token_signer
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.userchain import OfficeKeys
from tests.crypto.mh1.making.book import Book
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import DAY, FOREVER, T0, Clinic, Person, new_person, recarried

NEW = "a chain of two"
ONE = "a chain of one device"
CHANGED = "a chain of many changes"
DIRECTORY = "a directory of two entries"
#: An Ed25519 key of order 4, and one whose y is p.
SMALL, LARGE = bytes(32), (2**255 - 19).to_bytes(32, "little")


def make(book: Book) -> None:
    random = Source("chains")
    kit_seed, pass_seed = random(32), random(32)
    slots = [
        enrolment.slot(Kind.KIT, kit_seed, random=random),
        enrolment.slot(Kind.PASSPHRASE, pass_seed, random(16), random),
    ]
    person = new_person("patient", random, slots=slots)
    passkey_seed = random(32)
    passkey = enrolment.slot(Kind.PASSKEY, passkey_seed, random(48), random)
    signer = person.puk.signer
    person.take(enrolment.add_holder(person.chain, signer, person.puk, passkey, T0 + 1))
    fields = userchain(person, {slots[0].id: kit_seed, slots[1].id: pass_seed, passkey.id: passkey_seed})
    book.add("userchain", NEW, fields)
    _genesis(book)
    _added(book, person, passkey, random)
    _many(book, person, slots, passkey, passkey_seed, random)
    _directory(book)


def userchain(person: Person, seeds: dict[bytes, bytes], *, first: bytes | None = None, **more: Any) -> dict[str, Any]:
    chain = person.chain
    named = {card.box_hash for card in chain.holders.values()}
    return {
        "uid": person.uid.hex(),
        "entries": [entry.hex() for entry in person.entries],
        "boxes": [box.hex() for hash_, box in person.boxes.items() if hash_ in named],
        "unlocks": [
            {
                "holder": holder.hex(),
                "seed": seed.hex(),
                "puk": person.puk.seed.hex(),
                "first": (first or person.puk.seed).hex(),
            }
            for holder, seed in seeds.items()
        ],
        "expect": {
            "seq": chain.seq,
            "hash": chain.head.hex(),
            "genesis": chain.genesis.hex(),
            "g": chain.generation,
            "enc_pk_sha256": digest(chain.keys.enc_pk).hex(),
            "sign_pk": chain.keys.sign_pk.hex(),
            "holders": sorted(holder.hex() for holder in chain.holders),
            "closed": chain.closed.hex() if chain.closed else None,
        },
        **more,
    }


def _genesis(book: Book) -> None:
    person = new_person("patient", Source("one"))
    fields = userchain(person, {person.device.id: person.device.box_seed})
    book.add("userchain", ONE, fields)
    signers = [person.device.signer, person.puk.signer]

    def changed(name: str, change: Callable[[dict[int, Any]], None], signed: list[Signer] = signers) -> None:
        entry = recarried(person.entries[0], signed, change, "mh1/user")
        book.refused(ONE, name, entries=[entry.hex()])

    def nothing(payload: dict[int, Any]) -> None:
        """Signed anew, and otherwise as it was."""

    token = token_signer(bytes(16), bytes(16))
    changed("the PUK key signs first", nothing, signers[::-1])
    changed("only the device signs", nothing, signers[:1])
    changed("a token signs that nobody gave", nothing, [*signers, token])
    changed(
        "a kit in the device's place", lambda p: p[7].__setitem__(0, [bytes(8), 2, p[7][0][2], None, bytes(32), None])
    )
    changed("a device key of small order", lambda p: p[7][0].__setitem__(3, SMALL))
    changed("a device key that is not canonical", lambda p: p[7][0].__setitem__(3, LARGE))
    changed("a PUK key of small order", lambda p: p[7][1].__setitem__(1, SMALL))
    changed("version 2", lambda p: p.__setitem__(0, 2))
    device = enrolment.Device.fresh(Source("off the curve"))
    holder = replace(device.holder, dpk=_off_the_curve(Source("a point that is none")))
    person.take(enrolment.add_holder(person.chain, person.puk.signer, person.puk, holder, T0 + 1))
    book.holds(ONE, "and another whose key is no point", **userchain(person, {device.id: device.box_seed}))


def _off_the_curve(random: Source) -> bytes:
    """A canonical key that is no point: (y² - 1) / (dy² + 1) has no root."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    while True:
        y = int.from_bytes(random(32), "little") >> 1
        if y < p and pow((y * y - 1) * pow(d * y * y + 1, -1, p), (p - 1) // 2, p) == p - 1:
            return y.to_bytes(32, "little")


def decode_payload(entry: bytes) -> Any:
    first: Any = decode(entry)
    signed: Any = decode(first[0])
    return decode(signed[2])


def _added(book: Book, person: Person, passkey: enrolment.Holder, random: Source) -> None:
    entries, signer = book.whole[NEW]["entries"], person.puk.signer

    def changed(name: str, change: Callable[[dict[int, Any]], None], *, ok: bool = False) -> None:
        entry = recarried(person.entries[1], [signer], change, "mh1/user")
        book.derive(NEW, f"{NEW}: {name}", {"entries": [entries[0], entry.hex()]}, ok=ok)

    changed("approved by another", lambda p: p[7].__setitem__(1, person.device.id))
    changed("an id used before", lambda p: p[7][0].__setitem__(0, decode_payload(person.entries[0])[7][2][0][0]))
    changed("a credential id of no bytes", lambda p: p[7][0].__setitem__(5, b""))
    changed("a credential id of 1024 bytes", lambda p: p[7][0].__setitem__(5, bytes(1024)))
    changed("a passkey without a credential", lambda p: p[7][0].__setitem__(5, None))
    changed("a kind there is not", lambda p: p[7][0].__setitem__(1, 4))
    changed("a kit with a parameter", lambda p: p[7][0].__setitem__(1, 2))
    changed("a passphrase with a salt of another length", lambda p: p[7][0].__setitem__(1, 3))
    changed("a passkey that signs", lambda p: p[7][0].__setitem__(3, person.chain.keys.sign_pk))
    changed("a device with a slot's id", lambda p: p[7].__setitem__(0, [bytes(8), 0, *p[7][0][2:5], None]))
    changed("a slot with a device's id", lambda p: p[7][0].__setitem__(0, bytes(16)))
    changed("a sealing key that is short", lambda p: p[7][0].__setitem__(2, p[7][0][2][1:]))
    changed("a box hash that is short", lambda p: p[7][0].__setitem__(4, bytes(31)))
    twice = recarried(person.entries[1], [signer, person.device.signer], lambda p: None, "mh1/user")
    book.refused(NEW, "a co-signature where none belongs", entries=[entries[0], twice.hex()])
    revoked = enrolment.revoke_holders(person.chain, signer, person.puk, [passkey.id], 1, T0 + 2, random).entries[0]
    other = enrolment.slot(Kind.KIT, random(32), random=random)
    payload = {**decode_payload(person.entries[1])}
    payload |= {2: 3, 3: entry_hash(revoked), 7: {0: other.card(b"").value(), 1: signer.kid}}
    added = carry("mh1/user", payload, signer)
    book.refused(NEW, "a holder added before the rotation", entries=[*entries, revoked.hex(), added.hex()])
    payload |= {4: 4, 7: {0: bytes(32)}}
    closed = carry("mh1/user", payload, signer)
    book.refused(NEW, "closed before the rotation", entries=[*entries, revoked.hex(), closed.hex()])
    seed = book.whole[NEW]["unlocks"][0]["seed"]
    book.refused(NEW, "unlocked by another holder's seed", unlocks=[{**book.whole[NEW]["unlocks"][1], "seed": seed}])
    book.refused(
        NEW, "unlocked by a holder there is not", unlocks=[{**book.whole[NEW]["unlocks"][0], "holder": "00" * 8}]
    )
    book.refused(NEW, "a box missing", boxes=[])


def entry_hash(entry: bytes) -> bytes:
    return carried(entry, "mh1/user").hash


def _many(
    book: Book,
    person: Person,
    slots: list[enrolment.Holder],
    passkey: enrolment.Holder,
    passkey_seed: bytes,
    random: Source,
) -> None:
    """Two holders revoked at once, rotated twice, and closed."""
    first, gone = person.puk, [slots[0].id, person.device.id]
    made = enrolment.revoke_holders(person.chain, person.puk.signer, person.puk, gone, 3, T0 + 2, random)
    person.take(made)
    rotated = enrolment.rotate_puk(person.chain, person.puk.signer, person.puk, T0 + 3, random)
    before = list(person.entries)
    person.take(rotated)
    fields = userchain(person, {passkey.id: passkey_seed}, first=first.seed)
    assert (fields["expect"]["g"], len(fields["expect"]["holders"])) == (3, 2)
    book.derive(NEW, CHANGED, fields, ok=True)
    entries, signer = [entry.hex() for entry in before], made.puk.signer
    kit = {**book.whole[NEW]["unlocks"][0]}
    book.refused(CHANGED, "unlocked by the revoked kit", unlocks=[kit])

    def changed(name: str, change: Callable[[dict[int, Any]], None], signed: Signer = signer) -> None:
        entry = recarried(rotated.entries[0], [signed], change, "mh1/user")
        book.refused(CHANGED, name, entries=[*entries, entry.hex()])

    changed("boxes out of order", lambda p: p[7][4].reverse())
    changed("a box twice", lambda p: p[7][4].insert(0, p[7][4][0]))
    changed("the same generation again", lambda p: p[7].__setitem__(0, 2))
    changed("a link that is short", lambda p: p[7].__setitem__(3, bytes(59)))
    changed("a link to another secret", lambda p: p[7].__setitem__(3, bytes(60)))
    changed("signed by the revoked device", lambda p: p.__setitem__(5, person.device.id), person.device.signer)
    changed("a kid that is not the signer's", lambda p: p.__setitem__(5, bytes(16)))
    changed("a time that is negative", lambda p: p.__setitem__(6, -1))
    book.refused(CHANGED, "the second revocation without its rotation", entries=entries[:-1])
    close = enrolment.close_chain(person.chain, person.puk.signer, person.puk, bytes(range(32)), T0 + 4).entries[0]
    person.take(enrolment.Made(person.puk, [close]))
    book.holds(CHANGED, "closed by the person", **userchain(person, {passkey.id: passkey_seed}, first=first.seed))
    _closed_by_organisation(book, person, [entry.hex() for entry in person.entries[:-1]])


def _closed_by_organisation(book: Book, person: Person, entries: list[str]) -> None:
    officer, coordinator = Signer.of_office(bytes(range(32))), Signer.of_office(bytes(range(1, 33)))
    office = {"identity": [public_key(officer.seed).hex()], "coordinators": [public_key(coordinator.seed).hex()]}
    person.chain.office = OfficeKeys(frozenset({public_key(officer.seed)}), frozenset({public_key(coordinator.seed)}))

    def close(*signers: Signer) -> str:
        payload = {**decode_payload(person.entries[-1]), 5: signers[0].kid}
        return carry("mh1/user", payload, *signers).hex()

    for name, signers in {
        "closed by the coordinator first": (coordinator, officer),
        "closed by the officer alone": (officer,),
        "closed by the officer and the person": (officer, person.puk.signer),
        "closed by the officer twice": (officer, officer),
        "closed by three": (officer, coordinator, officer),
    }.items():
        book.refused(CHANGED, name, entries=[*entries, close(*signers)], office=office)
    book.refused(CHANGED, "closed by offices that are not pinned", entries=[*entries, close(officer, coordinator)])


def _directory(book: Book) -> None:
    random = Source("directory")
    clinic = Clinic(random)
    patient = new_person("patient", random)
    early = clinic.attest(patient, officer=clinic.intake)
    invite, token = make_invite(clinic.intake, patient.uid, FOREVER, random)
    left = clinic.offices.identity[:1]
    clinic.enter(T0 + DAY, identity=left, roster=clinic.offices.roster)
    assert clinic.directory is not None
    pk = open_invite(clinic.directory, invite, patient.uid, T0).token_pk
    attested = {"uid": patient.uid.hex(), "genesis": patient.genesis.hex(), "role": "patient"}
    invited = {"cose": invite.hex(), "token": token.hex(), "uid": patient.uid.hex(), "pk": pk.hex(), "ts": T0}
    fields = {
        "org": clinic.org.hex(),
        "roots": [root.hex() for root in clinic.root_pks],
        "entries": [entry.hex() for entry in clinic.entries],
        "expect": {"hash": clinic.directory.latest.hash.hex(), "roster": clinic.directory.latest.roster_hash.hex()},
        "attestations": [{"cose": early.hex(), **attested, "ts": T0 + DAY - 1}],
        "invites": [invited],
    }
    book.add("directory", DIRECTORY, fields)
    late = {"cose": early.hex(), **attested, "ts": T0 + DAY}
    book.refused(DIRECTORY, "attested by an officer who has left", attestations=[late])
    book.refused(DIRECTORY, "attested before there was a directory", attestations=[{**late, "ts": T0 - 1}])
    book.refused(DIRECTORY, "invited by an officer who has left", invites=[{**invited, "ts": T0 + DAY}])
    book.refused(DIRECTORY, "invited as somebody else", invites=[{**invited, "uid": bytes(16).hex()}])
    book.refused(DIRECTORY, "a token that is short", invites=[{**invited, "token": token[:15].hex()}])
    _directory_entries(book, clinic, fields["entries"])


def _directory_entries(book: Book, clinic: Clinic, entries: list[str]) -> None:
    roots = clinic.roots

    def changed(name: str, change: Callable[[dict[int, Any]], None], *signers: Signer, ok: bool = False) -> None:
        entry = recarried(clinic.entries[1], list(signers or roots[:2]), change, "mh1/dir")
        if ok:
            latest = verify_directory(clinic.org, clinic.root_pks, [clinic.entries[0], entry]).latest
            expect = {"hash": latest.hash.hex(), "roster": latest.roster_hash.hex()}
            said = {"attestations": [], "invites": []} if latest.ts == T0 else {}
            book.holds(DIRECTORY, name, entries=[entries[0], entry.hex()], expect=expect, **said)
        else:
            book.refused(DIRECTORY, name, entries=[entries[0], entry.hex()])

    changed("by all three roots", lambda p: None, *roots[::-1], ok=True)
    changed("at the same time as the one before", lambda p: p.__setitem__(4, T0), ok=True)
    changed("before the one before", lambda p: p.__setitem__(4, T0 - 1))
    changed("by two roots and a stranger", lambda p: None, *roots[:2], Signer.of_office(bytes(32)))
    changed("with a scope there is not", lambda p: p[5][0].__setitem__(2, 2))
    changed("with an office key of small order", lambda p: p[6][0].__setitem__(1, SMALL))
    changed("without a safety officer", lambda p: p.__setitem__(8, None))
    book.refused(DIRECTORY, "two roots pinned", roots=[root.hex() for root in clinic.root_pks[:2]])
    book.refused(
        DIRECTORY, "one root pinned twice", roots=[clinic.root_pks[0].hex(), *book.whole[DIRECTORY]["roots"][:2]]
    )
    book.refused(DIRECTORY, "without an entry", entries=[])

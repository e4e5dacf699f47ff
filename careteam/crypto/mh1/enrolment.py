"""Making a person's chain: genesis, holders added and revoked, new generations, and its close (section 3.4).

Each maker returns the entries to append, in one request, and the boxes they name. The chain given is the verified one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from careteam.crypto.mh1.box import box_public_key, seal
from careteam.crypto.mh1.cards import DEVICE_ID_BYTES, SLOT_ID_BYTES, Card, Kind
from careteam.crypto.mh1.carried import carried, carry, countersigned
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.encoding import Value
from careteam.crypto.mh1.primitives import SYSTEM, Random, digest, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Inconsistent
from careteam.crypto.mh1.shapes import ZERO_HASH
from careteam.crypto.mh1.unlocking import slot_context
from careteam.crypto.mh1.userchain import ADD, CLOSE, GENESIS, REVOKE, ROTATE, Chain


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder to be: its public key, and what its card says besides."""

    id: bytes
    kind: Kind
    pk: bytes
    dpk: bytes | None = None
    param: bytes | None = None

    def card(self, box: bytes) -> Card:
        """The card once its box exists."""
        return Card(self.id, self.kind, self.pk, self.dpk, digest(box), self.param)


@dataclass(frozen=True, slots=True)
class Device:
    """A device's own seeds: to open with, and to sign with."""

    id: bytes
    box_seed: bytes
    sign_seed: bytes

    @classmethod
    def fresh(cls, random: Random = SYSTEM) -> "Device":
        """A new device."""
        return cls(random(DEVICE_ID_BYTES), random(32), random(32))

    @property
    def signer(self) -> Signer:
        """Signs in the device's name."""
        return Signer(self.id, self.sign_seed)

    @property
    def holder(self) -> Holder:
        """What the device's card is made of."""
        return Holder(self.id, Kind.DEVICE, box_public_key(self.box_seed), public_key(self.sign_seed))


def slot(kind: Kind, seed: bytes, param: bytes | None = None, random: Random = SYSTEM) -> Holder:
    """A slot from its holder seed: passkey (param: credential id), kit, or passphrase (param: salt)."""
    return Holder(random(SLOT_ID_BYTES), kind, box_public_key(seed), None, param)


@dataclass(slots=True)
class Made:
    """Entries to append in one request, the boxes they name, and the generation that is current afterwards."""

    puk: Generation
    entries: list[bytes] = field(default_factory=list[bytes])
    boxes: list[bytes] = field(default_factory=list[bytes])

    def seal(self, holder_id: bytes, pk: bytes) -> bytes:
        """The generation's seed for a holder."""
        box = seal(pk, "mh1/slot", slot_context(self.puk.uid, self.puk.number, holder_id), self.puk.seed)
        self.boxes.append(box)
        return box


def genesis(
    uid: bytes,
    device: Device,
    slots: Iterable[Holder],
    ts: int,
    *,
    token: Signer | None = None,
    random: Random = SYSTEM,
) -> Made:
    """A new chain; a patient's invite gives the token's key, which signs third."""
    made = Made(Generation(uid, 1, random(32)))
    holder, puk = device.holder, made.puk
    card = holder.card(made.seal(holder.id, holder.pk)).value()
    cards: list[Value] = [one.card(made.seal(one.id, one.pk)).value() for one in slots]
    payload = _payload(uid, 0, ZERO_HASH, GENESIS, device.signer, ts, {0: card, 1: [puk.enc_pk, puk.sign_pk], 2: cards})
    others = [puk.signer] if token is None else [puk.signer, token]
    made.entries.append(carry("mh1/user", payload, device.signer, *others))
    return made


def add_holder(chain: Chain, signer: Signer, puk: Generation, holder: Holder, ts: int) -> Made:
    """One holder more of the current generation."""
    made = Made(_current(chain, puk))
    card = holder.card(made.seal(holder.id, holder.pk))
    _append(made, chain, ADD, signer, ts, {0: card.value(), 1: signer.kid})
    return made


def revoke_holders(
    chain: Chain, signer: Signer, puk: Generation, ids: Iterable[bytes], reason: int, ts: int, random: Random = SYSTEM
) -> Made:
    """Revoke holders, and rotate to a generation they never see: both in one request."""
    made, gone = Made(_current(chain, puk)), list(ids)
    for id_ in gone:
        _append(made, chain, REVOKE, signer, ts, {0: id_, 1: reason})
    _rotate(made, chain, signer, ts, [card for card in chain.holders.values() if card.id not in gone], random)
    return made


def rotate_puk(chain: Chain, signer: Signer, puk: Generation, ts: int, random: Random = SYSTEM) -> Made:
    """A new generation for the same holders."""
    made = Made(_current(chain, puk))
    _rotate(made, chain, signer, ts, list(chain.holders.values()), random)
    return made


def close_chain(chain: Chain, signer: Signer, puk: Generation, successor: bytes, ts: int) -> Made:
    """The person's own close, naming the genesis that follows."""
    made = Made(puk)
    _append(made, chain, CLOSE, signer, ts, {0: successor})
    return made


def close_for_owner(chain: Chain, officer: Signer, coordinator: Signer, successor: bytes, ts: int) -> bytes:
    """The organisation's close, by an identity officer and a coordinator, for who lost every holder."""
    return countersigned("mh1/user", close_by_officer(chain, officer, successor, ts), coordinator)


def close_by_officer(chain: Chain, officer: Signer, successor: bytes, ts: int) -> bytes:
    """The identity officer's half of it, which the coordinator countersigns."""
    payload = _payload(chain.uid, chain.seq + 1, chain.head, CLOSE, officer, ts, {0: successor})
    return carry("mh1/user", payload, officer)


def _rotate(made: Made, chain: Chain, signer: Signer, ts: int, cards: list[Card], random: Random) -> None:
    older, made.puk = made.puk, made.puk.next(random)
    boxes: list[Value] = [
        [card.id, digest(made.seal(card.id, card.pk))] for card in sorted(cards, key=lambda card: card.id)
    ]
    puk = made.puk
    prev = puk.wrap_older(older, random)
    _append(made, chain, ROTATE, signer, ts, {0: puk.number, 1: puk.enc_pk, 2: puk.sign_pk, 3: prev, 4: boxes})


def _current(chain: Chain, puk: Generation) -> Generation:
    if (puk.uid, puk.number) != (chain.uid, chain.generation):
        raise Inconsistent("not the current generation of this chain")
    return puk


def _append(made: Made, chain: Chain, kind: int, signer: Signer, ts: int, body: dict[int, Value]) -> None:
    head = _entry_hash(made.entries[-1]) if made.entries else chain.head
    payload = _payload(chain.uid, chain.seq + 1 + len(made.entries), head, kind, signer, ts, body)
    made.entries.append(carry("mh1/user", payload, signer))


def _entry_hash(entry: bytes) -> bytes:
    return carried(entry, "mh1/user").hash


def _payload(
    uid: bytes, seq: int, prev: bytes, kind: int, signer: Signer, ts: int, body: dict[int, Value]
) -> dict[int, Value]:
    return {0: 1, 1: uid, 2: seq, 3: prev, 4: kind, 5: signer.kid, 6: ts, 7: body}

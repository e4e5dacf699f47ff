"""From a holder's seed to a person's keys of every generation, each compared with what the chain says."""

from collections.abc import Mapping

from careteam.crypto.mh1.box import box_public_key, unseal
from careteam.crypto.mh1.encoding import Value
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Unopenable
from careteam.crypto.mh1.userchain import Chain


def slot_context(uid: bytes, generation: int, holder: bytes) -> list[Value]:
    """The context of a holder's box."""
    return [uid, generation, holder]


def unlock(chain: Chain, holder: bytes, seed: bytes, boxes: Mapping[bytes, bytes]) -> Generation:
    """The current generation, from the box a holder's card names; boxes are found by their hash."""
    card = chain.holders.get(holder)
    if card is None or box_public_key(seed) != card.pk:
        raise Unopenable("no holder of this chain")
    box = boxes.get(card.box_hash)
    if box is None:
        raise Unopenable("the holder's box is missing")
    return fitting(chain, unseal(seed, "mh1/slot", slot_context(chain.uid, chain.generation, holder), box))


def fitting(chain: Chain, seed: bytes, generation: int | None = None) -> Generation:
    """The generation of a seed, if the chain has its keys."""
    number = chain.generation if generation is None else generation
    keys = chain.generations.get(number)
    made = Generation(chain.uid, number, seed)
    if keys is None or len(seed) != 32 or (made.enc_pk, made.sign_pk) != (keys.enc_pk, keys.sign_pk):
        raise Unopenable("a seed does not give the keys of the chain")
    return made


def generations(chain: Chain, newest: Generation) -> dict[int, Generation]:
    """This generation and all before it, down to the first."""
    found = {newest.number: newest}
    while newest.number > 1:
        prev = chain.generations[newest.number].prev
        if prev is None:
            raise Unopenable("a generation without a link to the one before")
        newest = fitting(chain, newest.older(prev).seed, newest.number - 1)
        found[newest.number] = newest
    return found

"""A server that lies: between a client and the real one, it changes what is told of keys, or does not do what it says."""

import copy
import time
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import httpx
import orjson
from typing_extensions import override

from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Officer, Roster
from careteam.crypto.mh1.enrolment import Device
from careteam.crypto.mh1.offices import Offices, directory_entry
from careteam.crypto.mh1.primitives import SYSTEM, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.userchain import verify_chain

Told: TypeAlias = dict[str, Any]
#: Changes an honest answer; with everything that was told about one's own keys before, the oldest first.
Attack: TypeAlias = Callable[[Told, list[Told]], Told]
MINE, DIRECTORY = "/api/keys/mine", "/api/keys/directory"


class Malicious(httpx.AsyncHTTPTransport):
    """Passes on what is asked, until `lie` names an attack by path, or `swallow` is set."""

    def __init__(self, told: list[Told]) -> None:
        super().__init__()
        self.lie: dict[str, Attack] = {}
        self.swallow = False
        self._told = told

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if self.swallow and (request.method, path) == ("POST", f"{MINE}/entries"):
            return httpx.Response(200, json={"id": str(uuid4()), "change_id": str(uuid4())}, request=request)
        answer = await super().handle_async_request(request)
        if request.method != "GET" or not path.startswith("/api/keys/") or answer.status_code != 200:
            return answer
        honest = orjson.loads(await answer.aread())
        await answer.aclose()
        attack = next((one for begun, one in self.lie.items() if path.startswith(begun)), None)
        if path == MINE and (not self._told or self._told[-1] != honest):
            self._told.append(honest)
        said = honest if attack is None else attack(copy.deepcopy(honest), self._told)
        return httpx.Response(200, json=said, request=request)


def rolled_back(told: Told, before: list[Told]) -> Told:
    """All as it was before the last entry."""
    return next(one for one in reversed(before) if len(one["entries"]) < len(told["entries"]))


def chain_cut(told: Told, before: list[Told]) -> Told:
    """The chain as it was before the last entry, beside pins of today."""
    return {**rolled_back(told, before), "pins": told["pins"]}


def entry_dropped(told: Told, before: list[Told]) -> Told:
    """Without an entry of the middle, or without the first."""
    del before
    entries = told["entries"]
    return {**told, "entries": entries[: len(entries) // 2] + entries[len(entries) // 2 + 1 :]}


def no_keys(told: Told, before: list[Told]) -> Told:
    """As if nothing had ever been."""
    del before
    return {**told, "entries": [], "boxes": {}, "pins": None}


def boxes_swapped(told: Told, before: list[Told]) -> Told:
    """In the place of each box one of the attacker's own making, for the same holder and generation."""
    del before
    uid = UUID(told["person_id"]).bytes
    chain = verify_chain(uid, [decoded(one) for one in told["entries"]])
    made = enrolment.Made(Generation(uid, chain.generation, SYSTEM(32)))
    by_name = {encoded(card.box_hash): encoded(made.seal(card.id, card.pk)) for card in chain.holders.values()}
    return {**told, "boxes": {name: by_name[name] for name in told["boxes"]}}


def pins_older(told: Told, before: list[Told]) -> Told:
    """Pins of before."""
    return {**told, "pins": next(one for one in before if one["pins"])["pins"]}


def pins_relabelled(told: Told, before: list[Told]) -> Told:
    """Pins of before, as those of today."""
    return {**told, "pins": {**told["pins"], "sealed": pins_older(told, before)["pins"]["sealed"]}}


def pins_missing(told: Told, before: list[Told]) -> Told:
    """No pins."""
    del before
    return {**told, "pins": None}


def others_chain(told: Told, before: list[Told]) -> Told:
    """The sound chain of somebody else."""
    del before
    made = enrolment.genesis(uuid4().bytes, Device.fresh(), [], _now())
    boxes = {str(n): encoded(box) for n, box in enumerate(made.boxes)}
    return {**told, "entries": [encoded(one) for one in made.entries], "boxes": boxes}


def new_chain(told: Told, before: list[Told]) -> Told:
    """A sound chain for this person, whose holders the attacker has."""
    del before
    made = enrolment.genesis(UUID(told["person_id"]).bytes, Device.fresh(), [], _now())
    entries = [encoded(one) for one in made.entries]
    if "chains" in told:
        return {**told, "chains": [{"entries": entries, "invite": None}]}
    return {**told, "entries": entries, "boxes": {str(n): encoded(box) for n, box in enumerate(made.boxes)}}


def ghost_holder(told: Told, before: list[Told]) -> Told:
    """A holder more, added by a device that is none of the person's."""
    del before
    uid = UUID(told["person_id"]).bytes
    chain = verify_chain(uid, [decoded(one) for one in told["entries"]])
    ghost = Device.fresh()
    puk = Generation(uid, chain.generation, SYSTEM(32))
    made = enrolment.add_holder(chain, ghost.signer, puk, enrolment.slot(Kind.KIT, SYSTEM(32)), _now())
    return {**told, "entries": [*told["entries"], *(encoded(one) for one in made.entries)]}


def person_cut(told: Told, before: list[Told]) -> Told:
    """Somebody's chain without its last entry."""
    del before
    chain = told["chains"][-1]
    return {**told, "chains": [*told["chains"][:-1], {**chain, "entries": chain["entries"][:-1]}]}


def directory_cut(told: Told, before: list[Told]) -> Told:
    """The directory without its last entry."""
    del before
    return {**told, "entries": told["entries"][:-1]}


def other_directory(told: Told, before: list[Told]) -> Told:
    """A sound directory of this organisation by roots of the attacker's own."""
    del before
    roots = [Signer.of_office(SYSTEM(32)) for _ in range(3)]
    box_pk, pk = box_public_key(SYSTEM(32)), public_key(SYSTEM(32))
    roster = Roster(1, 2, tuple(Officer(bytes([n]) * 16, box_pk, pk) for n in (1, 2)))
    offices = Offices((), (), roster, (bytes(16), box_pk), ("log", pk))
    entry = directory_entry(decoded(told["org"]), None, offices, 0, *roots[:2])
    return {**told, "roots": [encoded(public_key(one.seed)) for one in roots], "entries": [encoded(entry)]}


def _now() -> int:
    return int(time.time() * 1000)

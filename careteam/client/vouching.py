"""Whose keys are whose: other people's chains, what offices say of them, and offices of one's own."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID

from careteam.client.alert import demand
from careteam.client.ground import read_person
from careteam.client.keys import Keys
from careteam.client.lineage import attested, lineage, read_directory
from careteam.client.making import now
from careteam.client.pages import every
from careteam.client.pins import Pinned
from careteam.client.shapes import Done, Person, ServedDirectory, ServedKeys, Unattested
from careteam.client.telling import alerts_told
from careteam.core.octets import encoded
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Attestation, Directory
from careteam.crypto.mh1.invite import make_invite
from careteam.crypto.mh1.offices import make_attestation
from careteam.crypto.mh1.primitives import SYSTEM, digest, public_key
from careteam.crypto.mh1.userchain import Chain

Office: TypeAlias = Literal["identity", "coordinator"]
Scope: TypeAlias = Literal["anyone", "patients"]

_DAY_MS: Final = 86_400_000
#: How long a word for somebody's keys holds before it is given anew; how long an invite does.
_VOUCHED_MS, _INVITED_MS = 2 * 365 * _DAY_MS, 3 * _DAY_MS


@dataclass(frozen=True)
class Known:
    """Somebody's keys as they stand: whether an identity officer vouches for them now, and whether words were compared."""

    chain: Chain
    attested: Attestation | None
    compared: bool


async def person(keys: Keys, person_id: UUID) -> Known | None:
    """Somebody's keys; None before they have any, or after these were closed. IntegrityAlert for what goes back."""
    async with alerts_told(keys.line), keys.memory.turn:
        return await _person(keys, person_id)


async def _person(keys: Keys, person_id: UUID) -> Known | None:
    served, directory = await asyncio.gather(read_person(keys.line, person_id), directory_now(keys))
    uid, seen = person_id.bytes, keys.memory.seen
    chains = lineage(served, directory, "person", keys.pins.of(uid), seen and seen.chains.get(uid))
    if not chains:
        return None
    chain = chains[-1]
    keys.memory.saw(Pinned.of_chain(chain))
    if chain.closed is not None:
        return None
    kept = keys.pins.of(chain.uid)
    compared = kept is not None and kept.genesis == chain.genesis and kept.verified
    at = max(now(), directory.latest.ts)
    return Known(chain, attested(served.attestation and served.attestation.cose, chain, directory, at), compared)


async def compared(keys: Keys, known: Known) -> None:
    """Remember that words were compared with this person."""
    await keys.keep(lambda pins: pins.with_chain(known.chain, verified=True))


async def ask_office(keys: Keys, office: Office, scope: Scope = "anyone") -> UUID:
    """Make the key of an office and ask for it: it counts once two root keys have signed it. The request's row."""
    seed, request = SYSTEM(32), UUID(bytes=SYSTEM(16))
    told = {
        "office": office, "scope": scope, "id": encoded(request.bytes), "pk": encoded(public_key(seed)),
        "sealed": encoded(keys.seal("office", request, 1, seed)),
    }  # fmt: skip
    return Done.model_validate(await keys.line.change("/api/keys/offices", told)).id


async def office_of(keys: Keys, office: Office) -> Signer | None:
    """The key of an office of one's own, if the directory lists it now."""
    served = ServedKeys.model_validate(await keys.line.get("/api/keys/mine"))
    async with alerts_told(keys.line), keys.memory.turn:
        latest = (await directory_now(keys)).latest
    listed = latest.identity if office == "identity" else latest.coordinators
    mine = {one.pk for one in listed if one.uid == keys.ground.uid}
    for held in served.offices:
        if held.office == office and held.pk in mine:
            seed = keys.open("office", UUID(bytes=held.id), 1, held.sealed)
            demand(public_key(seed) == held.pk, "chain", "an office's key is not the one it says", keys.person_id)
            return Signer.of_office(seed)
    return None


async def unattested(keys: Keys) -> list[Unattested]:
    """People whose keys nobody vouches for."""
    return await every(keys.line, "/api/keys/unattested", Unattested)


async def attest(keys: Keys, officer: Signer, waiting: Unattested) -> None:
    """Vouch that keys are somebody's, after having made sure of it, under the first role they may be attested as."""
    known = await person(keys, waiting.person.id)
    demand(
        known is not None and known.chain.genesis == waiting.genesis,
        "person", "the list names other keys than they have", waiting.person.id,
    )  # fmt: skip
    told = {"cose": word_for(officer, waiting.person, waiting.genesis, waiting.attest_as)}
    await keys.line.change(f"/api/keys/people/{waiting.person.id}/attestation", told)


def word_for(officer: Signer, whose: Person, genesis: bytes, attest_as: Sequence[str]) -> str:
    """An office's word that these keys are this person's, under the first role they may be attested as."""
    name_hash, until = digest(whose.name.encode()), now() + _VOUCHED_MS
    return encoded(make_attestation(officer, Attestation(whose.id.bytes, genesis, attest_as[0], until, name_hash)))


async def invite(keys: Keys, officer: Signer, person_id: UUID) -> bytes:
    """Sign what binds a patient's keys to a token, which goes with their link alone. The token."""
    signed, token = make_invite(officer, person_id.bytes, now() + _INVITED_MS)
    await keys.line.change(f"/api/keys/people/{person_id}/invite", {"cose": encoded(signed)})
    return token


async def directory_now(keys: Keys) -> Directory:
    """The directory as it is now, by the roots that are remembered."""
    served = ServedDirectory.model_validate(await keys.line.get("/api/keys/directory"))
    directory, _ = read_directory(served, keys.memory.seen)
    keys.pins.directory.check_directory(directory)
    return directory

"""How HTTP says it: the directory, one's own keys and devices, offices, and other people's keys."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.octets import Octets
from careteam.core.paging import DEFAULT, MOST, Page
from careteam.identity import rules as people
from careteam.identity.gate import Done, organisation_change, organisation_view
from careteam.keys import commands, offices, queries, succession, waiting
from careteam.keys.bodies import (
    AskOffice,
    AskSuccessor,
    CloseChain,
    ExtendChain,
    JoinDevice,
    SealedPins,
    SignSuccessor,
    Statement,
)
from careteam.keys.gate import chain_change

router = APIRouter(tags=["keys"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Seq = Annotated[int, Query(ge=-1, lt=2**31)]
DeviceId = Annotated[bytes, Octets(16, 16), Path(description="The device's id: 16 bytes as base64url.")]


@router.get("/keys/directory")
async def read_directory(
    view: Annotated[View, organisation_view(Action.READ_KEYS, setting_up=True)], after: Seq = -1
) -> queries.DirectoryDetail:
    """Who may vouch for keys and assign people, as the root keys have signed it; only what follows entry `after`."""
    return await queries.directory(view, after)


@router.get("/keys/mine")
async def read_own_keys(view: Annotated[View, organisation_view(Action.READ_KEYS)]) -> queries.OwnKeys:
    """Your chain of keys, the boxes for your holders, your pins, your offices, your devices that wait."""
    return await queries.own_keys(view)


@router.post("/keys/mine/entries")
async def extend_chain(body: ExtendChain, change: Annotated[Change, chain_change()]) -> Done:
    """Begin your chain of keys, or take in and put out holders."""
    id_ = await commands.extend_chain(change, seq=body.seq, entries=body.entries, boxes=body.boxes)
    if body.pins is not None:
        await commands.keep_pins(change, version=body.pins.version, sealed=body.pins.sealed)
    return Done.of(change, id_)


@router.post("/keys/mine/pins")
async def keep_pins(body: SealedPins, change: Annotated[Change, organisation_change(Action.KEEP_PINS)]) -> Done:
    """Keep whom you trust, sealed to yourself."""
    return Done.of(change, await commands.keep_pins(change, version=body.version, sealed=body.sealed))


@router.post("/keys/joining", status_code=201)
async def ask_to_join(
    body: JoinDevice, request: Request, change: Annotated[Change, organisation_change(Action.JOIN_DEVICE)]
) -> Done:
    """Let this new device wait for ten minutes until another of yours takes it in."""
    device = people.device(request.headers.get("user-agent"))
    return Done.of(
        change, await commands.ask_to_join(change, device_id=body.id, pk=body.pk, dpk=body.dpk, device=device)
    )


@router.post("/keys/joining/{device_id}/end")
async def end_joining(device_id: DeviceId, change: Annotated[Change, organisation_change(Action.JOIN_DEVICE)]) -> Done:
    """Let a device of yours wait no longer."""
    return Done.of(change, await commands.end_joining(change, device_id=device_id))


@router.post("/keys/offices", status_code=201)
async def ask_office(body: AskOffice, change: Annotated[Change, organisation_change(Action.ASK_OFFICE)]) -> Done:
    """Ask to be listed in the directory; it counts once two root keys have signed it."""
    id_ = await offices.ask_office(
        change, office=body.office, scope=body.scope, request=body.id, pk=body.pk, sealed=body.sealed
    )
    return Done.of(change, id_)


@router.get("/keys/unattested")
async def read_unattested(
    view: Annotated[View, organisation_view(Action.READ_UNATTESTED)], after: After = None, limit: Limit = DEFAULT
) -> Page[waiting.Unattested]:
    """People with keys that nobody vouches for yet."""
    return await waiting.unattested(view, after=after, limit=limit)


@router.get("/keys/successors")
async def read_successors(
    view: Annotated[View, organisation_view(Action.READ_UNATTESTED)], after: After = None, limit: Limit = DEFAULT
) -> Page[waiting.Waiting]:
    """People who lost all that opens their keys, and whose new ones wait for both offices."""
    return await waiting.successors(view, after=after, limit=limit)


@router.post("/keys/successor", status_code=201)
async def ask_successor(
    body: AskSuccessor, request: Request, change: Annotated[Change, organisation_change(Action.ASK_SUCCESSOR)]
) -> Done:
    """Let new keys of yours wait until both offices have closed the old ones, which nothing opens any more."""
    deposit = succession.Deposit(body.entry, body.boxes, body.pins.version, body.pins.sealed)
    device = people.device(request.headers.get("user-agent"))
    return Done.of(change, await succession.ask_successor(change, deposit, device))


@router.post("/keys/successor/end")
async def end_successor(change: Annotated[Change, organisation_change(Action.ASK_SUCCESSOR)]) -> Done:
    """Let new keys of yours wait no longer."""
    return Done.of(change, await succession.end_successor(change))


@router.get("/keys/people/{person_id}")
async def read_person_keys(
    person_id: UUID, view: Annotated[View, organisation_view(Action.READ_PERSON_KEYS)]
) -> queries.PersonKeys:
    """Somebody's keys, and who vouches for them."""
    return await queries.person_keys(view, person_id)


@router.post("/keys/people/{person_id}/attestation")
async def attest_person(
    person_id: UUID, body: Statement, change: Annotated[Change, organisation_change(Action.ATTEST_PERSON)]
) -> Done:
    """Vouch that somebody's keys are theirs."""
    return Done.of(change, await offices.attest_person(change, person_id=person_id, cose=body.cose))


@router.post("/keys/people/{person_id}/invite")
async def keep_invite(
    person_id: UUID, body: Statement, change: Annotated[Change, organisation_change(Action.SIGN_INVITE)]
) -> Done:
    """Keep the signed invite that goes with a patient's one-use link; its token goes with the link alone."""
    return Done.of(change, await offices.keep_invite(change, person_id=person_id, cose=body.cose))


@router.post("/keys/people/{person_id}/successor")
async def sign_successor(
    person_id: UUID, body: SignSuccessor, change: Annotated[Change, organisation_change(Action.CLOSE_CHAIN)]
) -> Done:
    """Sign, as an identity officer who compared words, that somebody's keys end in favour of the new ones that wait."""
    id_ = await succession.sign_successor(change, person_id=person_id, close=body.close, attestation=body.attestation)
    return Done.of(change, id_)


@router.post("/keys/people/{person_id}/close")
async def close_chain(
    person_id: UUID, body: CloseChain, change: Annotated[Change, organisation_change(Action.CLOSE_CHAIN)]
) -> Done:
    """Close the keys of somebody who lost all that opens them, as both offices signed it; the new ones follow at once."""
    id_ = await succession.close_chain(change, person_id=person_id, entry=body.entry, attestation=body.attestation)
    return Done.of(change, id_)

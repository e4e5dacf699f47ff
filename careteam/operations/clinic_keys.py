"""Keys for the people of the demo clinic, made by their own clients: a kit for each, officers in force, everybody vouched for."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager

from careteam.access.roles import Role
from careteam.client import vouching
from careteam.client.client import Client
from careteam.client.keys import Keys
from careteam.client.secret import Kit
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.kit import KIT_BYTES, printed
from careteam.crypto.mh1.primitives import digest
from careteam.operations.clinic_notes import keep_notes
from careteam.operations.refusals import CannotGoOn

Tell = Callable[[str], None]

#: What the holders of these keys are called: kits lie in a drawer, this device is nobody's.
LABEL = "Made with the demo clinic"
#: How many people are at it at once; seconds until the root keys have signed the officers in, and between two looks.
AT_ONCE, PATIENCE, PAUSE = 4, 30.0, 0.3
#: Which offices are held, by role.
OFFICES: dict[Role, tuple[tuple[vouching.Office, vouching.Scope], ...]] = {
    Role.IDENTITY_OFFICER: (("identity", "anyone"),),
    Role.COORDINATOR: (("coordinator", "anyone"), ("identity", "patients")),
}


def kit_of(email: str) -> str:
    """The kit of somebody of the demo clinic: always the same, and no secret at all, as they are made up."""
    return printed(digest(b"careteam demo kit " + email.encode())[:KIT_BYTES])


async def make_keys(address: str, people: Sequence[tuple[str, Role]], password: str, *, tell: Tell) -> None:
    """Keys for everybody of the clinic (address, role) who has none yet, as if each had set them up themselves."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def begin(email: str) -> None:
        async with turns, _keys(address, email, password):
            pass

    tell("Everybody makes their keys ...")
    await asyncio.gather(*(begin(email) for email, _ in people))
    tell("  officers ...")
    await asyncio.gather(*(_hold_offices(address, email, password, role) for email, role in people if role in OFFICES))
    tell("  whose keys are whose ...")
    for email, role in people:
        if role is Role.IDENTITY_OFFICER:
            await _vouch(address, email, password)
    tell("  what therapists keep to themselves ...")
    for email, role in people:
        if role is Role.THERAPIST:
            await _keep_notes(address, email, password)


async def _keep_notes(address: str, email: str, password: str) -> None:
    async with _keys(address, email, password) as keys:
        await keep_notes(keys)


@asynccontextmanager
async def _keys(address: str, email: str, password: str) -> AsyncGenerator[Keys]:
    """Somebody's keys, opened by their kit or made with it; signed out in the end."""
    async with Client(address) as client:
        await client.sign_in(email, password)
        kit = Kit(kit_of(email))
        has_keys = bool((await client.get("/api/keys/mine"))["entries"])
        yield await (Keys.unlock(client, secret=kit) if has_keys else Keys.make(client, [kit], label=LABEL))
        await client.sign_out()


async def _hold_offices(address: str, email: str, password: str, role: Role) -> None:
    """Ask for what the role holds, and wait until the demo's root keys have signed it in."""
    async with _keys(address, email, password) as keys:
        for office, scope in OFFICES[role]:
            if await vouching.office_of(keys, office) is None:
                await vouching.ask_office(keys, office, scope)
        for office, _ in OFFICES[role]:
            await _in_force(keys, office)


async def _in_force(keys: Keys, office: vouching.Office) -> Signer:
    for _ in range(round(PATIENCE / PAUSE)):
        if (signer := await vouching.office_of(keys, office)) is not None:
            return signer
        await asyncio.sleep(PAUSE)
    raise CannotGoOn("The demo's root keys sign nobody in.", "See the end of offices.log.")


async def _vouch(address: str, email: str, password: str) -> None:
    """As an identity officer, vouch for everybody else: here it is certain whose keys they are."""
    async with _keys(address, email, password) as keys:
        signer = await _in_force(keys, "identity")
        for waiting in await vouching.unattested(keys):
            if waiting.person.id != keys.person_id:
                await vouching.attest(keys, signer, waiting)

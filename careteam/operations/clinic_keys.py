"""Keys for the people of the demo clinic, from its first day: a kit for each, officers in force, everybody vouched for."""

from collections.abc import Awaitable, Callable, Sequence

from careteam.access.roles import Actor, Role
from careteam.audit.trail import Trail
from careteam.client.client import Client
from careteam.client.keys import Keys
from careteam.client.secret import Kit
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import slot
from careteam.crypto.mh1.kit import KIT_BYTES, printed
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.slots import kit_seed
from careteam.keys.rules import Office, Scope
from careteam.operations.clinic_made import MovingClock
from careteam.operations.ensemble import Ensemble

#: What the holders of these keys are called: kits lie in a drawer, this device is nobody's.
LABEL = "Made with the demo clinic"
#: Which offices are held, by role.
OFFICES: dict[Role, tuple[tuple[Office, Scope], ...]] = {
    Role.IDENTITY_OFFICER: ((Office.IDENTITY, Scope.ANYONE),),
    Role.COORDINATOR: ((Office.COORDINATOR, Scope.ANYONE), (Office.IDENTITY, Scope.PATIENTS)),
}


def kit_of(email: str) -> str:
    """The kit of somebody of the demo clinic: always the same, and no secret at all, as they are made up."""
    return printed(_kit(email))


def _kit(email: str) -> bytes:
    return digest(b"careteam demo kit " + email.encode())[:KIT_BYTES]


class ClinicKeys(Ensemble):
    """Everybody's keys in the making, and their clients while their history is lived."""

    def __init__(self, trail: Trail, clock: MovingClock) -> None:
        super().__init__(trail, clock.now, LABEL)
        self._officers: list[Actor] = []

    async def set_up(self, actor: Actor, name: str, email: str) -> None:
        """Somebody makes their keys; once there are officers, one of them vouches for these."""
        await self.begin(actor, name, [slot(Kind.KIT, kit_seed(_kit(email), actor.person_id.bytes))])
        if self._officers:
            await self.vouch(self._officers[0], actor)

    async def begin_offices(self, workers: Sequence[Actor], roots: Sequence[Signer]) -> None:
        """Sign in who holds an office, then have everybody vouched for: the first officer by the second."""
        held = [(actor, *one) for actor in workers for role in actor.roles for one in OFFICES.get(role, ())]
        await self.hold(held, roots)
        self._officers = [actor for actor in workers if Role.IDENTITY_OFFICER in actor.roles]
        first, second = self._officers
        for actor in workers:
            await self.vouch(second if actor == first else first, actor)


async def keep_to_oneself(address: str, email: str, password: str, keep: Callable[[Keys], Awaitable[None]]) -> None:
    """What somebody keeps to themself, through a client of their own."""
    async with Client(address) as client:
        await client.sign_in(email, password)
        await keep(await Keys.unlock(client, secret=Kit(kit_of(email))))
        await client.sign_out()

"""`careteam reset-factors`: for whoever runs the machine, when the only administrator has lost their second factor."""

import argparse
import asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.problems import NotFound
from careteam.core.settings import Settings
from careteam.crypto import blind
from careteam.identity import factors
from careteam.identity.known import known_by_address
from careteam.installation import close_trail, open_trail
from careteam.operations.reaching import reached
from careteam.operations.refusals import CannotGoOn
from careteam.operations.signals import stopping
from careteam.operations.up import say


def main(chosen: Settings, arguments: list[str]) -> int:
    """Reset, and say what follows."""
    parser = argparse.ArgumentParser(prog="careteam reset-factors", description=__doc__)
    parser.add_argument("address", metavar="ADDRESS", help="the e-mail address they sign in with")
    parser.add_argument("--reason", required=True, help="why; it stands in the trail")
    options = parser.parse_args(arguments)
    with stopping(), reached(chosen) as installation:
        asyncio.run(_run(installation.chosen, options.address, options.reason))
        say(f"{options.address} signs in with their password and sets up a new second factor.")
    return 0


async def _run(chosen: Settings, address: str, reason: str) -> None:
    trail = await open_trail(chosen)
    try:
        await reset(trail, address, reason)
    finally:
        await close_trail(trail)


async def reset(trail: Trail, address: str, reason: str) -> None:
    """End the factors of whoever signs in with this address, and every session of theirs."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        found = await known_by_address(connection, blind.exact(trail.ring.index_key(None), "email", address))
    if found is None:
        raise CannotGoOn(f"Nobody signs in with {address}.", "Check the address.")
    try:
        async with open_change(trail, Actor.system(), Action.RESET_FACTORS) as change:
            await factors.reset_factors(change, person_id=found.id, reason=reason)
    except NotFound as nothing:
        raise CannotGoOn(f"{address} has no second factor.", "Their password alone signs them in.") from nothing

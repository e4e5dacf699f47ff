"""`careteam rotate-keys`: a new deployment key, while the installation runs or on its own."""

import argparse
import asyncio

from careteam.audit import rotation
from careteam.core.settings import Settings
from careteam.installation import close_trail, open_trail
from careteam.operations.reaching import reached
from careteam.operations.signals import stopping
from careteam.operations.up import say


def main(chosen: Settings, arguments: list[str]) -> int:
    """Rotate, and say what has to follow."""
    parser = argparse.ArgumentParser(prog="careteam rotate-keys", description=__doc__)
    parser.add_argument("--resume", action="store_true", help="go on with a rotation that was cut off")
    options = parser.parse_args(arguments)
    with stopping(), reached(chosen) as installation:
        wrapped = asyncio.run(_rotate(installation.chosen, resume=options.resume))
        say(f"{wrapped} data keys are wrapped with the new key in {installation.key_file}.")
        say("Restart Careteam so that it reads the new key, and replace the copy you keep of it.")
        say("A backup made before needs the old key: keep its copy for as long as you keep the backup.")
    return 0


async def _rotate(chosen: Settings, *, resume: bool) -> int:
    trail = await open_trail(chosen)
    try:
        return await rotation.rotate(trail, chosen.deployment_key_file, resume=resume)
    finally:
        await close_trail(trail)

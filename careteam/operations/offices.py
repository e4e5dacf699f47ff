"""`careteam offices`: who asks for an office, who the records officers are, and signing either with two root keys."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from careteam.audit.trail import Trail
from careteam.core.problems import NotFound
from careteam.core.settings import Settings, settings
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.refusals import Refused
from careteam.installation import close_trail, open_trail
from careteam.keys.founding import Listed, accept, listed
from careteam.keys.refusals import NoDirectory, NoKeys
from careteam.keys.rules import Office, OfficeState, Scope
from careteam.operations import records
from careteam.operations.reaching import reached
from careteam.operations.refusals import CannotGoOn
from careteam.operations.roots import Keys, keys_of, root_signer
from careteam.operations.signals import stopping
from careteam.operations.up import say

T = TypeVar("T")
#: Root keys that sign an entry of the directory.
SIGNERS = 2
#: Seconds between two looks of a demo at who asks.
PAUSE = 2.0


def main(chosen: Settings, arguments: list[str]) -> int:
    """List, make a key, or sign."""
    options = _parser().parse_args(arguments)
    if options.what == "new-officer":
        card, compared = records.make(options.file)
        say(f"{options.file} is yours alone. {card} goes to whoever signs, who reads: {compared}")
        return 0
    with stopping(), reached(chosen) as installation:
        if options.what is None:
            say("\n".join(asyncio.run(_at(installation.chosen, show))))
            return 0
        signers = signers_of(keys_of(installation.chosen), options.root)[:SIGNERS]
        asyncio.run(_at(installation.chosen, lambda trail: _signed(trail, options, signers)))
        say("Signed. Everybody's browser reads the directory anew.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="careteam offices", description=__doc__)
    doing = parser.add_subparsers(dest="what", metavar="accept | records | new-officer")
    accepting = doing.add_parser("accept", help="sign these requests in, and out what has ended")
    accepting.add_argument("ids", metavar="ID", type=UUID, nargs="*", help="as `careteam offices` lists them")
    naming = doing.add_parser("records", help="sign in who the records officers are from now on, all of them")
    naming.add_argument("officers", metavar="OFFICER", nargs="+", help="a card's file, or the id of one of now")
    naming.add_argument("--together", metavar="N", type=int, help="how many open a conversation; default: as now")
    for signing in (accepting, naming):
        signing.add_argument(
            "--root", metavar="FILE", type=Path, action="append", default=[],
            help="the file of a root key; twice. Default: those that still lie under offices/",
        )  # fmt: skip
    making = doing.add_parser("new-officer", help="make a records officer's key, on their own device, and its card")
    making.add_argument("file", metavar="FILE", type=Path, help="where the key is to lie")
    return parser


async def _signed(trail: Trail, options: argparse.Namespace, signers: Sequence[Signer]) -> None:
    if options.what == "records":
        await records.name(trail, options.officers, options.together, signers)
    else:
        await sign(trail, options.ids, signers)


def signers_of(keys: Keys, files: Sequence[Path]) -> list[Signer]:
    """Two root keys: those named, else those that lie here; CannotGoOn with fewer."""
    found = [root_signer(file) for file in files or [file for file in keys.roots if file.exists()]]
    if len({signer.kid for signer in found}) < SIGNERS:
        raise CannotGoOn("Two root keys sign.", "Name the files of two of them: --root FILE --root FILE")
    return found


async def _at(chosen: Settings, work: Callable[[Trail], Awaitable[T]]) -> T:
    trail = await open_trail(chosen)
    try:
        return await work(trail)
    except NoDirectory as nothing:
        raise CannotGoOn("There is no directory yet.", "It is made when Careteam starts: `careteam up`.") from nothing
    finally:
        await close_trail(trail)


async def show(trail: Trail) -> list[str]:
    """A line for each office that waits, is in force, or is to leave the directory; then the records officers."""
    lines = [_line(one) for one in await listed(trail)] or ["Nobody asks for an office, and nobody holds one."]
    return [*lines, *await records.show(trail)]


def _line(one: Listed) -> str:
    says = {
        OfficeState.ASKED: "asks",
        OfficeState.IN_FORCE: "in force",
        OfficeState.ENDED: "ended; the next signed entry takes it out of the directory",
    }
    who = " for patients" if one.office is Office.IDENTITY and one.scope is Scope.PATIENTS else ""
    return f"{one.id}  {one.office}{who}  {one.name}  {says[one.state]}  since {one.since:%Y-%m-%d %H:%M} UTC"


async def sign(trail: Trail, ids: Sequence[UUID], signers: Sequence[Signer]) -> None:
    """Sign these requests in, and out what has ended."""
    try:
        await accept(trail, ids, signers[:SIGNERS])
    except NotFound as nothing:
        raise CannotGoOn("One of these does not ask for an office.", "`careteam offices` lists who does.") from nothing
    except NoKeys as nothing:
        raise CannotGoOn("Somebody who is to be listed has no keys any more.", "They set them up first.") from nothing
    except Refused as refusal:
        remedy = "Name two of this organisation's root keys: --root FILE --root FILE"
        raise CannotGoOn(f"The entry does not hold: {refusal.reason}.", remedy) from refusal


async def accept_all(trail: Trail, signers: Sequence[Signer]) -> None:
    """Sign in whoever asks now."""
    waiting = [one.id for one in await listed(trail) if one.state is OfficeState.ASKED]
    if waiting:
        await sign(trail, waiting, signers)


async def accept_whoever_asks(chosen: Settings) -> None:
    """What a demo does by itself, with its own root keys, until the process is stopped."""
    signers = signers_of(keys_of(chosen), [])

    async def go_on(trail: Trail) -> None:
        while True:
            await accept_all(trail, signers)
            await asyncio.sleep(PAUSE)

    await _at(chosen, go_on)


if __name__ == "__main__":
    asyncio.run(accept_whoever_asks(settings()))

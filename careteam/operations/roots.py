"""The organisation's own secret keys as files: made at the first start, kept by people, and never in a backup."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from careteam.audit.trail import Trail
from careteam.core.octets import decoded, encoded
from careteam.core.settings import Settings
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Officer, Roster
from careteam.crypto.mh1.offices import Offices
from careteam.crypto.mh1.primitives import SYSTEM, public_key
from careteam.identity import founding
from careteam.keys.founding import Foundation, has_directory, lay_down
from careteam.operations.refusals import CannotGoOn

#: Records officers, and how many of them open something together.
OFFICERS, TOGETHER = 3, 2
README = """These keys are the organisation's own. They were made when Careteam first started here, and exist nowhere else.

root-1.json, root-2.json, root-3.json
    Any two of them sign who may vouch for people's keys (careteam offices accept). Give each to another person, on a
    medium of its own, and remove it here. With one of them nothing can be signed; whoever has two can name anybody an
    officer. If two are lost, offices can never change again.

records-officer-1.json ... records-officer-3.json
    Any two of these open sealed conversations for the records office, under a procedure that everybody sees. Give each
    to one records officer, and remove it here. Others take their place by `careteam offices records`.

safety-officer.json
    Opens messages that somebody has reported. For whoever answers for safety; remove it here.

log-key.json
    Signs the public log of all entries. It stays with the server.

No backup holds any of these files. Keep a second copy of each where its keeper says.
"""


@dataclass(frozen=True)
class Keys:
    """The files of one installation."""

    folder: Path

    @property
    def roots(self) -> list[Path]:
        """The three root keys' files."""
        return [self.folder / f"root-{n}.json" for n in (1, 2, 3)]

    def foundation(self, origin: str) -> Foundation:
        """The first entry of a directory, from the files that are there or are made now."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        roots = [self._signing(file.stem) for file in self.roots]
        officers = [self._officer(f"records-officer-{n}") for n in range(1, OFFICERS + 1)]
        safety, log = self._officer("safety-officer"), self._signing("log-key")
        (self.folder / "README.txt").write_text(README)
        return Foundation(
            roots=[public_key(seed) for seed in roots],
            signers=[Signer.of_office(seed) for seed in roots],
            offices=Offices(
                (), (), Roster(1, TOGETHER, tuple(officers)), (safety.uid, safety.box_pk), (origin, public_key(log))
            ),
        )

    def _signing(self, name: str) -> bytes:
        seed = self._kept(name, {"seed": encoded(SYSTEM(32))})["seed"]
        return decoded(seed)

    def _officer(self, name: str) -> Officer:
        return officer_in(self._kept(name, fresh_officer()))

    def _kept(self, name: str, fresh: dict[str, str]) -> dict[str, str]:
        """What the file of this name says; where there is none, this is written first."""
        file = self.folder / f"{name}.json"
        if not file.exists():
            write_key(file, {"what": name, **fresh})
        return read_key(file)


def fresh_officer() -> dict[str, str]:
    """The secret keys of a new officer, as a file says them."""
    return {part: encoded(SYSTEM(size)) for part, size in (("id", 16), ("box_seed", 32), ("seed", 32))}


def officer_in(kept: dict[str, str]) -> Officer:
    """The officer whose secret keys a file says."""
    box_pk = box_public_key(decoded(kept["box_seed"]))
    return Officer(decoded(kept["id"]), box_pk, public_key(decoded(kept["seed"])))


def write_key(file: Path, said: dict[str, str]) -> None:
    """Write a key's file, readable by its owner alone; whole or not at all."""
    draft = file.with_name(f".{file.name}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(said, opened)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)


def read_key(file: Path) -> dict[str, str]:
    """What a key's file says; CannotGoOn where it cannot be read."""
    try:
        kept: dict[str, Any] = json.loads(file.read_bytes())
        return {name: str(value) for name, value in kept.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise CannotGoOn(f"{file} cannot be read as a key: {error}", "Put the file back from its copy.") from error


def root_signer(file: Path) -> Signer:
    """Signs with the root key of a file."""
    try:
        return Signer.of_office(decoded(read_key(file)["seed"]))
    except (KeyError, ValueError) as error:
        raise CannotGoOn(f"{file} holds no root key.", "Name the file of a root key: --root FILE") from error


def keys_of(chosen: Settings) -> Keys:
    """Where this installation's own keys lie, as long as nobody has taken them away."""
    return Keys(chosen.offices or chosen.home / "offices")


async def lay_foundation(
    trail: Trail, chosen: Settings, *, synthetic: bool = False, tell: Callable[[str], None]
) -> str | None:
    """Found the organisation and its directory where there is none; return the first administrator's one-use link."""
    await founding.begin(trail, synthetic=synthetic)
    if not await has_directory(trail):
        keys = keys_of(chosen)
        await lay_down(trail, keys.foundation(f"{urlsplit(chosen.public_url).netloc}/careteam"))
        tell(
            f"The organisation's root keys were made: {keys.folder}\n"
            "  Its README says who is to keep which of them. No backup holds them."
        )
    return await founding.first_link(trail)

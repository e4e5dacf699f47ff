"""Records officers: the key that each makes for themself, its card for the root keys to sign, and changing who they are."""

import re
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from careteam.audit.trail import Trail
from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1.box import seal
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Officer, Roster
from careteam.crypto.mh1.encoding import encode
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Refused
from careteam.keys.founding import name_officers, records_officers
from careteam.operations.refusals import CannotGoOn
from careteam.operations.roots import fresh_officer, officer_in, read_key, write_key

_WHAT = "records-officer"


def make(file: Path) -> tuple[Path, str]:
    """Make somebody's key in this file, and its card beside it; the card, and what it is compared by."""
    card = file.with_name(f"{file.stem}.card.json")
    for taken in (file, card):
        if taken.exists():
            raise CannotGoOn(f"{taken} is there already.", "Name a file that is not: a key is never written over.")
    kept = fresh_officer()
    officer = officer_in(kept)
    try:
        write_key(file, {"what": _WHAT, **kept})
        write_key(card, {"what": f"{_WHAT}-card", **_said(officer)})
    except OSError as error:
        raise CannotGoOn(f"{file} cannot be written: {error}", "Name a file in a folder of your own.") from error
    return card, fingerprint(officer)


def _said(officer: Officer) -> dict[str, str]:
    return {"id": encoded(officer.uid), "box_pk": encoded(officer.box_pk), "pk": encoded(officer.sign_pk)}


def fingerprint(officer: Officer) -> str:
    """What a card is compared by, in four groups."""
    hash_ = digest(encode([officer.uid, officer.box_pk, officer.sign_pk]))
    return " ".join(re.findall("....", hash_[:8].hex()))


async def show(trail: Trail) -> list[str]:
    """Who they are, and how many of them open a conversation together."""
    roster = await records_officers(trail)
    rule = f"Records officers: any {roster.k} of these {len(roster.officers)} open a conversation together."
    return [rule, *(f"{UUID(bytes=one.uid)}  records  {fingerprint(one)}" for one in roster.officers)]


async def name(trail: Trail, named: Sequence[str], together: int | None, signers: Sequence[Signer]) -> None:
    """Sign these in as the records officers from now on: each by the file of their card, or by id if they are one now."""
    now = await records_officers(trail)
    officers = [_officer(one, now) for one in named]
    try:
        await name_officers(trail, officers, together or now.k, signers)
    except Refused as refusal:
        remedy = "Name two to sixteen different officers, how many open together, and two of the root keys."
        raise CannotGoOn(f"The entry does not hold: {refusal.reason}.", remedy) from refusal


def _officer(named: str, now: Roster) -> Officer:
    for one in now.officers:
        if named == str(UUID(bytes=one.uid)):
            return one
    said = read_key(Path(named))
    try:
        officer = Officer(decoded(said["id"]), decoded(said["box_pk"]), decoded(said["pk"]))
        # What nothing can be sealed to would stop every client that begins an epoch.
        seal(officer.box_pk, "mh1/report", [], b"")
        return officer
    except (KeyError, ValueError, Refused) as error:
        remedy = "Name the card that `careteam offices new-officer` wrote, or the id of a records officer of now."
        raise CannotGoOn(f"{named} is no records officer's card.", remedy) from error

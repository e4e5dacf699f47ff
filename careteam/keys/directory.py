"""The organisation's directory of offices: laid down at the first start, extended by what two root keys sign."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import new_id
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import (
    ANYONE,
    PATIENTS_ONLY,
    Coordinator,
    Directory,
    IdentityOfficer,
    Officer,
    Roster,
    Snapshot,
    verify_directory,
)
from careteam.crypto.mh1.offices import Offices, directory_entry
from careteam.crypto.mh1.refusals import Inconsistent
from careteam.keys import events
from careteam.keys.chains import directory_of
from careteam.keys.models import DirectoryEntry, KeyDirectory, OfficeKey
from careteam.keys.offices import milliseconds, open_chain
from careteam.keys.rules import Office, Scope


async def begin_directory(
    change: Change, *, roots: Sequence[bytes], offices: Offices, signers: Sequence[Signer]
) -> UUID:
    """Lay down the directory with its root keys; its first entry names nobody who vouches or assigns yet."""
    org = new_id()
    entry = directory_entry(org.bytes, None, offices, milliseconds(change.now), *signers)
    first = verify_directory(org.bytes, list(roots), [entry]).latest
    row = await change.add(KeyDirectory(id=org, roots=b"".join(roots), seq=0, hash=first.hash))
    await _record(change, row, entry, first.hash, ())
    return org


async def accept_offices(change: Change, *, ids: Collection[UUID], signers: Sequence[Signer]) -> None:
    """Sign these requests into the directory, and out of it whoever's office has ended; NotFound for others.

    An office of the same kind that a person held before is replaced.
    """
    row, directory, entries = await directory_of(change)
    held = await change.find(OfficeKey, ended_at=None)
    asked = [office for office in held if office.id in ids and office.accepted_at is None]
    if len(asked) != len(set(ids)):
        raise problems.NotFound
    renewed = {(office.person_id, office.office) for office in asked}
    over = [office for office in held if office.accepted_at and (office.person_id, office.office) in renewed]
    for office in over:
        office.ended_at = change.now
    for office in asked:
        office.accepted_at = change.now
    offices = await _offices(change, directory, held)
    entry, latest = await _signed(change, row, directory, entries, offices, signers)
    await _record(change, row, entry, latest.hash, tuple(office.id for office in (*asked, *over)))


async def change_officers(
    change: Change, *, officers: Sequence[Officer], together: int, signers: Sequence[Signer]
) -> None:
    """Sign other records officers into the directory, in this order; mh1's Refused for what cannot be a roster."""
    row, directory, entries = await directory_of(change)
    before = directory.latest.roster
    parts = zip(*((one.uid, one.box_pk, one.sign_pk) for one in officers), strict=True)
    if any(len(set(part)) < len(part) for part in parts):
        raise Inconsistent("a records officer is named twice")
    if (tuple(officers), together) == (before.officers, before.k):
        raise Inconsistent("these are the records officers already")
    roster = Roster(before.generation + 1, together, tuple(officers))
    offices = await _offices(change, directory, await change.find(OfficeKey, ended_at=None))
    entry, latest = await _signed(change, row, directory, entries, replace(offices, roster=roster), signers)
    await _record(change, row, entry, latest.hash, (), roster.generation)


async def _signed(
    change: Change,
    row: KeyDirectory,
    directory: Directory,
    entries: Sequence[bytes],
    offices: Offices,
    signers: Sequence[Signer],
) -> tuple[bytes, Snapshot]:
    """The next entry, verified with all before it; the directory ends with it now."""
    # Later than every entry of a log that this change has waited for: those were judged by the directory before it.
    ts = max(milliseconds(await change.clock()) + 1, directory.latest.ts)
    entry = directory_entry(row.id.bytes, directory, offices, ts, *signers)
    latest = verify_directory(row.id.bytes, row.root_keys, [*entries, entry]).latest
    row.seq, row.hash = row.seq + 1, latest.hash
    return entry, latest


async def _offices(change: Change, directory: Directory, held: Sequence[OfficeKey]) -> Offices:
    """Those who are listed from now on, beside all else as it was."""
    listed = [office for office in held if office.accepted_at is not None and office.ended_at is None]
    scopes = {Scope.ANYONE: ANYONE, Scope.PATIENTS: PATIENTS_ONLY}
    latest = directory.latest
    identity = [one for one in listed if one.office is Office.IDENTITY]
    assigning = [one for one in listed if one.office is Office.COORDINATOR]
    return Offices(
        tuple(IdentityOfficer(one.person_id.bytes, one.pk, scopes[one.scope]) for one in identity),
        tuple(
            [
                Coordinator(one.person_id.bytes, one.pk, (await open_chain(change, one.person_id)).genesis)
                for one in assigning
            ]
        ),
        latest.roster,
        latest.safety_officer,
        latest.log_key,
        latest.witnesses,
    )


async def _record(
    change: Change,
    row: KeyDirectory,
    entry: bytes,
    hash_: bytes,
    offices: tuple[UUID, ...],
    roster: int | None = None,
) -> None:
    kept = await change.add(DirectoryEntry(seq=row.seq, hash=hash_, entry=entry))
    await change.record(
        events.DirectoryExtended(
            entry_id=kept.id, directory_id=row.id, office_ids=offices, roster=roster, record=hash_
        )
    )  # fmt: skip


def listed_and_over(directory: Directory, ended: Collection[bytes]) -> list[bytes]:
    """Of these keys of ended offices, those that the directory still lists."""
    latest = directory.latest
    keys = {one.pk for one in latest.identity} | {one.pk for one in latest.coordinators}
    return [pk for pk in ended if pk in keys]

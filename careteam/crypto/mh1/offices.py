"""What the organisation signs: directory entries by its roots, attestations by its identity officers (3.2, 3.4)."""

from dataclasses import dataclass

from careteam.crypto.mh1.carried import carry
from careteam.crypto.mh1.cose import Signer, sign
from careteam.crypto.mh1.directory import Attestation, Coordinator, Directory, IdentityOfficer, Roster
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.shapes import ZERO_HASH


@dataclass(frozen=True, slots=True)
class Offices:
    """All a directory entry says besides its place in the chain."""

    identity: tuple[IdentityOfficer, ...]
    coordinators: tuple[Coordinator, ...]
    roster: Roster
    safety_officer: tuple[bytes, bytes]
    log_key: tuple[str, bytes]
    witnesses: tuple[tuple[str, bytes], ...] = ()


def directory_entry(
    org: bytes, before: Directory | None, offices: Offices, ts: int, root: Signer, *other_roots: Signer
) -> bytes:
    """The next entry of the directory, or its first; two or three different roots sign."""
    identity: list[Value] = [[one.uid, one.pk, one.scope] for one in offices.identity]
    coordinators: list[Value] = [[one.uid, one.pk, one.genesis] for one in offices.coordinators]
    witnesses: list[Value] = [[name, pk] for name, pk in offices.witnesses]
    place: dict[int, Value] = {
        0: 1,
        1: org,
        2: len(before.entries) if before else 0,
        3: before.latest.hash if before else ZERO_HASH,
        4: ts,
    }
    said: dict[int, Value] = {
        5: identity,
        6: coordinators,
        7: offices.roster.value(),
        8: list(offices.safety_officer),
        9: list(offices.log_key),
        10: witnesses,
    }
    return carry("mh1/dir", {**place, **said}, root, *other_roots)


def make_attestation(officer: Signer, attested: Attestation) -> bytes:
    """An identity officer's word that a genesis is a person's; it outlives rotations, not a reset."""
    value = {0: attested.uid, 1: attested.genesis, 2: attested.role, 3: attested.not_after, 4: attested.name_hash}
    return sign(officer, "mh1/dir", encode({**value}))

"""What is served of the directory and of people's chains, verified: whole, and never older than it was seen."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from careteam.client.alert import Broken, demand, or_alert
from careteam.client.memory import Seen
from careteam.client.pins import Pinned
from careteam.client.shapes import ServedChain, ServedDirectory, ServedPerson
from careteam.crypto.mh1.carried import carried
from careteam.crypto.mh1.directory import Attestation, Directory, verify_directory
from careteam.crypto.mh1.invite import open_invite
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.shapes import closed, whole
from careteam.crypto.mh1.userchain import Chain, verify_chain

_TIME = 6


def read_directory(served: ServedDirectory, seen: Seen | None) -> tuple[Directory, tuple[bytes, ...]]:
    """The directory and its roots: those that were seen, where any were."""
    roots = tuple(served.roots)
    if seen is not None:
        demand((served.org, roots) == (seen.org, seen.roots), "directory", "another organisation's, or other roots")
        return known_directory(seen, served.entries), roots
    with or_alert("directory"):
        return verify_directory(served.org, list(roots), served.entries), roots


def known_directory(seen: Seen, entries: list[bytes]) -> Directory:
    """The directory by the roots that were seen, with all in it that was."""
    with or_alert("directory"):
        directory = verify_directory(seen.org, list(seen.roots), entries)
    if seen.directory is not None:
        seen.directory.check_directory(directory)
    return directory


def read_chain(uid: bytes, served: ServedChain, directory: Directory) -> Chain:
    """One chain from its genesis, by the token of the invite served with it; mh1's Refused for what does not hold."""
    token = None
    if served.invite is not None and served.entries:
        made_at = whole(closed(carried(served.entries[0], "mh1/user").payload, set(range(8)))[_TIME])
        token = open_invite(directory, served.invite, uid, made_at).token_pk
    return verify_chain(uid, served.entries, token=token, office=directory.office_keys)


def lineage(served: ServedPerson, directory: Directory, broken: Broken, *seen: Pinned | None) -> Sequence[Chain]:
    """All chains of a person, the newest last, each closed in favour of the next; what was seen of them is there still."""
    person_id = served.person_id
    with or_alert(broken, person_id):
        chains = [read_chain(person_id.bytes, one, directory) for one in served.chains]
    for chain, following in pairwise(chains):
        demand(chain.closed == following.genesis, broken, "keys that do not follow upon those before", person_id)
    for pinned in seen:
        if pinned is not None:
            before = [chain for chain in chains if chain.genesis == pinned.genesis]
            demand(bool(before), broken, "other keys than before, which do not follow upon them", person_id)
            pinned.check_grown(before[0], broken)
    return chains


def whose(served: ServedPerson, person_id: UUID) -> ServedPerson:
    """Somebody's keys as they are served, if they are theirs."""
    demand(served.person_id == person_id, "person", "these are the keys of somebody else", person_id)
    return served


def attested(cose: bytes | None, chain: Chain, directory: Directory, at: int) -> Attestation | None:
    """What an identity officer says of these keys, if it holds; signed by who has no office now, or for others, it does not."""
    if cose is None:
        return None
    try:
        return directory.attestation(cose, chain.uid, chain.genesis, at)
    except Refused:
        return None

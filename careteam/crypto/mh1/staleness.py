"""When an epoch must be left before anything is written: the sender itself rotates first (section 3.5)."""

from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.statements import DAY_MS


def is_stale(log: Log, now: int, sent: int) -> bool:
    """Whether the head epoch is stale at this time, after so many messages of it."""
    head = log.epochs[-1]
    if log.marked or now - head.ts >= log.days * DAY_MS or sent >= log.messages:
        return True
    if head.escrows[-1].roster != log.directory.latest.roster_hash:
        return True
    return any(_moved_on(log, uid) for uid in log.members)


def _moved_on(log: Log, uid: bytes) -> bool:
    """Whether a member's chain is closed, or has a newer generation than the member's grant."""
    chain = log.chain(uid, log.members[uid].genesis)
    return chain.closed is not None or chain.generation > log.epochs[-1].grants[uid][0].generation

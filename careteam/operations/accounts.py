"""Which account the database servers run as: nobody's root, and able to reach its own files."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from careteam.operations.refusals import CannotGoOn

#: Looked for in this order when we are root. None is ever created.
CANDIDATES = ("careteam", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """The account for the servers, or None when we are not root and they run as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise CannotGoOn("PostgreSQL refuses to run as root, and this machine has no other account.", "adduser careteam")


def may_enter(account: Account, path: Path) -> bool:
    """May `account` pass through every directory down to `path`? What does not exist yet is not asked."""
    for folder in (path.absolute(), *path.absolute().parents):
        if not folder.exists():
            continue
        status = folder.stat()
        if status.st_uid == account.uid:
            bit = 0o100
        elif status.st_gid == account.gid:
            bit = 0o010
        else:
            bit = 0o001
        if not status.st_mode & bit:
            return False
    return True


def give(path: Path, account: Account | None) -> None:
    """Make `path` belong to `account`, and to nobody else."""
    if account is not None:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)

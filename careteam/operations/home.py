"""The home directory of an installation: its lock, its secrets, its logs, and where its servers keep their data."""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from careteam.operations.accounts import Account, may_enter, server_account
from careteam.operations.refusals import CannotGoOn

#: Where servers that run as an unprivileged user live when that user cannot enter the home directory.
SHARED_PLACE = Path("/var/lib/careteam")


class AlreadyRunning(CannotGoOn):
    """Another process runs this installation."""


@dataclass(frozen=True)
class Home:
    """One installation's directory. Removing it removes the installation."""

    path: Path

    def __post_init__(self) -> None:
        # The servers run in another folder than we do.
        object.__setattr__(self, "path", self.path.expanduser().absolute())

    @property
    def keys(self) -> Path:
        """The deployment key and the servers' passwords; outside the servers' data and every backup."""
        return self.path / "keys"

    @property
    def logs(self) -> Path:
        """One file per process."""
        return self.path / "logs"

    @property
    def run(self) -> Path:
        """The lock, and which processes are running."""
        return self.path / "run"

    @property
    def mail(self) -> Path:
        """What the demo's mail catcher has caught."""
        return self.path / "mail"

    def make(self) -> "Home":
        """Have the directories there, closed to everybody else."""
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                # Others may pass through to what is opened to them, and see nothing.
                self.path.chmod(0o711)
            for folder in (self.keys, self.logs, self.run):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise CannotGoOn(
                f"{self.path} cannot be used as Careteam's home: {error.strerror}.",
                "Name a directory you may write to: CARETEAM_HOME=/somewhere careteam up",
            ) from error
        return self

    @contextmanager
    def locked(self) -> Generator[None]:
        """Be the only one who runs this installation. A killed process leaves no lock behind."""
        with (self.run / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise AlreadyRunning(
                    f"This installation is already running (process {lock.read().strip() or 'unknown'}, {self.path}).",
                    "Stop that one first, or set CARETEAM_HOME and CARETEAM_PORT to run a second beside it.",
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    @property
    def is_running(self) -> bool:
        """Does another process run this installation now?"""
        with (self.run / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    @contextmanager
    def note(self, name: str, text: str) -> Generator[None]:
        """Leave a note for our other processes while this one runs; nobody else may read it."""
        file, draft = self.run / name, self.run / f".{name}"
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(text)
        draft.replace(file)
        try:
            yield
        finally:
            file.unlink(missing_ok=True)

    def read(self, name: str) -> str | None:
        """A note that another process has left, as long as it runs."""
        if self.is_running:
            with suppress(FileNotFoundError):
                return (self.run / name).read_text()
        return None

    def secret(self, name: str) -> str:
        """A password of this installation, made on first use."""
        file = self.keys / "servers.json"
        known: dict[str, str] = {}
        if file.exists():
            if stat.S_IMODE(file.stat().st_mode) & 0o077:
                raise CannotGoOn(f"{file} may be read by others.", f"chmod 600 {file}")
            known = json.loads(file.read_text())
        if name not in known:
            known[name] = secrets.token_urlsafe(24)
            draft = file.with_name(f".servers.{os.getpid()}")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
                json.dump(known, opened)
                opened.flush()
                os.fsync(opened.fileno())
            draft.replace(file)
        return known[name]

    def servers(self, account: Account | None = None) -> Path:
        """Where the servers' programs and data lie: under the home, or where their account can reach it."""
        account = account or server_account()
        pointer = self.keys / "place"
        if pointer.exists():
            place = Path(pointer.read_text().strip())
        elif account is None or may_enter(account, self.path):
            place = self.path / "servers"
        else:
            place = SHARED_PLACE / secrets.token_hex(8)
        try:
            place.mkdir(parents=True, exist_ok=True)
            if account is not None:
                place.chmod(0o711)
        except OSError as error:
            raise CannotGoOn(
                f"The database servers may not run as root, and {account.name if account else 'their user'} can enter "
                f"neither {self.path} nor {place} ({error.strerror}).",
                "Name a home that everybody may enter: CARETEAM_HOME=/srv/careteam",
            ) from error
        if not place.is_relative_to(self.path):
            pointer.write_text(str(place))
        return place

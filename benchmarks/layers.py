"""What each layer of a send costs, in one run: bare FastAPI, + sign-in, + Change, + guard, + telling who looks.

`python -m benchmarks.layers --fd N` serves Careteam with two bare routes beside it, and without a broker.
"""

import argparse
import asyncio
import socket
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import uvicorn
from fastapi import APIRouter, FastAPI

from benchmarks import load, report, targets
from benchmarks.clinic import Clinic, make_clinic
from benchmarks.installation import Installation, installation, progress
from benchmarks.load import Place, Target
from careteam.identity.gate import Done, SomeoneActing
from careteam.main import create_app
from careteam.messaging.api import SendMessage
from careteam.operations.serving import configuration

ROOM = "/plans/{plan_id}/conversations/{conversation_id}"
bare = APIRouter(prefix="/api")
#: Whose triggers are switched off and on again.
GUARDED = ("message", "conversation", "conversation_member")


@bare.post(f"/bare{ROOM}", status_code=201)
async def answer(plan_id: UUID, conversation_id: UUID, body: SendMessage) -> Done:
    """Take a message, and do nothing with it."""
    return Done(id=uuid4(), change_id=conversation_id)


@bare.post(f"/signed-in{ROOM}", status_code=201)
async def answer_signed_in(plan_id: UUID, conversation_id: UUID, body: SendMessage, session: SomeoneActing) -> Done:
    """The same, for somebody signed in."""
    return Done(id=uuid4(), change_id=conversation_id)


def create_quiet_app() -> FastAPI:
    """Careteam without a broker, and the bare routes in front."""
    app = create_app()
    app.router.routes[:0] = bare.routes
    opened = app.router.lifespan_context

    def lifespan(app: FastAPI) -> Any:
        return _Quiet(opened(app), app)

    app.router.lifespan_context = lifespan
    return app


class _Quiet:
    """The app's own lifespan, with nobody to tell."""

    def __init__(self, opened: Any, app: FastAPI) -> None:
        self._opened, self._app, self._broker = opened, app, None

    async def __aenter__(self) -> None:
        await self._opened.__aenter__()
        trail = self._app.state.trail
        self._broker, trail.broker = trail.broker, None

    async def __aexit__(self, *ended: Any) -> None:
        self._app.state.trail.broker = self._broker
        await self._opened.__aexit__(*ended)


def main() -> None:
    """Measure, and print JSON; or serve what is measured."""
    parser = report.parser("layers", __doc__)
    parser.add_argument("--seconds", type=float, default=5, help="length of each repeat")
    parser.add_argument("--senders", type=int, default=10)
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--staff", type=int, default=20)
    parser.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fd is None:
        report.main(measure, options)
    else:
        serving = configuration()
        serving.app = "benchmarks.layers:create_quiet_app"
        uvicorn.Server(serving).run(sockets=[socket.socket(fileno=options.fd)])


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Every layer in turns, each with all those before it."""
    with ExitStack() as stack:
        installed = stack.enter_context(installation(api_processes=1))
        clinic = asyncio.run(make_clinic(installed.ready, plans=options.plans, staff=options.staff))
        serving = installed.serving("layers", "benchmarks.layers", processes=1, path="/api/clinic")
        layers = _layers(installed, clinic, stack.enter_context(serving))
        told: dict[str, list[dict[str, Any]]] = {}
        for repeat in range(options.repeats):
            for target, guarded in layers:
                _guard(installed, on=guarded)
                rests = ("layers",) if target.name == LIVE else ("api",)
                with installed.resting(*rests):
                    loaded = load.run(target, senders=options.senders, seconds=options.seconds, seed=repeat)
                    one = asyncio.run(loaded)
                progress(f"{target.name:24} {one['per_second']:8}/s {one['cpu_ms_per_message']}")
                told.setdefault(target.name, []).append(one)
    return {"results": [report.middle(repeats) for repeats in told.values()]}


LIVE = "+ relay and fan-out"


def _layers(installed: Installation, clinic: Clinic, port: int) -> list[tuple[Target, bool]]:
    """The targets, and whether the guard is on."""
    whole = targets.careteam(installed, clinic, LIVE)
    quiet = replace(whole, port=port, socket_path=None, costs=("layers", "postgres", "valkey"))

    body = clinic.letters[0].next(clinic.rooms[0].members[0])

    def routed(name: str) -> list[Place]:
        return [
            Place(f"/api/{name}/plans/{room.plan_id}/conversations/{room.conversation_id}", "", room.members, body)
            for room in clinic.rooms
        ]

    return [
        (replace(quiet, name="bare FastAPI", places=routed("bare")), True),
        (replace(quiet, name="+ sign-in", places=routed("signed-in")), True),
        (replace(quiet, name="+ Change"), False),
        (replace(quiet, name="+ guard"), True),
        (whole, True),
    ]


def _guard(installed: Installation, *, on: bool) -> None:
    """Switch the guard of what a send writes: for measuring only, and only by the database's superuser."""
    with psycopg.connect(installed.ready.owner_url, autocommit=True) as connection:
        for table in GUARDED:
            connection.execute(f"ALTER TABLE care.{table} {'ENABLE' if on else 'DISABLE'} TRIGGER recorded")


if __name__ == "__main__":
    main()

"""The Celery app: it wakes work, the database remembers it."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any, cast

from celery import Celery
from celery.signals import setup_logging, worker_shutdown

from careteam.core import logs
from careteam.core.settings import settings

if TYPE_CHECKING:
    from careteam.audit.trail import Trail

EVERY_SECONDS = 2.0
#: What has ended by its time counts for nothing from then on; this only tidies up behind it.
ENDED_SECONDS = 20.0
#: How late an alarm may climb, where a worker listens.
LADDER_SECONDS = 5.0
FORGET_SECONDS = 600.0


def make_app() -> Any:
    """The app, on the broker of the settings. Nothing is kept in the broker that could not be lost."""
    url = settings().redis_url
    app = cast(Any, Celery("careteam", broker=url.get_secret_value() if url is not None else None))
    app.conf.update(
        task_default_queue="careteam",
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        timezone="UTC",
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_prefetch_multiplier=1,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        beat_schedule={
            "relay": {
                "task": "relay.drain",
                "schedule": EVERY_SECONDS,
                # While no worker listens, wake-ups do not pile up.
                "options": {"expires": EVERY_SECONDS},
            },
            "notices": {
                "task": "notices.tell",
                "schedule": EVERY_SECONDS,
                "options": {"expires": EVERY_SECONDS},
            },
            "notices-forgotten": {
                "task": "notices.forget",
                "schedule": FORGET_SECONDS,
                "options": {"expires": FORGET_SECONDS},
            },
            "stand-ins": {
                "task": "stand-ins.end",
                "schedule": ENDED_SECONDS,
                "options": {"expires": ENDED_SECONDS},
            },
            "ladders": {
                "task": "ladders.climb",
                "schedule": LADDER_SECONDS,
                "options": {"expires": LADDER_SECONDS},
            },
            "overdue": {
                "task": "tasks.overdue",
                "schedule": ENDED_SECONDS,
                "options": {"expires": ENDED_SECONDS},
            },
            "measures": {
                "task": "measures.go-on",
                "schedule": ENDED_SECONDS,
                "options": {"expires": ENDED_SECONDS},
            },
        },
    )
    return app


app: Any = make_app()


class _Installation:
    """The worker's own event loop and installation, opened by the first task and kept."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._trail: Trail | None = None

    def drain(self) -> int:
        return self._runner.run(self._drain())

    def tell(self) -> int:
        return self._runner.run(self._tell())

    def forget(self) -> None:
        self._runner.run(self._forget())

    def end_stand_ins(self) -> int:
        return self._runner.run(self._end_stand_ins())

    def climb_ladders(self) -> int:
        return self._runner.run(self._climb_ladders())

    def raise_overdue(self) -> int:
        return self._runner.run(self._raise_overdue())

    def go_on_with_measures(self) -> int:
        return self._runner.run(self._go_on_with_measures())

    # Not at the top: beat loads this module too, and knows nothing but the time.
    async def _opened(self) -> "Trail":
        from careteam.installation import open_trail

        if self._trail is None:
            self._trail = await open_trail(settings())
        return self._trail

    async def _drain(self) -> int:
        from careteam.audit import relay
        from careteam.reactions import RELAYED

        return await relay.drain(await self._opened(), RELAYED)

    async def _tell(self) -> int:
        from careteam.notifications.telling import tell_due

        return await tell_due(await self._opened())

    async def _forget(self) -> None:
        from careteam.notifications.outbox import forget_old

        await forget_old(await self._opened())

    async def _end_stand_ins(self) -> int:
        from careteam.coverage.clock import end_what_is_over

        return await end_what_is_over(await self._opened())

    async def _climb_ladders(self) -> int:
        from careteam.coverage.clock import climb_ladders

        return await climb_ladders(await self._opened())

    async def _raise_overdue(self) -> int:
        from careteam.tasks.clock import raise_overdue

        return await raise_overdue(await self._opened())

    async def _go_on_with_measures(self) -> int:
        from careteam.measures.clock import go_on

        return await go_on(await self._opened())

    def close(self) -> None:
        if self._trail is not None:
            from careteam.installation import close_trail

            self._runner.run(close_trail(self._trail))
        self._runner.close()


_installation = _Installation()


@app.task(name="relay.drain")
def drain() -> int:
    """Do what is owed after committed changes; return how much was done."""
    return _installation.drain()


@app.task(name="notices.tell")
def tell() -> int:
    """Tell whoever is due and not looking; return how many were looked at."""
    return _installation.tell()


@app.task(name="notices.forget")
def forget() -> None:
    """Let go of who was told long ago."""
    _installation.forget()


@app.task(name="stand-ins.end")
def end_stand_ins() -> int:
    """Take off plans who stood in there until a time that has passed; return how many."""
    return _installation.end_stand_ins()


@app.task(name="ladders.climb")
def climb_ladders() -> int:
    """Let alarms climb that nobody has acknowledged in time; return how many."""
    return _installation.climb_ladders()


@app.task(name="tasks.overdue")
def raise_overdue() -> int:
    """Raise an alarm about every task that is too late; return how many."""
    return _installation.raise_overdue()


@app.task(name="measures.go-on")
def go_on_with_measures() -> int:
    """Remind of measures that are due, and keep which nobody answered; return how many."""
    return _installation.go_on_with_measures()


def _configure_logs(**_: Any) -> None:
    logs.configure(settings().log_level)
    for every_two_seconds in ("celery.app.trace", "celery.worker.strategy", "celery.beat"):
        logging.getLogger(every_two_seconds).setLevel(logging.WARNING)


def _close(**_: Any) -> None:
    _installation.close()


cast(Any, setup_logging).connect(_configure_logs)
cast(Any, worker_shutdown).connect(_close)

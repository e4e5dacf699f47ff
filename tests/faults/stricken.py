"""The simulated week in a running installation: its own worker climbs, people act over HTTP, and processes are killed."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import psutil
import psycopg
from celery import Celery
from kombu.exceptions import OperationalError
from typing_extensions import override

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.client.client import Client
from careteam.client.refusals import Refused
from careteam.coverage.ladders import AlarmOutcome
from careteam.identity.gate import cookie_name
from tests.coverage.week import Clinic
from tests.faults.observer import until
from tests.operations.running import Running, command_line
from tests.world import Cast, sign_in

#: What is killed, by words of its command line, and how: a database gets no chance to write its checkpoint.
VICTIMS = {
    "worker": ("careteam.worker worker", signal.SIGKILL),
    "valkey": ("valkey-server", signal.SIGKILL),
    "api": ("operations.serving", signal.SIGKILL),
    "database": ("/postgres", signal.SIGQUIT),
}
#: Seconds of real time: longer than anything stays down; and how long a wake-up may take before it is sent again.
PATIENCE, AGAIN = 240.0, 4.0
#: Of the simulated minute that a step may be late, what is kept for processes that start again in real time.
LATEST = 15.0


class Stricken(Clinic):
    """A clinic whose processes fall, each kind so often in the week."""

    def __init__(self, running: Running, cast: Cast, places: dict[str, str], seed: int, falls: int) -> None:
        super().__init__(cast, places["owner_url"], seed, self._nothing_anew, monday=change_of_clocks(seed))
        self.latest = LATEST
        self.fallen: list[str] = []
        self._running, self._places = running, places
        self._bell = Celery("careteam", broker=places["redis_url"])
        self._left = list(VICTIMS) * falls
        self.random.shuffle(self._left)

    async def _nothing_anew(self) -> Trail:
        raise AssertionError("the installation's own worker works here")

    @override
    async def work(self) -> None:
        """Let the installation's worker do what is due; now and then something falls while it does."""
        before = await self.due()
        self._wake()
        if self._left and self.random.random() < 0.3:
            await self._strike(self._left.pop())
        asked = asyncio.get_running_loop().time()
        while await self.due() == before:
            await asyncio.sleep(0.05)
            now = asyncio.get_running_loop().time()
            assert now - asked < PATIENCE, "nobody climbs"
            if int((now - asked) / AGAIN) > int((now - asked - 0.05) / AGAIN):
                self._wake()
        await self.look()

    def _wake(self) -> None:
        """What the installation's clock does every few seconds. Nobody may be listening; then it does so again."""
        try:
            self._bell.send_task("ladders.climb", queue="careteam", retry=False, expires=AGAIN)
        except OperationalError:
            return

    async def _strike(self, kind: str) -> None:
        words, how = VICTIMS[kind]

        def alive() -> list[psutil.Process]:
            return [child for child in self._running.children() if words in command_line(child)]

        assert await until(lambda: bool(alive()), PATIENCE), f"{kind} was not started again"
        min(alive(), key=lambda child: child.create_time()).send_signal(how)
        self.fallen.append(kind)
        if kind == "database":
            await asyncio.sleep(0.2)
            assert await until(self._database_answers, PATIENCE)

    def _database_answers(self) -> bool:
        try:
            psycopg.connect(self._places["owner_url"], connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    @override
    async def acknowledge(self, actor: Actor, alarm_id: UUID) -> bool:
        return await self._ask(actor, alarm_id, "acknowledge", {})

    @override
    async def close_alarm(self, actor: Actor, alarm_id: UUID, outcome: AlarmOutcome) -> None:
        await self._ask(actor, alarm_id, "outcome", {"outcome": str(outcome)})

    async def _ask(self, actor: Actor, alarm_id: UUID, what: str, body: dict[str, str]) -> bool:
        """Ask for it as a browser does, again with the same key as long as nobody answers; whether it was done."""
        session = (cookie_name(), await sign_in(self.cast.trail, actor))
        address = f"http://localhost:{self._running.installation.port}"
        async with Client(address, session=session, patience=PATIENCE) as client:
            try:
                await client.change(f"/api/plans/{self.cast.plan}/alarms/{alarm_id}/{what}", body)
            except Refused as refused:
                if refused.problem.status not in (403, 404, 409):
                    raise
                return False
        return True


def change_of_clocks(number: int) -> datetime:
    """Midnight of the Monday of the week on whose Sunday the clocks of Chicago change, forward and back in turns."""
    zone, year = ZoneInfo("America/Chicago"), 2027 + number // 2
    month, nth = ((3, 2), (11, 1))[number % 2]
    first = datetime(year, month, 1, tzinfo=zone)
    sunday = first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))
    return (sunday - timedelta(days=6)).astimezone(UTC)

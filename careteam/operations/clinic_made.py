"""A history of the demo clinic in the making: its plans, its moving clock, and what is to happen when."""

import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, LiteralString, Self, TypeAlias
from uuid import UUID

import psycopg

from careteam.access.roles import Actor, Role
from careteam.audit.trail import Trail
from careteam.core.ids import GoalId, PlanId
from careteam.operations.clinic_people import Treated
from careteam.operations.ensemble import Ensemble

Act = Callable[[], Awaitable[None]]
Connection: TypeAlias = psycopg.AsyncConnection[tuple[Any, ...]]

ROLES = {
    "P": Role.PATIENT,
    "Y": Role.PSYCHIATRIST,
    "T": Role.THERAPIST,
    "C": Role.HEALTH_COACH,
    "S": Role.SUPPORT_SPECIALIST,
    "F": Role.SUPPORTER,
}


@dataclass
class PlanMade:
    """A plan of the demo clinic, and who is on it by role."""

    treated: Treated
    plan_id: PlanId
    people: dict[Role, Actor]
    goals: dict[str, GoalId] = field(default_factory=dict[str, GoalId])


class MovingClock:
    """The owner's hand on a synthetic installation's clock: only forward, and at the present in the end."""

    def __init__(self, connection: Connection, offset_us: int) -> None:
        self._connection, self._offset_us = connection, offset_us

    @classmethod
    async def of(cls, connection: Connection) -> Self:
        """The clock as it stands."""
        return cls(connection, await _offset(connection, "SELECT offset_us FROM care.clock"))

    def now(self) -> int:
        """What it says, in milliseconds."""
        return time.time_ns() // 1_000_000 + self._offset_us // 1_000

    async def move_to(self, moment: datetime | None) -> None:
        """Set the clock to this moment; to the present, if None."""
        seconds = 0.0 if moment is None else (moment - datetime.now(UTC)).total_seconds()
        query = "UPDATE care.clock SET offset_us = greatest(offset_us, %s) RETURNING offset_us"
        self._offset_us = await _offset(self._connection, query, round(seconds * 1_000_000))


async def _offset(connection: Connection, query: LiteralString, *values: int) -> int:
    row = await (await connection.execute(query, values)).fetchone()
    assert row is not None
    return int(row[0])


@dataclass(frozen=True)
class Moment:
    """Something that happens at a time; of what happens at the same time, the first planned comes first."""

    at: datetime
    nth: int
    act: Act


@dataclass
class Days:
    """The history of one plan in the making."""

    trail: Trail
    keys: Ensemble
    made: PlanMade
    rooms: dict[str, UUID]
    dice: random.Random
    nth: Iterator[int]
    moments: list[Moment]

    def plan(self, at: datetime, act: Act) -> None:
        """Let something happen at this time."""
        self.moments.append(Moment(at, next(self.nth), act))

    def who(self, letter: str) -> Actor:
        """The person of this plan who speaks under this letter."""
        return self.made.people[ROLES[letter]]

"""A history of the demo clinic in the making: its plans, its moving clock, and what is to happen when."""

import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import psycopg

from careteam.access.roles import Actor, Role
from careteam.audit.trail import Trail
from careteam.core.ids import GoalId, PlanId
from careteam.operations.clinic_people import Treated

Act = Callable[[], Awaitable[None]]

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

    def __init__(self, connection: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        self._connection = connection

    async def move_to(self, moment: datetime | None) -> None:
        """Set the clock to this moment; to the present, if None."""
        seconds = 0.0 if moment is None else (moment - datetime.now(UTC)).total_seconds()
        await self._connection.execute(
            "UPDATE care.clock SET offset_us = greatest(offset_us, %s)", [round(seconds * 1_000_000)]
        )


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

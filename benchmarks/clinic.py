"""The people and plans that are measured with, made through commands: plans of six, as many staff as share them."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

from benchmarks.letters import Letters
from careteam.access.roles import Actor, Role
from careteam.audit.trail import Trail
from careteam.core.ids import PlanId
from careteam.core.settings import Settings
from careteam.installation import close_trail, open_trail
from careteam.operations.offices import SIGNERS, signers_of
from careteam.operations.roots import keys_of
from careteam.operations.up import Ready
from tests.saying import Sayers
from tests.world import open_plan_for, person, sign_in

#: Who works on a plan beside the patient.
TEAM = (Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST, Role.THERAPIST)
#: Past the time in which the feed still looks for what was opened lately.
_LATER = "UPDATE care.clock SET offset_us = offset_us + 3600000000"
CONVERSATION = "SELECT id, stream_id FROM care.conversation WHERE plan_id = $1 AND kind = 'team'"


@dataclass(frozen=True)
class Room:
    """A plan and its conversation of the whole team; members are places in the clinic's list of people."""

    plan_id: PlanId
    conversation_id: UUID
    stream_id: UUID
    members: tuple[int, ...]

    @property
    def path(self) -> str:
        """Where its messages are sent to."""
        return f"/api/plans/{self.plan_id}/conversations/{self.conversation_id}/messages"


@dataclass(frozen=True)
class Clinic:
    """Everybody on a plan with their session's token, the plans, and the token of one who oversees them."""

    people: Sequence[Actor]
    tokens: Sequence[str]
    rooms: Sequence[Room]
    supervisor: str
    #: Who seals what is sent, by room.
    letters: Sequence[Letters]


@asynccontextmanager
async def _trail_of(chosen: Settings) -> AsyncGenerator[Trail]:
    """The installation's trail, opened beside its processes."""
    trail = await open_trail(chosen)
    try:
        yield trail
    finally:
        await close_trail(trail)


async def make_clinic(installed: Ready, *, plans: int, staff: int) -> Clinic:
    """So many plans of six and so many staff, opened an hour ago; everybody is signed in."""
    async with _trail_of(installed.chosen) as trail:
        people, rooms = await _people_and_rooms(trail, plans, staff)
        letters = await _letters(trail, installed.chosen, people, rooms)
        with psycopg.connect(installed.owner_url) as connection:
            connection.execute(_LATER)
        eli = await person(trail, "Eli Frost", Role.SUPERVISOR)
        return Clinic(people, [await sign_in(trail, one) for one in people], rooms, await sign_in(trail, eli), letters)


async def _letters(trail: Trail, chosen: Settings, people: Sequence[Actor], rooms: Sequence[Room]) -> list[Letters]:
    """Everybody has keys, and every room a log that all in it read."""
    sayers = await Sayers.of(trail, signers_of(keys_of(chosen), [])[:SIGNERS])
    return [
        Letters(
            {n: await sayers.talk_of(people[n], room.plan_id, room.conversation_id) for n in room.members}, sayers.now
        )
        for room in rooms
    ]


async def _people_and_rooms(trail: Trail, plans: int, staff: int) -> tuple[list[Actor], list[Room]]:
    cora = await person(trail, "Cora Lindt", Role.COORDINATOR)
    roles = [TEAM[number % len(TEAM)] for number in range(staff)]
    people = [await person(trail, f"Staff {number}", role) for number, role in enumerate(roles)]
    rooms: list[Room] = []
    for number in range(plans):
        first = number * len(TEAM)
        team = [(first + place) % staff for place in range(len(TEAM))]
        members = [(people[one], roles[one]) for one in team]
        plan_id, patient = await open_plan_for(trail, cora, f"Patient {number}", members)
        people.append(patient)
        async with trail.database.writing() as connection:
            found = await connection.fetchrow(CONVERSATION, plan_id)
        rooms.append(Room(plan_id, found["id"], found["stream_id"], (*team, len(people) - 1)))
    return people, rooms

"""Planted text and names occur nowhere outside the people's own screens: not in a dump, the logs, Valkey or a delivery."""

import asyncio
import logging
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.change import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.core.broker import CHANNEL, Broker
from careteam.core.ids import PlanId
from careteam.core.logs import JsonLines
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.identity.people import take_in
from careteam.messaging import commands as messaging
from careteam.messaging.queries import conversations
from careteam.operations import programs
from careteam.plans import commands as plans
from careteam.plans.models import Goal
from careteam.reactions import install
from careteam.tasks import commands as tasks
from tests.servers import Servers
from tests.world import found_organisation, make_cast, open_plan_for

CANARY = "Xanthiphera"


async def test_planted_words_are_read_by_people_and_by_nothing_else(
    fresh_database: Callable[..., Servers], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(JsonLines())
    made = fresh_database()
    database, broker = await Database(made.app_url).open(), Broker(made.redis_url).open()
    redis = Redis.from_url(made.redis_url)
    channel = redis.pubsub(ignore_subscribe_messages=True)
    await channel.subscribe(CHANNEL)
    trail = Trail(database, DeploymentKey.generate(), install(), broker)
    await found_organisation(trail)
    cast = await make_cast(trail)
    plan, patient = await open_plan_for(trail, cast.cora, f"{CANARY} Patient", [(cast.bea, Role.PSYCHIATRIST)])
    await _plant(trail, cast.bea, plan, patient)

    async with cast.view(cast.bea, Action.READ_PLAN, plan=plan) as view:
        assert CANARY in (await view.one(select(Goal).where(Goal.plan_id == plan))).words
    await broker.close()
    heard = b""
    for _ in range(40):  # a subscription's own answer counts as a message that is not there
        message = await channel.get_message(timeout=0.05)
        heard += message["data"] if message else b""
    assert heard, "nothing was announced, so this would prove nothing"
    dump = tmp_path / "dump.sql"
    tool = programs.postgres(tmp_path, None).program("pg_dump")
    command = [tool, "--inserts", "-f", dump, made.owner_url]
    await asyncio.to_thread(subprocess.run, command, check=True)
    stored = dump.read_bytes()
    for told in (stored, heard, caplog.text.encode(), b"".join([key async for key in redis.scan_iter()])):
        for form in (CANARY.encode(), CANARY.encode().hex().encode(), CANARY.casefold().encode()):
            assert form not in told
    assert b"care.audit_entry" in stored
    await channel.aclose()
    await redis.aclose()
    await database.close()


async def _plant(trail: Trail, bea: Actor, plan: PlanId, patient: Actor) -> None:
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        await take_in(change, name=f"Dr {CANARY}", role=Role.THERAPIST, email=f"{CANARY}@clinic.example")
    async with open_change(trail, bea, Action.SET_GOAL, plan_id=plan) as change:
        await plans.set_goal(change, words=f"{CANARY} goal", target=f"{CANARY} target")
    async with open_change(trail, bea, Action.REVISE_PLAN, plan_id=plan) as change:
        await plans.revise_plan(change, reason=f"{CANARY} reason", title=f"{CANARY} title", summary=f"{CANARY} summary")
    async with open_change(trail, bea, Action.ASSIGN_TASK, plan_id=plan) as change:
        new = tasks.NewTask(title=f"{CANARY} task", note=f"{CANARY} note", owner_id=patient.person_id)
        await tasks.assign_task(change, new)
    async with open_view(trail, bea, Action.READ_CONVERSATION, plan_id=plan, screen="test") as view:
        room = (await conversations(view))[0].id
    async with open_change(trail, bea, Action.SEND_MESSAGE, plan_id=plan) as change:
        await messaging.send_message(change, conversation_id=room, body=f"{CANARY} message")

"""What the page on the client shows does what it says."""

import asyncio
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.client.keys import Keys
from careteam.client.secret import Kit
from careteam.core.settings import settings
from careteam.crypto.mh1.kit import printed
from careteam.plans import team
from tests.client.conftest import OpenClient
from tests.identity.world import PASSWORD, someone
from tests.keys.world import KIT
from tests.realtime.live import Process
from tests.saying import Sayers, everybody_reads
from tests.servers import PROJECT
from tests.world import Cast


def shown() -> dict[str, Any]:
    """All that the page's programs define."""
    names: dict[str, Any] = {}
    for program in re.findall(r"```python\n(.*?)```", (PROJECT / "docs/client.md").read_text(), re.DOTALL):
        exec(program, names)
    return names


async def test_the_page_on_the_client_can_be_followed(
    cast: Cast, trail: Trail, one: Process, open_client: OpenClient, tmp_path: Path
) -> None:
    page, who = shown(), await someone(trail, Role.HEALTH_COACH)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=who.actor.person_id, role=Role.HEALTH_COACH)
    client = await open_client(who.actor)
    room = next(one for one in await client.inbox() if one.kind == "team")
    await everybody_reads(cast, room.id)
    talk = await (await Sayers.of(trail)).talk(cast.bea, cast.plan, room.id)
    hearing = asyncio.create_task(page["first_words"](await open_client(cast.bea), talk))
    said = ""
    while not hearing.done():
        said = await greet(page, f"http://127.0.0.1:{one.port}", who.email)
    assert said == await hearing == "Good morning"
    client = await open_client(cast.fay)
    text = await page["begin"](client, tmp_path / "keys.json")
    sealed = await page["seal_again"](client, tmp_path / "keys.json", note := uuid4())
    assert (await Keys.unlock(client, secret=Kit(text))).open("note", note, 1, sealed) == b"Slept well."


async def greet(page: dict[str, Any], address: str, email: str) -> str:
    """As the page has it; the test's server goes by another address than people use."""
    told = page["Client"]
    page["Client"] = lambda at: told(at, origin=settings().public_url)
    try:
        return await page["greet"](address, email, PASSWORD, printed(KIT))
    finally:
        page["Client"] = told

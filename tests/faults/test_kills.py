"""Nothing that was acknowledged is lost or doubled, and all see the same, whatever is killed meanwhile."""

import asyncio
import os
from collections.abc import Callable

import asyncpg
import psycopg
from aiosmtpd.smtp import SMTP

from careteam.audit.verify import verify
from tests.faults.campaign import Budget, Campaign
from tests.faults.observer import until
from tests.notifications.test_invitation_mail import Mailbox
from tests.operations.running import Installation

PROVE = "CARETEAM_PROVE" in os.environ
SMALL = Budget(kills=("api", "worker", "valkey"), messages=60, pause=(0.5, 1))
LARGE = Budget(kills=("api",) * 10 + ("worker",) * 4 + ("valkey",) * 6, messages=2_000, pause=(2, 7))
#: Another one: CARETEAM_SEED=7.
SEED = int(os.environ.get("CARETEAM_SEED", "1"))


async def test_nothing_is_lost_or_doubled_while_processes_are_killed(
    new_installation: Callable[..., Installation],
) -> None:
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    installation = new_installation(CARETEAM_SMTP_URL=f"smtp://127.0.0.1:{port}", CARETEAM_API_PROCESSES="2")
    budget = LARGE if PROVE else SMALL
    with installation.up() as running:
        campaign = Campaign(running, SEED, budget)
        assert await campaign.run() == []
        assert len(campaign.acknowledged) >= budget.messages
        assert sorted(campaign.killed) == sorted(budget.kills)
        owner_url = campaign.places["owner_url"]
        assert await until(lambda: _owed(owner_url) == 0, 60)
        owner = await asyncpg.connect(owner_url)
        assert (await verify(owner)).breaks == []
        await owner.close()
    for mail in campaign.invited:
        letters = box.to(mail)
        assert len({letter["Message-ID"] for letter in letters}) == 1, mail
    server.close()
    await server.wait_closed()


def _owed(owner_url: str) -> int:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute("SELECT count(*) FROM care.delivery").fetchone()
    return row[0] if row else 0

"""What a clinician's day costs: each of its screens asks little of the database, and as much whatever lies behind it."""

from collections.abc import Callable

from benchmarks.caseload import make_caseload, queries
from benchmarks.past import lay_down
from benchmarks.years import live_through
from careteam.messaging.rules import ConversationKind
from tests.conftest import installed
from tests.servers import Servers
from tests.worklist.test_today import MOST


async def test_no_screen_asks_more_when_more_lies_behind_it(fresh_database: Callable[..., Servers]) -> None:
    made = fresh_database()
    async with installed(made) as trail:
        asked: list[dict[str, int]] = []
        for patients, behind in ((3, 300), (6, 1_500)):
            caseload = await make_caseload(
                trail, patients=patients, tasks=patients + 2, conversations=10 * patients, others=0
            )
            lay_down(made.owner_url, trail.deployment_key, messages=behind, kinds=tuple(ConversationKind), settle=False)
            live_through(made.owner_url, trail.deployment_key, messages=behind, tasks=behind, settle=False)
            sent = await queries(trail, caseload.screens())
            asked.append({screen: len(statements) for screen, statements in sent.items()})
    few, many = asked
    assert few == many
    assert {screen: count for screen, count in many.items() if count > MOST} == {}

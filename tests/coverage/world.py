"""Duty and working hours are the clinic's, and many tests share a clinic: one that counts on them begins by saying them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from careteam.access.roles import Actor
from tests.world import Browser

#: Working hours that change nothing for anybody who writes.
ALWAYS_OPEN: dict[str, Any] = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": 0, "closes": 1440, "closed_days": []}


async def set_hours(page: Browser, hours: dict[str, Any]) -> Any:
    """Ask for other working hours."""
    return await page.send_change("PUT", "/api/duty/hours", hours)


def wall(hours: float) -> str:
    """What the clinic's wall clock shows so many hours from now, to the minute."""
    return (datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=hours)).isoformat(timespec="minutes")


async def plan(page: Browser, who: Actor, begins: str, ends: str, role: str = "psychiatrist") -> Any:
    """Ask for a shift."""
    body = {"role": role, "person_id": str(who.person_id), "begins": begins, "ends": ends}
    return await page.send_change("POST", "/api/duty/shifts", body)


async def planned(page: Browser, who: Actor, begins: str, ends: str, role: str = "psychiatrist") -> str:
    """Plan a shift. Return its id."""
    answer = await plan(page, who, begins, ends, role)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def line(page: Browser, role: str = "psychiatrist", **day: str) -> dict[str, Any]:
    """A week of a role's duty."""
    told = (await page.get("/api/duty", params=day)).json()
    return next(one for one in told["lines"] if one["role"] == role)


async def held(page: Browser, role: str = "psychiatrist") -> dict[str, Any]:
    """Who holds a role's duty now."""
    told = (await page.get("/api/duty/now")).json()
    return next(one for one in told["roles"] if one["role"] == role)


async def clear(page: Browser) -> None:
    """Call off what is planned for the next two weeks."""
    for days in (0, 7, 14):
        told = (await page.get("/api/duty", params={"day": wall(24 * days)[:10]})).json()
        for shift in (shift for line in told["lines"] for shift in line["shifts"]):
            reason = {"reason": "The test begins with none."}
            await page.send_change("POST", f"/api/duty/shifts/{shift['id']}/cancellation", reason)

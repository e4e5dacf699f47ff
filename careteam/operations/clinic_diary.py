"""What patients of the demo clinic write in their diaries over the weeks, most of it shared; all of it is made up."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus
from careteam.audit.opening import open_change
from careteam.client.keys import Keys
from careteam.core.ids import new_id
from careteam.core.octets import encoded
from careteam.coverage.zone import clinic_zone
from careteam.crypto.mh1.encoding import encode
from careteam.diary import commands as diary
from careteam.diary.commands import Said
from careteam.diary.rules import Activity, Mood
from careteam.operations.clinic_made import Act, Days

#: So long ago the first entry is, and so many days of ten have one.
_DAYS, _OF_TEN = 25, 7
#: Where a patient's mood begins and where it goes, between the worst (0) and the best (4); the others stay about okay.
_COURSES = {
    "mei": (1.0, 2.8), "rosa": (0.8, 2.2), "daniel": (2.6, 3.4), "grace": (2.2, 0.9), "luca": (1.0, 0.9),
    "peter": (1.6, 3.0), "samuel": (1.8, 2.9),
}  # fmt: skip
_OTHERS = (1.4, 1.9)
_WORDS: dict[Mood, tuple[str, ...]] = {
    Mood.BAD: ("Did not get out of bed until noon.", "Everything took so long today."),
    Mood.LOW: ("Slow start. The shower helped a little.", "Too tired to call my sister back."),
    Mood.OKAY: ("Groceries, and the rest of the day went by.", "Nothing special, and that was fine."),
    Mood.GOOD: ("Walked to the river and sat in the sun.", "Laughed at dinner, the first time in a while."),
    Mood.GREAT: ("Slept through and woke before the alarm.",),
}
#: Who keeps an entry to themself.
ALONE = frozenset({"mei", "jamal"})
_PRIVATE = "I was ashamed after the call. I am not ready to talk about it with anybody yet."


def keep_diary(days: Days, now: datetime) -> None:
    """Let a patient write on most days, at noon or in the evening; some days are left out, as they are."""
    treated = days.made.treated
    if treated.status is PlanStatus.DRAFT:
        return
    begins, ends = _COURSES.get(treated.login, _OTHERS)
    for n in range(_DAYS):
        if days.dice.randrange(10) >= _OF_TEN:
            continue
        place = begins + (ends - begins) * n / _DAYS + days.dice.uniform(-0.9, 0.9)
        mood = list(Mood)[round(min(4.0, max(0.0, place)))]
        ago = timedelta(days=_DAYS - n, minutes=days.dice.randrange(500))
        days.plan(now - ago, _write(days, mood))


def _write(days: Days, mood: Mood) -> Act:
    dice = days.dice
    activities = dice.sample(list(Activity), dice.randrange(4))
    sleep = 30 * (9 + dice.randrange(4) + list(Mood).index(mood)) if dice.random() < 0.6 else None
    note = dice.choice(_WORDS[mood]) if dice.random() < 0.3 else None

    async def write() -> None:
        async with open_change(
            days.trail, days.who("P"), Action.WRITE_DIARY_ENTRY, plan_id=days.made.plan_id
        ) as change:
            today = change.now.astimezone(clinic_zone()).date()
            said = Said(day=today, mood=mood, activities=activities, sleep_minutes=sleep, note=note)
            await diary.write_entry(change, entry_id=new_id(), said=said)

    return write


async def keep_private_entry(keys: Keys) -> None:
    """One entry that a patient keeps for themself, of the day before, unless they have one."""
    listed: dict[str, Any] = await keys.line.get("/api/plans")
    path = f"/api/plans/{listed['items'][0]['id']}/private-diary"
    kept: dict[str, Any] = await keys.line.get(path)
    if kept["items"]:
        return
    entry_id, at = uuid4(), datetime.now(UTC) - timedelta(days=1)
    day = at.astimezone(clinic_zone()).date().isoformat()
    said = encode({0: 1, 1: day, 2: at.isoformat(), 3: str(Mood.LOW), 4: [str(Activity.REST)], 5: None, 6: _PRIVATE})
    sealed = keys.seal("diary", entry_id, 1, said)
    await keys.line.change(path, {"id": str(entry_id), "sealed": encoded(sealed)})

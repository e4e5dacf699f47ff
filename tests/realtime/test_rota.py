"""Whoever may see who is on duty hears at once that it has changed, and nothing of what."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.coverage import absences, commands
from careteam.coverage.rules import AbsenceKind
from careteam.realtime.channels import Channels
from careteam.realtime.rota import Rota
from tests.realtime.live import Process, watch
from tests.world import Cast, person, sign_in


async def test_staff_hear_that_duty_has_changed_on_whichever_process_and_patients_do_not(
    cast: Cast, one: Process, other: Process
) -> None:
    hal = await person(cast.trail, "Hal Moss", Role.THERAPIST)
    async with (
        watch(one, await sign_in(one.trail, cast.bea)) as bea,
        watch(other, await sign_in(one.trail, cast.eli)) as eli,
        watch(one, await sign_in(one.trail, cast.ada)) as ada,
    ):
        for page in (bea, eli, ada):
            await page.until(lambda page: page.of("hello"))
        # Of what else happens in the organisation they hear nothing.
        await person(cast.trail, "Ira Fenn", Role.THERAPIST)
        async with open_change(one.trail, cast.cora, Action.PLAN_DUTY) as change:
            begins = change.now.replace(tzinfo=None) + timedelta(days=90)  # no other test's shift lies there
            times = {"begins": begins, "ends": begins + timedelta(hours=1)}
            shift = await commands.plan_shift(change, role=Role.THERAPIST, person_id=hal.person_id, **times)
        for page in (bea, eli):
            await page.until(lambda page: page.of("duty"))
            assert (len(page.of("duty")), str(hal.person_id) in str(page.frames)) == (1, False)
        async with open_change(one.trail, hal, Action.SET_AVAILABILITY) as change:
            until = change.now + timedelta(hours=1)
            await absences.set_availability(change, kind=AbsenceKind.BUSY, until=until, cover_id=None)
        await eli.until(lambda page: len(page.of("duty")) == 2)
        assert ada.of("duty") == []
        async with open_change(one.trail, cast.cora, Action.PLAN_DUTY) as change:
            await commands.cancel_shift(change, shift_id=shift, reason="Tried.")


@dataclass(eq=False)
class Entering:
    """A socket as far as it is told of duty."""

    actor: Actor
    greeted: bool = False
    told: list[bytes] = field(default_factory=list[bytes])

    def write(self, told: bytes) -> None:
        self.told.append(told)


async def test_who_is_only_being_greeted_is_not_told_of_a_change_that_never_was(cast: Cast) -> None:
    channels: Any = Channels()
    rota, bea = Rota(cast.trail, channels), Entering(cast.bea)
    channels.enter(bea)
    await rota.begin()
    await rota.tell()  # something else happened in the organisation meanwhile
    bea.greeted = True
    await rota.tell()
    assert bea.told == []

"""What people of the clinic see of an import: the plan's page, its tasks, and the whole trail."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.assessment.bodies import Condition
from careteam.assessment.queries import assessment
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.verify import verify
from careteam.audit.view import open_view
from careteam.core.ids import PlanId
from careteam.fhir.intake import Intake, take_in
from careteam.fhir.writing import write
from careteam.plans import team
from careteam.plans.queries import PlanDetail, plan_page
from careteam.tasks import queries as tasks
from tests.fhir.world import bundle
from tests.fhir.world import write as as_files
from tests.world import person


async def written(trail: Trail, *paths: Path) -> Intake:
    """Import these paths."""
    return await write(trail, take_in(paths))


async def bring(trail: Trail, folder: Path, *resources: dict[str, Any]) -> Intake:
    """Import these resources as one Bundle."""
    return await written(trail, *as_files(folder, input=bundle(*resources)))


def changes(intake: Intake) -> dict[str, int]:
    """How many of the taken entries were created, updated, left alone."""
    return dict(Counter(one.change for one in intake.outcomes if one.outcome == "taken"))


def changed(intake: Intake) -> list[tuple[str, str, str]]:
    """The entries that were not left alone: their type, their label, and what was done."""
    return [(one.resource, one.label, one.change) for one in intake.outcomes if one.change != "none"]


async def plan_ids(trail: Trail) -> list[PlanId]:
    """Every plan of the clinic, in the order in which they were opened."""
    async with trail.database.writing() as connection:
        return [PlanId(row["id"]) for row in await connection.fetch("SELECT id FROM care.plan ORDER BY id")]


async def entries(trail: Trail) -> int:
    """How long the whole trail is; it must hold."""
    async with trail.database.writing() as connection:
        report = await verify(connection)
    assert report.breaks == []
    return report.entries


@dataclass
class Reader:
    """A psychiatrist whom the coordinator puts on every plan they look at."""

    trail: Trail
    coordinator: Actor
    psychiatrist: Actor

    @classmethod
    async def of(cls, trail: Trail) -> "Reader":
        """Take both in."""
        coordinator = await person(trail, "Cora Lindt", Role.COORDINATOR)
        return cls(trail, coordinator, await person(trail, "Bea Boateng", Role.PSYCHIATRIST))

    async def join(self, plan: PlanId) -> None:
        """Be put on a plan, once."""
        async with open_change(self.trail, self.coordinator, Action.CHANGE_TEAM, plan_id=plan) as change:
            if all(row.person_id != self.psychiatrist.person_id for row in await team.present(change)):
                await team.join(change, person_id=self.psychiatrist.person_id, role=Role.PSYCHIATRIST)

    async def page(self, plan: PlanId | None = None) -> PlanDetail:
        """A plan's page: of the only plan, unless one is named."""
        [*_, last] = await plan_ids(self.trail)
        plan = plan or last
        await self.join(plan)
        async with open_view(self.trail, self.psychiatrist, Action.READ_PLAN, plan_id=plan, screen="plan") as view:
            return await plan_page(view)

    async def conditions(self, plan: PlanId | None = None) -> list[tuple[str, str]]:
        """What is treated by a plan's assessment, in the order in which it was taken: name and status."""
        [*_, last] = await plan_ids(self.trail)
        plan = plan or last
        await self.join(plan)
        async with open_view(
            self.trail, self.psychiatrist, Action.READ_ASSESSMENT, plan_id=plan, screen="plan"
        ) as view:
            found = (await assessment(view, version=None)).findings
        return [(one.body.name, one.body.status) for one in found if isinstance(one.body, Condition)]

    async def tasks(self, plan: PlanId | None = None) -> list[tasks.TaskDetail]:
        """All tasks of a plan."""
        [*_, last] = await plan_ids(self.trail)
        plan = plan or last
        await self.join(plan)
        async with open_view(self.trail, self.psychiatrist, Action.READ_TASKS, plan_id=plan, screen="plan") as view:
            return (await tasks.plan_tasks(view, tasks.Shown.ALL, after=None, limit=100)).items

    async def team(self) -> set[tuple[str, str | None]]:
        """Who is on the only plan in which role, but for this reader and the patient."""
        page = await self.page()
        members = [one.person for one in page.team]
        return {(one.name, one.role) for one in members if one.name != "Bea Boateng" and one.role != Role.PATIENT}

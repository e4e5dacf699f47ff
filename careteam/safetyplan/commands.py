"""What one can do: write the next version of a safety plan; decide, as the patient, about the word check."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careteam.audit.change import Change
from careteam.core import problems
from careteam.safetyplan import events
from careteam.safetyplan.models import SafetyPlanVersion, WordCheckChoice
from careteam.safetyplan.shapes import SafetyPlanContent


@dataclass(eq=False)
class SafetyPlanChanged(problems.Problem):
    """Somebody has changed this safety plan meanwhile."""

    status = 409
    detail = "Look at what it says now, then save again. What you wrote here is kept."


async def write_safety_plan(
    change: Change, *, version: int, content: SafetyPlanContent, review_on: date | None
) -> UUID:
    """Keep the next version of the safety plan; SafetyPlanChanged unless it follows the newest one."""
    before = await change.find(SafetyPlanVersion, version=version - 1) if version > 1 else []
    # Asked once that one is locked: of two who write at once, the second sees what the first wrote.
    if len(before) != min(1, version - 1) or await change.find(SafetyPlanVersion, version=version):
        raise SafetyPlanChanged
    row = SafetyPlanVersion(
        version=version, content=content.model_dump_json(), review_on=review_on,
        written_by=change.actor.person_id, written_at=change.now,
    )  # fmt: skip
    await change.add(row)
    await change.record(events.SafetyPlanWritten(version_id=row.id))
    return row.id


async def decide_word_check(change: Change, *, agreed: bool, wording: int) -> UUID:
    """Say, as the patient, whether their device may tell the team of what the word check finds in their messages."""
    found = await change.find(WordCheckChoice)
    row = found[0] if found else WordCheckChoice(agreed=agreed, wording=wording, decided_at=change.now)
    if found:
        row.agreed, row.wording, row.decided_at = agreed, wording, change.now
    else:
        await change.add(row)
    await change.record(events.WordCheckDecided(choice_id=row.id, agreed=agreed))
    return change.answer(row.id)

"""What people of the demo clinic write again and again: templates of the clinic, and quick replies of those who treat."""

from collections.abc import Mapping

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.operations.clinic_people import WORKERS
from careteam.phrases import commands

TEMPLATES = {
    "Before a session": (
        "{patient's name}, your next session is on {day and time}. Please do not drive that day, and ask somebody to"
        " take you home. Write here if anything has changed since we last spoke.\n\n{me}, {my role}"
    ),
    "We are back at work": (
        "Thank you for writing, {patient's name}. We are back on {next working time} and answer then. In danger call"
        " 911; in a crisis call or text 988, day and night."
    ),
    "Something is due": (
        "{patient's name}, a small reminder: {next task due}. If it does not fit your week, write here and we find"
        " another way."
    ),
}
QUICK_REPLIES = {
    "Thank you, I have read it": "Thank you, {patient's name}. I have read this and come back to you {when}.",
    "I will phone": "I will phone you on {day and time}. If that does not suit you, write when it does.",
}


async def write_phrases(trail: Trail, workers: Mapping[str, Actor]) -> None:
    """The coordinator keeps templates, and everybody who treats two quick replies of their own."""
    coordinator = next(workers[w.login] for w in WORKERS if w.role is Role.COORDINATOR)
    for title, words in TEMPLATES.items():
        async with open_change(trail, coordinator, Action.KEEP_MESSAGE_TEMPLATE) as change:
            await commands.add_template(change, title=title, words=words)
    for worker in WORKERS:
        for title, words in QUICK_REPLIES.items() if worker.role in CARE_ROLES else ():
            async with open_change(trail, workers[worker.login], Action.KEEP_QUICK_REPLY) as change:
                await commands.add_quick_reply(change, title=title, words=words)

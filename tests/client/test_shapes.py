"""What the client expects is what the interface promises."""

from typing import Any

import pytest
from fastapi import FastAPI

from careteam.client import shapes

PROMISED: dict[type[shapes.Told], str] = {
    shapes.Done: "Done",
    shapes.Me: "Me",
    shapes.Session: "SessionInfo",
    shapes.Person: "PersonRef",
    shapes.Conversation: "ConversationSummary",
    shapes.Message: "MessageDetail",
    shapes.Messages: "MessagePage",
    shapes.Patient: "PatientLine",
    shapes.Plan: "PlanSummary",
    shapes.ToDo: "TodayRow",
    shapes.Today: "Today",
    shapes.Task: "TaskDetail",
    shapes.Seen: "Seen",
    shapes.Entry: "LiveEntry",
    shapes.Entries: "LiveEntries",
    shapes.ServedKeys: "OwnKeys",
    shapes.ServedSuccessor: "SuccessorDetail",
    shapes.Lost: "Waiting",
}


@pytest.mark.parametrize(("expected", "name"), PROMISED.items())
def test_every_field_the_client_reads_is_promised(expected: type[shapes.Told], name: str, app: FastAPI) -> None:
    promised: dict[str, Any] = app.openapi()["components"]["schemas"][name]
    assert set(expected.model_fields) <= set(promised["properties"])
    needed = {name for name, field in expected.model_fields.items() if field.is_required()}
    assert needed <= set(promised["required"])

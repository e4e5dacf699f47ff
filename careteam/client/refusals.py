"""What can go wrong for whoever asks: refused with a problem, asked for more, or nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

#: Who asks too often, or at the same time as somebody else, may try again after so many seconds; longer is not waited.
LONGEST_WAIT = 5.0


@dataclass(frozen=True)
class Problem:
    """A refusal as RFC 9457 has it. `type` is the last part of its address, as `task-already-claimed`."""

    type: str
    status: int
    title: str
    detail: str = ""
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Refused(Exception):
    """The server understood, and refuses."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.type} ({problem.status}): {problem.title} {problem.detail}".strip())
        self.problem = problem


class FactorNeeded(Exception):
    """The password was right; one of these ways must follow. A code goes with the ticket to `sign_in_by_code`."""

    def __init__(self, ways: tuple[str, ...], ticket: str) -> None:
        super().__init__(f"a second factor is asked for: {', '.join(ways)}")
        self.ways, self.ticket = ways, ticket


class Unreachable(Exception):
    """Nobody answered for as long as the client is patient. What came of a request for a change is not known."""


def refusal(answer: httpx.Response) -> Refused:
    """What an answer that is no success says."""
    try:
        told = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or "type" not in told:
        return Refused(Problem("about:blank", answer.status_code, answer.reason_phrase))
    said: dict[str, Any] = {str(name): value for name, value in told.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    known = ("type", "status", "title", "detail", "instance")
    more = {name: value for name, value in said.items() if name not in known}
    kind = str(said["type"]).rpartition("/")[2]
    return Refused(Problem(kind, answer.status_code, str(said.get("title", "")), str(said.get("detail", "")), more))


def wait_asked(answer: httpx.Response) -> float | None:
    """Seconds after which the same request makes sense again; None where it does not, or only much later."""
    asked = answer.headers.get("retry-after")
    if asked is not None and asked.isdecimal():
        return float(asked) if float(asked) <= LONGEST_WAIT else None
    return 0.0 if answer.status_code in (502, 503, 504) else None

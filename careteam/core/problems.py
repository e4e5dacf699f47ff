"""Problem: a typed refusal that renders itself as RFC 9457."""

import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID

PROBLEMS: dict[str, type["Problem"]] = {}


@dataclass(eq=False)
class Problem(Exception):
    """A refusal. The docstring is its title, the class name its type, its fields are extension members.

    `detail` says what to do about it, in words for the person at the screen; it never holds health data.
    """

    status: ClassVar[int] = 400
    detail: ClassVar[str] = ""
    #: Seconds after which trying again makes sense.
    retry_after: ClassVar[int | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        PROBLEMS[cls.slug()] = cls

    @classmethod
    def slug(cls) -> str:
        """The last part of the problem's type, for example `task-already-claimed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def title(cls) -> str:
        """What is the case, in a sentence."""
        return (cls.__doc__ or "").strip().split("\n", maxsplit=1)[0]

    def body(self, instance: str) -> dict[str, Any]:
        """The members of the problem document."""
        members: dict[str, Any] = {
            "type": f"/problems/{self.slug()}",
            "title": self.title(),
            "status": self.status,
            "instance": instance,
        }
        if self.detail:
            members["detail"] = self.detail
        for field in fields(self):
            value: Any = getattr(self, field.name)
            members[field.name] = str(value) if isinstance(value, UUID) else value
        return members


@dataclass(eq=False)
class NotFound(Problem):
    """There is nothing here that you may see."""

    status = 404
    detail = "The address may be wrong, or your access may have ended. Nothing was changed."


@dataclass(eq=False)
class Forbidden(Problem):
    """Your role does not allow this here."""

    status = 403
    detail = "Ask the lead of the team or an administrator. Nothing was changed."
    action: str


@dataclass(eq=False)
class NotSignedIn(Problem):
    """You are not signed in."""

    status = 401
    detail = "Sign in again; what you wrote is kept on this device."


@dataclass(eq=False)
class CrossSite(Problem):
    """This request came from another site."""

    status = 403
    detail = "Open Careteam itself and try again. Nothing was changed."


@dataclass(eq=False)
class StandingChanged(Problem):
    """Your rights on this plan changed while you were writing."""

    status = 409
    detail = "Nothing was saved. Try again; if your access has ended, you will be told."
    retry_after = 0


@dataclass(eq=False)
class Busy(Problem):
    """Two changes got in each other's way."""

    status = 503
    detail = "Nothing was saved. Try again in a moment."
    retry_after = 1


@dataclass(eq=False)
class KeyReused(Problem):
    """This idempotency key was used for a different request."""

    status = 422
    detail = "Send a new Idempotency-Key with a new request. Nothing was changed."


@dataclass(eq=False)
class InProgress(Problem):
    """This very request is being carried out."""

    status = 409
    detail = "Ask again in a moment with the same Idempotency-Key: you will get its answer."
    retry_after = 1


@dataclass(eq=False)
class Conflict(Problem):
    """Someone else changed this meanwhile."""

    status = 409
    detail = "Look at the newest state and decide again. Nothing was saved."


@dataclass(eq=False)
class Malformed(Problem):
    """The request is not well formed."""

    status = 422
    detail = "Correct the fields named in `errors` and send it again. Nothing was changed."
    errors: list[dict[str, str]]


@dataclass(eq=False)
class TooLarge(Problem):
    """The request is larger than Careteam takes."""

    status = 413
    detail = "Shorten it and send it again. Nothing was changed."
    limit_bytes: int


@dataclass(eq=False)
class NotJson(Problem):
    """The body must be JSON."""

    status = 415
    detail = "Send Content-Type: application/json. Nothing was changed."


@dataclass(eq=False)
class TooManyRequests(Problem):
    """Too many tries in a short time."""

    status = 429
    detail = "Wait a little and try again."
    retry_after = 60


@dataclass(eq=False)
class Unexpected(Problem):
    """Something went wrong on our side."""

    status = 500
    detail = "Nothing was lost. Try again; if it stays, tell an administrator the number under `instance`."


@dataclass(eq=False)
class MethodNotAllowed(Problem):
    """This address does not take that method."""

    status = 405
    detail = "The document of the interface names the methods it takes. Nothing was changed."

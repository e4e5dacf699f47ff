"""One person at one installation: signing in, reading, writing, following along."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from careteam.client.line import Line
from careteam.client.live import Follower
from careteam.client.refusals import FactorNeeded
from careteam.client.shapes import Conversation, Done, Messages, Page, Plan, Session, Task, Today, Told
from careteam.client.trail import Trail

T = TypeVar("T", bound=Told)


class Client(Line):
    """`async with Client("http://localhost:8000") as client: await client.sign_in(email, password)`."""

    async def sign_in(self, email: str, password: str, *, code: Callable[[], str] | None = None) -> Session:
        """Sign in; where a second factor is asked for, with what `code` gives (`pyotp.TOTP(secret).now`), else FactorNeeded."""
        answer = await self.say("/api/session", {"email": email, "password": password})
        if answer.status_code != 202:
            return Session.model_validate(answer.json())
        asked = answer.json()
        if code is None or "code" not in asked["ways"]:
            raise FactorNeeded(tuple(asked["ways"]), asked["ticket"])
        return await self.sign_in_by_code(asked["ticket"], code())

    async def sign_in_by_code(self, ticket: str, code: str) -> Session:
        """The second step of signing in."""
        answer = await self.say("/api/session/code", {"ticket": ticket, "code": code})
        return Session.model_validate(answer.json())

    async def redeem(self, token: str, password: str) -> Session:
        """Use a one-use link: choose a password, and be signed in."""
        answer = await self.say(f"/api/invitations/{token}/redemption", {"password": password})
        return Session.model_validate(answer.json())

    async def sign_out(self) -> None:
        """End the session here."""
        await self.say("/api/session", method="DELETE")

    async def session(self) -> Session:
        """Who is signed in here."""
        return Session.model_validate(await self.get("/api/session"))

    async def prove_by_password(self, password: str) -> None:
        """Show once more who one is, for what asks for it."""
        await self.say("/api/session/proof/password", {"password": password})

    async def prove_by_code(self, code: str) -> None:
        """Show once more who one is, by the code of one's app."""
        await self.say("/api/session/proof/code", {"code": code})

    async def inbox(self) -> list[Conversation]:
        """One's conversations, the one with the newest activity first."""
        return await self._all("/api/inbox", Conversation)

    async def plans(self) -> list[Plan]:
        """One's plans, by the patient's name."""
        return await self._all("/api/plans", Plan)

    async def today(self) -> Today:
        """What waits, the most pressing first."""
        return Today.model_validate(await self.get("/api/today"))

    async def tasks(self) -> list[Task]:
        """One's own open tasks, across plans."""
        return await self._all("/api/tasks", Task)

    async def messages(self, conversation: Conversation, *, before: int | None = None, limit: int = 50) -> Messages:
        """The newest messages of a conversation, or those before the one of this number."""
        return Messages.model_validate(await self.get(f"{_path(conversation)}/messages", before=before, limit=limit))

    async def see(self, conversation: Conversation, number: int) -> None:
        """Say up to which message one has read."""
        await self.change(f"{_path(conversation)}/seen", {"number": number})

    async def assign(
        self,
        plan_id: UUID,
        title: str,
        *,
        owner_id: UUID | None = None,
        pool: str | None = None,
        goal_id: UUID | None = None,
        due_at: datetime | None = None,
    ) -> Done:
        """Give a task to somebody of a plan, or to whoever of a role takes it."""
        chosen = {"owner_id": owner_id, "pool": pool, "goal_id": goal_id, "due_at": due_at and due_at.isoformat()}
        said = {name: str(value) for name, value in chosen.items() if value is not None}
        return Done.model_validate(await self.change(f"/api/plans/{plan_id}/tasks", {"title": title, **said}))

    async def claim(self, task: Task) -> Done:
        """Take a task from the pool."""
        return Done.model_validate(await self.change(f"/api/plans/{task.plan_id}/tasks/{task.id}/claim"))

    async def complete(self, task: Task) -> Done:
        """Be done with a task of one's own."""
        return Done.model_validate(await self.change(f"/api/plans/{task.plan_id}/tasks/{task.id}/completion"))

    def follow(self, trail: Trail | None = None) -> Follower:
        """What happens from now on, or from where a trail was left; it goes on over broken lines and restarts."""
        return Follower(self, Trail() if trail is None else trail)

    async def _all(self, path: str, kind: type[T]) -> list[T]:
        """Every row of a list, page by page."""
        rows: list[T] = []
        after = None
        while True:
            page = Page[kind].model_validate(await self.get(path, after=after, limit=100))
            rows += page.items
            if (after := page.next) is None:
                return rows


def _path(conversation: Conversation) -> str:
    return f"/api/plans/{conversation.plan_id}/conversations/{conversation.id}"

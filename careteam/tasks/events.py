"""What can happen to a task. Each names the goal, the step and the message it is for, so that the trail can say why."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class _Which:
    """Which task, and what it is for."""

    task_id: UUID
    goal_id: UUID | None
    item_id: UUID | None
    conversation_id: UUID | None
    message_id: UUID | None
    #: Whose it is now, or whose it was last.
    owner_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(_Which, Event):
    """A task was given to a person, or to whoever of a role takes it; with what is to be ticked off."""

    checklist_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskTaken(_Which, Event):
    """A task was taken over from another system, or what that says of it changed."""


@dataclass(frozen=True, kw_only=True)
class TaskClaimed(_Which, Event):
    """Somebody took a task from the pool of their role."""


@dataclass(frozen=True, kw_only=True)
class TaskStarted(_Which, Event):
    """The owner began."""


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(_Which, Event):
    """The owner is done."""


@dataclass(frozen=True, kw_only=True)
class TaskHandedBack(_Which, Event):
    """The owner gave the task back; whoever of the role may take it."""


@dataclass(frozen=True, kw_only=True)
class TaskReturned(_Which, Event):
    """The owner left the plan; whoever of the role may take the task."""


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(_Which, Event):
    """Nobody will do it."""


@dataclass(frozen=True, kw_only=True)
class ChecklistItemTicked(_Which, Event):
    """The owner ticked one thing of the task off."""

    checklist_item_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChecklistItemUnticked(_Which, Event):
    """The owner took a tick back."""

    checklist_item_id: UUID


@dataclass(frozen=True, kw_only=True)
class TaskChanged(_Which, Event):
    """What is to be done, by when, or what comes before it is otherwise now."""


@dataclass(frozen=True, kw_only=True)
class TaskChecklistChanged(_Which, Event):
    """What is to be ticked off was written otherwise: added, renamed, struck or put in another order."""

    checklist_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class TaskReady(_Which, Event):
    """What the task waited for is over."""


@dataclass(frozen=True, kw_only=True)
class TaskRepeated(_Which, Event):
    """The task before was done, and it is to be done again."""

    follows_id: UUID
    checklist_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskSnoozed(_Which, Event):
    """The owner wants to hear nothing of it until then; or, without a time, wants it back now."""

    until: str | None


@dataclass(frozen=True, kw_only=True)
class TaskReassigned(_Which, Event):
    """Somebody else, or whoever of a role takes it, is to do it."""


@dataclass(frozen=True, kw_only=True)
class TaskOverdue(_Which, Event):
    """The task is so late that whoever leads the plan is told."""

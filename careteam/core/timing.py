"""How long things take: what a feature says of its rows, so that whoever reports on them need not know the feature."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from careteam.core.database import Bound


@dataclass(frozen=True, kw_only=True)
class Timed:
    """Rows that each tell since when something lasts; and where it has ended, until when, by whom, in which role."""

    model: type[Bound]
    where: ColumnElement[bool]
    plan_id: Any
    #: What it is about: a conversation, a message, a task.
    subject_id: Any
    since: Any
    until: Any = None
    person_id: Any = None
    role: Any = None
    #: How urgent it is, where there are kinds of that.
    priority: Any = None

"""What is always true of a review: which details a reason opens (pure)."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from careteam.access.roles import Actor, Relation, RelationKind, Role, Standing
from careteam.access.rules import Case
from careteam.access.streams import AUDIENCE, StreamKind


class Details(StrEnum):
    """What whoever reviews an entry may learn of what it changed."""

    #: Before and after may be read.
    OPEN = "open"
    #: They may be read once the reader has said why.
    REASON = "reason"
    #: They are for those who take part.
    CLOSED = "closed"


def closed_details(kind: str, actor: Actor) -> Details:
    """What is left for somebody who may not read a stream of this kind now: to say why, or nothing."""
    if Role.SUPERVISOR not in actor.roles:
        return Details.CLOSED
    opened = Relation(kind=RelationKind.SUPERVISOR, role=Role.SUPERVISOR, valid_from=datetime.min.replace(tzinfo=UTC))
    standing = replace(Standing(actor), plan_id=UUID(int=0), relations=(opened,))
    return Details.REASON if AUDIENCE[StreamKind(kind)].allows(Case(standing)) else Details.CLOSED

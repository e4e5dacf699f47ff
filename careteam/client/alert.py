"""What must never be: what was served is not what it must be. Nothing of it is used, and the privacy officer is told."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal, TypeAlias
from uuid import UUID

from careteam.crypto.mh1 import refusals

#: Which promise was broken: a chain does not hold, or went back; the directory, one's own pins, or somebody else's keys.
Broken: TypeAlias = Literal["chain", "rolled-back", "directory", "pins", "person"]


class IntegrityAlert(Exception):
    """Which promise was broken, about whom (None: about the organisation), and how."""

    def __init__(self, broken: Broken, why: str, person_id: UUID | None = None) -> None:
        super().__init__(f"{broken}: {why}" + (f" ({person_id})" if person_id else ""))
        self.broken: Broken = broken
        self.why, self.person_id = why, person_id
        #: Whether the server has confirmed that the privacy officer was told.
        self.told = False


class OpensNothing(Exception):
    """What was given is in order, and opens none of this person's keys."""


class NothingLost(Exception):
    """What is remembered here opens the person's keys, or there are none: new ones have nothing to follow upon."""


def demand(condition: bool, broken: Broken, why: str, person_id: UUID | None = None) -> None:
    """Raise the alarm unless this is so."""
    if not condition:
        raise IntegrityAlert(broken, why, person_id)


@contextmanager
def or_alert(broken: Broken, person_id: UUID | None = None) -> Generator[None]:
    """What the protocol refuses is an alarm."""
    try:
        yield
    except refusals.Refused as refusal:
        raise IntegrityAlert(broken, refusal.reason, person_id) from refusal

"""What can be found wrong, and how an alert ends (pure)."""

from enum import StrEnum
from typing import Literal, TypeAlias


class What(StrEnum):
    """What is not as it was signed. The first nine are found in conversations: `careteam.client.talkstates.What`."""

    DIRECTORY = "directory"
    CHAIN = "chain"
    LOG = "log"
    GRANT = "grant"
    ESCROW = "escrow"
    HISTORY = "history"
    MESSAGE = "message"
    ORDER = "order"
    DIGEST = "digest"
    #: Found in keys: `careteam.client.alert.Broken`.
    ROLLED_BACK = "rolled-back"
    PINS = "pins"
    PERSON = "person"


InTalks: TypeAlias = Literal[
    What.DIRECTORY, What.CHAIN, What.LOG, What.GRANT, What.ESCROW, What.HISTORY, What.MESSAGE, What.ORDER, What.DIGEST
]
InKeys: TypeAlias = Literal[What.DIRECTORY, What.CHAIN, What.ROLLED_BACK, What.PINS, What.PERSON]

#: About what was sent once and stays as it is: whoever opens it finds it again, and it is the same alert also when closed.
#: All others say how something is served now: found again after the close, they are new.
LASTING = frozenset({What.MESSAGE, What.ORDER, What.DIGEST})

#: Open alerts of one person: whoever has told of so much has been heard.
MOST_OPEN = 50


class AlertState(StrEnum):
    """How far the privacy officer is with it."""

    OPEN = "open"
    LOOKING = "looking"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of it."""

    TAMPERING = "tampering"
    RESTORED = "restored"
    FAULT = "fault"
    MISTAKEN = "mistaken"

"""The refusals that have to do with keys."""

from dataclasses import dataclass

from careteam.core.problems import Problem


@dataclass(eq=False)
class ChainMoved(Problem):
    """Your keys were changed meanwhile, from another device or window."""

    status = 409
    detail = "Read them again and decide anew. Nothing was changed."
    #: The number of the next entry.
    seq: int


@dataclass(eq=False)
class ChainRefused(Problem):
    """These entries do not continue your chain of keys."""

    status = 422
    detail = "Read your keys again and make the entries anew. Nothing was changed."
    reason: str


@dataclass(eq=False)
class PinsMoved(Problem):
    """What you keep of others' keys was changed meanwhile, from another device or window."""

    status = 409
    detail = "Read it again, add to it, and send it with the next version. Nothing was changed."
    #: The version that is kept now; 0 without any.
    version: int


@dataclass(eq=False)
class NoKeys(Problem):
    """This person has no keys yet."""

    status = 409
    detail = "They set them up in their own browser, under Devices. Nothing was changed."


@dataclass(eq=False)
class NoSuccessor(Problem):
    """No new keys of this person wait, or they are others by now."""

    status = 409
    detail = "They make them in their own browser, under Open your keys. Read again; nothing was changed."


@dataclass(eq=False)
class NoDirectory(Problem):
    """This organisation has no directory of keys yet."""

    status = 409
    detail = "It is made when Careteam starts; ask whoever runs it. Nothing was changed."


@dataclass(eq=False)
class StatementRefused(Problem):
    """What was signed does not hold."""

    status = 422
    detail = "Read the directory and the person's keys again, and sign anew. Nothing was changed."
    reason: str


@dataclass(eq=False)
class OfficeNeeded(Problem):
    """This is signed with a key that is not your office's."""

    status = 403
    detail = "Sign with the key of an office of yours that the directory lists. Nothing was changed."

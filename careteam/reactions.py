"""What follows from what: one page, two tables (WITHIN the change, AFTER it)."""

from careteam.audit.trail import Reactions

#: The same transaction: all of it happens, or none.
WITHIN = {}

#: Once each, after the commit, retried until done. The names are those of `RELAYED`.
AFTER = {}


def install() -> Reactions:
    """What follows from what in this product."""
    return Reactions(WITHIN, AFTER)

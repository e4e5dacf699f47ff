"""What is stored of integrity alerts: what was found where, by whom, and what came of it; no content."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.alerts.rules import AlertState, Outcome, What
from careteam.core.database import OrganisationBound, sealed, word


class IntegrityAlert(OrganisationBound):
    """Somebody's client found that something is not as it was signed; the privacy officer's until it is closed."""

    __tablename__ = "integrity_alert"

    #: Whose client found it, and on what kind of device.
    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    device: Mapped[str] = sealed()
    what: Mapped[What] = word(What)
    #: Where: in a conversation (of which plan), at which entry or message; or in whose keys.
    of_plan_id: Mapped[UUID | None] = mapped_column(default=None)
    conversation_id: Mapped[UUID | None] = mapped_column(default=None)
    seq: Mapped[int | None] = mapped_column(default=None)
    message_id: Mapped[UUID | None] = mapped_column(default=None)
    about_id: Mapped[UUID | None] = mapped_column(default=None)
    told_at: Mapped[datetime]
    #: The privacy officer who looks into it.
    handled_by: Mapped[UUID | None] = mapped_column(ForeignKey("care.person.id"), default=None)
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = word(Outcome, default=None)
    words: Mapped[str | None] = sealed()

    @property
    def state(self) -> AlertState:
        """How far the privacy officer is with it."""
        if self.closed_at is not None:
            return AlertState.CLOSED
        return AlertState.OPEN if self.handled_by is None else AlertState.LOOKING

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        waiting = text("closed_at IS NULL")
        return (
            Index("integrity_alert_open_idx", "told_at", "id", postgresql_where=waiting),
            Index("integrity_alert_person_idx", "person_id", "what"),
        )

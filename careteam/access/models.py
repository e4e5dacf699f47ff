"""The tables rights are made of: relations to plans, memberships of conversations, and streams of one's own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.access.roles import CARE_ROLES, Relation, RelationKind, Role
from careteam.core.database import PlanBound, PrivateBound, hidden, sealed, word

_CARE = ", ".join(f"'{role}'" for role in Role if role in CARE_ROLES)


class RelationRow(PlanBound):
    """Why a person has to do with a plan, in which role, from when until when. Ended, never deleted.

    A supervisor's own row and break-glass live in `plan/access`, all others in `plan/roster`.
    """

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint(
            "CASE kind WHEN 'self' THEN role = 'patient' WHEN 'proxy' THEN role = 'supporter' "
            f"WHEN 'supervisor' THEN role = 'supervisor' ELSE role IN ({_CARE}) END",
            name="role_of_kind",
        ),
        CheckConstraint("NOT lead OR kind = 'member'", name="only_members_lead"),
        CheckConstraint("NOT may_see_plan OR kind = 'proxy'", name="only_supporters_need_consent"),
        CheckConstraint(
            "kind NOT IN ('supervisor', 'break_glass') OR (reason IS NOT NULL AND valid_until IS NOT NULL)",
            name="exception_has_reason_and_end",
        ),
        CheckConstraint(
            "(kind IN ('cover', 'on_duty')) = (grounds_id IS NOT NULL) AND (kind = 'cover') = (behalf_id IS NOT NULL) "
            "AND (grounds_id IS NULL OR valid_until IS NOT NULL)",
            name="stand_in_has_grounds_and_end",
        ),
        CheckConstraint("valid_until > valid_from", name="window"),
        Index(None, "plan_id"),
        Index("relation_person_live_idx", "person_id", postgresql_where=text("ended_at IS NULL")),
        Index(
            "relation_stand_in_once_idx", "grounds_id", "plan_id", unique=True, postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "relation_behalf_idx", "plan_id", "person_id", postgresql_where=text("behalf_id IS NOT NULL"),
        ),
        Index(
            "relation_stand_in_ends_idx", "valid_until",
            postgresql_where=text("ended_at IS NULL AND grounds_id IS NOT NULL"),
        ),
        Index(
            "relation_once_idx", "plan_id", "person_id", "kind", "role", unique=True,
            postgresql_where=text("ended_at IS NULL AND valid_until IS NULL"),
        ),
        # Not a unique index: the lead passes from one row to another within one change, in either order.
        ExcludeConstraint(
            ("plan_id", "="), using="btree", where=text("lead AND ended_at IS NULL"), name="relation_one_lead_excl",
            deferrable=True, initially="DEFERRED",
        ),
    )  # fmt: skip
    home = "plan/roster"

    person_id: Mapped[UUID]
    kind: Mapped[RelationKind] = word(RelationKind)
    role: Mapped[Role] = word(Role)
    lead: Mapped[bool] = mapped_column(default=False)
    may_see_plan: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = sealed()
    #: Of somebody who stands in: the shift or the absence that they do so for; of a cover, in whose place.
    grounds_id: Mapped[UUID | None] = mapped_column(default=None)
    behalf_id: Mapped[UUID | None] = mapped_column(default=None)

    def as_relation(self) -> Relation:
        """What a Standing keeps of the row."""
        return Relation(
            kind=self.kind, role=self.role, lead=self.lead, may_see_plan=self.may_see_plan,
            valid_from=self.valid_from, valid_until=self.valid_until, ended_at=self.ended_at,
        )  # fmt: skip


class ConversationMember(PlanBound):
    """A person's membership of a conversation; it gives the conversation's stream while their relation is live."""

    __tablename__ = "conversation_member"
    __table_args__ = (
        Index("conversation_member_person_live_idx", "person_id", postgresql_where=text("removed_at IS NULL")),
        Index(
            "conversation_member_once_idx", "conversation_id", "person_id", unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
    )  # fmt: skip
    home = "conversation"

    conversation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_number: Mapped[int] = mapped_column(default=0)
    #: The same among the messages that are not silent.
    seen_spoken: Mapped[int] = mapped_column(default=0)
    #: When the person wants to be reminded of it.
    remind_at: Mapped[datetime | None] = hidden(default=None)
    #: They wrote something that they want to send then.
    remind_to_send: Mapped[bool] = hidden(default=False)
    #: The last message that mentions the person, when it was sent, and by whom.
    mentioned_number: Mapped[int] = hidden(default=0)
    mentioned_at: Mapped[datetime | None] = hidden(default=None)
    mentioned_by: Mapped[UUID | None] = hidden(default=None)
    #: The keys the person sends with, and what is known of each (`messaging/judging.py`).
    signing: Mapped[bytes | None] = hidden(default=None)


class OwnStream(PrivateBound):
    """Whose a private stream is, and about which plan. Everybody who may need one has it, whether they use it or not."""

    __tablename__ = "own_stream"

    @classmethod
    @override
    def more_table_args(cls) -> tuple[UniqueConstraint, ...]:
        """One for each person and plan, also for whoever comes back."""
        return (UniqueConstraint("person_id", "of_plan_id"), UniqueConstraint("stream_id"))

    person_id: Mapped[UUID]
    of_plan_id: Mapped[UUID]

"""When the patient's side and the team last spoke, of many plans at once: dates, never words."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, String, Uuid, bindparam, func, select, true

from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.messaging.models import Conversation, Message

#: So many of the newest messages of each conversation are looked through for what somebody of a role said.
MOST = 200


async def last_words(view: View, plan_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When anybody last said something where the patient's side talks, in the reader's conversations of these plans."""
    return _dates(await view.rows(_last_words(plan_ids)))


async def last_words_reviewed(view: View, plan_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """The same of conversations whose trail the reader reviews."""
    return _dates(await view.reviewed(_last_words(plan_ids), Conversation))


async def last_words_of(view: View, roles: Mapping[UUID, Role]) -> dict[UUID, datetime]:
    """When somebody of this role last said something to the patient's side, in the reader's conversations of each plan."""
    if not roles:
        return {}
    ids = bindparam("plans", list(roles), type_=ARRAY(Uuid()))
    names = bindparam("roles", [str(role) for role in roles.values()], type_=ARRAY(String()))
    plan = func.unnest(ids, names).table_valued("id", "role").render_derived()
    said = (
        select(Message.sent_at)
        .where(
            Message.stream_id == Conversation.stream_id,
            Message.number > Conversation.message_count - MOST,
            Message.author_role.expression.cast(String) == plan.c.role,
            Message.silent.is_(False),
        )
        .order_by(Message.number.desc())
        .limit(1)
        .lateral()
    )
    here = (Conversation.plan_id == plan.c.id) & Conversation.with_patient.is_(True)
    query = select(Conversation.plan_id, func.max(said.c.sent_at)).join(plan, here).join(said, true())
    return _dates(await view.rows(query.group_by(Conversation.plan_id)))


def _last_words(plan_ids: Collection[UUID]) -> Any:
    query = select(Conversation.plan_id, func.max(Conversation.last_message_at))
    query = query.where(Conversation.plan_id.in_(plan_ids), Conversation.with_patient.is_(True))
    return query.group_by(Conversation.plan_id)


def _dates(rows: Any) -> dict[UUID, datetime]:
    return {plan_id: at for plan_id, at in rows if at is not None}

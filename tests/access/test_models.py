"""The database itself refuses relations that could not be meant."""

from typing import Any, TypeAlias
from uuid import UUID, uuid4

import asyncpg
import pytest
from asyncpg.exceptions import CheckViolationError, ExclusionViolationError, UniqueViolationError

from careteam.access.models import RelationRow
from careteam.access.roles import CARE_ROLES, RelationKind, Role
from tests.access.world import DAY, NOW

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
PLAN = UUID(int=1)


async def relate(superuser: Connection, **columns: Any) -> None:
    id_ = uuid4()
    row = {
        "id": id_, "stream_id": id_, "change_id": id_, "plan_id": PLAN, "person_id": id_, "kind": "member",
        "role": "therapist", "lead": False, "may_see_plan": False, "valid_from": NOW, **columns,
    }  # fmt: skip
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await superuser.execute(f"INSERT INTO care.relation ({', '.join(row)}) VALUES ({places})", *row.values())


def stands_in(kind: str) -> dict[str, UUID]:
    """What somebody of this kind stands in for."""
    needed = {"on_duty": ("grounds_id",), "cover": ("grounds_id", "behalf_id")}
    return {name: uuid4() for name in needed.get(kind, ())}


WITH_REASON = {"reason": b"sealed", "valid_until": NOW + DAY}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", RelationKind)
async def test_each_kind_of_relation_takes_only_its_roles(
    superuser: Connection, kind: RelationKind, role: Role
) -> None:
    alone = {RelationKind.SELF: "patient", RelationKind.PROXY: "supporter", RelationKind.SUPERVISOR: "supervisor"}
    fits = alone[kind] == role if kind in alone else role in CARE_ROLES
    if fits:
        await relate(superuser, kind=kind, role=role, **WITH_REASON, **stands_in(kind))
    else:
        with pytest.raises(CheckViolationError, match="role_of_kind"):
            await relate(superuser, kind=kind, role=role, **WITH_REASON)


@pytest.mark.parametrize("kind", ["supervisor", "break_glass"])
@pytest.mark.parametrize("missing", WITH_REASON)
async def test_an_exception_needs_a_reason_and_an_end(superuser: Connection, kind: str, missing: str) -> None:
    role = "supervisor" if kind == "supervisor" else "therapist"
    with pytest.raises(CheckViolationError, match="exception_has_reason_and_end"):
        await relate(superuser, kind=kind, role=role, **{**WITH_REASON, missing: None})


@pytest.mark.parametrize("kind", ["on_duty", "cover"])
async def test_who_stands_in_does_so_for_something_and_for_a_time(superuser: Connection, kind: str) -> None:
    given = {"kind": kind, "valid_until": NOW + DAY, **stands_in(kind)}
    for missing in ("valid_until", *stands_in(kind)):
        with pytest.raises(CheckViolationError, match="stand_in_has_grounds_and_end"):
            await relate(superuser, **{**given, missing: None})
    with pytest.raises(CheckViolationError, match="stand_in_has_grounds_and_end"):
        await relate(superuser, **{**given, "kind": "member"})


async def test_only_members_lead_and_only_supporters_need_consent(
    superuser: Connection,
) -> None:
    with pytest.raises(CheckViolationError, match="only_members_lead"):
        await relate(superuser, kind="self", role="patient", lead=True)
    with pytest.raises(CheckViolationError, match="only_supporters_need_consent"):
        await relate(superuser, may_see_plan=True)


async def test_a_relation_ends_after_it_begins(superuser: Connection) -> None:
    with pytest.raises(CheckViolationError, match="window"):
        await relate(superuser, valid_until=NOW)


async def test_a_person_is_on_a_team_once_in_a_role_and_again_after_an_end(
    superuser: Connection,
) -> None:
    person = uuid4()
    await relate(superuser, person_id=person)
    with pytest.raises(UniqueViolationError):
        await relate(superuser, person_id=person)
    await superuser.execute("UPDATE care.relation SET ended_at = $1 WHERE person_id = $2", NOW, person)
    await relate(superuser, person_id=person)


async def test_a_team_has_one_lead_who_may_change_within_a_transaction(
    superuser: Connection,
) -> None:
    """PostgreSQL keeps a deferred exclusion by a trigger of its own, which must fire here though the guard does not."""
    await superuser.execute("ALTER TABLE care.relation DISABLE TRIGGER USER; SET session_replication_role = origin")
    plan, first, second = uuid4(), uuid4(), uuid4()
    await relate(superuser, plan_id=plan, person_id=first, lead=True)
    await relate(superuser, plan_id=plan, person_id=second)
    change = "UPDATE care.relation SET lead = $1 WHERE plan_id = $2 AND person_id = $3"
    with pytest.raises(ExclusionViolationError):
        await superuser.execute(change, True, plan, second)
    async with superuser.transaction():
        await superuser.execute(change, True, plan, second)
        await superuser.execute(change, False, plan, first)


def test_a_row_tells_a_standing_all_that_rights_depend_on() -> None:
    row = RelationRow(
        kind=RelationKind.PROXY, role=Role.SUPPORTER, lead=False, may_see_plan=True, valid_from=NOW, valid_until=None,
        ended_at=NOW,
    )  # fmt: skip
    relation = row.as_relation()
    assert (relation.kind, relation.role, relation.may_see_plan) == (RelationKind.PROXY, Role.SUPPORTER, True)
    assert not relation.live(NOW)

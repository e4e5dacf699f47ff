"""How people's keys and offices stand now: whose chain is open, who is vouched for, who holds an office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from careteam.audit.view import View
from careteam.keys.models import Attestation, OfficeKey, UserChain
from careteam.keys.rules import Office


def vouched_for(now: datetime) -> Select[Attestation]:
    """Attestations that hold: whoever signed them still has that office."""
    office = select(OfficeKey.id).where(OfficeKey.accepted_at.is_not(None), OfficeKey.ended_at.is_(None))
    return select(Attestation).where(
        Attestation.ended_at.is_(None), Attestation.not_after > now, Attestation.office_id.in_(office)
    )


@dataclass(frozen=True)
class Standing:
    """How somebody's keys stand now: their newest chain, and whether an attestation of it is in force."""

    genesis: bytes
    seq: int
    attested: bool


async def key_standings(view: View, people: Sequence[UUID]) -> dict[UUID, Standing]:
    """How these people's keys stand; nothing for whoever has none."""
    attested = {
        row[0].chain_id for row in await view.openly(vouched_for(view.now).where(Attestation.person_id.in_(people)))
    }
    chains = select(UserChain).where(UserChain.person_id.in_(people)).order_by(UserChain.id)
    found: list[UserChain] = [row[0] for row in await view.openly(chains)]
    return {one.person_id: Standing(one.genesis, one.seq, one.id in attested) for one in found}


def open_chains(now: datetime) -> Select[UUID, bytes, bool]:
    """Whose chain is open, with which genesis, and whether an attestation of it is in force; for use in another query."""
    vouched = vouched_for(now).with_only_columns(Attestation.chain_id)
    attested = UserChain.id.in_(vouched).label("attested")
    return select(UserChain.person_id, UserChain.genesis, attested).where(UserChain.closed_at.is_(None))


def closed_chains() -> Select[UUID, datetime | None]:
    """Whose keys are all closed, and since when; for use in another query."""
    since = func.max(UserChain.closed_at).label("since")
    return (
        select(UserChain.person_id, since)
        .group_by(UserChain.person_id)
        .having(func.bool_and(UserChain.closed_at.is_not(None)))
    )


def who_holds(office: Office) -> Select[UUID]:
    """Those who hold this office now, for use in another query."""
    held = OfficeKey.office == office, OfficeKey.accepted_at.is_not(None), OfficeKey.ended_at.is_(None)
    return select(OfficeKey.person_id).where(*held)

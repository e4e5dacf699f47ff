"""The kinds of stream: for each, who reads it with its details and live, and who reviews its trail without them."""

from enum import StrEnum

from careteam.access.roles import Role
from careteam.access.rules import (
    Either,
    Fact,
    Is,
    Rule,
    has_role,
    is_patient,
    is_supporter,
    is_supporter_with_consent,
    is_system,
    member,
    stands_in,
    supervises_with_reason,
)


class StreamKind(StrEnum):
    """One audience each. Every stream but the organisation's and private ones belongs to a plan."""

    RECORD = "plan/record"
    ROSTER = "plan/roster"
    TEAM = "plan/team"
    ACCESS = "plan/access"
    CONVERSATION = "conversation"
    PRIVATE = "private"
    ORGANISATION = "organisation"


oversees = has_role(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
nobody = Either(())

#: R: reads its rows and entries with details, and hears of new ones. A kind that is not named has no audience.
AUDIENCE: dict[StreamKind, Rule] = {
    StreamKind.RECORD: is_patient
    | is_supporter_with_consent
    | member()
    | stands_in
    | supervises_with_reason
    | is_system,
    StreamKind.ROSTER: is_patient
    | is_supporter
    | member()
    | stands_in
    | has_role(Role.COORDINATOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.SYSTEM),
    StreamKind.TEAM: member() | stands_in | supervises_with_reason | is_system,
    StreamKind.ACCESS: has_role(Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.SYSTEM),
    StreamKind.CONVERSATION: (is_patient | is_supporter | member() | stands_in) & Is(Fact.IN_CONVERSATION),
    StreamKind.PRIVATE: nobody,
    StreamKind.ORGANISATION: has_role(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.SYSTEM),
}

#: T: reviews its entries without details: who, in which role, which action, which row, when.
REVIEW: dict[StreamKind, Rule] = {
    StreamKind.RECORD: oversees,
    StreamKind.ROSTER: oversees,
    StreamKind.TEAM: oversees,
    StreamKind.ACCESS: oversees,
    StreamKind.CONVERSATION: oversees,
    StreamKind.ORGANISATION: has_role(Role.PRIVACY_OFFICER),
}

"""What is always true of keys: how much of them there may be, which offices there are and who may hold one. Pure."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from careteam.access.roles import CARE_ROLES, PATIENT_SIDE, Role

LONGEST_ENTRY = 16 * 1024
LONGEST_BOX = 2 * 1024
LONGEST_SEALED = 64 * 1024
MOST_HOLDERS = 64
MOST_ENTRIES = 1000
#: How long a new device may wait to be taken in, and how many may wait at once.
JOINING_LASTS = timedelta(minutes=10)
MOST_JOINING = 4


class Office(StrEnum):
    """What the directory lists people for: vouching for keys, or assigning people to conversations."""

    IDENTITY = "identity"
    COORDINATOR = "coordinator"


class Scope(StrEnum):
    """For whom an identity officer may vouch."""

    ANYONE = "anyone"
    PATIENTS = "patients"


class OfficeState(StrEnum):
    """Asked for, signed into the directory, or over."""

    ASKED = "asked"
    IN_FORCE = "in_force"
    ENDED = "ended"


class AttestedRole(StrEnum):
    """As what an attestation names a person; mh1 knows the first two by these words."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    SUPPORTER = "supporter"
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    RECORDS_OFFICER = "records_officer"
    IDENTITY_OFFICER = "identity_officer"


def attested_roles(roles: Iterable[Role]) -> tuple[AttestedRole, ...]:
    """As what somebody with these roles may be attested, the first being what to attest them as."""
    held = frozenset(roles)
    words = {AttestedRole.CLINICIAN} if held & CARE_ROLES else set[AttestedRole]()
    words |= {AttestedRole(role.value) for role in held - CARE_ROLES - {Role.SYSTEM}}
    first = (AttestedRole.CLINICIAN, AttestedRole.PATIENT)
    return (*(word for word in first if word in words), *(word for word in AttestedRole if word in words - {*first}))


def may_hold(office: Office, scope: Scope, roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may hold this office: intake and clinicians vouch for patients only."""
    held = frozenset(roles)
    if office is Office.COORDINATOR:
        return Role.COORDINATOR in held
    return Role.IDENTITY_OFFICER in held or (scope is Scope.PATIENTS and bool(held & (CARE_ROLES | {Role.COORDINATOR})))


def patients_only(roles: Iterable[Role]) -> bool:
    """Is somebody with these roles on the patients' side, and nothing else?"""
    held = frozenset(roles)
    return bool(held) and held <= PATIENT_SIDE

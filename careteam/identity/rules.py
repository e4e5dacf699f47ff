"""What is always true of people and their sign-ins. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from careteam.access.roles import CARE_ROLES, PATIENT_SIDE, Role

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
#: Fewer different characters than this are a pattern, not a password.
_FEWEST_DIFFERENT = 5
#: What must remain of a password once the words everybody tries first are taken out of it.
_LEAST_OF_ITS_OWN = 6
_TRIED_FIRST = (
    "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "letmein", "welcome", "qwertyuiop", "qwerty", "azerty",
    "asdfgh", "zxcvbn", "iloveyou", "administrator", "admin", "changeme", "secret", "login", "careteam", "clinic",
    "monkey", "dragon", "football", "sunshine", "princess", "abcdef", "123456", "12345", "1234", "654321",
)  # fmt: skip


#: How long having shown who one is counts, before an act that asks for it asks again.
FRESH = timedelta(minutes=5)


class Proof(StrEnum):
    """By what somebody shows who they are. The first two are second factors; a passkey is enough by itself."""

    PASSKEY = "passkey"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - its name


class Home(StrEnum):
    """The screen somebody's work starts on."""

    TODAY = "today"
    HOME = "home"
    OVERSIGHT = "oversight"
    PEOPLE = "people"
    COORDINATION = "coordination"
    CONFIRMING = "confirming"


#: The first of these that somebody has decides where they start: treating comes before everything else.
_HOMES: tuple[tuple[frozenset[Role], Home], ...] = (
    (CARE_ROLES, Home.TODAY),
    (frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.RECORDS_OFFICER}), Home.OVERSIGHT),
    (frozenset({Role.COORDINATOR}), Home.COORDINATION),
    (frozenset({Role.ADMINISTRATOR}), Home.PEOPLE),
    (frozenset({Role.IDENTITY_OFFICER}), Home.CONFIRMING),
)


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: while nobody does anything, and at all."""

    idle_minutes: int
    hours: int


def home(roles: Iterable[Role]) -> Home:
    """Where somebody with these roles starts."""
    held = frozenset(roles)
    return next((place for those, place in _HOMES if those & held), Home.HOME)


def limits(roles: Iterable[Role], *, staff: Limits, patients: Limits) -> Limits:
    """The limits of a session: those of patients only for somebody who is nothing else."""
    return patients if patient_side(roles) else staff


def patient_side(roles: Iterable[Role]) -> bool:
    """Is somebody with these roles treated here, or standing by someone who is, and nothing else?"""
    held = frozenset(roles)
    return bool(held) and held <= PATIENT_SIDE


def must_have_factor(roles: Iterable[Role], *, required: bool) -> bool:
    """Must somebody with these roles have a second factor? Patients and supporters may, and never must."""
    return required and not patient_side(roles)


def ways(*, passkey: bool, code: bool) -> tuple[Proof, ...]:
    """How somebody with these factors shows who they are once more: by a factor, or by the password without any."""
    factors = ((Proof.PASSKEY, passkey), (Proof.CODE, code))
    return tuple(proof for proof, there in factors if there) or (Proof.PASSWORD,)


def password_objection(password: str, *known: str | None) -> str | None:
    """Why this password is too easily guessed, or None. `known` are words an attacker knows: name, address, clinic."""
    if len(password) < SHORTEST_PASSWORD:
        return f"at least {SHORTEST_PASSWORD} characters"
    if len(set(password)) < _FEWEST_DIFFERENT:
        return "too few different characters"
    if _is_run(password):
        return "a row of neighbouring characters is guessed first"
    if len(_own(password.casefold(), known)) < _LEAST_OF_ITS_OWN:
        return "too close to words that are guessed first"
    return None


def _is_run(password: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return steps <= {1} or steps <= {-1}


def _own(password: str, known: Iterable[str | None]) -> str:
    words = {word for text in known if text for word in re.split(r"[\W_]+", text.casefold()) if len(word) > 2}
    for word in sorted({*words, *_TRIED_FIRST}, key=len, reverse=True):
        password = password.replace(word, "")
    return password


def asks_for_email(email: str | None) -> bool:
    """Must somebody who redeems a link say their e-mail address, because nobody knows it yet?"""
    return email is None


def asks_for_name(role: Role, email: str | None) -> bool:
    """Must they say their name too? Only the first administrator is invited before anybody knows who that is."""
    return email is None and role is Role.ADMINISTRATOR


def device(user_agent: str | None) -> str:
    """A browser in a few words, for the list of one's own sessions."""
    text = user_agent or ""
    kinds = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    browser = next((name for mark, name in kinds if mark in text), "A browser")
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )  # fmt: skip
    system = next((name for mark, name in systems if mark in text), None)
    return f"{browser} on {system}" if system else browser

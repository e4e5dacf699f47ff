"""The people of the demo clinic, their plans and goals. All of them are made up."""

from dataclasses import dataclass

from careteam.access.roles import PlanStatus, Role
from careteam.plans.models import Achievement, ItemKind, Phase


@dataclass(frozen=True)
class Worker:
    """Somebody who works at the clinic."""

    name: str
    role: Role
    #: The name of the sign-in: `<login>@clinic.example`.
    login: str


@dataclass(frozen=True)
class Step:
    """A step toward a goal, and whose it is (`patient` or a care role)."""

    title: str
    kind: ItemKind
    whose: Role


@dataclass(frozen=True)
class Aim:
    """A goal in the patient's words, how one will know, and the steps toward it."""

    words: str
    target: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Treated:
    """A patient, where their treatment stands, and who is on their team (indices into each role's workers)."""

    name: str
    login: str
    born: str
    pronouns: str
    title: str
    phase: Phase
    status: PlanStatus
    team: tuple[int, int, int, int]
    aims: tuple[str, ...]
    going: tuple[Achievement, ...]
    #: Somebody close to them who may see the plan, and the name of that person's sign-in.
    supporter: tuple[str, str] | None = None


WORKERS = (
    Worker("Kwame Boateng", Role.PSYCHIATRIST, "kwame"),
    Worker("Ingrid Solberg", Role.PSYCHIATRIST, "ingrid"),
    Worker("Rafael Ortega", Role.PSYCHIATRIST, "rafael"),
    Worker("Lena Weiss", Role.THERAPIST, "lena"),
    Worker("Tomas Rivera", Role.THERAPIST, "tomas"),
    Worker("Priya Nair", Role.THERAPIST, "priya"),
    Worker("Anna Kovacs", Role.HEALTH_COACH, "anna"),
    Worker("Jonah Fields", Role.HEALTH_COACH, "jonah"),
    Worker("Ben Achebe", Role.SUPPORT_SPECIALIST, "ben"),
    Worker("Sofia Marino", Role.SUPPORT_SPECIALIST, "sofia"),
    Worker("Margaret Chen", Role.SUPERVISOR, "margaret"),
    Worker("Olu Adeyemi", Role.PRIVACY_OFFICER, "olu"),
    Worker("Claire Dubois", Role.COORDINATOR, "claire"),
    Worker("Henrik Lund", Role.ADMINISTRATOR, "henrik"),
    Worker("Iris Navarro", Role.IDENTITY_OFFICER, "iris"),
    Worker("Nils Aaberg", Role.IDENTITY_OFFICER, "nils"),
)

_P, _Y, _T, _C, _S = (
    Role.PATIENT, Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST,
)  # fmt: skip

AIMS = {
    "sleep": Aim(
        "Sleep through four nights of seven",
        "Four nights of seven in the sleep diary, two weeks running",
        (
            Step("Sleep diary every morning", ItemKind.MEASURE, _P),
            Step("Same bedtime on weekdays", ItemKind.EXERCISE, _P),
            Step("Review the evening dose", ItemKind.MEDICATION, _Y),
        ),
    ),
    "mood": Aim(
        "Feel like myself again on most days",
        "PHQ-9 under 5",
        (
            Step("PHQ-9 every Sunday", ItemKind.MEASURE, _P),
            Step("Plan for hard evenings", ItemKind.EXERCISE, _T),
        ),
    ),
    "walk": Aim(
        "Get out of the house every day",
        "A walk of 20 minutes on five days of seven",
        (
            Step("Walk 20 minutes", ItemKind.EXERCISE, _P),
            Step("Weekly call about the walks", ItemKind.CONTACT, _C),
        ),
    ),
    "work": Aim(
        "Back at work two days a week",
        "Two full days a week for a month",
        (
            Step("Letter to the employer", ItemKind.CONTACT, _S),
            Step("Try one half day", ItemKind.EXERCISE, _P),
        ),
    ),
    "people": Aim(
        "See my sister and one friend again",
        "One visit a week for six weeks",
        (
            Step("List of people I miss", ItemKind.EXERCISE, _P),
            Step("Talk about the first visit", ItemKind.SESSION, _T),
        ),
    ),
    "sessions": Aim(
        "Get through the six sessions safely",
        "Six sessions with blood pressure in limits and a safe way home",
        (
            Step("Blood pressure before each session", ItemKind.MEASURE, _Y),
            Step("Ride home arranged", ItemKind.CONTACT, _S),
            Step("Talk the day after each session", ItemKind.SESSION, _T),
        ),
    ),
    "eat": Aim(
        "Eat something warm once a day",
        "Six days of seven for three weeks",
        (
            Step("Shopping list for the week", ItemKind.EXERCISE, _C),
            Step("Cook once with somebody", ItemKind.EXERCISE, _P),
        ),
    ),
    "calm": Aim(
        "Ride the tram without turning back",
        "Three rides a week without getting off early",
        (
            Step("Breathing exercise, ten minutes", ItemKind.EXERCISE, _P),
            Step("First ride together", ItemKind.SESSION, _C),
        ),
    ),
}

_UP, _SAME, _DOWN, _NEW, _DONE = (
    Achievement.IMPROVING, Achievement.NO_CHANGE, Achievement.WORSENING, Achievement.IN_PROGRESS, Achievement.ACHIEVED,
)  # fmt: skip
_ON = PlanStatus.ACTIVE

TREATED = (
    Treated("Mei Tanaka", "mei", "1992-03-04", "she/her", "Ketamine-assisted therapy, induction", Phase.DOSING, _ON,
            (0, 0, 0, 0), ("sleep", "mood", "work"), (_UP, _UP, _NEW), ("Kenji Tanaka", "kenji")),
    Treated("Jamal Okafor", "jamal", "1985-11-20", "he/him", "Sleep and activity first", Phase.PREPARATION, _ON,
            (0, 1, 0, 1), ("sleep", "walk"), (_SAME, _UP)),
    Treated("Rosa Lindqvist", "rosa", "1978-07-09", "she/her", "TMS course, second half", Phase.DOSING, _ON,
            (1, 0, 1, 0), ("sessions", "mood", "people"), (_UP, _SAME, _NEW)),
    Treated("Daniel Whitfield", "daniel", "1969-01-30", "he/him", "Keeping well after ECT", Phase.MAINTENANCE, _ON,
            (2, 2, 1, 1), ("mood", "walk", "people"), (_DONE, _UP, _UP)),
    Treated("Amina Yusuf", "amina", "2001-05-14", "she/her", "Finding out what helps", Phase.ASSESSMENT, _ON,
            (1, 1, 0, 0), ("mood", "calm"), (_NEW, _NEW)),
    Treated("Peter Novotny", "peter", "1958-12-02", "he/him", "Integration after six sessions", Phase.INTEGRATION, _ON,
            (0, 2, 1, 0), ("mood", "eat", "people"), (_UP, _UP, _SAME)),
    Treated("Grace Oyelaran", "grace", "1989-09-23", "she/her", "Ketamine-assisted therapy at home", Phase.DOSING, _ON,
            (2, 0, 0, 1), ("sessions", "sleep"), (_NEW, _DOWN), ("Femi Oyelaran", "femi")),
    Treated("Luca Bianchi", "luca", "1996-02-17", "he/him", "Preparing for the first session", Phase.PREPARATION, _ON,
            (1, 2, 1, 1), ("sessions", "calm"), (_NEW, _SAME)),
    Treated("Hannah Keller", "hannah", "1974-06-28", "she/her", "Changing medication with care", Phase.DOSING, _ON,
            (2, 1, 0, 0), ("sleep", "eat", "work"), (_SAME, _UP, _NEW)),
    Treated("Samuel Brooks", "samuel", "1982-10-11", "they/them", "Life after treatment", Phase.MAINTENANCE, _ON,
            (0, 0, 1, 1), ("work", "mood"), (_UP, _DONE)),
    Treated("Yara Haddad", "yara", "1999-04-05", "she/her", "First weeks", Phase.ASSESSMENT, PlanStatus.DRAFT,
            (2, 2, 0, 0), ("mood", "walk"), (_NEW, _NEW)),
    Treated("Owen Gallagher", "owen", "1965-08-19", "he/him", "Integration, paused for surgery", Phase.INTEGRATION,
            PlanStatus.ON_HOLD, (1, 0, 1, 0), ("mood", "walk"), (_SAME, _SAME)),
)  # fmt: skip

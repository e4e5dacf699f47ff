"""What a finding of each kind says. Every field is always there; what is not known is null."""

from typing import Annotated, Literal, cast

from pydantic import Discriminator, Field, Tag, TypeAdapter

from careteam.assessment.rules import (
    Adherence,
    ClinicalStatus,
    ConditionCourse,
    ConsentStatus,
    ConsentTo,
    EpisodeSeverity,
    Informant,
    Treatment,
    TrialOutcome,
)
from careteam.core.paging import Day, Request, writable

_LINE, _WORDS = 200, 1000
Line = Annotated[str, Field(min_length=1, max_length=_LINE)]
Words = Annotated[str, Field(min_length=1, max_length=_WORDS)]


class Condition(Request):
    """What is treated, or what the team must know of besides (FHIR Condition)."""

    kind: Literal["condition"]
    name: Line
    #: A coded form where there is one, as `system|code`.
    code: Line | None
    status: ClinicalStatus
    since: Day | None
    course: ConditionCourse
    words: Words | None


class Trial(Request):
    """A treatment that was tried before (the concepts of ATHF-SF, in our own words)."""

    kind: Literal["trial"]
    name: Line
    treatment: Treatment
    dose: Line | None
    #: Whether that dose can work, as the clinician judges it.
    dose_adequate: bool | None
    #: Days at that dose; of what is given in sessions, from the first to the last.
    days: Annotated[int, Field(ge=0, le=36_500)] | None
    adherence: Adherence
    current_episode: bool
    outcome: TrialOutcome
    informant: Informant
    words: Words | None


class Staging(Request):
    """What the stage takes besides the trials: how long the present episode lasts, and how severe it is."""

    kind: Literal["staging"]
    months: Annotated[int, Field(ge=0, le=1200)]
    severity: EpisodeSeverity


class Medication(Request):
    """A drug the patient takes, pauses or took (FHIR MedicationStatement)."""

    kind: Literal["medication"]
    name: Line
    dose: Line | None
    #: What it is for, in words the patient knows.
    purpose: Line | None
    status: Literal["active", "on-hold", "stopped"]
    since: Day | None
    until: Day | None


class Flag(Request):
    """What forbids a treatment, or what everybody has to bear in mind (FHIR Flag)."""

    kind: Literal["flag"]
    name: Line
    weight: Literal["contraindication", "caution"]
    #: Told to the staff of the team alone.
    staff_only: bool
    words: Words | None


class Barrier(Request):
    """What in the patient's life stands in the way, and what is done about it."""

    kind: Literal["barrier"]
    name: Line
    words: Words | None


class Differential(Request):
    """What else it might be, and whether somebody has looked. For the staff of the team alone."""

    kind: Literal["differential"]
    name: Line
    status: Literal["not-yet", "looked-at", "set-aside"]
    words: Words | None


class Consent(Request):
    """What the patient was asked to agree to, and what they said to it, as whoever records it heard it (FHIR Consent)."""

    kind: Literal["consent"]
    to: ConsentTo
    #: Which treatment, or with whom what is shared.
    name: Line
    status: ConsentStatus
    #: The day on which they said so.
    on: Day
    #: Where the signed paper is.
    paper: Line | None
    words: Words | None


#: Whatever a finding can say.
Said = Condition | Trial | Staging | Medication | Flag | Barrier | Differential | Consent


def _kind(value: object) -> str | None:
    """By what the bodies are told apart: the word of a request, or of a body."""
    kind: object = (
        cast("dict[str, object]", value).get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    )
    return str(kind) if isinstance(kind, str) else None


Body = Annotated[
    Annotated[Condition, Tag("condition")]
    | Annotated[Trial, Tag("trial")]
    | Annotated[Staging, Tag("staging")]
    | Annotated[Medication, Tag("medication")]
    | Annotated[Flag, Tag("flag")]
    | Annotated[Barrier, Tag("barrier")]
    | Annotated[Differential, Tag("differential")]
    | Annotated[Consent, Tag("consent")],
    Discriminator(_kind),
]
_BODY: TypeAdapter[Said] = TypeAdapter(Body)


def opened(text: str) -> Said:
    """What a stored finding says."""
    return _BODY.validate_json(text)


def told(label: str, code: str, status: str, before: Said | None) -> Condition:
    """A condition as another system tells it, with what was added to it here; a long name is kept whole in its words."""
    kept = before if isinstance(before, Condition) else None
    name, coded = writable(label).strip(), writable(code).strip()
    long = name[:_WORDS] if len(name) > _LINE else None
    return Condition(
        kind="condition", name=name[:_LINE] or coded[:_LINE] or "Condition", code=coded[:_LINE] or None,
        status=ClinicalStatus(status), since=kept.since if kept else None,
        course=kept.course if kept else ConditionCourse.UNKNOWN, words=kept.words if kept and kept.words else long,
    )  # fmt: skip


def for_staff(body: Said) -> bool:
    """Whether only the staff of the team is to read it."""
    return isinstance(body, Differential) or (isinstance(body, Flag) and body.staff_only)

"""What is always true of an assessment: its words, when a trial counts, and the Maudsley stage. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from careteam.access.roles import Role
from careteam.assessment.numbers import Maudsley, Step

#: So many findings an assessment has: what one page shows whole.
MOST = 150
#: Who reviews a plan together.
PRESCRIBER, THERAPIST = Role.PSYCHIATRIST, Role.THERAPIST


class FindingKind(StrEnum):
    """What a finding is about."""

    CONDITION = "condition"
    TRIAL = "trial"
    STAGING = "staging"
    MEDICATION = "medication"
    FLAG = "flag"
    BARRIER = "barrier"
    DIFFERENTIAL = "differential"
    CONSENT = "consent"


class ClinicalStatus(StrEnum):
    """How a condition stands (FHIR Condition.clinicalStatus; `unknown`: its source does not say)."""

    ACTIVE = "active"
    RECURRENCE = "recurrence"
    RELAPSE = "relapse"
    INACTIVE = "inactive"
    REMISSION = "remission"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


class ConditionCourse(StrEnum):
    """How a condition has gone so far."""

    SINGLE = "single-episode"
    RECURRENT = "recurrent"
    PERSISTENT = "persistent"
    UNKNOWN = "unknown"


class ConsentTo(StrEnum):
    """What a patient is asked to agree to. The word check, and whether a supporter sees the plan, they decide elsewhere."""

    TREATMENT = "treatment"
    OFF_LABEL = "off-label"
    AT_HOME = "at-home"
    SHARING = "sharing"
    OTHER = "other"


class ConsentStatus(StrEnum):
    """What they said; `withdrawn`: they agreed, and took it back."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Treatment(StrEnum):
    """What sort of treatment was tried."""

    ANTIDEPRESSANT = "antidepressant"
    AUGMENTATION = "augmentation"
    ECT = "ect"
    STIMULATION = "stimulation"
    KETAMINE = "ketamine"
    PSYCHOTHERAPY = "psychotherapy"
    OTHER = "other"


class Adherence(StrEnum):
    """Whether it was taken as agreed."""

    FULL = "full"
    PARTLY = "partly"
    POOR = "poor"
    UNKNOWN = "unknown"


class TrialOutcome(StrEnum):
    """What a trial brought. `intolerance`: it was ended because of what else it did."""

    NONE = "none"
    PARTIAL = "partial"
    RESPONSE = "response"
    REMISSION = "remission"
    INTOLERANCE = "intolerance"
    UNKNOWN = "unknown"


class Informant(StrEnum):
    """Who says so."""

    PATIENT = "patient"
    RECORD = "record"
    PHARMACY = "pharmacy"
    FAMILY = "family"
    CLINICIAN = "clinician"


class EpisodeSeverity(StrEnum):
    """How severe the present episode is, in the words of the Maudsley Staging Method."""

    SUBSYNDROMAL = "subsyndromal"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    PSYCHOTIC = "severe-with-psychosis"


class Adequacy(StrEnum):
    """Whether a trial was long enough, strong enough and taken: only then its outcome says something."""

    ADEQUATE = "adequate"
    NOT_ADEQUATE = "not-adequate"
    UNKNOWN = "unknown"


class Shortfall(StrEnum):
    """What a trial lacked, or what is not known of it."""

    TOO_SHORT = "too-short"
    DOSE_TOO_LOW = "dose-too-low"
    NOT_TAKEN = "not-taken"
    OTHER_EPISODE = "other-episode"
    DAYS_UNKNOWN = "days-unknown"
    DOSE_UNKNOWN = "dose-unknown"
    ADHERENCE_UNKNOWN = "adherence-unknown"


_UNKNOWN = {Shortfall.DAYS_UNKNOWN, Shortfall.DOSE_UNKNOWN, Shortfall.ADHERENCE_UNKNOWN}


@dataclass(frozen=True)
class TrialRule:
    """From when on a trial counts; the clinic's own choice among published rules."""

    min_days: int
    same_episode: bool


@dataclass(frozen=True)
class Course:
    """How a trial went: days at that dose, whether the dose can work, whether it was taken, and in this episode."""

    days: int | None
    dose_adequate: bool | None
    adherence: Adherence
    current_episode: bool


def shortfalls(course: Course, rule: TrialRule) -> tuple[Shortfall, ...]:
    """All that keeps a trial from counting as adequate."""
    found = {
        Shortfall.TOO_SHORT: course.days is not None and course.days < rule.min_days,
        Shortfall.DOSE_TOO_LOW: course.dose_adequate is False,
        Shortfall.NOT_TAKEN: course.adherence in (Adherence.PARTLY, Adherence.POOR),
        Shortfall.OTHER_EPISODE: rule.same_episode and not course.current_episode,
        Shortfall.DAYS_UNKNOWN: course.days is None,
        Shortfall.DOSE_UNKNOWN: course.dose_adequate is None,
        Shortfall.ADHERENCE_UNKNOWN: course.adherence is Adherence.UNKNOWN,
    }
    return tuple(name for name, there in found.items() if there)


def adequacy(lacking: Iterable[Shortfall]) -> Adequacy:
    """What follows: one thing that is lacking decides; else one that is not known leaves it open."""
    found = set(lacking)
    if found - _UNKNOWN:
        return Adequacy.NOT_ADEQUATE
    return Adequacy.UNKNOWN if found else Adequacy.ADEQUATE


def has_failed(judged: Adequacy, outcome: TrialOutcome) -> bool:
    """Whether a trial was adequate and brought too little."""
    return judged is Adequacy.ADEQUATE and outcome in (TrialOutcome.NONE, TrialOutcome.PARTIAL)


@dataclass(frozen=True)
class Stage:
    """The Maudsley stage: the points of each component, their sum, and its band."""

    duration: int
    severity: int
    failed: int
    augmentation: int
    ect: int
    band: str

    @property
    def total(self) -> int:
        """All points together."""
        return self.duration + self.severity + self.failed + self.augmentation + self.ect


def stage(
    table: Maudsley, *, months: int, severity: EpisodeSeverity, failed: int, augmented: bool, ect: bool
) -> Stage | None:
    """The stage of an episode; None while no antidepressant has failed in it: the method begins with one."""
    tried = _points(table.failed, failed)
    if tried is None:
        return None
    parts = (
        _points(table.months, months) or 0,
        table.severity[severity],
        tried,
        table.augmentation if augmented else 0,
        table.ect if ect else 0,
    )
    band = next(band.name for band in table.bands if band.low <= sum(parts) <= band.high)
    return Stage(*parts, band=band)


def _points(steps: tuple[Step, ...], value: int) -> int | None:
    return next((one.points for one in steps if one.low <= value and (one.high is None or value <= one.high)), None)

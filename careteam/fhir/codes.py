"""The reviewed tables: which codes of other systems mean what here. Nothing outside them is guessed.

Sources, read for this table:
[SCT] SNOMED CT international edition, codes and displays as in the value set Care Team Member Function
      (VSAC 2.16.840.1.113762.1.4.1099.30) and in the healthcare occupations of CDC ReportStream's code list.
[MAP] HL7 Da Vinci HRex 1.2.0, ConceptMap NUCC-CareTeamMemberFunction (NUCC to SNOMED CT).
[NUC] NUCC Health Care Provider Taxonomy, as in the HL7 R4 value set provider-taxonomy.
[R4]  HL7 FHIR R4 (4.0.1) required code systems, with the STU3 and DSTU2 codes that real exports still carry.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from careteam.access.roles import PlanStatus, Role
from careteam.fhir.datatypes import Coding

SNOMED = "http://snomed.info/sct"
NUCC = "http://nucc.org/provider-taxonomy"

#: Other spellings of the two code systems that occur.
_SYSTEMS: Final = MappingProxyType(
    {
        "https://snomed.info/sct": SNOMED,
        "http://snomed.info/id": SNOMED,
        "snomed": SNOMED,
        "snomed-ct": SNOMED,
        "urn:oid:2.16.840.1.113883.6.96": SNOMED,
        "2.16.840.1.113883.6.96": SNOMED,
        "https://nucc.org/provider-taxonomy": NUCC,
        "http://www.nucc.org/provider-taxonomy": NUCC,
        "urn:oid:2.16.840.1.113883.6.101": NUCC,
        "2.16.840.1.113883.6.101": NUCC,
    }
)

#: SNOMED CT codes of a care plan that is ours to take, the most general first [SCT].
MENTAL_HEALTH_PLANS: Final = MappingProxyType(
    {
        "736254008": "Psychiatry care plan (record artifact)",
        "718347000": "Mental health care plan (record artifact)",
        "737434004": "Major depressive disorder clinical management plan (record artifact)",
    }
)

#: Professions that are one of our four care roles. A neighbouring one is left out on purpose, since a role gives
#: rights: psychiatric nurses and nurse practitioners are no psychiatrists, social workers without "clinical" and
#: occupational, physical or speech therapists are no (psycho)therapists, a specialty alone is no profession.
_ROLES: Final[Mapping[tuple[str, str], Role]] = MappingProxyType(
    {
        (SNOMED, "80584001"): Role.PSYCHIATRIST,  # Psychiatrist [SCT]
        (SNOMED, "309361002"): Role.PSYCHIATRIST,  # Child and adolescent psychiatrist [SCT]
        (SNOMED, "309362009"): Role.PSYCHIATRIST,  # Forensic psychiatrist [SCT]
        (SNOMED, "309363004"): Role.PSYCHIATRIST,  # Liaison psychiatrist [SCT]
        (SNOMED, "309364005"): Role.PSYCHIATRIST,  # Psychogeriatrician [SCT]
        (SNOMED, "309366007"): Role.PSYCHIATRIST,  # Rehabilitation psychiatrist [SCT]
        (NUCC, "2084P0800X"): Role.PSYCHIATRIST,  # Psychiatry Physician [NUC]
        (NUCC, "2084P0802X"): Role.PSYCHIATRIST,  # Addiction Psychiatry Physician [NUC]
        (NUCC, "2084P0804X"): Role.PSYCHIATRIST,  # Child & Adolescent Psychiatry Physician [NUC]
        (NUCC, "2084P0805X"): Role.PSYCHIATRIST,  # Geriatric Psychiatry Physician [NUC]
        (NUCC, "2084F0202X"): Role.PSYCHIATRIST,  # Forensic Psychiatry Physician [NUC]
        (SNOMED, "59944000"): Role.THERAPIST,  # Psychologist [SCT, MAP]
        (SNOMED, "310191001"): Role.THERAPIST,  # Clinical psychologist [SCT]
        (SNOMED, "224588003"): Role.THERAPIST,  # Psychotherapist [SCT]
        (SNOMED, "310186002"): Role.THERAPIST,  # Nurse psychotherapist [SCT]
        (SNOMED, "224583007"): Role.THERAPIST,  # Behavior therapist [SCT]
        (SNOMED, "224600003"): Role.THERAPIST,  # Psychoanalyst [SCT, MAP]
        (SNOMED, "310190000"): Role.THERAPIST,  # Mental health counselor [SCT]
        (SNOMED, "224595007"): Role.THERAPIST,  # Professional counselor [SCT, MAP]
        (NUCC, "103T00000X"): Role.THERAPIST,  # Psychologist [NUC, MAP]
        (NUCC, "103TC0700X"): Role.THERAPIST,  # Clinical Psychologist [NUC]
        (NUCC, "103TB0200X"): Role.THERAPIST,  # Cognitive & Behavioral Psychologist [NUC]
        (NUCC, "103TC1900X"): Role.THERAPIST,  # Counseling Psychologist [NUC]
        (NUCC, "102L00000X"): Role.THERAPIST,  # Psychoanalyst [NUC, MAP]
        (NUCC, "101YM0800X"): Role.THERAPIST,  # Mental Health Counselor [NUC]
        (NUCC, "101YP2500X"): Role.THERAPIST,  # Professional Counselor [NUC]
        (NUCC, "1041C0700X"): Role.THERAPIST,  # Clinical Social Worker [NUC]
        (NUCC, "106H00000X"): Role.THERAPIST,  # Marriage & Family Therapist [NUC]
        (SNOMED, "432100008"): Role.HEALTH_COACH,  # Health coach [SCT]
        (NUCC, "171400000X"): Role.HEALTH_COACH,  # Health & Wellness Coach [NUC]
        (SNOMED, "768820003"): Role.SUPPORT_SPECIALIST,  # Care coordinator [SCT]
        (SNOMED, "445451001"): Role.SUPPORT_SPECIALIST,  # Nurse case manager [SCT]
        (NUCC, "171M00000X"): Role.SUPPORT_SPECIALIST,  # Case Manager/Care Coordinator [NUC]
        (NUCC, "175T00000X"): Role.SUPPORT_SPECIALIST,  # Peer Specialist [NUC]
    }
)

#: Words that name a care role where no code does: the whole text, in lower case, without "(occupation)".
_ROLE_WORDS: Final[Mapping[str, Role]] = MappingProxyType(
    {
        "psychiatrist": Role.PSYCHIATRIST,
        "attending psychiatrist": Role.PSYCHIATRIST,
        "consultant psychiatrist": Role.PSYCHIATRIST,
        "therapist": Role.THERAPIST,
        "psychotherapist": Role.THERAPIST,
        "psychologist": Role.THERAPIST,
        "clinical psychologist": Role.THERAPIST,
        "mental health counselor": Role.THERAPIST,
        "health coach": Role.HEALTH_COACH,
        "wellness coach": Role.HEALTH_COACH,
        "health and wellness coach": Role.HEALTH_COACH,
        "support specialist": Role.SUPPORT_SPECIALIST,
        "peer support specialist": Role.SUPPORT_SPECIALIST,
        "care coordinator": Role.SUPPORT_SPECIALIST,
        "case manager": Role.SUPPORT_SPECIALIST,
    }
)

GoalStatus = Literal["proposed", "active", "on-hold", "completed", "cancelled"]
Achievement = Literal["in-progress", "improving", "worsening", "no-change", "achieved", "not-achieved"]
ItemKind = Literal["exercise", "medication", "session", "measure", "education", "contact", "other"]
ItemStatus = Literal["planned", "active", "done", "cancelled"]
TaskStatus = Literal["requested", "accepted", "in-progress", "on-hold", "completed", "cancelled"]
ConditionStatus = Literal["active", "recurrence", "relapse", "inactive", "remission", "resolved", "unknown"]

#: A resource with one of these states was never true, or is not ours to repeat.
VOID: Final = frozenset({"entered-in-error", "refuted"})

#: CarePlan.status [R4]; `suspended`, `cancelled`, `proposed` are STU3 and DSTU2.
PLAN_STATUS: Final[Mapping[str, PlanStatus]] = MappingProxyType(
    {
        "draft": PlanStatus.DRAFT,
        "proposed": PlanStatus.DRAFT,
        "active": PlanStatus.ACTIVE,
        "on-hold": PlanStatus.ON_HOLD,
        "suspended": PlanStatus.ON_HOLD,
        "completed": PlanStatus.COMPLETED,
        "revoked": PlanStatus.REVOKED,
        "cancelled": PlanStatus.REVOKED,
    }
)

#: Goal.lifecycleStatus [R4] and STU3's Goal.status. A goal that was accepted or planned is agreed: it is active here.
GOAL_STATUS: Final[Mapping[str, GoalStatus]] = MappingProxyType(
    {
        "proposed": "proposed",
        "planned": "active",
        "accepted": "active",
        "active": "active",
        "in-progress": "active",
        "on-target": "active",
        "ahead-of-target": "active",
        "behind-target": "active",
        "sustaining": "active",
        "on-hold": "on-hold",
        "completed": "completed",
        "achieved": "completed",
        "cancelled": "cancelled",
        "rejected": "cancelled",
    }
)

#: Goal.achievementStatus [R4], by its hierarchy: sustaining is achieved, no-progress and not-attainable are
#: not-achieved. The rest are what STU3's Goal.status said of it.
ACHIEVEMENT: Final[Mapping[str, Achievement]] = MappingProxyType(
    {
        "in-progress": "in-progress",
        "improving": "improving",
        "worsening": "worsening",
        "no-change": "no-change",
        "achieved": "achieved",
        "sustaining": "achieved",
        "not-achieved": "not-achieved",
        "no-progress": "not-achieved",
        "not-attainable": "not-achieved",
        "on-target": "improving",
        "ahead-of-target": "improving",
        "behind-target": "worsening",
    }
)

#: CarePlan.activity.detail.status [R4], and the request states of what an activity may point to instead.
ITEM_STATUS: Final[Mapping[str, ItemStatus]] = MappingProxyType(
    {
        "not-started": "planned",
        "scheduled": "planned",
        "on-hold": "planned",
        "draft": "planned",
        "proposed": "planned",
        "pending": "planned",
        "booked": "planned",
        "requested": "planned",
        "received": "planned",
        "ready": "planned",
        "accepted": "planned",
        "in-progress": "active",
        "active": "active",
        "arrived": "active",
        "completed": "done",
        "fulfilled": "done",
        "cancelled": "cancelled",
        "stopped": "cancelled",
        "revoked": "cancelled",
        "rejected": "cancelled",
        "failed": "cancelled",
        "noshow": "cancelled",
    }
)

#: What sort of step an activity is: CarePlan.activity.detail.kind [R4], the type it points to, or DSTU2's category. An
#: order of a service says nothing of its sort.
ITEM_KIND: Final[Mapping[str, ItemKind]] = MappingProxyType(
    {
        "medicationrequest": "medication",
        "medicationorder": "medication",
        "drug": "medication",
        "appointment": "session",
        "encounter": "session",
        "communicationrequest": "contact",
        "observation": "measure",
    }
)

#: Task.status [R4]: received is not yet taken on, ready is; failed and rejected ended unfinished.
TASK_STATUS: Final[Mapping[str, TaskStatus]] = MappingProxyType(
    {
        "draft": "requested",
        "requested": "requested",
        "received": "requested",
        "accepted": "accepted",
        "ready": "accepted",
        "in-progress": "in-progress",
        "on-hold": "on-hold",
        "completed": "completed",
        "cancelled": "cancelled",
        "rejected": "cancelled",
        "failed": "cancelled",
    }
)

#: Condition.clinicalStatus [R4].
CONDITION_STATUS: Final[Mapping[str, ConditionStatus]] = MappingProxyType(
    {
        "active": "active",
        "recurrence": "recurrence",
        "relapse": "relapse",
        "inactive": "inactive",
        "remission": "remission",
        "resolved": "resolved",
    }
)

#: Conditions a team must know although its plan does not address them: a seizure or high blood pressure decides over
#: treatments of depression. Over are `inactive` and `resolved` only.
CURRENT: Final[frozenset[ConditionStatus]] = frozenset({"active", "recurrence", "relapse", "remission", "unknown"})

#: Task.priority [R4]; anything quicker than routine is urgent here.
URGENT: Final = frozenset({"urgent", "asap", "stat"})

#: Labels of psychotherapy notes (HL7 v3 ActCode): they never enter a shared plan (45 CFR 164.501, 164.508(a)(2)).
PSYCHOTHERAPY_NOTES: Final = frozenset({"PSYTHPN", "HIPAAPsyNotes"})


def known_system(system: str) -> str:
    """The canonical URI of a code system, whatever spelling or version the source uses."""
    bare = system.split("|", 1)[0].rstrip("/").lower()
    # An edition of SNOMED CT: http://snomed.info/sct/731000124108/version/20240301.
    return SNOMED if bare.startswith(SNOMED + "/") else _SYSTEMS.get(bare, bare)


def mental_health_plan(codings: Iterable[Coding]) -> str | None:
    """The code of the reviewed table that `codings` carry; one without a system counts, one of another does not."""
    carried = {coding.code for coding in codings if known_system(coding.system) in (SNOMED, "")}
    return next((code for code in MENTAL_HEALTH_PLANS if code in carried), None)


def care_role(codings: Iterable[Coding], said: Iterable[str]) -> Role | None:
    """The care role that codes, or failing these the whole words of a role, name beyond doubt."""
    for coding in codings:
        if role := _ROLES.get((known_system(coding.system), coding.code)):
            return role
    for text in said:
        bare = text.lower().removesuffix("(occupation)").replace("&", "and").strip()
        if role := _ROLE_WORDS.get(" ".join(bare.split())):
            return role
    return None

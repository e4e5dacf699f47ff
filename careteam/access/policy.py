"""Who may do what. This table is the whole answer; anything it does not name is denied."""

from collections.abc import Iterable
from dataclasses import replace

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, PATIENT_SIDE, PERSON_ROLES, PlanStatus, RelationKind, Role, Standing
from careteam.access.rules import (
    Case,
    Fact,
    HasRole,
    Is,
    Rule,
    Unrelated,
    answers,
    covers,
    has_role,
    is_patient,
    is_supporter,
    is_supporter_with_consent,
    is_system,
    leads,
    member,
    member_or_lead,
    plan_is,
    stands_in,
    supervises_with_reason,
)
from careteam.access.streams import AUDIENCE, StreamKind, oversees

administrator = has_role(Role.ADMINISTRATOR)
coordinator = has_role(Role.COORDINATOR)
privacy_officer = has_role(Role.PRIVACY_OFFICER)
treats = HasRole(CARE_ROLES)
#: Who may have to look up anybody's keys: to vouch for them, to assign them, to review them.
looks_up_keys = has_role(Role.IDENTITY_OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)
holds_office = HasRole(CARE_ROLES | {Role.IDENTITY_OFFICER, Role.COORDINATOR})
can_be_on_duty = HasRole(CARE_ROLES | {Role.SUPERVISOR})
on_the_plan = is_patient | is_supporter_with_consent | member()
not_ones_own_care = Unrelated(frozenset({RelationKind.SELF, RelationKind.PROXY}))
in_conversation = AUDIENCE[StreamKind.CONVERSATION]

#: A plan that is on hold, completed or revoked takes only messages, a new status and team changes; on hold also tasks.
open_plan = plan_is(PlanStatus.DRAFT, PlanStatus.ACTIVE)
open_for_tasks = plan_is(PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)

#: Who answers in a conversation, and whose it is: its owner, the lead; while it is nobody's, any of them.
answers_there = answers & Is(Fact.IN_CONVERSATION)
looks_after_it = Is(Fact.IN_CONVERSATION) & (answers & Is(Fact.OWNER) | leads)

#: Who treats or stands in there and was told of an alarm or may read of it, and a supervisor who was told; nobody whose own
#: care it is about, nor who raised it.
answers_alarm = (
    Is(Fact.SOMEONE_ELSE)
    & not_ones_own_care
    & (
        (member() | stands_in) & (Is(Fact.OWNER) | Is(Fact.IN_CONVERSATION))
        | has_role(Role.SUPERVISOR) & Is(Fact.OWNER)
    )
)

owns_task = on_the_plan & Is(Fact.OWNER) & open_for_tasks

POLICY: dict[Action, Rule] = {
    # people and sessions
    Action.INVITE_PERSON: administrator | coordinator & Is(Fact.PATIENT_SIDE),
    Action.FIND_PERSON: has_role(Role.ADMINISTRATOR, Role.COORDINATOR),
    Action.DEACTIVATE_PERSON: administrator,
    Action.GRANT_ROLE: administrator & Is(Fact.SOMEONE_ELSE),
    Action.END_ROLE: administrator,
    Action.READ_PEOPLE: has_role(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER),
    Action.READ_ORGANISATION: AUDIENCE[StreamKind.ORGANISATION],
    Action.REDEEM_INVITATION: HasRole(PERSON_ROLES) & Is(Fact.ONESELF),
    Action.START_SESSION: HasRole(PERSON_ROLES) & Is(Fact.ONESELF),
    Action.END_SESSION: administrator | HasRole(PERSON_ROLES - {Role.ADMINISTRATOR}) & Is(Fact.ONESELF),
    Action.PROVE_IDENTITY: HasRole(PERSON_ROLES) & Is(Fact.ONESELF),
    Action.READ_FACTORS: HasRole(PERSON_ROLES),
    Action.ADD_FACTOR: HasRole(PERSON_ROLES) & Is(Fact.ONESELF),
    Action.END_FACTOR: HasRole(PERSON_ROLES) & Is(Fact.ONESELF),
    Action.RESET_FACTORS: has_role(Role.ADMINISTRATOR, Role.SYSTEM) & Is(Fact.SOMEONE_ELSE),
    # keys: one's own, and whose the organisation says they are
    Action.READ_KEYS: HasRole(PERSON_ROLES),
    Action.BEGIN_CHAIN: HasRole(PERSON_ROLES),
    Action.EXTEND_CHAIN: HasRole(PERSON_ROLES),
    Action.KEEP_PINS: HasRole(PERSON_ROLES),
    Action.JOIN_DEVICE: HasRole(PERSON_ROLES),
    Action.ASK_SUCCESSOR: HasRole(PERSON_ROLES),
    Action.ASK_OFFICE: holds_office,
    Action.READ_PERSON_KEYS: looks_up_keys
    | HasRole(PERSON_ROLES - looks_up_keys.roles) & (Is(Fact.ONESELF) | Is(Fact.SAME_PLAN)),
    Action.READ_UNATTESTED: has_role(Role.IDENTITY_OFFICER, Role.COORDINATOR),
    Action.ATTEST_PERSON: holds_office & Is(Fact.SOMEONE_ELSE),
    Action.SIGN_INVITE: coordinator & Is(Fact.PATIENT_SIDE),
    Action.CLOSE_CHAIN: has_role(Role.IDENTITY_OFFICER, Role.COORDINATOR) & Is(Fact.SOMEONE_ELSE),
    # the plan and its team
    Action.READ_CASELOAD: HasRole(CARE_ROLES | PATIENT_SIDE | oversees.roles | coordinator.roles),
    Action.READ_ROSTER: AUDIENCE[StreamKind.ROSTER],
    Action.READ_PLAN: AUDIENCE[StreamKind.RECORD],
    Action.OPEN_PLAN: coordinator & Is(Fact.SOMEONE_ELSE),
    Action.CHANGE_TEAM: coordinator & not_ones_own_care,
    Action.ALLOW_SUPPORTER: is_patient,
    Action.END_SUPPORT: is_patient | is_supporter & Is(Fact.OWNER),
    Action.REVISE_PLAN: member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST) & open_plan,
    Action.SET_PLAN_STATUS: member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST),
    Action.SET_GOAL: member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH) & open_plan,
    Action.PROPOSE_GOAL: is_patient & open_plan,
    Action.SET_ITEM: member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH) & open_plan,
    # duty
    Action.READ_DUTY: HasRole(PERSON_ROLES - PATIENT_SIDE),
    Action.PLAN_DUTY: coordinator,
    Action.CALL_DUTY: member() | covers,
    Action.READ_STANDING: coordinator,
    Action.ASSIGN_STANDING: coordinator,
    Action.READ_AVAILABILITY: can_be_on_duty,
    Action.SET_AVAILABILITY: can_be_on_duty & Is(Fact.ONESELF),
    # what cannot wait
    Action.READY_LADDER: in_conversation,
    Action.RAISE_ALARM: in_conversation,
    Action.READ_ALARMS: can_be_on_duty,
    Action.ACKNOWLEDGE_ALARM: answers_alarm,
    Action.CLOSE_ALARM: answers_alarm,
    # being told while not looking
    Action.READ_NOTIFICATIONS: HasRole(PERSON_ROLES),
    Action.SET_NOTIFICATIONS: HasRole(PERSON_ROLES) & Is(Fact.ONESELF),
    Action.REVIEW_NOTICES: privacy_officer,
    # what is written again and again
    Action.READ_PHRASES: HasRole(CARE_ROLES | coordinator.roles),
    Action.KEEP_QUICK_REPLY: treats & Is(Fact.ONESELF),
    Action.KEEP_MESSAGE_TEMPLATE: coordinator,
    # tasks
    Action.READ_TASKS: AUDIENCE[StreamKind.RECORD],
    Action.READ_MY_TASKS: HasRole(CARE_ROLES | PATIENT_SIDE),
    Action.READ_TODAY: treats,
    Action.ASSIGN_TASK: member() & open_for_tasks,
    Action.CANCEL_TASK: (member() & Is(Fact.AUTHOR) | leads) & open_for_tasks,
    Action.CLAIM_TASK: member() & Is(Fact.POOL) & open_for_tasks,
    Action.START_TASK: owns_task,
    Action.COMPLETE_TASK: owns_task,
    Action.HAND_BACK_TASK: owns_task,
    Action.CHECK_TASK: owns_task,
    Action.SNOOZE_TASK: member() & Is(Fact.OWNER) & open_for_tasks,
    Action.REASSIGN_TASK: (member() & Is(Fact.AUTHOR) | leads) & open_for_tasks,
    Action.CHANGE_TASK: (member() & Is(Fact.AUTHOR) | leads) & open_for_tasks,
    Action.CHANGE_CHECKLIST: (member() & (Is(Fact.AUTHOR) | Is(Fact.OWNER)) | leads) & open_for_tasks,
    # measures
    Action.READ_MEASURES: AUDIENCE[StreamKind.RECORD],
    Action.SCHEDULE_MEASURE: member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH) & open_plan,
    Action.RECORD_MEASURE: (is_patient | member()) & open_plan,
    Action.REMIND_MEASURE: is_patient & open_plan,
    # What became of people, counted over the clinic: never what anybody answered.
    Action.READ_OUTCOMES: has_role(Role.SUPERVISOR),
    # the diary: what of it is for oneself, the patient's own stream keeps
    Action.READ_DIARY: AUDIENCE[StreamKind.RECORD],
    Action.WRITE_DIARY_ENTRY: is_patient & open_plan,
    # danger: whatever became of the plan meanwhile; who stands in sees to it as well
    Action.TELL_FINDING: is_patient,
    Action.READ_CASES: AUDIENCE[StreamKind.TEAM],
    Action.TAKE_CASE: answers,
    Action.ASSESS_CASE: answers | supervises_with_reason,
    Action.CLOSE_CASE: answers | supervises_with_reason,
    Action.READ_SAFETY_RULES: HasRole(PERSON_ROLES - PATIENT_SIDE),
    # what a patient arranges for a bad time: it does not pause with the treatment
    Action.READ_SAFETY_PLAN: AUDIENCE[StreamKind.RECORD],
    Action.WRITE_SAFETY_PLAN: (is_patient | member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH))
    & open_for_tasks,
    Action.DECIDE_WORD_CHECK: is_patient,
    # exercises; giving one is assigning a task, and doing one completes it, while tasks can be
    Action.READ_PRACTICES: AUDIENCE[StreamKind.RECORD],
    Action.RECORD_PRACTICE: is_patient & open_for_tasks,
    # the assessment
    Action.READ_ASSESSMENT: AUDIENCE[StreamKind.RECORD],
    Action.ASSESS_PLAN: member_or_lead(Role.PSYCHIATRIST, Role.THERAPIST) & open_plan,
    Action.REVIEW_PLAN: member(Role.PSYCHIATRIST, Role.THERAPIST) & open_plan,
    # what is for oneself
    Action.READ_PRIVATE_DIARY: has_role(Role.PATIENT) & Is(Fact.AUTHOR),
    Action.READ_PROCESS_NOTES: has_role(Role.THERAPIST) & Is(Fact.AUTHOR),
    Action.WRITE_PROCESS_NOTE: member(Role.THERAPIST) & Is(Fact.AUTHOR) & open_plan,
    # conversations
    Action.READ_INBOX: HasRole(CARE_ROLES | PATIENT_SIDE),
    Action.READ_CONVERSATION: in_conversation,
    Action.OPEN_CONVERSATION: (member() | is_patient) & open_plan,
    Action.CHANGE_MEMBERSHIP: Is(Fact.IN_CONVERSATION)
    & ((is_patient | member()) & Is(Fact.AUTHOR) | leads)
    & open_plan,
    Action.CLAIM_CONVERSATION: answers_there,
    Action.HAND_OVER_CONVERSATION: looks_after_it,
    Action.RELEASE_CONVERSATION: looks_after_it,
    Action.CLOSE_CONVERSATION: looks_after_it,
    Action.REOPEN_CONVERSATION: answers_there,
    Action.RENAME_CONVERSATION: answers_there | is_patient & Is(Fact.IN_CONVERSATION) & Is(Fact.AUTHOR),
    Action.REMIND_CONVERSATION: answers_there,
    Action.SEND_MESSAGE: in_conversation,
    Action.SEE_MESSAGE: in_conversation,
    Action.READ_LOG: in_conversation | coordinator,
    Action.WRITE_LOG: in_conversation | coordinator,
    Action.ASSIGN_READER: coordinator & not_ones_own_care,
    Action.READ_UNCONFIRMED: coordinator & not_ones_own_care,
    Action.TELL_ALERT: in_conversation | coordinator,
    # what is not as it was signed: anybody's client may find it, and it is the privacy officer's
    Action.TELL_KEYS_ALERT: HasRole(PERSON_ROLES),
    Action.READ_ALERTS: privacy_officer,
    Action.HANDLE_ALERT: privacy_officer,
    # the trail
    Action.REVIEW_TRAIL: oversees,
    Action.READ_TRAIL_DETAIL: oversees & Is(Fact.IN_AUDIENCE),
    Action.EXPORT_TRAIL: oversees,
    Action.REQUEST_ACCESS: has_role(Role.SUPERVISOR) & not_ones_own_care,
    Action.READ_ACCESS: is_patient,
    # the program itself
    Action.INSTALL_ORGANISATION: is_system,
    Action.EXTEND_DIRECTORY: is_system,
    Action.IMPORT_PLAN: is_system,
    Action.RUN_REACTION: is_system,
    Action.ROTATE_KEYS: is_system,
}

#: What one does only shortly after having shown who one is: by one's second factor, or by the password where there is none.
STEP_UP = frozenset({
    Action.DEACTIVATE_PERSON, Action.GRANT_ROLE, Action.END_ROLE, Action.ADD_FACTOR, Action.END_FACTOR,
    Action.RESET_FACTORS, Action.EXTEND_CHAIN, Action.CLOSE_CHAIN, Action.EXPORT_TRAIL,
})  # fmt: skip


def may(case: Case, action: Action) -> bool:
    """Whether this case allows this action. What the table does not name is denied."""
    rule = POLICY.get(action)
    return rule is not None and rule.allows(case)


def may_at_all(standing: Standing, action: Action) -> bool:
    """Whether there can be a row on which this actor may do it: a gate's first question, before the row is read."""
    return may(Case.before_any_row(standing), action)


def allowed(case: Case, among: Iterable[Action] = Action) -> list[Action]:
    """The actions this case allows, for the `may` lists of responses."""
    return [action for action in among if may(case, action)]


def knows_of(standing: Standing) -> bool:
    """Whether the plan exists for this actor at all: otherwise every answer is "not found"."""
    return AUDIENCE[StreamKind.ROSTER].allows(Case(standing))


def acting_role(case: Case, action: Action) -> Role | None:
    """The role that gives the right, for the trail: the first of the actor's roles that would do alone."""
    for role in Role:
        if role in case.standing.actor.roles:
            alone = replace(case.standing, actor=replace(case.standing.actor, roles=frozenset({role})))
            if may(replace(case, standing=alone), action):
                return role
    return None

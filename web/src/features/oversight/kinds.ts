/** Kinds of event that one asks for together. */
import type { EventName } from "../../live/invalidations";

const MESSAGES = [
  "MessageSent",
  "OutOfHoursTold",
  "MessagesSeen",
  "ConversationOpened",
  "ConversationClaimed",
  "ConversationHandedOver",
  "ConversationReleased",
  "ConversationReturned",
  "ConversationClosed",
  "ConversationReopened",
  "ConversationRenamed",
  "ReminderSet",
  "MemberAdded",
  "MemberRemoved",
] as const;
const TASKS = [
  "TaskAssigned",
  "TaskTaken",
  "TaskClaimed",
  "TaskStarted",
  "TaskCompleted",
  "TaskHandedBack",
  "TaskReturned",
  "TaskCancelled",
  "TaskReady",
  "TaskOverdue",
  "TaskRepeated",
  "TaskChanged",
  "TaskChecklistChanged",
  "TaskSnoozed",
  "TaskReassigned",
  "ChecklistItemTicked",
  "ChecklistItemUnticked",
] as const;
const EXERCISES = ["PracticeRecorded"] as const;
const MEASURES = [
  "MeasureScheduled",
  "MeasureScheduleChanged",
  "MeasureScheduleEnded",
  "MeasureReminderSet",
  "MeasureDue",
  "MeasureMissed",
  "MeasureAnswered",
  "MeasureLookedAt",
] as const;
const DIARY = ["DiaryEntryWritten", "DiaryEntryChanged", "DiaryEntryWithdrawn"] as const;
const CASES = ["CaseOpened", "EvidenceAdded", "CaseAssessed", "CaseClosed"] as const;
const ALARMS = ["AlarmRaised", "AlarmStepped", "AlarmAcknowledged", "AlarmClosed"] as const;
const GOALS = ["GoalSet", "GoalProposed", "ItemSet"] as const;
const PLAN = [
  "PlanOpened",
  "PlanRevised",
  "PlanStatusSet",
  "ContactNoted",
  "PatientDetailsChanged",
  "PlanImported",
  "SafetyPlanWritten",
  "WordCheckDecided",
  "AssessmentFindingSet",
  "AssessmentFindingEnded",
  "PlanReviewRecorded",
  "PlanReviewConfirmed",
] as const;
const TEAM = [
  "TeamMemberAdded",
  "TeamMembershipLimited",
  "TeamLeadChanged",
  "TeamMemberRemoved",
  "SupporterAllowed",
] as const;
const LOOKS = ["PlanViewed", "PlansListed", "OrganisationViewed"] as const;
const EXCEPTIONS = ["AccessRequested", "TrailExported", "PersonTrailExported", "IntegrityAlerted"] as const;
const PEOPLE = [
  "PersonInvited",
  "PersonRenamed",
  "PersonAddressed",
  "InvitationRenewed",
  "InvitationSent",
  "InvitationLinkShown",
  "InvitationRedeemed",
  "RoleGranted",
  "RoleEnded",
  "PersonDeactivated",
  "SignedIn",
  "SignInRefused",
  "SecondFactorRefused",
  "IdentityProven",
  "AuthenticatorAdded",
  "PasskeyAdded",
  "FactorEnded",
  "FactorsReset",
  "SessionsEnded",
  "ChainBegun",
  "HolderAdded",
  "HolderRevoked",
  "KeysRotated",
  "ChainClosed",
  "PinsKept",
  "JoiningAsked",
  "JoiningEnded",
  "OfficeAsked",
  "OfficesEnded",
  "DirectoryExtended",
  "PersonAttested",
  "AttestationsEnded",
  "InviteSigned",
  "AlertTold",
  "AlertTaken",
  "AlertClosed",
] as const;

export const KINDS = {
  done: [
    ...MESSAGES.filter((name) => name !== "MessagesSeen"),
    ...TASKS,
    ...MEASURES,
    ...DIARY,
    ...CASES,
    ...EXERCISES,
    ...ALARMS,
    ...GOALS,
    ...PLAN,
    ...TEAM,
    ...EXCEPTIONS,
  ],
  messages: MESSAGES,
  tasks: TASKS,
  measures: MEASURES,
  diary: DIARY,
  cases: CASES,
  exercises: EXERCISES,
  alarms: ALARMS,
  goals: GOALS,
  plan: PLAN,
  team: TEAM,
  looks: LOOKS,
  exceptions: EXCEPTIONS,
  people: PEOPLE,
} satisfies Record<string, readonly EventName[]>;

export type Kind = keyof typeof KINDS;
export const ALL_KINDS = Object.keys(KINDS) as Kind[];
/** Those that can happen on a plan. */
export const PLAN_KINDS = ALL_KINDS.filter((kind) => kind !== "people");

export function kindOf(value: unknown): Kind | undefined {
  return ALL_KINDS.find((kind) => kind === value);
}

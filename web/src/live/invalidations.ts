/** Which queries each event makes stale, for its author and for everybody else alike; a new event does not compile until it is here. */
import type { PathsWithMethod } from "openapi-typescript-helpers";
import type { paths } from "../client/schema";
import type { LiveEntry } from "../client/types";

type Readable = PathsWithMethod<paths, "get">;

/** A path whose queries are stale; with `plan`, only those about the plan of the entry. */
export interface Stale {
  path: Readable;
  plan: boolean;
}

const everywhere = (...list: Readable[]): Stale[] => list.map((path) => ({ path, plan: false }));
const ofPlan = (...list: Readable[]): Stale[] => list.map((path) => ({ path, plan: true }));

const PLAN = ofPlan("/api/plans/{plan_id}", "/api/plans/{plan_id}/versions");
const CASELOAD = everywhere("/api/plans", "/api/plans/teams", "/api/caseload");
const WORK = everywhere("/api/today", "/api/counts");
const EXERCISES = ofPlan("/api/plans/{plan_id}/exercises", "/api/plans/{plan_id}/practices");
const TASKS = [
  ...EXERCISES,
  ...everywhere("/api/tasks", "/api/task-loads", "/api/task-loads/{person_id}"),
  ...ofPlan("/api/plans/{plan_id}/tasks", "/api/plans/{plan_id}/tasks/{task_id}"),
  ...WORK,
  ...CASELOAD,
];
/** A coordinator is not told of what happens in conversations, so their own acts say it here. */
const READERS = [
  ...everywhere("/api/unconfirmed-readers"),
  ...ofPlan("/api/plans/{plan_id}/unconfirmed-readers"),
];
const TALK = [
  ...everywhere("/api/inbox", "/api/inbox/counts"),
  ...ofPlan("/api/plans/{plan_id}/conversations", "/api/plans/{plan_id}/conversations/{conversation_id}"),
  ...WORK,
  ...CASELOAD,
];
const TEAM = [...PLAN, ...CASELOAD, ...TALK, ...TASKS, ...READERS];
const PEOPLE = everywhere(
  "/api/people",
  "/api/people/find",
  "/api/people/{person_id}",
  "/api/people/{person_id}/admission",
  "/api/people/{person_id}/caseload",
  "/api/plans/teams",
);
const FACTORS = [...PEOPLE, ...everywhere("/api/factors")];
const OWN_KEYS = everywhere("/api/keys/mine");
const PERSON_KEYS = [...OWN_KEYS, ...everywhere("/api/keys/people/{person_id}", "/api/keys/unattested")];
const SUCCESSORS = [...OWN_KEYS, ...everywhere("/api/keys/successors")];
const OFFICES = [...PERSON_KEYS, ...everywhere("/api/keys/directory")];
const ALERTS = everywhere(
  "/api/oversight/alerts",
  "/api/oversight/alerts/{alert_id}",
  "/api/oversight/summary",
);
const ALARMS = [...everywhere("/api/alarms"), ...TALK, ...ofPlan("/api/plans/{plan_id}/safety/cases")];
const AHEAD = everywhere("/api/duty/standing-assignments");
const DUTY = [...everywhere("/api/duty", "/api/duty/now"), ...AHEAD];
const HOURS = [...everywhere("/api/duty/hours"), ...ofPlan("/api/plans/{plan_id}/answer-time")];
const COVER = [...AHEAD, ...everywhere("/api/availability"), ...ofPlan("/api/plans/{plan_id}/cover")];
const NOTIFICATIONS = everywhere("/api/notifications");
const PHRASES = everywhere("/api/phrases");
const NOTES = ofPlan(
  "/api/plans/{plan_id}/process-notes",
  "/api/plans/{plan_id}/process-notes/{note_id}",
  "/api/plans/{plan_id}/process-notes/{note_id}/versions",
);

const SAFETY_PLAN = ofPlan("/api/plans/{plan_id}/safety-plan", "/api/plans/{plan_id}/safety-plan/versions");

const MEASURES = [
  ...ofPlan("/api/plans/{plan_id}/measures", "/api/plans/{plan_id}/measures/{instrument}/results"),
  ...everywhere("/api/caseload", "/api/outcomes", "/api/outcomes/{figure}"),
  ...WORK,
];

const DIARY = ofPlan("/api/plans/{plan_id}/diary");
const PRIVATE_DIARY = ofPlan("/api/plans/{plan_id}/private-diary");
const CASES = [...ofPlan("/api/plans/{plan_id}/safety/cases"), ...everywhere("/api/alarms"), ...WORK];

const ASSESSMENT = ofPlan("/api/plans/{plan_id}/assessment");
const REVIEWS = [...ASSESSMENT, ...everywhere("/api/caseload"), ...WORK];

export const INVALIDATIONS = {
  MessageSent: TALK,
  MessagesSeen: TALK,
  // It stands with the message it answers.
  OutOfHoursTold: [],
  ConversationOpened: TALK,
  ConversationClaimed: TALK,
  ConversationHandedOver: TALK,
  ConversationReleased: TALK,
  ConversationReturned: TALK,
  ConversationClosed: TALK,
  ConversationReopened: TALK,
  ConversationRenamed: TALK,
  ReminderSet: TALK,
  MemberAdded: TALK,
  MemberRemoved: TALK,
  // Nobody is told of these live: they are their author's, whose own pages read again after each act.
  ProcessNoteWritten: NOTES,
  ProcessNoteCorrected: NOTES,
  OwnStreamBegun: [],
  DiaryEntryWritten: DIARY,
  DiaryEntryChanged: DIARY,
  DiaryEntryWithdrawn: DIARY,
  PrivateDiaryEntryWritten: PRIVATE_DIARY,
  PrivateDiaryEntryChanged: PRIVATE_DIARY,
  PrivateDiaryEntryRemoved: PRIVATE_DIARY,
  // Conversations read their own logs anew: talk/use-talk.ts.
  MembershipLogged: READERS,
  EpochLeftBehind: [],
  ReaderAssigned: READERS,
  IntegrityAlerted: [],
  AlertTold: ALERTS,
  AlertTaken: ALERTS,
  AlertClosed: ALERTS,
  ShiftPlanned: DUTY,
  ShiftChanged: DUTY,
  ShiftCancelled: DUTY,
  WorkingHoursSet: HOURS,
  StandingAssigned: AHEAD,
  StandingEnded: AHEAD,
  NotificationsSet: NOTIFICATIONS,
  PushDeviceAdded: NOTIFICATIONS,
  PushDevicesEnded: NOTIFICATIONS,
  QuickReplyKept: PHRASES,
  QuickReplyEnded: PHRASES,
  MessageTemplateKept: PHRASES,
  MessageTemplateEnded: PHRASES,
  PersonAway: COVER,
  PersonBack: COVER,
  StandInAdded: [...TEAM, ...COVER],
  StandInLimited: [...TEAM, ...COVER],
  StandInEnded: [...TEAM, ...COVER],
  AlarmRaised: ALARMS,
  AlarmStepped: ALARMS,
  AlarmAcknowledged: ALARMS,
  AlarmClosed: ALARMS,
  TaskAssigned: [...TASKS, ...PLAN],
  TaskTaken: [...TASKS, ...PLAN],
  TaskClaimed: TASKS,
  TaskStarted: TASKS,
  TaskCompleted: TASKS,
  TaskHandedBack: TASKS,
  TaskReturned: TASKS,
  TaskCancelled: TASKS,
  ChecklistItemTicked: TASKS,
  ChecklistItemUnticked: TASKS,
  TaskChanged: TASKS,
  TaskChecklistChanged: TASKS,
  TaskReady: TASKS,
  TaskOverdue: TASKS,
  TaskRepeated: [...TASKS, ...PLAN],
  TaskSnoozed: TASKS,
  TaskReassigned: TASKS,
  PracticeRecorded: EXERCISES,
  MeasureScheduled: MEASURES,
  MeasureScheduleChanged: MEASURES,
  MeasureScheduleEnded: MEASURES,
  MeasureReminderSet: MEASURES,
  MeasureDue: MEASURES,
  MeasureMissed: MEASURES,
  MeasureAnswered: MEASURES,
  MeasureLookedAt: MEASURES,
  CaseOpened: CASES,
  EvidenceAdded: CASES,
  CaseAssessed: CASES,
  CaseClosed: CASES,
  SafetyPlanWritten: [...SAFETY_PLAN, ...WORK],
  WordCheckDecided: SAFETY_PLAN,
  AssessmentFindingSet: ASSESSMENT,
  AssessmentFindingEnded: ASSESSMENT,
  PlanReviewRecorded: REVIEWS,
  PlanReviewConfirmed: REVIEWS,
  PlanOpened: [...CASELOAD, ...WORK, ...READERS],
  PlanRevised: [...PLAN, ...CASELOAD],
  PlanStatusSet: [...PLAN, ...CASELOAD, ...WORK, ...TALK, ...TASKS],
  GoalSet: [...PLAN, ...TASKS],
  GoalProposed: PLAN,
  ItemSet: PLAN,
  ContactNoted: PLAN,
  PatientDetailsChanged: [...PLAN, ...CASELOAD],
  PlanImported: [...PLAN, ...CASELOAD, ...WORK],
  TeamMemberAdded: TEAM,
  TeamMembershipLimited: TEAM,
  TeamLeadChanged: TEAM,
  SupporterAllowed: TEAM,
  TeamMemberRemoved: TEAM,
  AccessRequested: PLAN,
  PersonInvited: PEOPLE,
  PersonRenamed: [...PEOPLE, ...everywhere("/api/session")],
  PersonAddressed: PEOPLE,
  InvitationRenewed: PEOPLE,
  InvitationSent: PEOPLE,
  InvitationLinkShown: PEOPLE,
  InvitationRedeemed: PEOPLE,
  RoleGranted: PEOPLE,
  RoleEnded: [...PEOPLE, ...DUTY],
  PersonDeactivated: [...PEOPLE, ...DUTY],
  SignedIn: PEOPLE,
  SignInRefused: [],
  SessionsEnded: PEOPLE,
  SecondFactorRefused: [],
  IdentityProven: everywhere("/api/factors"),
  AuthenticatorAdded: FACTORS,
  PasskeyAdded: FACTORS,
  FactorEnded: FACTORS,
  FactorsReset: FACTORS,
  ChainBegun: PERSON_KEYS,
  HolderAdded: PERSON_KEYS,
  HolderRevoked: PERSON_KEYS,
  KeysRotated: PERSON_KEYS,
  ChainClosed: OFFICES,
  PinsKept: OWN_KEYS,
  JoiningAsked: OWN_KEYS,
  JoiningEnded: OWN_KEYS,
  SuccessorAsked: SUCCESSORS,
  SuccessorSigned: SUCCESSORS,
  SuccessorEnded: SUCCESSORS,
  OfficeAsked: OWN_KEYS,
  OfficesEnded: OFFICES,
  DirectoryExtended: OFFICES,
  PersonAttested: PERSON_KEYS,
  AttestationsEnded: PERSON_KEYS,
  InviteSigned: OWN_KEYS,
  ClinicFounded: [],
  TrailExported: [],
  PersonTrailExported: [],
  PlanStreamsOpened: [],
  StreamsOpened: [],
  PrivateStreamOpened: [],
  PlanViewed: [],
  PlansListed: [],
  OrganisationViewed: [],
  OrganisationKeyMade: [],
  DataKeyRewrapped: [],
} satisfies Record<string, Stale[]>;

export type EventName = keyof typeof INVALIDATIONS;

/** Paths that show who is on duty, who is away and when the clinic works: those who may see it are told only that it changed. */
export const ROTA: Stale[] = [...DUTY, ...COVER, ...HOURS];

/** What may concern a person who does not read the plan that it happens on: a supervisor's alarms. */
export const TOLD_UNREAD: Stale[] = everywhere("/api/alarms");

/** Paths that show the trail itself: every entry of a plan makes them stale. */
export const TRAILS: Stale[] = [
  ...ofPlan("/api/plans/{plan_id}/trail", "/api/plans/{plan_id}/touched"),
  ...everywhere(
    "/api/people/{person_id}/trail",
    "/api/oversight/summary",
    "/api/oversight/plans",
    "/api/oversight/outside",
    "/api/oversight/waiting",
    "/api/oversight/times",
    "/api/oversight/times/{measure}",
  ),
];

/** What is stale after an entry; null when the event is unknown to this build, then everything is. */
export function staleAfter(entry: LiveEntry): Stale[] | null {
  const known = (INVALIDATIONS as Record<string, Stale[] | undefined>)[entry.event];
  return known ? [...known, ...TRAILS] : null;
}

/** Whether a query of the cache is meant; keys are `[path, params, ...]` as client/api.ts makes them. */
export function matches(stale: Stale, key: readonly unknown[], planId: string | null): boolean {
  if (key[0] !== stale.path) return false;
  if (!stale.plan || planId === null) return true;
  const params = key[1] as { path?: { plan_id?: string } } | undefined;
  return params?.path?.plan_id === undefined || params.path.plan_id === planId;
}

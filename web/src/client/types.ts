/** Short names for the shapes of the API; everything here comes from the generated schema. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Action = Schemas["Action"];
export type Clinic = Schemas["Clinic"];
export type SessionInfo = Schemas["SessionInfo"];
export type InvitationDetail = Schemas["InvitationDetail"];
export type PersonRef = Schemas["PersonRef"];
export type PersonDetail = Schemas["PersonDetail"];
export type PersonPage = Schemas["PersonPage"];
export type PersonState = Schemas["PersonState"];
export type Admission = Schemas["Admission"];
export type Caseload = Schemas["Caseload"];
export type TeamLine = Schemas["TeamLine"];
export type Gap = Schemas["Gap"];
export type Done = Schemas["Done"];
export type PlanSummary = Schemas["PlanSummary"];
export type PlanDetail = Schemas["PlanDetail"];
/** A plan whose record one may read; without it only the roster is there. */
export type ReadablePlan = PlanDetail & { title: string; phase: Phase; status: PlanStatus; version: number };
export type PlanVersion = Schemas["VersionSummary"];
export type PlanStatus = Schemas["PlanStatus"];
export type Phase = Schemas["Phase"];
export type Goal = Schemas["GoalDetail"];
export type GoalStatus = Schemas["GoalStatus"];
export type Achievement = Schemas["Achievement"];
export type PlanItem = Schemas["ItemDetail"];
export type ItemKind = Schemas["ItemKind"];
export type ItemStatus = Schemas["ItemStatus"];
export type Contact = Schemas["ContactDetail"];
export type TeamMember = Schemas["TeamMember"];
export type ConversationSummary = Schemas["ConversationSummary"];
export type ConversationDetail = Schemas["ConversationDetail"];
export type Message = Schemas["MessageDetail"];
export type MessagePage = Schemas["MessagePage"];
export type Task = Schemas["TaskDetail"];
export type TaskWithHistory = Schemas["TaskWithHistory"];
export type TaskStatus = Schemas["TaskStatus"];
export type AssignTask = Schemas["AssignTask"];
export type TodayRow = Schemas["TodayRow"];
export type Counts = Schemas["Counts"];
export type TrailEntry = Schemas["TrailEntry"];
export type Receipt = Schemas["Receipt"];
export type LiveEntry = Schemas["LiveEntry"];
export type OwnSession = Schemas["OwnSession"];
export type AnswerTime = Schemas["AnswerTime"];
export type Look = Schemas["Look"];

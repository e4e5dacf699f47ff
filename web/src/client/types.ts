/** Short names for the shapes of the API; everything here comes from the generated schema. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Action = Schemas["Action"];
export type Clinic = Schemas["Clinic"];
export type SessionInfo = Schemas["SessionInfo"];
export type InvitationDetail = Schemas["InvitationDetail"];
export type PersonRef = Schemas["PersonRef"];
export type PersonDetail = Schemas["PersonDetail"];
export type Done = Schemas["Done"];
export type PlanSummary = Schemas["PlanSummary"];
export type PlanDetail = Schemas["PlanDetail"];
export type PlanVersion = Schemas["PlanVersion"];
export type PlanStatus = PlanDetail["status"];
export type Phase = PlanDetail["phase"];
export type Goal = Schemas["Goal"];
export type GoalStatus = Goal["status"];
export type Achievement = NonNullable<Goal["achievement"]>;
export type PlanItem = Schemas["PlanItem"];
export type ItemStatus = PlanItem["status"];
export type TeamMember = Schemas["TeamMember"];
export type ConversationSummary = Schemas["ConversationSummary"];
export type ConversationDetail = Schemas["ConversationDetail"];
export type Message = Schemas["Message"];
export type MessagePage = Schemas["MessagePage"];
export type Task = Schemas["Task"];
export type TaskStatus = Task["status"];
export type AssignTask = Schemas["AssignTask"];
export type TodayRow = Schemas["TodayRow"];
export type Counts = Schemas["Counts"];
export type TrailEntry = Schemas["TrailEntry"];
export type LiveEntry = Schemas["LiveEntry"];

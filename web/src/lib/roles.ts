/** The roles a person can have, as the server names them. */

export type Role =
  | "psychiatrist"
  | "therapist"
  | "health_coach"
  | "support_specialist"
  | "patient"
  | "supporter"
  | "supervisor"
  | "privacy_officer"
  | "coordinator"
  | "administrator"
  | "records_officer"
  | "identity_officer"
  | "system";

/** The four roles that treat: a plan's team and the task pools are made of them. */
export const CARE_ROLES = ["psychiatrist", "therapist", "health_coach", "support_specialist"] as const;

export interface PersonLike {
  id: string;
  name: string;
  /** Null for a person whose role is not to be seen here. */
  role: Role | null;
}

/** The roles somebody may be invited in or given, those who treat first. */
import { words } from "../../i18n";
import type { PersonRole } from "./commands";

export const STAFF_ROLES: readonly PersonRole[] = [
  "psychiatrist",
  "therapist",
  "health_coach",
  "support_specialist",
  "coordinator",
  "supervisor",
  "privacy_officer",
  "administrator",
];
export const PATIENT_ROLES: readonly PersonRole[] = ["patient", "supporter"];
export const ROLES: readonly PersonRole[] = [...STAFF_ROLES, ...PATIENT_ROLES];

export function roleOptions(roles: readonly PersonRole[]) {
  return roles.map((value) => ({ value, label: words.people.role[value] }));
}

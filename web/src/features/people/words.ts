/** Where somebody's access stands, in words. */
import type { Admission } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayName, shortDate } from "../../lib/dates";

const text = words.people;

/** "tomorrow 14:30", for the end of a link. */
export function until(at: string, now = new Date()): string {
  const date = new Date(at);
  return `${dayName(date, now)} ${clock(date)}`;
}

/** What stands below a state that needs something done; nothing for those who simply get in or are gone. */
export function stateNote({ state, invitation }: Pick<Admission, "state" | "invitation">): string | null {
  if (state === "invited" && invitation) return text.invitedUntil(until(invitation.expires_at));
  if (state !== "waiting") return null;
  return invitation ? text.ranOut(shortDate(new Date(invitation.expires_at))) : text.noLink;
}

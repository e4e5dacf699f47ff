/** What stands beside somebody of the team: whether they lead, since when, or in whose place and until when. */
import type { TeamMember } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayName, daysBetween, shortDate } from "../../lib/dates";
import { shortName } from "../../lib/names";

const text = words.plans;

export function memberNote({ lead, since, until, covers, kind }: TeamMember, absent: string | null): string {
  const ends = until && kind !== "member" ? ending(new Date(until)) : null;
  if (ends && covers) return text.coversUntil(shortName(covers.name), ends);
  if (ends) return text.onDutyUntil(ends);
  return [lead ? text.leads : "", absent ?? text.since(shortDate(new Date(since)))]
    .filter(Boolean)
    .join(", ");
}

function ending(at: Date): string {
  return daysBetween(new Date(), at) === 0 ? clock(at) : dayName(at);
}

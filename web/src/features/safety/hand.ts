/** Who has a case in hand and what happens next, in sentences by the reader's own clock. */
import type { SafetyCase } from "../../client/types";
import { words } from "../../i18n";
import { safetyWords as text } from "../../i18n/safety";
import { nearTime } from "../../lib/dates";
import { shortName } from "../../lib/names";

/** Of the person, or the reader. */
export function handOf({ in_hand: hand, closed_at }: SafetyCase, me: string, now: Date): string[] {
  const named = ({ id, name }: { id: string; name: string }) =>
    id === me ? words.alarms.you : shortName(name);
  const names = hand.told.length > 0 ? words.common.andMore(hand.told.map(named)) : null;
  if (closed_at !== null) return names ? [names] : [];
  const told = names ? text.told(names) : null;
  const holder = hand.acknowledged_by;
  const who = !holder
    ? text.nobody
    : hand.lapsed
      ? text.lapsed(named(holder))
      : holder.id === me
        ? text.you
        : text.holder(named(holder));
  return [who, nextOf(hand, now), hand.reached ? null : text.unreached, told].filter((one) => one !== null);
}

function nextOf(
  { acknowledged_at, lapsed, due_at, step, steps }: SafetyCase["in_hand"],
  now: Date,
): string | null {
  if (due_at === null) return null;
  const time = nearTime(new Date(due_at), now);
  if (acknowledged_at !== null && !lapsed) return text.outcomeBy(time);
  return step < steps ? text.nextAt(time) : text.lastAt(time);
}

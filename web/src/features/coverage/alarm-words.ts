/** An alarm in sentences, by the reader's own clock. */
import type { AlarmDetail } from "../../client/types";
import { words } from "../../i18n";
import { ago, nearTime } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { mayAcknowledge, owesOutcome } from "./alarm-acts";

const text = words.alarms;

/** Why somebody waits, and what of the plan it is about. */
export function causeOf({ cause, about }: Pick<AlarmDetail, "cause" | "about">): string | null {
  return cause && [text.causes[cause], about ? text.about(about) : null].filter(Boolean).join(", ");
}

/** The same for whoever may not read why it is: what kind of thing waits. */
export function whatOf(alarm: AlarmDetail): string {
  return causeOf(alarm) ?? text.subjects[alarm.subject_kind];
}

/** What happens next: who is told when, or until when one owes an outcome. */
export function nextOf(alarm: AlarmDetail, me: string, now: Date): string {
  const time = alarm.due_at ? nearTime(new Date(alarm.due_at), now) : "";
  if (owesOutcome(alarm, me)) return text.yours(time);
  const { lapsed, acknowledged_by: taker, reached, step, steps } = alarm;
  const before =
    lapsed && taker ? (taker.id === me ? text.ownLapsed : text.lapsed(shortName(taker.name))) : null;
  return [before, reached ? null : text.nobodyReached, text.next(step, steps, time)]
    .filter(Boolean)
    .join(" ");
}

/** For whoever reads neither why it is nor whom to phone, since they are on no team: whom they can turn to. */
export function before(alarm: AlarmDetail, me: string): string | null {
  const { told, cause } = alarm;
  const others = told.filter(({ id }) => id !== me);
  if (cause || others.length === 0 || !mayAcknowledge(alarm)) return null;
  return text.toldBefore(words.common.andMore(others.map(({ name }) => shortName(name))));
}

/** Who sent it and when, and what happens next. */
export function whyOf(alarm: AlarmDetail, me: string, now: Date): string {
  const { raised_by, patient, raised_at } = alarm;
  const sent = text.from(shortName(raised_by.name), ago(new Date(raised_at), now));
  const came = alarm.subject_kind === "wordless" ? `${text.wordless.came} ` : "";
  const next = `${came}${nextOf(alarm, me, now)}`;
  // Who is named beside it already is not named again.
  return raised_by.id === patient?.id && mayAcknowledge(alarm)
    ? `${text.sent(ago(new Date(raised_at), now))} ${next}`
    : `${sent} ${next}`;
}

/** Moments: relative up to a day, then the date; the exact time and zone on hover. */
import { ago, clock, exact, lateBy } from "../lib/dates";
import { useNow } from "../lib/now";

export function TimeAgo({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={exact(date)}>
      {ago(date, useNow())}
    </time>
  );
}

/** The hour alone: in a conversation, where the day stands above. */
export function Clock({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={exact(date)}>
      {clock(date)}
    </time>
  );
}

/** A due time in words that the caller makes, coloured only when it has passed; `calm`: not even then. */
export function Due({
  at,
  open,
  calm,
  words,
}: {
  at: string;
  open: boolean;
  calm?: boolean;
  words: (date: Date, late: string | null, now: Date) => string;
}) {
  const now = useNow();
  const date = new Date(at);
  const late = open ? lateBy(date, now) : null;
  return (
    <time
      dateTime={at}
      title={exact(date)}
      style={late && !calm ? { color: "var(--ct-warn)", fontWeight: 600 } : { color: "var(--ct-muted)" }}
    >
      {words(date, late, now)}
    </time>
  );
}

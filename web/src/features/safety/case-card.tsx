/** A case in full: what it rests on, who saw to it, what they found and what came of it. */
import type { SafetyCase } from "../../client/types";
import { words } from "../../i18n";
import { safetyWords as text } from "../../i18n/safety";
import { useNow } from "../../lib/now";
import { Chip } from "../../ui/chip";
import { TimeAgo } from "../../ui/time";
import { handOf } from "./hand";
import styles from "./safety.module.css";

export function CaseCard({ one, me }: { one: SafetyCase; me: string }) {
  const { evidence, outcome } = one;
  const hand = handOf(one, me, useNow());
  return (
    <article className={styles.case}>
      <header className={styles.head}>
        <Chip tone={outcome ? "neutral" : one.tier === "urgent" ? "danger" : "warn"}>
          {text.tiers[one.tier]}
        </Chip>
        <TimeAgo at={one.opened_at} />
        {outcome ? <Chip tone="good">{text.closed(words.alarms.outcomes[outcome])}</Chip> : null}
      </header>
      <dl className={styles.facts}>
        <dt>{text.found}</dt>
        <dd>
          <ul>
            {evidence.map(({ id, title, instrument, version, at }) => (
              <li key={id}>
                {title}{" "}
                <span className={styles.muted}>
                  {instrument ? null : `${text.fromMessage}, ${text.version(version)}, `}
                  <TimeAgo at={at} />
                </span>
              </li>
            ))}
          </ul>
        </dd>
        {hand.length > 0 ? (
          <>
            <dt>{outcome ? text.toldTitle : text.hand}</dt>
            <dd>{hand.join(" ")}</dd>
          </>
        ) : null}
        {one.assessment ? (
          <>
            <dt>{text.assessment}</dt>
            <dd>
              <p className={styles.said}>{one.assessment}</p>
              <p className={styles.muted}>
                {one.assessed_by ? `${text.by(one.assessed_by.name)}, ` : null}
                {one.assessed_at ? <TimeAgo at={one.assessed_at} /> : null}.
                {one.outdated ? ` ${text.outdated}` : null}
              </p>
            </dd>
          </>
        ) : null}
        {one.done ? (
          <>
            <dt>{text.done}</dt>
            <dd>
              <p className={styles.said}>{one.done}</p>
              <p className={styles.muted}>
                {one.closed_by ? `${text.by(one.closed_by.name)}, ` : null}
                {one.closed_at ? <TimeAgo at={one.closed_at} /> : null}.
              </p>
            </dd>
          </>
        ) : null}
      </dl>
    </article>
  );
}

/** Somebody behind a number: as what they count, and when they were last heard of; never a score. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { OutcomeRow } from "../../client/types";
import { outcomeWords as text } from "../../i18n/outcomes";
import { fullDate } from "../../lib/dates";
import { Chip, type Tone } from "../../ui/chip";
import { Avatar } from "../../ui/person";
import styles from "./outcome-row.module.css";
import type { Breadth } from "./queries";

const TONES: Partial<Record<OutcomeRow["counted_as"][number], Tone>> = {
  remission: "good",
  response: "good",
  responded: "good",
  silent: "warn",
  "no-score": "warn",
};

export function OutcomeLine({ one, breadth }: { one: OutcomeRow; breadth: Breadth }) {
  const inside = (
    <>
      <Avatar person={{ id: one.plan.id, name: one.plan.patient_name, role: "patient" }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>{one.plan.patient_name}</span>
        <span className={styles.since}>
          {[
            text.rows.began(fullDate(new Date(one.began_at))),
            ...(one.days === null || !one.counted_as.includes("responded")
              ? []
              : [text.rows.responded(one.days)]),
            text.rows.lastScore(fullDate(new Date(one.last_score_at))),
          ].join(", ")}
        </span>
      </span>
      <span className={styles.counts}>
        {one.counted_as.map((count) => (
          <Chip key={count} tone={TONES[count] ?? "neutral"}>
            {text.counts[count]}
          </Chip>
        ))}
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </>
  );
  const shared = { params: { planId: one.plan.id }, className: styles.row, "data-row": one.plan.id } as const;
  return breadth === "clinic" ? (
    <Link to="/oversight/plans/$planId" search={{}} {...shared}>
      {inside}
    </Link>
  ) : (
    <Link to="/plans/$planId/scores" {...shared}>
      {inside}
    </Link>
  );
}

/** One notice, for the privacy officer: what kind of thing there was, by which channel, and what became of it and why. */
import type { Notice } from "../../client/types";
import { noticeWords } from "../../i18n/notices";
import { Chip } from "../../ui/chip";
import { TimeAgo } from "../../ui/time";
import styles from "./notice-row.module.css";

const text = noticeWords;
const TOLD: readonly Notice["outcome"][] = ["sent", "bundled"];

export function NoticeRow({ one }: { one: Notice }) {
  const { about, level, channel, outcome, held } = one;
  const told = TOLD.includes(outcome);
  const why = outcome ? text.outcome[outcome] : held ? text.held[held] : text.soon;
  return (
    <li className={styles.row} data-row={one.id}>
      <span className={styles.what}>
        <span className={styles.name}>
          {text.about[about]}
          {text.level[level] ? <Chip tone="danger">{text.level[level]}</Chip> : null}
        </span>
        <span className={styles.muted}>{text.channels[channel]}</span>
      </span>
      <span className={styles.fate}>
        <Chip tone={told ? "good" : outcome ? "neutral" : "info"}>
          {told ? text.told : outcome ? text.notTold : text.waits}
        </Chip>
        <span>{why}</span>
      </span>
      <span className={styles.muted}>
        <TimeAgo at={one.decided_at ?? one.created_at} />
      </span>
    </li>
  );
}

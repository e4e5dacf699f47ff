/** A row of Today: a sentence with its reason, and the one thing to do. */
import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconAt,
  IconBell,
  IconChartLine,
  IconChecklist,
  IconChevronRight,
  IconLifebuoy,
  IconMessageCircle,
  IconUsers,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { TodayRow as Row } from "../../client/types";
import { words } from "../../i18n";
import { span } from "../../lib/dates";
import { useNow } from "../../lib/now";
import styles from "./today-row.module.css";
import { dueReason, waitingReason } from "./words";

const text = words.worklist;

interface Props {
  row: Row;
  /** What a button would say; a narrow screen has the whole row instead. */
  verb: string;
  /** The one row whose button is filled. */
  first: boolean;
  /** The words that wait, where one may read them. */
  excerpt?: ReactNode;
  busy?: boolean;
  leaving?: boolean;
  /** Of an alarm: what the reader's own clock says of it. */
  alarm?: { level: string; cause: string | null; why: string; taken: boolean } | null;
  onAct: () => void;
  onOpen: () => void;
}

export function TodayLine({ row, verb, first, excerpt, busy, leaving, alarm, onAct, onOpen }: Props) {
  const now = useNow();
  const urgent = row.priority === "urgent";
  const late = row.late || (row.due_at !== null && new Date(row.due_at) < now);
  const presses = urgent ? (alarm?.taken ? "taken" : "waits") : undefined;
  const kind = alarm ? alarm.level : urgent ? text.urgent : text.kinds[row.kind];
  const icon: ReactNode =
    urgent || row.kind === "case" ? (
      <IconAlertTriangle />
    ) : row.kind === "reply" ? (
      <IconMessageCircle />
    ) : row.kind === "mention" ? (
      <IconAt />
    ) : row.kind === "reminder" ? (
      <IconBell />
    ) : row.kind === "measure" ? (
      <IconChartLine />
    ) : row.kind === "review" ? (
      <IconUsers />
    ) : row.kind === "safety-plan" ? (
      <IconLifebuoy />
    ) : (
      <IconChecklist />
    );
  return (
    <li className={styles.row} data-leaving={leaving || undefined}>
      <span className={styles.kind} data-urgent={presses}>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        {kind}
      </span>
      <button type="button" className={styles.main} data-row={row.id} onClick={onOpen}>
        <span className={styles.sentence}>
          <span className={styles.patient}>{row.patient_name}</span>{" "}
          <span className={styles.title} data-late={(row.kind === "reply" && late) || undefined}>
            {sentenceOf(row, alarm?.cause ?? null, now)}
          </span>
        </span>
        {excerpt}
        <span className={styles.why}>
          <span className={styles.kindWord} data-urgent={presses}>
            {kind}.{" "}
          </span>
          {row.kind === "task" && row.due_at ? (
            <span data-late={late || undefined}>{dueReason(row.due_at, now, row.latest_at)} </span>
          ) : null}
          {alarm ? alarm.why : row.why}
        </span>
      </button>
      <span className={styles.act} data-always={row.kind === "alarm" || undefined}>
        <Button variant={first ? "filled" : "default"} loading={busy} onClick={onAct} fullWidth>
          {verb}
        </Button>
      </span>
      <IconChevronRight className={styles.chevron} size={20} aria-hidden="true" />
    </li>
  );
}

function sentenceOf(row: Row, cause: string | null, now: Date): string {
  switch (row.kind) {
    case "task":
    case "measure":
    case "case":
    case "review":
    case "safety-plan":
      return row.title;
    case "reply":
      return waitingReason(row, now);
    case "mention":
      return text.mentionedYou(span(now.getTime() - new Date(row.since).getTime()));
    case "reminder":
      return row.to_send ? text.remindedToSend : text.reminded;
    case "alarm":
      return cause ?? row.title;
  }
}

/** Words that somebody wrote, as a row quotes them. */
export function Quoted({ children }: { children: string }) {
  return <span className={styles.excerpt}>“{children}”</span>;
}

/** A goal: its words, how it goes, and the lines of what is done for it. */
import {
  IconArrowRight,
  IconCheck,
  IconPencil,
  IconPlus,
  IconTrendingDown,
  IconTrendingUp,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Achievement, Goal, GoalStatus, PlanItem } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, shortDate } from "../../lib/dates";
import { Chip, type Tone } from "../../ui/chip";
import { IconButton } from "../../ui/icon-button";
import { Line } from "../../ui/line";
import { PersonWord } from "../../ui/person";
import styles from "./goal-card.module.css";

const text = words.plans;

const LOOKS: Readonly<Record<Achievement, { tone: Tone; icon: ReactNode }>> = {
  "in-progress": { tone: "neutral", icon: <IconArrowRight aria-hidden="true" /> },
  improving: { tone: "good", icon: <IconTrendingUp aria-hidden="true" /> },
  worsening: { tone: "warn", icon: <IconTrendingDown aria-hidden="true" /> },
  "no-change": { tone: "neutral", icon: <IconArrowRight aria-hidden="true" /> },
  achieved: { tone: "good", icon: <IconCheck aria-hidden="true" /> },
  "not-achieved": { tone: "neutral", icon: <IconX aria-hidden="true" /> },
};

interface Names {
  goalStatus: Readonly<Record<GoalStatus, string>>;
  achievement: Readonly<Record<Achievement, string>>;
}

/** How a goal goes, as a chip: its state when that says more. */
export function GoalChip({ goal, names = text }: { goal: Goal; names?: Names }) {
  if (goal.status !== "active") {
    return (
      <Chip tone={goal.status === "proposed" ? "info" : "neutral"}>{names.goalStatus[goal.status]}</Chip>
    );
  }
  const look = LOOKS[goal.achievement];
  return (
    <Chip tone={look.tone} icon={look.icon}>
      {names.achievement[goal.achievement]}
    </Chip>
  );
}

interface Props {
  goal: Goal;
  lit: string | null;
  onLight: (id: string) => void;
  onEdit?: (() => void) | undefined;
  onTask?: (() => void) | undefined;
  children: ReactNode;
}

export function GoalCard({ goal, lit, onLight, onEdit, onTask, children }: Props) {
  const note = [
    goal.target ? text.target(goal.target) : "",
    goal.due_on ? text.dueOn(shortDate(dateOf(goal.due_on))) : "",
  ]
    .filter(Boolean)
    .join(", ");
  return (
    <article className={styles.card} data-lit={lit === goal.id || undefined} data-line={goal.id}>
      <header className={styles.head}>
        <button
          type="button"
          className={styles.words}
          onClick={() => onLight(goal.id)}
          aria-pressed={lit === goal.id}
        >
          <h3>{goal.words}</h3>
          {note ? <p>{note}</p> : null}
        </button>
        <GoalChip goal={goal} />
        <span className={styles.tools}>
          {onTask ? (
            <IconButton label={text.newTask} size={28} onClick={onTask}>
              <IconPlus size={18} stroke={1.7} />
            </IconButton>
          ) : null}
          {onEdit ? (
            <IconButton label={text.editGoal(goal.words)} size={28} onClick={onEdit}>
              <IconPencil size={18} stroke={1.7} />
            </IconButton>
          ) : null}
        </span>
      </header>
      <ul>{children}</ul>
    </article>
  );
}

interface ItemProps {
  item: PlanItem;
  me: string;
  lit: boolean;
  onLight: () => void;
  onEdit?: (() => void) | undefined;
}

export function ItemLine({ item, me, lit, onLight, onEdit }: ItemProps) {
  const who = item.owner ? (
    <PersonWord person={item.owner} me={me} />
  ) : item.owner_role ? (
    (words.common.anyOf[item.owner_role] ?? words.common.roles[item.owner_role])
  ) : null;
  return (
    <Line
      id={item.id}
      title={item.title}
      who={who}
      state={item.status === "planned" ? null : text.itemStatus[item.status]}
      done={item.status === "done" || item.status === "cancelled"}
      lit={lit}
      onOpen={onLight}
      action={
        onEdit ? (
          <IconButton label={text.editItem(item.title)} size={28} onClick={onEdit}>
            <IconPencil size={18} stroke={1.7} />
          </IconButton>
        ) : null
      }
    />
  );
}

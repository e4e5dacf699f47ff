/** A goal as its patient reads it: their words, how it goes, and the steps. */
import { IconCheck, IconPoint } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Goal, PlanItem } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, shortDate } from "../../lib/dates";
import { PersonWord, roleWord } from "../../ui/person";
import { GoalChip } from "./goal-card";
import styles from "./own-goal.module.css";

const text = words.patient;

export function OwnGoal({ goal, mine, children }: { goal: Goal; mine: boolean; children: ReactNode }) {
  return (
    <article className={styles.goal} aria-labelledby={`goal-${goal.id}`}>
      <header className={styles.head}>
        <h2 id={`goal-${goal.id}`}>{goal.words}</h2>
        <GoalChip goal={goal} names={text} />
        {goal.target ? <p>{text.reachedWhen(goal.target)}</p> : null}
        {goal.due_on ? <p>{text.dueBy(shortDate(dateOf(goal.due_on)))}</p> : null}
        {mine ? <p>{text.suggestedByYou}</p> : null}
      </header>
      <ul>{children}</ul>
    </article>
  );
}

export function OwnSteps({ items, me }: { items: readonly PlanItem[]; me: string }) {
  return items.map((item) => (
    <li key={item.id} className={styles.step} data-done={item.status === "done" || undefined}>
      {item.status === "done" ? (
        <IconCheck size={20} aria-hidden="true" />
      ) : (
        <IconPoint size={20} aria-hidden="true" />
      )}
      <span className={styles.what}>
        <span>{item.title}</span>
        <span className={styles.who}>
          {item.owner ? (
            <PersonWord person={item.owner} me={me} />
          ) : item.owner_role ? (
            (words.common.anyOf[item.owner_role] ?? roleWord(item.owner_role))
          ) : null}
        </span>
      </span>
      <span className={styles.state}>{text.itemStatus[item.status]}</span>
    </li>
  ));
}

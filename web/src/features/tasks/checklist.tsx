/** What a task lists to be ticked off; whose task it is ticks, everybody else reads who did and when. */
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import type { TaskWithHistory } from "../../client/types";
import { words } from "../../i18n";
import { exact } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { FormError } from "../../ui/states";
import styles from "./checklist.module.css";
import { ChecklistEditor } from "./checklist-editor";
import { useTickItem } from "./commands";

const text = words.tasks;

export function Checklist({ task, me }: { task: TaskWithHistory; me: string }) {
  const tick = useTickItem();
  const [editing, setEditing] = useState(false);
  const changes = task.may.includes("checklist.change");
  if (task.checklist.length === 0 && !changes) return null;
  if (editing)
    return (
      <section aria-label={text.checklist}>
        <h3 className={styles.title}>{text.checklist}</h3>
        <ChecklistEditor task={task} onClose={() => setEditing(false)} />
      </section>
    );
  const begin = (
    <Button variant="subtle" color="accent" size="compact-sm" onClick={() => setEditing(true)}>
      {task.checklist.length === 0 ? text.list.begin : text.list.change}
    </Button>
  );
  if (task.checklist.length === 0) return <div className={styles.begin}>{begin}</div>;
  const may = task.may.includes("task.check");
  const going = tick.isPending ? tick.variables : null;
  return (
    <section aria-label={text.checklist}>
      <h3 className={styles.title}>
        {text.checklist} <span>{text.ticked(task.checklist_ticked, task.checklist_length)}</span>
        {changes ? begin : null}
      </h3>
      <ul className={styles.list}>
        {task.checklist.map((item) => {
          const ticked = going?.item_id === item.id ? going.ticked : item.ticked_at !== null;
          const by = item.ticked_by?.id === me ? words.common.you : shortName(item.ticked_by?.name ?? "");
          return (
            <li key={item.id}>
              <Checkbox
                size="md"
                label={item.words}
                description={
                  ticked && item.ticked_at ? text.tickedBy(by, exact(new Date(item.ticked_at))) : null
                }
                checked={ticked}
                disabled={!may}
                onChange={(event) =>
                  tick.mutate({
                    plan_id: task.plan_id,
                    task_id: task.id,
                    item_id: item.id,
                    ticked: event.currentTarget.checked,
                  })
                }
              />
            </li>
          );
        })}
      </ul>
      <FormError error={tick.error} />
    </section>
  );
}

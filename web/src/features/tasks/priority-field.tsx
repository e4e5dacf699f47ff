/** How much a task presses. */
import { SegmentedControl } from "@mantine/core";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import styles from "./new-task.module.css";

const text = words.tasks.form;
type Priority = Task["priority"];

export function PriorityField({
  value,
  onChange,
}: {
  value: Priority;
  onChange: (priority: Priority) => void;
}) {
  return (
    <div>
      <p className={styles.label} id="task-priority">
        {text.priority}
      </p>
      <SegmentedControl
        aria-labelledby="task-priority"
        value={value}
        onChange={(chosen) => onChange(chosen === "urgent" ? "urgent" : "routine")}
        data={[
          { value: "routine", label: text.priorities.routine },
          { value: "urgent", label: text.priorities.urgent },
        ]}
      />
    </div>
  );
}

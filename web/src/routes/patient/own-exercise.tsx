/** The way from a task to the exercise that it asks for, while it can be done. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Task } from "../../client/types";
import { words } from "../../i18n";

export function OwnExerciseLink({ task, filled }: { task: Task; filled?: boolean }) {
  const { piece, plan_id: planId } = task;
  if (!piece || !task.may.includes("task.complete")) return null;
  return (
    <Button
      variant={filled ? "filled" : "default"}
      renderRoot={(props) => (
        <Link to="/plan/exercises/$planId/$piece" params={{ planId, piece }} {...props} />
      )}
    >
      {words.library.patient.doIt}
    </Button>
  );
}

/** Giving tasks to somebody else: several at once, all or none. */
import { useState } from "react";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { useReassignTasks } from "./commands";
import type { TaskPlan } from "./new-task";
import { NOBODY, WhoField } from "./who-field";

const text = words.tasks.giveOn;

interface Props {
  plan: Pick<TaskPlan, "id" | "team">;
  me: string;
  taskIds: readonly string[];
  onClose: () => void;
  onGiven: () => void;
}

export function GiveOn({ plan, me, taskIds, onClose, onGiven }: Props) {
  const [{ owner, pool }, setWhose] = useState(NOBODY);
  const give = useReassignTasks();
  const tell = useTell();
  const whose = owner ? shortName(owner.name) : (words.common.anyOf[pool ?? ""] ?? "");
  return (
    <ConfirmDialog
      opened
      title={text.title(taskIds.length)}
      verb={text.verb}
      busy={give.isPending}
      disabled={!owner && !pool}
      error={give.error}
      onClose={onClose}
      onConfirm={() =>
        give.mutate(
          { plan_id: plan.id, task_ids: [...taskIds], owner_id: owner?.id ?? null, pool, reason: null },
          {
            onSuccess: () => {
              tell({ text: text.done(taskIds.length, whose) });
              onGiven();
            },
          },
        )
      }
    >
      <p>{text.body}</p>
      <WhoField team={plan.team} me={me} value={{ owner, pool }} onChange={setWhose} />
    </ConfirmDialog>
  );
}

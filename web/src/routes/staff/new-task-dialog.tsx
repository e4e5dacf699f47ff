/** A new task from outside a patient's page: first the patient, then the task. */
import { Modal, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { caseloadQuery, planQuery } from "../../features/plans/queries";
import { NewTask } from "../../features/tasks/new-task";
import { words } from "../../i18n";
import { useNarrow } from "../../lib/media";
import { useMyId } from "../../live/session";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import styles from "./new-task-dialog.module.css";
import { taskPlanOf } from "./plan/task-plan";
import { useOpenTask } from "./task-drawer";

export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const me = useMyId();
  const narrow = useNarrow();
  const openTask = useOpenTask();
  const [planId, setPlanId] = useState<string | null>(null);
  const caseload = useInfiniteQuery(caseloadQuery({}));
  const plan = useQuery({ ...planQuery(planId ?? ""), enabled: planId !== null });
  const patients = caseload.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal opened onClose={onClose} title={words.tasks.newTask} size={600} fullScreen={narrow}>
      <div className={styles.body}>
        <Select
          label={words.tasks.forWhom}
          data-autofocus
          searchable
          value={planId}
          onChange={setPlanId}
          data={patients.map(({ id, patient }) => ({ value: id, label: patient.name }))}
          error={caseload.isError ? words.common.errors.title : null}
        />
        {plan.isError ? <ErrorState error={plan.error} retry={() => void plan.refetch()} /> : null}
        {planId && plan.isPending ? <RowsSkeleton rows={3} /> : null}
        {plan.data ? (
          <NewTask
            key={plan.data.id}
            plan={taskPlanOf(plan.data)}
            me={me}
            onClose={onClose}
            onAssigned={(taskId) => openTask(plan.data.id, taskId)}
          />
        ) : null}
      </div>
    </Modal>
  );
}

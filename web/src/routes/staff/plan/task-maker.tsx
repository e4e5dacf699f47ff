/** The form for a new task: beside the conversation when there is room, over it when there is not. */
import { Modal } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, Suspense } from "react";
import type { Prefill } from "../../../features/tasks/new-task";
import { words } from "../../../i18n";
import { useNarrow } from "../../../lib/media";
import { useMyId } from "../../../live/session";
import { IconButton } from "../../../ui/icon-button";
import { RowsSkeleton } from "../../../ui/states";
import { useMoved } from "../../../ui/use-moved";
import { usePlanPage } from "./context";
import styles from "./task-maker.module.css";
import { taskPlanOf } from "./task-plan";

const NewTask = lazy(() =>
  import("../../../features/tasks/new-task").then((module) => ({ default: module.NewTask })),
);

/** Escape leaves the field first; then the page's own closes the form. An open list of choices has it to itself. */
function leave({ key, target }: KeyboardEvent) {
  if (key !== "Escape" || !(target instanceof HTMLElement)) return;
  if (target.getAttribute("aria-expanded") !== "true") target.blur();
}

export function TaskMaker({ prefill, onClose }: { prefill: Prefill; onClose: () => void }) {
  const { plan, openTask } = usePlanPage();
  const me = useMyId();
  const narrow = useNarrow();
  const title = words.plans.newTaskFor(plan.patient.name);
  const [form, place] = useMoved(
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what the fields in it do not use
    <div onKeyDown={narrow ? undefined : leave}>
      <Suspense fallback={<RowsSkeleton rows={4} />}>
        <NewTask
          key={prefill.message?.id ?? prefill.goalId ?? "new"}
          plan={taskPlanOf(plan)}
          me={me}
          prefill={prefill}
          onClose={onClose}
          onAssigned={openTask}
        />
      </Suspense>
    </div>,
  );
  return (
    <>
      {narrow ? (
        <Modal opened onClose={onClose} title={title} fullScreen>
          <div ref={place} />
        </Modal>
      ) : (
        <section className={styles.maker} aria-label={title}>
          <header className={styles.head}>
            <h2>{title}</h2>
            <IconButton label={words.common.close} onClick={onClose}>
              <IconX size={20} stroke={1.7} />
            </IconButton>
          </header>
          <div className={styles.body} ref={place} />
        </section>
      )}
      {form}
    </>
  );
}

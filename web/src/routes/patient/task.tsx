/** One task of a patient: what it is, why, and what one can say about it. */
import { IconMessageCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Checklist } from "../../features/tasks/checklist";
import { OwnTaskWords } from "../../features/tasks/own-task";
import { taskQuery } from "../../features/tasks/queries";
import { TaskActions } from "../../features/tasks/task-actions";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { useMyId } from "../../live/session";
import panel from "../../ui/panel.module.css";
import { PersonLine } from "../../ui/person";
import { ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { TaskComments } from "../task-comments";
import { OwnExerciseLink } from "./own-exercise";
import { BackWords, backClass, PatientPage } from "./page";
import { PageSkeleton } from "./skeleton";
import styles from "./task.module.css";

const text = words.patient;

export function TaskPage() {
  const { planId, taskId } = useParams({ from: "/signed/patient/plan/tasks/$planId/$taskId" });
  const query = useQuery(taskQuery(planId, taskId));
  const me = useMyId();
  const task = query.data;
  useTitle(words.tasks.one);
  return (
    <PatientPage
      title={words.tasks.one}
      back={
        <Link to="/plan" className={backClass}>
          <BackWords>{text.backToPlan}</BackWords>
        </Link>
      }
    >
      {query.isPending ? <PageSkeleton /> : null}
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {task ? (
        <section className={styles.task} aria-label={task.title}>
          <div className={styles.what}>
            <OwnTaskWords task={task} large />
            {task.note ? <p className={styles.note}>{task.note}</p> : null}
            <Checklist task={task} me={me} />
            {task.reason ? <p className={panel.note}>{words.tasks.because(task.reason)}</p> : null}
            <div className={styles.acts}>
              <OwnExerciseLink task={task} filled />
              <TaskActions task={task} filled={!task.piece} plain />
            </div>
          </div>
          {task.assigned_by.id === me ? null : (
            <div className={panel.fact}>
              <PersonLine person={task.assigned_by} note={words.patient.askedYou} />
            </div>
          )}
          <div className={styles.talk}>
            <TaskComments
              task={task}
              voice="patient"
              link={(conversationId, message, when) => (
                <Link
                  to="/messages/$planId/$conversationId"
                  params={{ planId, conversationId }}
                  search={{ message }}
                  className={styles.when}
                >
                  {when}
                </Link>
              )}
            />
          </div>
          {task.conversation_id ? (
            <Link
              to="/messages/$planId/$conversationId"
              params={{ planId, conversationId: task.conversation_id }}
              search={task.message_id ? { message: task.message_id } : {}}
              className={panel.row}
            >
              <span>{text.fromMessage}</span>
              <IconMessageCircle size={20} aria-hidden="true" />
            </Link>
          ) : null}
        </section>
      ) : null}
    </PatientPage>
  );
}

/** One task in full: what, for which goal, who, when, from which message, and what happened to it. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconMessageCircle, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { TaskWithHistory } from "../../client/types";
import { words } from "../../i18n";
import { exact } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { failed } from "../../lib/problem";
import { Chip } from "../../ui/chip";
import { Fact, Facts } from "../../ui/facts";
import { Bone, ErrorState } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { isOpen } from "./acts";
import { ChangeTask } from "./change-task";
import { Checklist } from "./checklist";
import { taskQuery } from "./queries";
import { TaskActions } from "./task-actions";
import styles from "./task-detail.module.css";
import { TaskDue } from "./task-due";
import { StatusWord, Who } from "./task-row";
import { snoozedUntil, stepWords } from "./words";

const text = words.tasks;

interface Props {
  planId: string;
  taskId: string;
  me: string;
  onClose: () => void;
  /** What was said of it. */
  comments: (task: TaskWithHistory) => ReactNode;
}

export function TaskDetail({ planId, taskId, ...props }: Props) {
  const task = useQuery(taskQuery(planId, taskId));
  if (failed(task)) return <ErrorState error={task.error} retry={() => void task.refetch()} />;
  if (!task.data)
    return (
      <div className={styles.detail} role="status">
        <span className="ct-hidden">{words.common.loading}</span>
        <Bone width="70%" height={22} />
        <Bone width="40%" />
        <Bone />
        <Bone />
      </div>
    );
  return <Loaded task={task.data} {...props} />;
}

type LoadedProps = Pick<Props, "me" | "onClose" | "comments"> & { task: TaskWithHistory };

function Loaded({ task, me, onClose, comments }: LoadedProps) {
  const open = isOpen(task);
  const put = snoozedUntil(task, useNow());
  const params = { planId: task.plan_id };
  const [changing, setChanging] = useState(false);
  if (changing) return <ChangeTask task={task} onClose={() => setChanging(false)} />;
  return (
    <div className={styles.detail}>
      <div className={styles.chips}>
        <StatusWord status={task.status} />
        {task.priority === "urgent" ? (
          <Chip tone={open ? "danger" : "neutral"} icon={<IconAlertTriangle aria-hidden="true" />}>
            {text.urgent}
          </Chip>
        ) : null}
      </div>
      <h2 className={styles.title}>{task.title}</h2>
      {task.note ? <p className={styles.note}>{task.note}</p> : null}
      <Facts>
        <Fact name={text.facts.patient}>
          <Link to="/plans/$planId" params={params} search={{}} className={styles.link} onClick={onClose}>
            {task.patient_name}
          </Link>
        </Fact>
        {task.goal ? (
          <Fact name={text.facts.goal}>
            <Link
              to="/plans/$planId"
              params={params}
              search={{ about: task.goal.id }}
              className={styles.link}
              onClick={onClose}
            >
              {task.goal.words}
            </Link>
          </Fact>
        ) : null}
        {task.item ? (
          <Fact name={text.facts.item}>
            <Link
              to="/plans/$planId"
              params={params}
              search={{ about: task.item.id }}
              className={styles.link}
              onClick={onClose}
            >
              {task.item.title}
            </Link>
          </Fact>
        ) : null}
        <Fact name={text.facts.who}>
          <Who task={task} me={me} />
        </Fact>
        <Fact name={text.facts.due}>
          {task.due_at ? <TaskDue task={task} /> : text.noDue}
          {task.due_at ? <span className={styles.exact}>{exact(new Date(task.due_at))}</span> : null}
        </Fact>
        {task.not_before || task.latest_at ? (
          <Fact name={text.facts.window}>
            {text.window(
              task.not_before && exact(new Date(task.not_before)),
              task.latest_at && exact(new Date(task.latest_at)),
            )}
          </Fact>
        ) : null}
        {task.waits_for ? (
          <Fact name={text.facts.waits}>{task.waits_for.title ?? text.waitsForHidden}</Fact>
        ) : null}
        {task.repeat_days ? <Fact name={text.facts.repeats}>{text.repeats(task.repeat_days)}</Fact> : null}
        {put ? <Fact name={text.facts.snoozed}>{text.snoozed(put)}</Fact> : null}
        {task.conversation_id ? (
          <Fact name={text.facts.from}>
            <Link
              to="/plans/$planId"
              params={params}
              search={{
                talk: task.conversation_id,
                side: "talk",
                ...(task.message_id ? { message: task.message_id } : {}),
              }}
              className={styles.link}
              onClick={onClose}
            >
              <IconMessageCircle size={16} aria-hidden="true" /> {text.fromMessage}
            </Link>
          </Fact>
        ) : null}
        <Fact name={text.facts.shared}>
          {task.shared ? text.sharedYes(shortName(task.patient_name)) : text.sharedNo}
        </Fact>
      </Facts>
      <div className={styles.actions}>
        <TaskActions task={task} filled>
          {task.may.includes("task.change") ? (
            <Button leftSection={<IconPencil size={18} />} onClick={() => setChanging(true)}>
              {text.change.act}
            </Button>
          ) : null}
        </TaskActions>
      </div>
      <Checklist task={task} me={me} />
      {comments(task)}
      <section>
        <h3 className={styles.subtitle}>{text.history}</h3>
        <History task={task} />
      </section>
    </div>
  );
}

/** Who did what with it, in order; the reason stands with the last act that had one. */
function History({ task }: { task: TaskWithHistory }) {
  return (
    <ol className={styles.history}>
      {task.history.map((step) => (
        <li key={`${step.at} ${step.event}`}>
          <span>{stepWords(step)}</span> <TimeAgo at={step.at} />
        </li>
      ))}
      {task.reason ? <li className={styles.reason}>{text.because(task.reason)}</li> : null}
    </ol>
  );
}

/** The next state of a task as one button, the rest behind a menu, and the questions some of them ask. */
import { Button, Menu, Textarea } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCheck,
  IconClockPause,
  IconClockPlay,
  IconDots,
  IconHandGrab,
  IconPlayerPlay,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { Problem } from "../../lib/problem";
import { ConfirmDialog } from "../../ui/confirm";
import { failureWords } from "../../ui/failure-words";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { type Act, actsOf } from "./acts";
import { useSnoozeTask, useTaskAct } from "./commands";
import { SnoozeDialog } from "./snooze";
import { snoozedUntil } from "./words";

const text = words.tasks;

const ICONS: Readonly<Record<Act, ReactNode>> = {
  claim: <IconHandGrab size={18} />,
  start: <IconPlayerPlay size={18} />,
  completion: <IconCheck size={18} />,
  "hand-back": <IconArrowBackUp size={18} />,
  cancellation: <IconX size={18} />,
};

function claimantOf({ extra }: Problem): string | null {
  const person = extra.claimed_by;
  if (typeof person === "object" && person !== null && "name" in person && typeof person.name === "string")
    return person.name;
  return null;
}

/** Does an act and tells how it went; another's claim is told with their name. */
export function useTaskActor() {
  const act = useTaskAct();
  const tell = useTell();
  const run = (
    task: Pick<Task, "id" | "plan_id" | "title">,
    verb: Act,
    reason: string | null,
    done?: () => void,
  ) =>
    act.mutate(
      { plan_id: task.plan_id, task_id: task.id, act: verb, reason },
      {
        onSuccess: () => {
          tell({ text: text.done[verb], detail: task.title });
          done?.();
        },
        onError: (error) => {
          const winner = error instanceof Problem && error.status === 409 ? claimantOf(error) : null;
          if (winner) tell({ text: text.taken(winner), detail: text.takenDetail, tone: "warn" });
          else tell({ text: text.refusedNow, detail: failureWords(error), tone: "warn" });
        },
      },
    );
  return { run, busy: act.isPending, busyTask: act.isPending ? act.variables.task_id : null };
}

interface Props {
  task: Task;
  /** The button is filled: on the page of the task itself. */
  filled?: boolean;
  /** A patient's: every act is a button with its word; handing back stands only on the page of the task. */
  plain?: boolean;
  onDone?: () => void;
  /** Stands between the next state and the menu. */
  children?: ReactNode;
}

export function TaskActions({ task, filled, plain, onDone, children }: Props) {
  const { next, others } = actsOf(task);
  const { run, busy } = useTaskActor();
  const [asking, setAsking] = useState<"hand-back" | "cancellation" | null>(null);
  const [snoozing, setSnoozing] = useState(false);
  const wake = useSnoozeTask();
  const put = snoozedUntil(task, useNow());
  const snoozes = !plain && task.may.includes("task.snooze");
  const start = (act: Act) =>
    act === "hand-back" || act === "cancellation" ? setAsking(act) : run(task, act, null, onDone);
  return (
    <>
      {next ? (
        <Button variant={filled ? "filled" : "default"} loading={busy} onClick={() => start(next)}>
          {text.acts[next]}
        </Button>
      ) : null}
      {plain
        ? others
            .filter((act) => filled || act !== "hand-back")
            .map((act) => (
              <Button
                key={act}
                variant={act === "hand-back" ? "subtle" : "default"}
                onClick={() => start(act)}
              >
                {text.acts[act]}
              </Button>
            ))
        : null}
      {children}
      {(others.length > 0 || snoozes) && !plain ? (
        <Menu width={200}>
          <Menu.Target>
            <IconButton label={text.more} size={36}>
              <IconDots size={18} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            {snoozes ? (
              <Menu.Item leftSection={<IconClockPause size={18} />} onClick={() => setSnoozing(true)}>
                {text.snooze.act}
              </Menu.Item>
            ) : null}
            {snoozes && put ? (
              <Menu.Item
                leftSection={<IconClockPlay size={18} />}
                onClick={() => wake.mutate({ plan_id: task.plan_id, task_id: task.id, until: null })}
              >
                {text.snooze.wake}
              </Menu.Item>
            ) : null}
            {others.map((act) => (
              <Menu.Item key={act} leftSection={ICONS[act]} onClick={() => start(act)}>
                {text.acts[act]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {snoozing ? <SnoozeDialog task={task} onClose={() => setSnoozing(false)} /> : null}
      <ReasonDialog
        asking={asking}
        own={plain ?? false}
        busy={busy}
        onClose={() => setAsking(null)}
        onReason={(reason) => {
          if (!asking) return;
          run(task, asking, reason, () => {
            setAsking(null);
            onDone?.();
          });
        }}
      />
    </>
  );
}

interface ReasonProps {
  own: boolean;
  asking: "hand-back" | "cancellation" | null;
  busy: boolean;
  onClose: () => void;
  onReason: (reason: string | null) => void;
}

function ReasonDialog({ asking, own, busy, onClose, onReason }: ReasonProps) {
  const [reason, setReason] = useState("");
  const cancels = asking === "cancellation";
  const close = () => {
    setReason("");
    onClose();
  };
  return (
    <ConfirmDialog
      opened={asking !== null}
      title={cancels ? text.cancelTitle : text.handBackTitle}
      verb={cancels ? text.acts.cancellation : text.acts["hand-back"]}
      danger={cancels}
      busy={busy}
      disabled={cancels && reason.trim() === ""}
      onClose={close}
      onConfirm={() => {
        onReason(reason.trim() || null);
        setReason("");
      }}
    >
      <p>{cancels ? text.cancelBody : own ? text.handBackBodyOwn : text.handBackBody}</p>
      <Textarea
        data-autofocus
        label={cancels ? text.cancelReason : text.handBackReason}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

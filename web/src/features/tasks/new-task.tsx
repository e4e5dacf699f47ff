/** Making a task: for whom it is, who does it, by when; prefilled when it comes from a message or a goal. */
import { Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PersonRef, Task } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useAssignTask } from "./commands";
import { DueField } from "./due-field";
import styles from "./new-task.module.css";
import { PriorityField } from "./priority-field";
import { PLAIN, TimingFields, timingOf } from "./timing-fields";
import { NOBODY, WhoField } from "./who-field";

const text = words.tasks.form;

/** What the plan offers to choose from. */
export interface TaskPlan {
  id: string;
  patient: PersonRef;
  team: readonly PersonRef[];
  goals: readonly { id: string; words: string }[];
  items: readonly { id: string; title: string; goal_id: string | null }[];
}

export interface Prefill {
  title?: string;
  goalId?: string | null;
  itemId?: string | null;
  /** The message it comes from. */
  message?: { id: string; conversationId: string; author: string; words: string };
}

interface Props {
  plan: TaskPlan;
  me: string;
  prefill?: Prefill;
  onClose: () => void;
  onAssigned?: (taskId: string) => void;
}

const GOAL = "goal:";
const ITEM = "item:";

export function NewTask({ plan, me, prefill, onClose, onAssigned }: Props) {
  const [title, setTitle] = useState(prefill?.title ?? "");
  const [{ owner, pool }, setWhose] = useState(NOBODY);
  const [target, setTarget] = useState<string | null>(
    prefill?.itemId ? ITEM + prefill.itemId : prefill?.goalId ? GOAL + prefill.goalId : "",
  );
  const [due, setDue] = useState<Date | null>(null);
  const [priority, setPriority] = useState<Task["priority"]>("routine");
  const [timing, setTiming] = useState(PLAIN);
  const [note, setNote] = useState("");
  const [share, setShare] = useState(false);
  const [tried, setTried] = useState(false);
  const assign = useAssignTask();
  const tell = useTell();

  const isTheirs = owner?.role === "patient" || owner?.role === "supporter";
  const shared = isTheirs || share;
  const patient = shortName(plan.patient.name);
  const goalId = target?.startsWith(GOAL) ? target.slice(GOAL.length) : null;
  const itemId = target?.startsWith(ITEM) ? target.slice(ITEM.length) : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (title.trim() === "" || (!owner && !pool)) return;
    if (timing.every !== null && !due && !timing.latest) return;
    assign.mutate(
      {
        plan_id: plan.id,
        title: title.trim(),
        note: note.trim() || null,
        goal_id: goalId ?? plan.items.find((item) => item.id === itemId)?.goal_id ?? null,
        item_id: itemId,
        owner_id: owner?.id ?? null,
        pool,
        ...timingOf(timing),
        due_at: due?.toISOString() ?? null,
        priority,
        conversation_id: prefill?.message?.conversationId ?? null,
        message_id: prefill?.message?.id ?? null,
        shared,
      },
      {
        onSuccess: ({ id }) => {
          const mine = owner?.id === me;
          const told = owner && !mine ? text.assigned(shortName(owner.name)) : text.toMe;
          tell({
            text: owner ? told : text.pooled(words.common.anyOf[pool ?? ""] ?? ""),
            ...(mine ? {} : { detail: shared && !isTheirs ? text.toldShared(patient) : text.told }),
            ...(onAssigned ? { action: { label: text.open, act: () => onAssigned(id) } } : {}),
          });
          onClose();
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      {prefill?.message ? (
        <figure className={styles.source}>
          <figcaption>{text.fromMessage(shortName(prefill.message.author))}</figcaption>
          <blockquote>{prefill.message.words}</blockquote>
        </figure>
      ) : null}
      <TextInput
        label={text.title}
        data-autofocus
        autoFocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={tried && title.trim() === "" && text.titleMissing}
      />
      <div className={styles.pair}>
        <WhoField
          team={plan.team}
          me={me}
          value={{ owner, pool }}
          onChange={setWhose}
          error={tried && !owner && !pool && text.whoMissing}
        />
        <Select<string>
          label={text.goal}
          searchable
          data={targetOptions(plan)}
          value={target}
          onChange={setTarget}
        />
      </div>
      <DueField value={due} onChange={setDue} />
      <PriorityField value={priority} onChange={setPriority} />
      <Textarea
        label={`${text.note} (${words.common.optional})`}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <TimingFields planId={plan.id} value={timing} onChange={setTiming} undated={!due && !timing.latest} />
      <Checkbox
        label={isTheirs ? text.sharedAlways(shortName(owner?.name ?? "")) : text.shared(patient)}
        checked={shared}
        disabled={isTheirs}
        onChange={(event) => setShare(event.currentTarget.checked)}
      />
      <FormError error={assign.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={assign.isPending}>
          {text.assign}
        </Button>
      </DialogFooter>
    </form>
  );
}

function targetOptions(plan: TaskPlan) {
  const goals = plan.goals.map((goal) => ({ value: GOAL + goal.id, label: goal.words }));
  const items = plan.items.map((item) => ({ value: ITEM + item.id, label: item.title }));
  return [
    { value: "", label: text.noGoal },
    ...(goals.length > 0 ? [{ group: text.goals, items: goals }] : []),
    ...(items.length > 0 ? [{ group: text.items, items }] : []),
  ];
}

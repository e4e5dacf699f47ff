/** Writing a checklist as it is to be: points are added, named otherwise, struck and moved; what is ticked off keeps its words. */
import { Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCheck, IconPlus, IconX } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import type { TaskWithHistory } from "../../client/types";
import { words } from "../../i18n";
import { IconButton } from "../../ui/icon-button";
import { FormError } from "../../ui/states";
import styles from "./checklist.module.css";
import { useChangeChecklist } from "./commands";

const text = words.tasks.list;

interface Point {
  key: string;
  id: string | null;
  words: string;
  ticked: boolean;
}

export function ChecklistEditor({ task, onClose }: { task: TaskWithHistory; onClose: () => void }) {
  const [points, setPoints] = useState<readonly Point[]>(() =>
    task.checklist.map((one) => ({
      key: one.id,
      id: one.id,
      words: one.words,
      ticked: one.ticked_at !== null,
    })),
  );
  const [seen] = useState(() => task.checklist.map(({ id }) => id));
  const [added, setAdded] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const change = useChangeChecklist();
  const withAdded = () =>
    added.trim() === ""
      ? points
      : [...points, { key: crypto.randomUUID(), id: null, words: added.trim(), ticked: false }];
  const add = () => {
    setPoints(withAdded());
    setAdded("");
    field.current?.focus();
  };
  const move = (from: number, by: 1 | -1) => {
    const next = [...points];
    const [point] = next.splice(from, 1);
    if (point) next.splice(from + by, 0, point);
    setPoints(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const kept = withAdded().filter((point) => point.words.trim() !== "");
    const struck = seen.filter((id) => !kept.some((point) => point.id === id));
    change.mutate(
      {
        plan_id: task.plan_id,
        task_id: task.id,
        points: kept.map((point) => ({ id: point.id, words: point.words.trim() })),
        struck,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <form className={styles.editor} onSubmit={submit}>
      <ol className={styles.points}>
        {points.map((point, at) => (
          <li key={point.key}>
            {point.ticked ? (
              <span className={styles.done}>
                <IconCheck size={18} aria-hidden="true" /> {point.words}
              </span>
            ) : (
              <TextInput
                className={styles.words}
                aria-label={text.point(at + 1)}
                maxLength={300}
                value={point.words}
                onChange={(event) => {
                  const said = event.currentTarget.value;
                  setPoints(points.map((one) => (one === point ? { ...one, words: said } : one)));
                }}
              />
            )}
            <IconButton
              label={text.up(point.words)}
              size={32}
              disabled={at === 0}
              onClick={() => move(at, -1)}
            >
              <IconArrowUp size={16} />
            </IconButton>
            <IconButton
              label={text.down(point.words)}
              size={32}
              disabled={at === points.length - 1}
              onClick={() => move(at, 1)}
            >
              <IconArrowDown size={16} />
            </IconButton>
            <IconButton
              label={text.strike(point.words)}
              size={32}
              disabled={point.ticked}
              onClick={() => setPoints(points.filter((one) => one !== point))}
            >
              <IconX size={16} />
            </IconButton>
          </li>
        ))}
      </ol>
      <TextInput
        ref={field}
        autoFocus
        aria-label={text.add}
        placeholder={text.add}
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        maxLength={300}
        disabled={points.length >= LONGEST}
        value={added}
        onChange={(event) => setAdded(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing || added.trim() === "") return;
          event.preventDefault();
          add();
        }}
      />
      <FormError error={change.error} />
      <div className={styles.acts}>
        <Button size="compact-sm" onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button size="compact-sm" type="submit" variant="filled" loading={change.isPending}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}

/** As many points as the server takes. */
const LONGEST = 30;

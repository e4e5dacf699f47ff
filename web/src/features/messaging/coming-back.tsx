/** Coming back to a conversation, and what it is about. */
import { Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { words } from "../../i18n";
import { useNearTime } from "../../lib/now";
import { ConfirmDialog } from "../../ui/confirm";
import styles from "./care-line.module.css";
import { comingBack } from "./reminders";

const text = words.messaging.care;

interface Shared {
  busy: boolean;
  error: unknown;
  onClose: () => void;
}

interface RemindProps extends Shared {
  title: string;
  hint: string;
  /** There is a time already. */
  set: boolean;
  /** It can only be taken away. */
  only?: "never" | undefined;
  onDone: (at: string | null) => void;
}

const NEVER = "never";

export function Remind({ title, hint, set, only, onDone, ...shared }: RemindProps) {
  const [choices] = useState(() => (only === NEVER ? [] : comingBack(new Date())));
  const [chosen, setChosen] = useState(choices.find(({ when }) => when === "tomorrow")?.at ?? NEVER);
  const said = useNearTime();
  return (
    <ConfirmDialog
      {...shared}
      opened
      title={title}
      verb={chosen === NEVER ? text.noReminder : text.acts.remind}
      onConfirm={() => onDone(chosen === NEVER ? null : chosen)}
    >
      <Radio.Group label={text.remindWhen} value={chosen} onChange={setChosen}>
        <div className={styles.choices}>
          {choices.map(({ at, when }) => (
            <Radio key={when} value={at} label={text.when[when]} description={said(at)} />
          ))}
          {set ? <Radio value={NEVER} label={text.noReminder} /> : null}
        </div>
      </Radio.Group>
      <p className={styles.hint}>{hint}</p>
    </ConfirmDialog>
  );
}

export function Rename({
  title,
  onDone,
  ...shared
}: Shared & { title: string; onDone: (title: string) => void }) {
  const [typed, setTyped] = useState(title);
  return (
    <ConfirmDialog
      {...shared}
      opened
      title={text.acts.rename}
      verb={text.rename}
      disabled={typed.trim() === "" || typed.trim() === title}
      onConfirm={() => onDone(typed.trim())}
    >
      <TextInput
        data-autofocus
        label={words.messaging.title}
        description={words.messaging.titleHint}
        maxLength={120}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

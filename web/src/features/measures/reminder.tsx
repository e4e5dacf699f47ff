/** At what time of the day a patient is reminded of check-ins. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../i18n";
import { clock } from "../../lib/dates";
import { useTell } from "../../ui/notices";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { FormError } from "../../ui/states";
import { useSetReminder } from "./commands";
import styles from "./reminder.module.css";

const text = words.measures.reminder;
/** What the field begins with: after work, before supper. */
const LIKELY = "18:00";

export function Reminder({ planId, at }: { planId: string; at: string | null }) {
  const [value, setValue] = useState(at ?? LIKELY);
  const set = useSetReminder();
  const tell = useTell();
  const save = (next: string | null) =>
    set.mutate(
      { plan_id: planId, at: next },
      { onSuccess: () => tell({ text: text.saved(next && clockOf(next)) }) },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value !== "") save(value);
  };
  return (
    <Panel title={text.title}>
      <PanelText>
        <p className={panel.note}>{text.body}</p>
        <form className={styles.form} onSubmit={submit}>
          <TextInput
            type="time"
            label={text.at}
            required
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button type="submit" loading={set.isPending} disabled={value === "" || value === at}>
            {text.set}
          </Button>
          {at ? (
            <Button variant="subtle" color="gray" onClick={() => save(null)} disabled={set.isPending}>
              {text.none}
            </Button>
          ) : null}
        </form>
        <FormError error={set.error} />
      </PanelText>
    </Panel>
  );
}

/** "18:00" as the reader's locale has it. */
export function clockOf(typed: string): string {
  const [hours = 0, minutes = 0] = typed.split(":").map(Number);
  return clock(new Date(2001, 0, 1, hours, minutes));
}

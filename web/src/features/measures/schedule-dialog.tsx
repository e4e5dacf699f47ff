/** Which questionnaire is asked for, how often, from when, for which goal. */

import { Button, Modal, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type FormEvent, useState } from "react";
import type { Goal, Instrument, MeasureSchedule } from "../../client/types";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { DialogFooter } from "../../ui/confirm";
import { GoalSelect } from "../../ui/goal-select";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useChangeMeasure, useScheduleMeasure } from "./commands";
import styles from "./forms.module.css";

const text = words.measures.schedule;
const ONCE = "once";
const RHYTHMS = ["7", "14", "28", "84", "1"];
/** How often something is asked for that nothing else is known of (clinical brief 3: every 2 to 4 weeks). */
const LIKELY = "14";
const DAILY = "1";

interface Props {
  planId: string;
  goals: readonly Goal[];
  /** Those that the plan does not have yet. */
  instruments: readonly Instrument[];
  schedule: MeasureSchedule | "new";
  /** What it is called that is asked for already. */
  title: string;
  onClose: () => void;
}

export function ScheduleDialog(props: Props) {
  const { schedule, onClose } = props;
  const title = schedule === "new" ? text.title : text.edit(props.title);
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <Form {...props} known={schedule === "new" ? null : schedule} />
    </Modal>
  );
}

/** Whether it asks for how one is that day, without a score that takes weeks to move. */
function isDaily({ high, answered_by }: Instrument): boolean {
  return high === null && answered_by === "patient";
}

function noteOf({ answerable, answered_by, answer_within_hours: hours }: Instrument): string | undefined {
  if (!answerable) return answered_by === "clinician" ? text.clinicianNote : text.paperNote;
  return hours === null ? undefined : text.within(hours);
}

function Form({
  planId,
  goals,
  instruments,
  known,
  title,
  onClose,
}: Props & { known: MeasureSchedule | null }) {
  const today = isoDate(new Date());
  const [which, setWhich] = useState<string | null>(known?.instrument ?? instruments[0]?.id ?? null);
  const [every, setEvery] = useState(known ? String(known.every_days ?? ONCE) : null);
  const [due, setDue] = useState<string | null>(known?.due_on ?? today);
  const [until, setUntil] = useState<string | null>(known?.until ?? null);
  const [goal, setGoal] = useState(known?.goal?.id ?? "");
  const [tried, setTried] = useState(false);
  const add = useScheduleMeasure();
  const change = useChangeMeasure();
  const tell = useTell();
  const chosen = instruments.find(({ id }) => id === which);
  const rhythm = every ?? (chosen && isDaily(chosen) ? DAILY : LIKELY);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!which || !due) return;
    const fields = {
      plan_id: planId,
      due_on: due,
      every_days: rhythm === ONCE ? null : Number(rhythm),
      until,
      goal_id: goal || null,
    };
    const onSuccess = () => {
      tell({ text: text.saved, detail: chosen?.title ?? title });
      onClose();
    };
    if (known) change.mutate({ ...fields, schedule_id: known.id }, { onSuccess });
    else add.mutate({ ...fields, instrument: which }, { onSuccess });
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      {known ? null : (
        <Select
          label={text.which}
          data-autofocus
          data={instruments.map(({ id, title }) => ({ value: id, label: title }))}
          value={which}
          onChange={setWhich}
          error={tried && !which && text.whichMissing}
          description={chosen && noteOf(chosen)}
          inputWrapperOrder={["label", "input", "description", "error"]}
        />
      )}
      <div className={styles.pair}>
        <Select
          label={text.how}
          data={[...new Set([...RHYTHMS, ...(known?.every_days ? [String(known.every_days)] : [])])]
            .map((value) => ({ value, label: text.rhythms[value] ?? words.measures.rhythm(Number(value)) }))
            .concat({ value: ONCE, label: text.once })}
          value={rhythm}
          allowDeselect={false}
          onChange={(value) => setEvery(value ?? rhythm)}
        />
        <DatePickerInput
          label={known ? text.next : text.from}
          minDate={known && known.due_on < today ? known.due_on : today}
          weekendDays={[]}
          value={due}
          onChange={setDue}
        />
      </div>
      <div className={styles.pair}>
        <GoalSelect label={text.goal} none={text.noGoal} goals={goals} value={goal} onChange={setGoal} />
        <DatePickerInput
          label={text.until}
          clearable
          minDate={due ?? today}
          weekendDays={[]}
          value={until}
          onChange={setUntil}
        />
      </div>
      <FormError error={add.error ?? change.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={add.isPending || change.isPending}>
          {text.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

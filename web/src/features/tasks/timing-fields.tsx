/** What few tasks need: what they list, what they wait for, their window, and how often they come round. */
import { Button, NumberInput, Select, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconAdjustments } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, isoDate } from "../../lib/dates";
import styles from "./new-task.module.css";
import { planTasksQuery } from "./queries";

const text = words.tasks.form;
const DAYS_OF = { day: 1, week: 7 } as const;
/** A year. */
const MOST = { day: 366, week: 52 } as const;
type Unit = keyof typeof DAYS_OF;

export interface Timing {
  checklist: string;
  waitsFor: string | null;
  notBefore: Date | null;
  latest: Date | null;
  every: number | null;
  unit: Unit;
}

export const PLAIN: Timing = {
  checklist: "",
  waitsFor: null,
  notBefore: null,
  latest: null,
  every: null,
  unit: "week",
};

/** As the server takes it. */
export function timingOf(timing: Timing) {
  return {
    checklist: timing.checklist
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    waits_for_id: timing.waitsFor,
    not_before: timing.notBefore?.toISOString() ?? null,
    latest_at: timing.latest?.toISOString() ?? null,
    repeat_days: timing.every === null ? null : timing.every * DAYS_OF[timing.unit],
  };
}

/** The same of a task that is there. */
export function timingFrom({ waits_for, not_before, latest_at, repeat_days }: Task): Timing {
  const unit = repeat_days !== null && repeat_days % DAYS_OF.week === 0 ? "week" : "day";
  return {
    ...PLAIN,
    waitsFor: waits_for?.id ?? null,
    notBefore: not_before === null ? null : new Date(not_before),
    latest: latest_at === null ? null : new Date(latest_at),
    every: repeat_days === null ? null : repeat_days / DAYS_OF[unit],
    unit: repeat_days === null ? PLAIN.unit : unit,
  };
}

interface Props {
  planId: string;
  value: Timing;
  onChange: (timing: Timing) => void;
  /** What repeats needs a first day. */
  undated: boolean;
}

export function TimingFields(props: Props) {
  const [shown, setShown] = useState(false);
  if (shown)
    return (
      <>
        <Textarea
          label={text.checklist}
          description={text.checklistHelp}
          autosize
          minRows={2}
          maxRows={8}
          value={props.value.checklist}
          onChange={(event) => props.onChange({ ...props.value, checklist: event.currentTarget.value })}
        />
        <OrderFields {...props} />
      </>
    );
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      className={styles.more}
      leftSection={<IconAdjustments size={16} />}
      onClick={() => setShown(true)}
    >
      {text.moreFields}
    </Button>
  );
}

/** What a task waits for, its window, and how often it comes round; `task`: whose these are. */
export function OrderFields({ planId, value, onChange, undated, task }: Props & { task?: Task }) {
  const open = useInfiniteQuery(planTasksQuery(planId, "open"));
  const listed = open.data?.pages.flatMap((page) => page.items) ?? [];
  const before = task?.waits_for;
  const tasks = [
    ...(before && !listed.some(({ id }) => id === before.id)
      ? [{ id: before.id, title: before.title ?? words.tasks.waitsForHidden }]
      : []),
    ...listed.filter(({ id }) => id !== task?.id),
  ];
  const set = (part: Partial<Timing>) => onChange({ ...value, ...part });
  const day = (at: Date | null) => (at ? isoDate(at) : null);
  const moment = (iso: string | null, hours: number, minutes: number) => {
    if (!iso) return null;
    const at = dateOf(iso);
    at.setHours(hours, minutes, 0, 0);
    return at;
  };
  return (
    <>
      <Select
        label={text.waitsFor}
        searchable
        clearable
        placeholder={text.waitsForNothing}
        data={tasks.map(({ id, title }) => ({ value: id, label: title }))}
        value={value.waitsFor}
        onChange={(waitsFor) => set({ waitsFor })}
        error={open.isError ? words.common.errors.title : null}
      />
      <div className={styles.pair}>
        <DatePickerInput
          label={text.notBefore}
          clearable
          weekendDays={[]}
          value={day(value.notBefore)}
          onChange={(iso) => set({ notBefore: moment(iso, 0, 0) })}
        />
        <DatePickerInput
          label={text.latest}
          clearable
          weekendDays={[]}
          value={day(value.latest)}
          onChange={(iso) => set({ latest: moment(iso, 23, 59) })}
        />
      </div>
      <div className={styles.repeat}>
        <NumberInput
          label={text.repeat}
          placeholder={text.repeatNever}
          min={1}
          max={MOST[value.unit]}
          allowDecimal={false}
          value={value.every ?? ""}
          onChange={(every) => set({ every: typeof every === "number" ? every : null })}
          error={value.every !== null && undated && text.repeatUndated}
        />
        <Select
          aria-label={text.repeatUnit}
          allowDeselect={false}
          data={[
            { value: "day", label: text.units.day },
            { value: "week", label: text.units.week },
          ]}
          value={value.unit}
          onChange={(unit) => set({ unit: unit === "day" ? "day" : "week" })}
        />
      </div>
    </>
  );
}

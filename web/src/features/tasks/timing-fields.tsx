/** What few tasks need: what they list, what they wait for, their window, and how often they come round. */
import { Button, NumberInput, Select, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconAdjustments } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { words } from "../../i18n";
import { dateOf, isoDate } from "../../lib/dates";
import styles from "./new-task.module.css";
import { planTasksQuery } from "./queries";

const text = words.tasks.form;
const DAYS_OF = { day: 1, week: 7 } as const;
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

interface Props {
  planId: string;
  value: Timing;
  onChange: (timing: Timing) => void;
  /** What repeats needs a first day. */
  undated: boolean;
}

export function TimingFields(props: Props) {
  const [shown, setShown] = useState(false);
  if (shown) return <Fields {...props} />;
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

function Fields({ planId, value, onChange, undated }: Props) {
  const open = useInfiniteQuery(planTasksQuery(planId, "open"));
  const tasks = open.data?.pages.flatMap((page) => page.items) ?? [];
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
      <Textarea
        label={text.checklist}
        description={text.checklistHelp}
        autosize
        minRows={2}
        maxRows={8}
        value={value.checklist}
        onChange={(event) => set({ checklist: event.currentTarget.value })}
      />
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
          max={52}
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

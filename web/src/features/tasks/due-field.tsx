/** By when: a few likely days as one press each, any other day and hour beside them. */
import { TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { words } from "../../i18n";
import { DAY, dateOf, dayName, isoDate } from "../../lib/dates";
import styles from "./due-field.module.css";

const text = words.tasks.form;
/** The end of a working day: a due date without an hour means this. */
const EVENING = 17;

function at(day: Date, hours: number, minutes = 0): Date {
  const date = new Date(day);
  date.setHours(hours, minutes, 0, 0);
  return date;
}

function likely(now: Date): Date[] {
  return [0, 1, 3, 7]
    .map((days) => at(new Date(now.getTime() + days * DAY), EVENING))
    .filter((date) => date > now);
}

export function DueField({ value, onChange }: { value: Date | null; onChange: (date: Date | null) => void }) {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  const same = (date: Date) => value !== null && isoDate(value) === isoDate(date);
  const setDay = (iso: string | null) =>
    onChange(iso ? at(dateOf(iso), value?.getHours() ?? EVENING, value?.getMinutes() ?? 0) : null);
  const setTime = (time: string) => {
    const [hours, minutes] = time.split(":").map(Number);
    if (value && hours !== undefined) onChange(at(value, hours, minutes));
  };
  return (
    <fieldset className={styles.due}>
      <legend>{text.due}</legend>
      <div className={styles.likely}>
        {likely(now).map((date) => (
          <button key={isoDate(date)} type="button" aria-pressed={same(date)} onClick={() => onChange(date)}>
            {dayName(date, now)}
          </button>
        ))}
        <button type="button" aria-pressed={value === null} onClick={() => onChange(null)}>
          {text.dueNone}
        </button>
      </div>
      <div className={styles.exact}>
        <DatePickerInput
          aria-label={text.date}
          placeholder={text.date}
          clearable
          minDate={isoDate(now)}
          weekendDays={[]}
          value={value ? isoDate(value) : null}
          onChange={setDay}
        />
        <TextInput
          type="time"
          aria-label={text.time}
          disabled={!value}
          value={value ? `${two(value.getHours())}:${two(value.getMinutes())}` : ""}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
      </div>
    </fieldset>
  );
}

/** What one can say of a day: a face, and if one likes what one did, how one slept, a few words, and who reads it. */
import { Button, NativeSelect, SegmentedControl, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Activity, Mood } from "../../client/types";
import { words } from "../../i18n";
import { useStanding } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { isoDate } from "../../lib/dates";
import { FormError } from "../../ui/states";
import { ACTIVITIES, LONGEST, MOST_SLEEP, type Said, SLEEP_STEP } from "./entry";
import { Faces } from "./faces";
import styles from "./form.module.css";
import { useSaving } from "./saving";

const text = words.diary;
const NIGHTS = Array.from({ length: MOST_SLEEP / SLEEP_STEP + 1 }, (_, n) => n * SLEEP_STEP);

interface Props {
  /** What it says to begin with. */
  said: Omit<Said, "mood"> | null;
  mood: Mood | null;
  onMood: (mood: Mood) => void;
  /** Only a new entry can choose; afterwards it is turned by an act of its own. */
  choosesReader: boolean;
  isPrivate: boolean;
  /** Today and no other day, as on Home; what one may add is folded away. */
  today?: boolean;
  /** What stands in the place of what is folded away. */
  folded?: ReactNode;
  verb: string;
  filled?: boolean;
  /** What it rejects with is shown. */
  onSave: (said: Said, isPrivate: boolean) => Promise<unknown>;
}

export function EntryForm({
  said,
  mood,
  onMood,
  choosesReader,
  today,
  folded,
  verb,
  filled,
  onSave,
  ...rest
}: Props) {
  const [day, setDay] = useState(said?.day ?? isoDate(new Date()));
  const [activities, setActivities] = useState<readonly Activity[]>(said?.activities ?? []);
  const [sleep, setSleep] = useState(said?.sleep ?? null);
  const [note, setNote] = useState(said?.note ?? "");
  const [isPrivate, setPrivate] = useState(rest.isPrivate);
  const [unfolded, setUnfolded] = useState(!today);
  const saving = useSaving();
  const locked = useStanding().state !== "unlocked" && isPrivate;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!mood || locked) return;
    void saving.run(() => onSave({ day, mood, activities, sleep, note: note.trim() || null }, isPrivate));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {today ? null : <DayField day={day} onDay={setDay} />}
      <Faces label={today ? text.ask : text.askDay} chosen={mood} onChoose={onMood} />
      {mood ? (
        <>
          {choosesReader ? <Readers isPrivate={isPrivate} onPrivate={setPrivate} /> : null}
          {locked ? <KeysNeeded>{text.keysFor}</KeysNeeded> : null}
          {unfolded ? (
            <>
              <Done chosen={activities} onChange={setActivities} />
              <NativeSelect
                label={text.sleep}
                value={sleep === null ? "" : String(sleep)}
                onChange={({ currentTarget: { value } }) => setSleep(value === "" ? null : Number(value))}
                data={[
                  { value: "", label: text.noSleep },
                  ...NIGHTS.map((minutes) => ({ value: String(minutes), label: text.hours(minutes) })),
                ]}
              />
              <Textarea
                label={text.note}
                autosize
                minRows={2}
                maxRows={10}
                maxLength={LONGEST}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            </>
          ) : (
            folded
          )}
          <FormError error={saving.error} />
          <div className={styles.foot}>
            <Button
              type="submit"
              variant={filled ? "filled" : "light"}
              loading={saving.busy}
              disabled={locked}
            >
              {verb}
            </Button>
            {unfolded ? null : (
              <Button variant="subtle" color="gray" onClick={() => setUnfolded(true)}>
                {text.more}
              </Button>
            )}
          </div>
        </>
      ) : null}
    </form>
  );
}

function DayField({ day, onDay }: { day: string; onDay: (day: string) => void }) {
  const now = new Date();
  const yearAgo = new Date(now.getFullYear() - 1, now.getMonth(), now.getDate());
  return (
    <DatePickerInput
      label={text.day}
      weekendDays={[]}
      minDate={isoDate(yearAgo)}
      maxDate={isoDate(now)}
      value={day}
      onChange={(value) => value && onDay(value)}
    />
  );
}

function Readers({ isPrivate, onPrivate }: { isPrivate: boolean; onPrivate: (isPrivate: boolean) => void }) {
  return (
    <div className={styles.readers}>
      <SegmentedControl
        fullWidth
        aria-label={text.who}
        value={isPrivate ? "private" : "shared"}
        onChange={(value) => onPrivate(value === "private")}
        data={[
          { value: "shared", label: text.shared },
          { value: "private", label: text.private },
        ]}
      />
      <p className={styles.note}>{isPrivate ? text.privateBody : text.sharedBody}</p>
    </div>
  );
}

function Done({
  chosen,
  onChange,
}: {
  chosen: readonly Activity[];
  onChange: (chosen: readonly Activity[]) => void;
}) {
  return (
    <fieldset className={styles.done}>
      <legend>{text.what}</legend>
      {ACTIVITIES.map((activity) => {
        const is = chosen.includes(activity);
        return (
          <button
            key={activity}
            type="button"
            aria-pressed={is}
            onClick={() => onChange(is ? chosen.filter((one) => one !== activity) : [...chosen, activity])}
          >
            {text.activities[activity]}
          </button>
        );
      })}
    </fieldset>
  );
}

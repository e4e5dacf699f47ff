/** The end of a safety plan: how likely it is that one uses it, what is in the way, when one reads it again. */
import { Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import styles from "./editor.module.css";
import { LONGEST_BARRIERS, type Writing } from "./writing";

const text = words.safetyplan;
const SCALE = Array.from({ length: 11 }, (_, n) => n);

interface Props {
  writing: Writing;
  today: Date;
  onChange: (writing: Writing) => void;
}

export function WillIUseIt({ writing, today, onChange }: Props) {
  const { content } = writing;
  const set = (change: Partial<Writing["content"]>) =>
    onChange({ ...writing, content: { ...content, ...change } });
  return (
    <>
      <fieldset className={styles.scale}>
        <legend>{text.likelihood}</legend>
        <div>
          {SCALE.map((n) => (
            <button
              key={n}
              type="button"
              aria-pressed={content.likelihood === n}
              onClick={() => set({ likelihood: content.likelihood === n ? null : n })}
            >
              {n}
            </button>
          ))}
        </div>
        <p className={styles.ends}>
          {text.likelihoodEnds.map((end) => (
            <span key={end}>{end}</span>
          ))}
        </p>
      </fieldset>
      <Textarea
        label={text.barriers}
        description={text.barriersHint}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={LONGEST_BARRIERS}
        value={content.barriers ?? ""}
        onChange={(event) => set({ barriers: event.currentTarget.value || null })}
      />
      <DatePickerInput
        label={text.reviewOn}
        clearable
        clearButtonProps={{ "aria-label": text.noReview }}
        minDate={isoDate(today)}
        weekendDays={[]}
        value={writing.reviewOn}
        onChange={(reviewOn) => onChange({ ...writing, reviewOn })}
      />
    </>
  );
}

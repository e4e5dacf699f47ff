/** What the patient answered on paper or in a talk, as somebody of the team enters it; or only the total. */
import { Button, Modal, NumberInput, SegmentedControl } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type FormEvent, useState } from "react";
import type { Instrument, MeasureItem } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, isoDate } from "../../lib/dates";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useRecordMeasure } from "./commands";
import styles from "./forms.module.css";
import { NumberField } from "./number-field";
import { answersWith, canSend, isTyped } from "./numbers";
import { choicesOf, shortTitle } from "./words";

const text = words.measures;
const NOON = 12;

interface Props {
  planId: string;
  patient: string;
  instrument: Instrument;
  onClose: () => void;
}

export function RecordDialog(props: Props) {
  const { instrument, patient, onClose } = props;
  return (
    <Modal opened onClose={onClose} title={text.recordTitle(shortTitle(instrument), patient)} size={640}>
      <Form {...props} />
    </Modal>
  );
}

function Form({ planId, instrument, onClose }: Props) {
  const today = isoDate(new Date());
  const [day, setDay] = useState<string | null>(today);
  const [mode, setMode] = useState<"items" | "total">("items");
  const [answers, setAnswers] = useState<Readonly<Record<string, number>>>({});
  const [total, setTotal] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  const record = useRecordMeasure();
  const tell = useTell();
  const { low, high, step } = instrument;
  const totals = low !== null && high !== null;
  const typed = instrument.items.some(isTyped);
  const byTotal = mode === "total" && totals;
  const fits = totals && total !== null && total >= low && total <= high && total % step === 0;
  const wrong = !canSend(instrument, answers, Object.keys(answers).length > 0);
  const missing = byTotal ? !fits : wrong || Object.keys(answers).length === 0;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing) return;
    // Of an earlier day the hour is not known; of today it is now.
    const noon = day && day !== today ? new Date(dateOf(day).setHours(NOON)).toISOString() : null;
    record.mutate(
      {
        plan_id: planId,
        instrument: instrument.id,
        items: byTotal ? null : { ...answers },
        total: byTotal ? total : null,
        at: noon,
      },
      {
        onSuccess: () => {
          tell({ text: text.recorded, detail: instrument.title });
          onClose();
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <div className={styles.pair}>
        <DatePickerInput
          label={text.recordOn}
          maxDate={today}
          weekendDays={[]}
          value={day}
          onChange={setDay}
        />
      </div>
      {totals ? (
        <SegmentedControl
          aria-label={text.recordLabel}
          value={mode}
          onChange={(value) => setMode(value === "total" ? "total" : "items")}
          data={[
            { value: "items", label: text.recordMode.items },
            { value: "total", label: text.recordMode.total },
          ]}
        />
      ) : null}
      {byTotal ? (
        <NumberInput
          label={text.total(low, high)}
          data-autofocus
          min={low}
          max={high}
          step={step}
          allowDecimal={false}
          value={total ?? ""}
          onChange={(value) => setTotal(typeof value === "number" ? value : null)}
          error={tried && missing && text.totalMissing(low, high, step)}
        />
      ) : (
        <div className={styles.items}>
          {instrument.items.map((item, place) => {
            const answer = (value: number | undefined) => setAnswers(answersWith(answers, item.id, value));
            return isTyped(item) ? (
              <div key={item.id} className={styles.item}>
                <NumberField item={item} answers={answers} tried={tried} onValue={answer} />
              </div>
            ) : (
              <ItemField
                key={item.id}
                item={item}
                number={typed ? null : place + 1}
                value={answers[item.id]}
                onValue={answer}
              />
            );
          })}
        </div>
      )}
      {instrument.text_allowed ? null : <p className={styles.note}>{instrument.notice}</p>}
      {tried && missing && !byTotal ? (
        <p role="alert">{wrong ? text.numbersWrong : text.itemsMissing}</p>
      ) : null}
      <FormError error={record.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={record.isPending}>
          {text.record}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface FieldProps {
  item: MeasureItem;
  /** None beside numbers that are typed in. */
  number: number | null;
  value: number | undefined;
  onValue: (value: number | undefined) => void;
}

/** One question; pressing the chosen answer once more leaves it out. */
function ItemField({ item, number, value, onValue }: FieldProps) {
  return (
    <fieldset className={styles.item}>
      <legend>
        {number === null ? null : `${number}. `}
        {item.text ?? item.label}
        {value === undefined ? <small> {text.leftOut}</small> : null}
      </legend>
      <div className={styles.values}>
        {choicesOf(item).map((choice) => (
          <button
            key={choice.value}
            type="button"
            aria-pressed={value === choice.value}
            title={choice.text ?? undefined}
            onClick={() => onValue(value === choice.value ? undefined : choice.value)}
          >
            {choice.text ?? choice.value}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

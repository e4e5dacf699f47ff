/** What a patient measured at home, typed in: the numbers on one page, and a question that goes with them. */
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Instrument, MeasureItem } from "../../client/types";
import { words } from "../../i18n";
import { HelpCard } from "./help-card";
import { NumberField } from "./number-field";
import { answersWith, canSend, isTyped } from "./numbers";
import type { Answers } from "./questions";
import styles from "./reading.module.css";
import { choicesOf, helpOf } from "./words";

interface Props {
  instrument: Instrument;
  onSend: (answers: Answers) => void;
}

export function Reading({ instrument, onSend }: Props) {
  const [answers, setAnswers] = useState<Answers>({});
  const [tried, setTried] = useState(false);
  const help = helpOf(instrument, answers);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (canSend(instrument, answers, help !== null)) onSend(answers);
  };
  const answer = (item: MeasureItem) => (value: number | undefined) =>
    setAnswers((known) => answersWith(known, item.id, value));
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h2 className={styles.title}>{instrument.title}</h2>
      <p className={styles.how}>{words.ownReading.how}</p>
      {instrument.items.map((item) =>
        isTyped(item) ? (
          <NumberField key={item.id} item={item} answers={answers} tried={tried} onValue={answer(item)} />
        ) : (
          <Choice key={item.id} item={item} value={answers[item.id]} onValue={answer(item)} />
        ),
      )}
      {help ? <HelpCard help={help} /> : null}
      <Button type="submit" variant="filled" size="lg">
        {words.measures.checkIn.send}
      </Button>
    </form>
  );
}

interface ChoiceProps {
  item: MeasureItem;
  value: number | undefined;
  onValue: (value: number | undefined) => void;
}

/** Pressing the chosen answer once more leaves it out. */
function Choice({ item, value, onValue }: ChoiceProps) {
  return (
    <fieldset className={styles.choice}>
      <legend>{item.text ?? item.label}</legend>
      <div className={styles.options}>
        {choicesOf(item).map((one) => (
          <button
            key={one.value}
            type="button"
            aria-pressed={value === one.value}
            onClick={() => onValue(value === one.value ? undefined : one.value)}
          >
            {one.text ?? one.value}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

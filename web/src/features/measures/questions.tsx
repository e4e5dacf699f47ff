/** A questionnaire one question at a time, for a thumb or a keyboard; anything may be left out. */

import { Button } from "@mantine/core";
import { IconArrowLeft, IconPencil } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { Instrument, MeasureItem } from "../../client/types";
import { words } from "../../i18n";
import { Progress } from "../../ui/progress";
import { HelpCard } from "./help-card";
import styles from "./questions.module.css";
import { answerWords, choicesOf, helpOf } from "./words";

const text = words.measures.checkIn;
export type Answers = Readonly<Record<string, number>>;

interface Props {
  instrument: Instrument;
  onSend: (answers: Answers) => void;
}

export function Questions({ instrument, onSend }: Props) {
  const [answers, setAnswers] = useState<Answers>({});
  const [step, setStep] = useState(0);
  const { items } = instrument;
  const item = items[step];
  const help = helpOf(instrument, answers);
  const back = () => setStep(Math.max(0, step - 1));
  const choose = (value: number) => {
    if (!item) return;
    setAnswers({ ...answers, [item.id]: value });
    setStep(step + 1);
  };
  const skip = () => {
    if (!item) return;
    setAnswers(Object.fromEntries(Object.entries(answers).filter(([id]) => id !== item.id)));
    setStep(step + 1);
  };
  useKeys(item, choose, back);
  if (!item) {
    return (
      <Review instrument={instrument} answers={answers} onStep={setStep} onSend={() => onSend(answers)} />
    );
  }
  return (
    <section className={styles.step} aria-label={text.of(step + 1, items.length)}>
      {help ? <HelpCard help={help} /> : null}
      {/* A question that follows is new: the eye and a screen reader begin at its heading. */}
      <Question key={item.id} instrument={instrument} item={item} step={step} />
      <Choices item={item} chosen={answers[item.id]} onChoose={choose} />
      <div className={styles.foot}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={18} />}
          onClick={back}
          disabled={step === 0}
        >
          {text.back}
        </Button>
        <Button variant="subtle" color="gray" onClick={skip}>
          {text.skip}
        </Button>
      </div>
    </section>
  );
}

function Question({ instrument, item, step }: { instrument: Instrument; item: MeasureItem; step: number }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step > 0) heading.current?.focus();
  }, [step]);
  const all = instrument.items.length;
  return (
    <header className={styles.head}>
      {all > 1 ? (
        <>
          <p className={styles.of}>{text.of(step + 1, all)}</p>
          <Progress at={step} of={all} />
        </>
      ) : null}
      {instrument.stem && item.scored ? <p className={styles.stem}>{instrument.stem}</p> : null}
      <h2 ref={heading} tabIndex={-1} className={styles.question}>
        {item.text}
      </h2>
    </header>
  );
}

function Choices({
  item,
  chosen,
  onChoose,
}: {
  item: MeasureItem;
  chosen: number | undefined;
  onChoose: (value: number) => void;
}) {
  const scale = item.options.length === 0;
  return (
    <div>
      <ul className={styles.choices} data-scale={scale || undefined}>
        {choicesOf(item).map(({ value, text: said }) => (
          <li key={value}>
            <button type="button" aria-pressed={chosen === value} onClick={() => onChoose(value)}>
              {said ?? value}
            </button>
          </li>
        ))}
      </ul>
      {scale && item.ends ? (
        <p className={styles.ends}>
          <span>{item.ends[0]}</span>
          <span>{item.ends[1]}</span>
        </p>
      ) : null}
    </div>
  );
}

function Review({
  instrument,
  answers,
  onStep,
  onSend,
}: {
  instrument: Instrument;
  answers: Answers;
  onStep: (step: number) => void;
  onSend: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const empty = Object.keys(answers).length === 0;
  const help = helpOf(instrument, answers);
  return (
    <section className={styles.step}>
      {help ? <HelpCard help={help} /> : null}
      <h2 ref={heading} tabIndex={-1} className={styles.question}>
        {text.review}
      </h2>
      <ul className={styles.review}>
        {instrument.items.map((item, place) => {
          const value = answers[item.id];
          return (
            <li key={item.id}>
              <button type="button" onClick={() => onStep(place)}>
                <span>
                  <span className={styles.asked}>{item.text}</span>
                  <strong data-none={value === undefined || undefined}>
                    {value === undefined ? words.measures.leftOut : answerWords(item, value)}
                  </strong>
                </span>
                <IconPencil size={18} aria-hidden="true" />
                <span className="ct-hidden">{text.change}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {empty ? <p className={styles.stem}>{text.allLeftOut}</p> : null}
      <Button variant="filled" size="lg" onClick={onSend} disabled={empty}>
        {text.send}
      </Button>
    </section>
  );
}

/** Numbers choose an answer in its order, Backspace goes back; a held modifier is somebody else's. */
function useKeys(item: MeasureItem | undefined, choose: (value: number) => void, back: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !item) return;
      if (event.target instanceof HTMLInputElement || document.querySelector("dialog[open]")) return;
      if (event.key === "Backspace") back();
      const choice = item.options.length > 0 ? choicesOf(item)[Number(event.key) - 1] : undefined;
      if (choice) choose(choice.value);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

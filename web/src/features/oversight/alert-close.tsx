/** Looking into an alert, and closing it with what came of it. */
import { Button, Radio, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AlertLine, AlertOutcome } from "../../client/types";
import { alertWords } from "../../i18n/alerts";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useDraft } from "../../ui/use-draft";
import styles from "./alert.module.css";
import { useCloseAlert, useLookIntoAlert } from "./commands";

const text = alertWords;
const OUTCOMES = Object.keys(text.outcomes) as AlertOutcome[];

/** Its owner's one act: to take it, and then to close it. */
export function AlertActs({ one }: { one: AlertLine }) {
  return one.state === "open" ? <Take one={one} /> : one.state === "looking" ? <Close one={one} /> : null;
}

function Take({ one }: { one: AlertLine }) {
  const take = useLookIntoAlert();
  const tell = useTell();
  return (
    <div className={styles.form}>
      <FormError error={take.error} />
      <Button
        variant="filled"
        className={styles.act}
        loading={take.isPending}
        onClick={() => take.mutate({ alert_id: one.id }, { onSuccess: () => tell({ text: text.taken }) })}
      >
        {text.take}
      </Button>
    </div>
  );
}

function Close({ one }: { one: AlertLine }) {
  const [outcome, setOutcome] = useState<AlertOutcome>();
  const [said, setSaid] = useDraft(`alert.${one.id}`);
  const [tried, setTried] = useState(false);
  const close = useCloseAlert();
  const tell = useTell();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!outcome || said.trim() === "") return;
    close.mutate(
      { alert_id: one.id, outcome, words: said.trim() },
      {
        onSuccess: () => {
          setSaid("");
          tell({ text: text.close.done });
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label={text.close.title}>
      <h2>{text.close.title}</h2>
      <Radio.Group
        label={text.close.outcome}
        value={outcome ?? ""}
        onChange={(value) => setOutcome(OUTCOMES.find((known) => known === value))}
        error={tried && !outcome && text.close.missingOutcome}
      >
        <div className={styles.outcomes}>
          {OUTCOMES.map((value) => (
            <Radio
              key={value}
              value={value}
              label={text.outcomes[value]}
              description={text.outcomeNotes[value]}
            />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={text.close.words}
        description={text.close.hint}
        minRows={3}
        maxLength={2000}
        autosize
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        error={tried && said.trim() === "" && text.close.missing}
      />
      <FormError error={close.error} />
      <Button type="submit" variant="filled" className={styles.act} loading={close.isPending}>
        {text.close.button}
      </Button>
    </form>
  );
}

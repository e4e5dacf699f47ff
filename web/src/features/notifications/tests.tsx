/** Having something sent to oneself: what became of it is said beside the button. */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Notice, NoticeChannel, Notifications } from "../../client/types";
import { words } from "../../i18n";
import cards from "../../ui/card-rows.module.css";
import { FormError } from "../../ui/states";
import { useTryChannel } from "./commands";
import styles from "./notifications.module.css";

const text = words.notifications;
/** So long a test may be on its way before it is said that it takes longer. */
const LATE = 30_000;

export function Tests({ own, onWaiting }: { own: Notifications; onWaiting: (waiting: boolean) => void }) {
  return (
    <section className={cards.section} aria-labelledby="tests">
      <header className={cards.head}>
        <h2 id="tests">{text.tests}</h2>
      </header>
      <p className={styles.lead}>{text.testsNote}</p>
      {own.connected.map((channel) => (
        <Test key={channel} channel={channel} last={own.last} onWaiting={onWaiting} />
      ))}
    </section>
  );
}

interface Props {
  channel: NoticeChannel;
  last: Notice[];
  onWaiting: (waiting: boolean) => void;
}

function Test({ channel, last, onWaiting }: Props) {
  const send = useTryChannel();
  const [late, setLate] = useState(false);
  const outcome = last.find(({ id }) => id === send.data?.id)?.outcome ?? null;
  const waiting = send.isSuccess && outcome === null && !late;
  useEffect(() => {
    if (!waiting) return;
    onWaiting(true);
    const timer = window.setTimeout(() => setLate(true), LATE);
    return () => {
      onWaiting(false);
      window.clearTimeout(timer);
    };
  }, [waiting, onWaiting]);
  const said = outcome ? wordsOf(outcome, channel) : waiting ? text.testing : late ? text.testLate : null;
  return (
    <div className={cards.row}>
      <span className={cards.what}>
        <strong>{text.channels[channel]}</strong>
        <span role="status">{said}</span>
      </span>
      <Button
        aria-label={text.testOf(text.channels[channel])}
        loading={send.isPending || waiting}
        onClick={() => {
          setLate(false);
          send.mutate({ channel, at: Date.now() });
        }}
      >
        {text.test}
      </Button>
      <FormError error={send.error} />
    </div>
  );
}

function wordsOf(outcome: NonNullable<Notice["outcome"]>, channel: NoticeChannel): string {
  const found = text.tested[outcome];
  return typeof found === "string" ? found : found[channel];
}

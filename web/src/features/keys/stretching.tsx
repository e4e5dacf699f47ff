/** While a passphrase is stretched: that it takes a moment, and a way to stop it. */
import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import styles from "./keys.module.css";

const text = keyWords;

/** What stops the work that is going on; leaving the page stops it too. */
export function useStopping() {
  const present = useRef<AbortController | null>(null);
  const stop = () => present.current?.abort();
  useEffect(() => () => present.current?.abort(), []);
  return {
    begin: (): AbortSignal => {
      stop();
      present.current = new AbortController();
      return present.current.signal;
    },
    stop,
    /** It did not fail; somebody stopped it. */
    stopped: (error: unknown) => error instanceof DOMException && error.name === "AbortError",
  };
}

export function Stretching({ onStop }: { onStop: () => void }) {
  return (
    <div className={styles.form} role="status">
      <p className={styles.muted}>{text.stretching}</p>
      <progress className={styles.progress} aria-label={text.stretching} />
      <Button onClick={onStop}>{words.common.cancel}</Button>
    </div>
  );
}

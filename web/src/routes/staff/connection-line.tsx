/** Says that the page is not live, and nothing while it is. */
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { words } from "../../i18n";
import { useConnection } from "../../live/session";
import styles from "./connection-line.module.css";

/** A blink of the line is no news. */
const PATIENCE = 1_500;

export function ConnectionLine() {
  const { state } = useConnection();
  const [shown, setShown] = useState<"offline" | "reconnecting" | null>(null);
  useEffect(() => {
    if (state === "open" || state === "closed" || state === "refused") {
      setShown(null);
      return;
    }
    const timer = window.setTimeout(() => setShown(navigator.onLine ? "reconnecting" : "offline"), PATIENCE);
    return () => window.clearTimeout(timer);
  }, [state]);
  if (!shown) return null;
  return (
    <p className={styles.line} role="status">
      {shown === "offline" ? (
        <IconCloudOff size={18} aria-hidden="true" />
      ) : (
        <IconRefresh size={18} aria-hidden="true" />
      )}
      {shown === "offline" ? words.shell.offline : words.shell.reconnecting}
    </p>
  );
}

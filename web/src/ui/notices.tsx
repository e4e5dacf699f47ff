/** Short news at the bottom of the work column: something was done, with a way to go there or take it back. */
import { IconX } from "@tabler/icons-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { words } from "../i18n";
import { IconButton } from "./icon-button";
import styles from "./notices.module.css";

export interface Notice {
  text: string;
  detail?: string;
  tone?: "good" | "info" | "warn";
  action?: { label: string; act: () => void };
}

interface Notices {
  shown: readonly (Notice & { key: number })[];
  tell: (notice: Notice) => void;
  dismiss: (key: number) => void;
}

const NoticesContext = createContext<Notices | null>(null);
const LASTS = 6_000;

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Notices["shown"]>([]);
  const next = useRef(0);
  const dismiss = useCallback(
    (key: number) => setShown((now) => now.filter((notice) => notice.key !== key)),
    [],
  );
  const tell = useCallback(
    (notice: Notice) => {
      next.current += 1;
      const key = next.current;
      setShown((now) => [...now.slice(-1), { ...notice, key }]);
      window.setTimeout(() => dismiss(key), LASTS);
    },
    [dismiss],
  );
  const value = useMemo(() => ({ shown, tell, dismiss }), [shown, tell, dismiss]);
  return <NoticesContext value={value}>{children}</NoticesContext>;
}

function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error("NoticesProvider is missing");
  return notices;
}

/** `const tell = useTell(); tell({ text: "Assigned to Anna" })`. */
export function useTell(): (notice: Notice) => void {
  return useNotices().tell;
}

/** Where they rise; the shell puts it into the work column, above bottom bar and composer. */
export function NoticeRegion() {
  const { shown, dismiss } = useNotices();
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {shown.map((notice) => (
        <div key={notice.key} className={styles.notice} data-tone={notice.tone ?? "good"}>
          <div className={styles.text}>
            <p className={styles.title}>{notice.text}</p>
            {notice.detail ? <p className={styles.detail}>{notice.detail}</p> : null}
          </div>
          {notice.action ? (
            <button
              type="button"
              className={styles.action}
              onClick={() => {
                notice.action?.act();
                dismiss(notice.key);
              }}
            >
              {notice.action.label}
            </button>
          ) : null}
          <IconButton label={words.common.close} size={28} onClick={() => dismiss(notice.key)}>
            <IconX size={16} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

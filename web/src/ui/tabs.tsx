/** A row of tabs: one is open, arrows walk, the others are skipped by Tab. */
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import styles from "./tabs.module.css";

export interface Tab {
  id: string;
  label: ReactNode;
}

interface Props {
  label: string;
  tabs: readonly Tab[];
  present: string | null;
  onOpen: (id: string) => void;
}

export function Tabs({ label, tabs, present, onOpen }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = (tabs.findIndex((tab) => tab.id === present) + step + tabs.length) % tabs.length;
    const next = tabs[index];
    if (!next) return;
    onOpen(next.id);
    row.current?.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus();
  };
  return (
    <div ref={row} className={styles.tabs} role="tablist" aria-label={label} data-scrolls onKeyDown={walk}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === present}
          tabIndex={tab.id === present || present === null ? 0 : -1}
          className={styles.tab}
          onClick={() => onOpen(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

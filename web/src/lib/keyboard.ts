/** Keyboard shortcuts: one listener, quiet while somebody is typing or a dialog is open. */
import { useEffect, useRef } from "react";

export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** True where a plain letter is text and not a command. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function nameOf(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? "mod+" : "";
  const alt = event.altKey ? "alt+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return control + alt + key;
}

/** How long after "g" the second letter of a sequence counts, by when they were pressed and not by when they are heard. */
const SEQUENCE = 1_200;
let last = { leads: false, at: 0 };
/** Whether the key that is heard now was pressed soon after "g". */
let led = false;

/** "g t" when t comes soon after g; the sequence wins over the letter alone. */
function sequenceOf(name: string): string {
  return led ? `g ${name}` : name;
}

// Before every other listener of the same key.
document.addEventListener(
  "keydown",
  (event) => {
    led = last.leads && event.timeStamp - last.at < SEQUENCE;
    last = { leads: nameOf(event) === "g" && !isTyping(event.target), at: event.timeStamp };
  },
  { capture: true },
);

/**
 * Listens for keys on the whole page: "j", "?", "g t", "mod+k", "alt+ArrowDown", "Escape".
 * Keys with mod or alt work while typing too; nothing works below an open dialog.
 */
export function useShortcuts(shortcuts: Shortcuts, active = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = sequenceOf(nameOf(event));
      const act = latest.current[name];
      if (!act) return;
      const combined = name.startsWith("mod+") || name.startsWith("alt+");
      if (!combined && isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [active]);
}

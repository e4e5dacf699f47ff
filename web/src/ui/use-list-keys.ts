/** j and k (and arrows) walk a list; the row that has the focus is the one that letters act on. */
import { type RefObject, useRef } from "react";
import { type Shortcuts, useShortcuts } from "../lib/keyboard";

/**
 * Rows carry `data-row` with their id and are focusable (a link, a button, or `tabIndex={0}`).
 * `letters` get the id of the focused row, else of the first.
 */
export function useListKeys(
  letters: Readonly<Record<string, (id: string) => void>> = {},
): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  // A list that is put aside keeps still: what one does not see is not acted on.
  const rows = () =>
    list.current?.closest("[hidden]")
      ? []
      : [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const present = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (step: number) => {
    const all = rows();
    const target = all[Math.min(all.length - 1, Math.max(0, present() + step))];
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
  };
  const shortcuts: Record<string, Shortcuts[string]> = { j: () => go(1), k: () => go(-1) };
  for (const [key, act] of Object.entries(letters)) {
    shortcuts[key] = () => {
      const all = rows();
      const id = (all[present()] ?? all[0])?.dataset.row;
      if (id) act(id);
    };
  }
  useShortcuts(shortcuts);
  return list;
}

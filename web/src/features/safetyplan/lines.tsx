/** The lines of one step, as they are written: one more at any time, with a number to call where one calls somebody. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { SafetyPlanLine } from "../../client/types";
import { words } from "../../i18n";
import styles from "./editor.module.css";
import { CALLS, LONGEST_LINE, LONGEST_PHONE, MOST_LINES, type Step } from "./writing";

const text = words.safetyplan;

interface Props {
  step: Step;
  lines: readonly SafetyPlanLine[];
  onChange: (lines: readonly SafetyPlanLine[]) => void;
}

export function Lines({ step, lines, onChange }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const added = useRef(false);
  useEffect(() => {
    if (added.current) list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus();
    added.current = false;
  });
  const set = (at: number, change: Partial<SafetyPlanLine>) =>
    onChange(lines.map((line, place) => (place === at ? { ...line, ...change } : line)));
  const add = () => {
    added.current = true;
    onChange([...lines, { words: "", phone: null }]);
  };
  const full = lines.length >= MOST_LINES;
  // Enter makes the next line, as on paper; in an empty one it goes on to the next step.
  const keys = (event: KeyboardEvent, line: SafetyPlanLine) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || line.words.trim() === "" || full) return;
    event.preventDefault();
    add();
  };
  return (
    <>
      <p className={styles.note}>{text.steps[step].hint}</p>
      <ul ref={list} className={styles.lines}>
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <li key={place} data-calls={CALLS.has(step) || undefined}>
            <TextInput
              aria-label={text.line(place + 1)}
              placeholder={place === 0 ? text.steps[step].example : undefined}
              maxLength={LONGEST_LINE}
              value={line.words}
              onChange={(event) => set(place, { words: event.currentTarget.value })}
              onKeyDown={(event) => keys(event, line)}
            />
            {CALLS.has(step) ? (
              <TextInput
                type="tel"
                aria-label={text.phoneOf(place + 1)}
                placeholder={text.phone}
                maxLength={LONGEST_PHONE}
                value={line.phone ?? ""}
                onChange={(event) => set(place, { phone: event.currentTarget.value || null })}
                onKeyDown={(event) => keys(event, line)}
              />
            ) : null}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={text.removeLine(place + 1)}
              disabled={lines.length === 1 && line.words === ""}
              onClick={() => onChange(lines.filter((_, at) => at !== place))}
            >
              <IconX size={18} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {full ? (
        <p className={styles.note}>{text.full(MOST_LINES)}</p>
      ) : (
        <div>
          <Button variant="subtle" color="accent" leftSection={<IconPlus size={18} />} onClick={add}>
            {text.addLine}
          </Button>
        </div>
      )}
    </>
  );
}

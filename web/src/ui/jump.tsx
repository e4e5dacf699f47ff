/** A dialog in which one types a few letters and goes somewhere. */
import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { words } from "../i18n";
import styles from "./jump.module.css";

export interface JumpTarget {
  id: string;
  group: string;
  label: string;
  note?: string;
  mark: ReactNode;
  /** Found by somebody who knows more names than stand here. */
  found?: boolean;
  open: () => void;
}

const SHOWN = 12;

/** Letters without their accents, so that "anais" finds "Anaïs". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function fits(target: JumpTarget, query: string): boolean {
  const text = plain(`${target.label} ${target.note ?? ""}`);
  return plain(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface Props {
  opened: boolean;
  onClose: () => void;
  targets: readonly JumpTarget[];
  query: string;
  onQuery: (query: string) => void;
  /** More is on its way. */
  coming: boolean;
}

export function JumpDialog({ opened, onClose, targets, query, onQuery, coming }: Props) {
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = targets.filter((target) => target.found || fits(target, query)).slice(0, SHOWN);
  const present = Math.min(chosen, found.length - 1);

  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!opened) return;
    setChosen(0);
    // A dialog closed a moment ago still gives the focus back behind this one: what is typed belongs here.
    const keep = (event: Event) => {
      if (event.target !== field.current) field.current?.focus();
    };
    document.addEventListener("focusin", keep);
    document.addEventListener("keydown", keep, { capture: true });
    return () => {
      document.removeEventListener("focusin", keep);
      document.removeEventListener("keydown", keep, { capture: true });
    };
  }, [opened]);

  const go = (target: JumpTarget | undefined) => {
    if (!target) return;
    onClose();
    target.open();
  };
  const steer = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((present + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(found[present]);
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size={600}
      padding={0}
      attributes={{ content: { "aria-label": words.shell.jumpTitle } }}
    >
      <div className={styles.top}>
        <IconSearch size={20} aria-hidden="true" />
        <input
          ref={field}
          className={styles.input}
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[present] ? `${list}-${present}` : undefined}
          aria-label={words.shell.jumpPlaceholder}
          placeholder={words.shell.jumpPlaceholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            onQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={steer}
        />
      </div>
      <div id={list} role="listbox" aria-label={words.shell.jumpTitle} className={styles.list}>
        {found.map((target, index) => (
          <div key={target.id} role="presentation">
            {target.group !== found[index - 1]?.group ? <p className={styles.group}>{target.group}</p> : null}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text field above */}
            <div
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === present}
              className={styles.target}
              onMouseMove={() => setChosen(index)}
              onClick={() => go(target)}
            >
              <span className={styles.mark} aria-hidden="true">
                {target.mark}
              </span>
              <span className={styles.label}>{target.label}</span>
              {target.note ? <span className={styles.note}>{target.note}</span> : null}
            </div>
          </div>
        ))}
        {found.length === 0 ? (
          <p className={styles.nothing} role="status">
            {coming ? words.common.loading : words.shell.jumpNothing(query)}
          </p>
        ) : null}
      </div>
      <p className={styles.hint}>{words.shell.jumpHint}</p>
    </Modal>
  );
}

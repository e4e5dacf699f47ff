/** Whether a message can wait: a quiet choice, and what it means where it cannot. */
import { Menu, Select } from "@mantine/core";
import { IconAlertTriangle, IconFlag, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { words } from "../../i18n";
import type { Urgency } from "../../talk/transport";
import { Chip } from "../../ui/chip";
import composer from "./composer.module.css";
import styles from "./urgency.module.css";

const text = words.messaging.urgency;

/** How soon; and why, once it is chosen. */
export interface Chosen {
  priority: Urgency["priority"];
  cause: Urgency["cause"] | null;
}

/** Beside who sent it: how soon it is wanted, in the words of who reads it. */
export function UrgencyChip({
  priority,
  voice,
}: {
  priority: Chosen["priority"];
  voice: "staff" | "patient";
}) {
  return (
    <Chip tone="danger" icon={<IconAlertTriangle aria-hidden="true" />}>
      {text[voice].levels[priority]}
    </Chip>
  );
}

interface Props {
  chosen: Chosen | null;
  onChange: (chosen: Chosen | null) => void;
  voice: "staff" | "patient";
}

export const PRIORITIES: readonly Chosen["priority"][] = ["urgent", "stat"];
export const CAUSES = Object.keys(text.causes) as Urgency["cause"][];

export function PriorityMenu({ chosen, onChange, voice }: Props) {
  const said = text[voice];
  return (
    <Menu position="top-start" width={320}>
      <Menu.Target>
        <button
          type="button"
          className={composer.add}
          data-urgent={chosen !== null || undefined}
          aria-label={`${text.label}: ${said.levels[chosen?.priority ?? "routine"]}`}
        >
          <IconFlag size={16} aria-hidden="true" />
          {said.levels[chosen?.priority ?? "routine"]}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChange(null)}>
          <Level name={said.levels.routine} hint={said.hints.routine} />
        </Menu.Item>
        {PRIORITIES.map((priority) => (
          <Menu.Item key={priority} onClick={() => onChange({ priority, cause: chosen?.cause ?? null })}>
            <Level name={said.levels[priority]} hint={said.hints[priority]} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Level({ name, hint }: { name: string; hint: string }) {
  return (
    <span className={styles.level}>
      {name}
      <span className={styles.hint}>{hint}</span>
    </span>
  );
}

/** Why it cannot wait, who is told of it (`children`), and the way back. */
export function UrgencyLine({
  chosen,
  onChange,
  voice,
  children,
}: Props & { chosen: Chosen; children: ReactNode }) {
  const large = voice === "patient";
  return (
    <fieldset className={styles.line}>
      <legend className="ct-hidden">{text[voice].levels[chosen.priority]}</legend>
      <IconAlertTriangle className={styles.icon} size={20} aria-hidden="true" />
      <Select
        className={styles.cause}
        size={large ? "md" : "sm"}
        aria-label={text.cause}
        placeholder={text.causePick}
        value={chosen.cause}
        maxDropdownHeight={320}
        data={CAUSES.map((value) => ({ value, label: text.causes[value] }))}
        onChange={(value) => onChange({ ...chosen, cause: CAUSES.find((one) => one === value) ?? null })}
        comboboxProps={{ position: "top-start" }}
      />
      <button
        type="button"
        className={styles.back}
        aria-label={text.back}
        title={text.back}
        onClick={() => onChange(null)}
      >
        <IconX size={18} aria-hidden="true" />
      </button>
      <div className={styles.told}>{children}</div>
    </fieldset>
  );
}

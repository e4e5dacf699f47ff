/** What is still to be filled in before a message can go: each gap by its name, one press away. */
import { IconX } from "@tabler/icons-react";
import { words } from "../../i18n";
import type { Gap } from "../../lib/gaps";
import styles from "./open-gaps.module.css";

const text = words.phrases;

interface Props {
  gaps: readonly Gap[];
  /** Somebody wanted to send. */
  asked: boolean;
  onFill: (gap: Gap) => void;
  onTakeOut: (gap: Gap) => void;
}

export function OpenGaps({ gaps, asked, onFill, onTakeOut }: Props) {
  if (gaps.length === 0) return null;
  return (
    <div className={styles.gaps} data-asked={asked || undefined}>
      <p role={asked ? "alert" : undefined}>{text.open(gaps.length)}</p>
      <ul>
        {gaps.map((gap) => (
          <li key={gap.from}>
            <button type="button" aria-label={text.fill(gap.name)} onClick={() => onFill(gap)}>
              {gap.name}
            </button>
            <button
              type="button"
              className={styles.out}
              aria-label={text.takeOut(gap.name)}
              title={text.takeOut(gap.name)}
              onClick={() => onTakeOut(gap)}
            >
              <IconX size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** By which rules a course is put into a word, and where their numbers come from. */
import type { NeedsPage } from "../../client/types";
import { words } from "../../i18n";
import { outcomeWords } from "../../i18n/outcomes";
import styles from "./outcomes.module.css";

const text = outcomeWords.needs;
const USED = [
  "rise-from-baseline",
  "rise-since-last",
  "remission-below",
  "response-percent",
  "reliable-change",
];

export function HowTold({ page }: { page: NeedsPage }) {
  const basis = words.measures.basis;
  return (
    <details className={styles.cites}>
      <summary>{text.how}</summary>
      <p>{text.howBody}</p>
      <ul>
        {page.rules
          .filter(({ name }) => USED.includes(name))
          .map(({ name, value, item, cite, basis: how }) => (
            <li key={name}>
              {words.measures.rules[name](value, item)}. {cite} ({basis[how]})
            </li>
          ))}
        <li>
          {text.settled(page.settled.value)}. {page.settled.cite} ({basis[page.settled.basis]})
        </li>
      </ul>
      <p>{outcomeWords.draft}</p>
    </details>
  );
}

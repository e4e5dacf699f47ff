/** A year in colours: a table of months and days, each day by colour and height, and the same as numbers. */
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Mood } from "../../client/types";
import { words } from "../../i18n";
import { shortMonth } from "../../lib/dates";
import { IconButton } from "../../ui/icon-button";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { daysOf, MOODS, moodOfDays, type Said } from "./entry";
import { Face } from "./faces";
import styles from "./year.module.css";

const text = words.diary;
const LONGEST_MONTH = 31;
const DAYS = Array.from({ length: LONGEST_MONTH }, (_, n) => n + 1);

export function Year({ entries, present }: { entries: readonly Said[]; present: number }) {
  const [year, setYear] = useState(present);
  const moods = moodOfDays(entries);
  const first = Math.min(present, ...entries.map(({ day }) => Number(day.slice(0, 4))));
  const months = Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, "0")}`);
  return (
    <Panel
      title={text.year}
      aside={
        first < present ? (
          <span className={styles.turn}>
            <IconButton label={text.previousYear} disabled={year <= first} onClick={() => setYear(year - 1)}>
              <IconChevronLeft size={18} />
            </IconButton>
            {year}
            <IconButton label={text.nextYear} disabled={year >= present} onClick={() => setYear(year + 1)}>
              <IconChevronRight size={18} />
            </IconButton>
          </span>
        ) : null
      }
    >
      <PanelText>
        <p className={panel.note}>{text.yearBody}</p>
        <table className={styles.year}>
          <caption className="ct-hidden">{text.yearOf(year)}</caption>
          <colgroup>
            <col className={styles.name} />
          </colgroup>
          <tbody>
            {months.map((month) => (
              <tr key={month}>
                <th scope="row">{shortMonth(month)}</th>
                {DAYS.map((day) => (
                  <Day key={day} mood={moods.get(dayOf(month, day))} is={day <= daysOf(month)} number={day} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <ul className={styles.legend} aria-hidden="true">
          {MOODS.map((mood) => (
            <li key={mood}>
              <span className={styles.day}>
                <span data-mood={mood} />
              </span>
              {text.moods[mood]}
            </li>
          ))}
        </ul>
        <Numbers months={months} moods={moods} />
      </PanelText>
    </Panel>
  );
}

function dayOf(month: string, day: number): string {
  return `${month}-${String(day).padStart(2, "0")}`;
}

function Day({ mood, is, number }: { mood: Mood | undefined; is: boolean; number: number }) {
  if (!is) return <td />;
  return (
    <td className={styles.day}>
      {mood ? (
        <>
          <span data-mood={mood} />
          <span className="ct-hidden">
            {number}: {text.moods[mood]}
          </span>
        </>
      ) : null}
    </td>
  );
}

/** How many days of each face a month had. */
function Numbers({ months, moods }: { months: readonly string[]; moods: ReadonlyMap<string, Mood> }) {
  const count = (month: string, mood: Mood) =>
    [...moods].filter(([day, one]) => one === mood && day.startsWith(month)).length;
  const had = months.filter((month) => MOODS.some((mood) => count(month, mood) > 0));
  if (had.length === 0) return null;
  return (
    <details className={styles.numbers}>
      <summary>{text.asTable}</summary>
      <table>
        <thead>
          <tr>
            <td />
            {MOODS.map((mood) => (
              <th key={mood} scope="col">
                <Face mood={mood} size={22} />
                {text.moods[mood]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {had.map((month) => (
            <tr key={month}>
              <th scope="row">{shortMonth(month)}</th>
              {MOODS.map((mood) => (
                <td key={mood}>{count(month, mood)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

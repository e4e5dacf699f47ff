/** Time to response, and drop-out; and by which numbers all of it is counted. */
import type { Outcomes } from "../../client/types";
import { words } from "../../i18n";
import { outcomeWords as text } from "../../i18n/outcomes";
import { FigureCard, Num } from "../../ui/figure-card";
import card from "../../ui/figure-card.module.css";
import { Rows } from "./behind";
import styles from "./outcomes.module.css";
import type { Breadth } from "./queries";

interface Props {
  all: Outcomes;
  breadth: Breadth;
}

export function TimeToResponse({ all, breadth }: Props) {
  const { people, responded, not_yet, median_days } = all.response_time;
  const half =
    median_days === null ? (people === null ? text.tooFew : text.time.notYet) : text.time.days(median_days);
  return (
    <FigureCard title={text.time.title} about={text.time.about}>
      <dl className={card.numbers}>
        <Num name={text.time.half}>
          {median_days === null ? <span className={card.few}>{half}</span> : half}
        </Num>
        <Num name={text.counts.responded}>
          <Rows
            breadth={breadth}
            figure="response-time"
            wanted={{ counted_as: "responded" }}
            count={responded}
          />
        </Num>
        <Num name={text.counts["not-yet"]}>
          <Rows breadth={breadth} figure="response-time" wanted={{ counted_as: "not-yet" }} count={not_yet} />
        </Num>
      </dl>
    </FigureCard>
  );
}

export function DropOut({ all, breadth }: Props) {
  const { people, silent, days } = all.drop_out;
  return (
    <FigureCard title={text.dropOut.title} about={text.dropOut.about(days)}>
      <dl className={card.numbers}>
        <Num name={text.counts.silent}>
          <Rows
            breadth={breadth}
            figure="drop-out"
            wanted={{ counted_as: "silent" }}
            count={silent}
            of={people}
          />
        </Num>
        <Num name={text.dropOut.people}>
          <Rows breadth={breadth} figure="drop-out" count={people} />
        </Num>
      </dl>
    </FigureCard>
  );
}

/** Every number with its source, for who asks. */
export function Cites({ all }: { all: Outcomes }) {
  const cited = [
    { said: text.index(all.index_above.value), ...all.index_above },
    ...all.cites.map((mark) => ({ said: text.mark(mark.weeks, mark.window_days), ...mark })),
    { said: text.quiet(all.quiet_days.value), ...all.quiet_days },
  ];
  return (
    <details className={styles.cites}>
      <summary>{text.numbers}</summary>
      <ul>
        {cited.map(({ said, cite, basis }) => (
          <li key={said}>
            {said}. {cite} ({words.measures.basis[basis]})
          </li>
        ))}
      </ul>
      {all.signed_off ? null : <p>{text.draft}</p>}
    </details>
  );
}

/** The course of one instrument: where it stands, its chart, and the same as a table. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Instrument, MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { Chip } from "../../ui/chip";
import { MoreButton } from "../../ui/more-button";
import { Bone, ErrorState } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { Chart } from "./chart";
import styles from "./course.module.css";
import { Legend } from "./legend";
import { drawingOf, type Mark } from "./plot";
import { resultsQuery } from "./queries";
import { Table } from "./table";
import { bandWords, changeWords, plainWords, scoreWords, sinceWords } from "./words";

const text = words.measures;

interface Props {
  planId: string;
  instrument: Instrument;
  latest: MeasureResult | undefined;
  /** When the plan was changed, and when medicines began and ended. */
  marks: readonly Mark[];
  /** When it is asked for, and what one can do about that. */
  note?: ReactNode;
  acts?: ReactNode;
  /** Says "you" to the patient. */
  me?: string;
}

export function Course({ planId, instrument, latest, marks, note, acts, me }: Props) {
  const query = useInfiniteQuery(resultsQuery(planId, instrument.id));
  const now = useNow();
  const results = query.data?.pages.flatMap((page) => page.items) ?? [];
  const oldest = results.toReversed();
  const drawn = drawingOf(instrument, results);
  return (
    <section className={styles.course} aria-label={instrument.title}>
      <header className={styles.head}>
        <div className={styles.name}>
          <h2>{instrument.title}</h2>
          {note}
        </div>
        {acts}
      </header>
      {latest ? <Latest result={latest} instrument={instrument} /> : null}
      {query.isError && !query.data ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <Bone height={240} /> : null}
      {drawn ? (
        <>
          <Chart instrument={instrument} drawing={drawn} results={oldest} marks={marks} now={now} />
          <Legend drawing={drawn} results={oldest} marks={marks} now={now} />
        </>
      ) : null}
      {results.length > 0 ? (
        <details className={styles.details}>
          <summary>{text.history}</summary>
          <Table instrument={instrument} results={results} me={me} />
          <MoreButton pages={query} />
        </details>
      ) : null}
      <Rules instrument={instrument} />
    </section>
  );
}

function Latest({ result, instrument }: { result: MeasureResult; instrument: Instrument }) {
  const now = useNow();
  const band = instrument.high === null ? null : bandWords(result.band);
  const missing = result.missing.length;
  const plain = plainWords(result, instrument);
  return (
    <div className={styles.latest}>
      <p className={styles.score}>
        <strong>{scoreWords(result, instrument)}</strong> {band ? <span>{band}</span> : null}
        <span className={styles.when}>
          <TimeAgo at={result.at} />
        </span>
      </p>
      <p className={styles.since}>
        {missing > 0
          ? [text.incomplete(missing), plain ?? text.noTotalWhy].join(". ")
          : (plain ?? sinceWords(result, now))}
      </p>
      <ul className={styles.chips}>
        {changeWords(result).map((word) => (
          <li key={word}>
            <Chip tone={toneOf(word)}>{word}</Chip>
          </li>
        ))}
        {result.change?.deteriorated ? (
          <li>
            <Chip tone="warn">{text.deteriorated}</Chip>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function toneOf(word: string) {
  if (word === text.course.worsened) return "warn" as const;
  return word === text.course.unchanged ? ("neutral" as const) : ("good" as const);
}

/** Every number by which the score is read, with its source. */
function Rules({ instrument }: { instrument: Instrument }) {
  return (
    <details className={styles.details}>
      <summary>{text.about}</summary>
      {instrument.signed_off ? null : <p>{text.unsigned}</p>}
      <dl className={styles.rules}>
        {instrument.rules.map(({ name, value, item, cite, basis }) => (
          <div key={`${name} ${value} ${item}`}>
            <dt>{text.rules[name](value, item)}</dt>
            <dd>
              {cite} ({text.basis[basis]})
            </dd>
          </div>
        ))}
      </dl>
      {instrument.notice ? <p>{instrument.notice}</p> : null}
    </details>
  );
}

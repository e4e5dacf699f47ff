/** The answers to one instrument as a table, the newest first; what is missing says so. */
import type { Instrument, MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, exact, shortDate } from "../../lib/dates";
import { useNow } from "../../lib/now";
import styles from "./table.module.css";
import { answerWords, bandWords, changeWords, plainWords, scoreWords } from "./words";

const text = words.measures;

interface Props {
  instrument: Instrument;
  results: readonly MeasureResult[];
  me?: string | undefined;
}

export function Table({ instrument, results, me }: Props) {
  return (
    <table className={styles.table}>
      <caption className="ct-hidden">{text.chart(instrument.title)}</caption>
      <thead>
        <tr>
          <th scope="col">{text.table.when}</th>
          <th scope="col">{instrument.high === null ? text.table.answer : text.table.score}</th>
          <th scope="col">{text.table.means}</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <Row key={result.id} result={result} instrument={instrument} me={me} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ result, instrument, me }: { result: MeasureResult } & Omit<Props, "results">) {
  const now = useNow();
  const missed = result.kind === "missed";
  const at = new Date(result.at);
  const day = missed && result.due_on ? dateOf(result.due_on) : at;
  const by = result.recorded_by;
  const plain = plainWords(result, instrument);
  return (
    <tr data-missed={missed || undefined}>
      <th scope="row">
        <time dateTime={result.at} title={exact(at)}>
          {shortDate(day, now)}
        </time>
        {by && result.on_behalf ? <small>{text.byTeam(by.name)}</small> : null}
        {by && !result.on_behalf ? <small>{by.id === me ? text.byYou : text.byPatient}</small> : null}
      </th>
      <td>{scoreWords(result, instrument)}</td>
      <td>
        <span>{[meaning(result, instrument), plain].filter(Boolean).join(". ")}</span>
        {result.risks.map((risk) => (
          <small key={risk.number} className={styles.risk}>
            {riskWords(risk, instrument)}
          </small>
        ))}
        {result.looked_by ? (
          <small>
            {text.looked(result.looked_by.name, shortDate(new Date(result.looked_at ?? result.at), now))}
          </small>
        ) : null}
        {result.answers && plain === null ? (
          <Answers instrument={instrument} answers={result.answers} />
        ) : null}
      </td>
    </tr>
  );
}

function riskWords(
  { item, number, label, value }: MeasureResult["risks"][number],
  { items, high }: Instrument,
): string {
  const asked = items.find(({ id }) => id === item);
  return text.risk(number, label, asked && high === null ? answerWords(asked, value) : String(value));
}

function meaning(result: MeasureResult, instrument: Instrument): string {
  const { length } = result.missing;
  if (length > 0) return text.incomplete(length);
  const band = instrument.high === null ? null : bandWords(result.band);
  return [band, ...changeWords(result)].filter(Boolean).join(", ");
}

function Answers({ instrument, answers }: { instrument: Instrument; answers: Record<string, number> }) {
  return (
    <details className={styles.answers}>
      <summary>{text.answers}</summary>
      <ul>
        {instrument.items.map((item) => {
          const value = answers[item.id];
          return (
            <li key={item.id}>
              {text.answerWords(item.label, value === undefined ? text.leftOut : answerWords(item, value))}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

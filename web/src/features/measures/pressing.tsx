/** An answer that asks for somebody of the team to look, until one of them has said what they did. */
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Instrument, MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { TimeAgo } from "../../ui/time";
import styles from "./pressing.module.css";
import { bandWords } from "./words";

const text = words.measures;

interface Props {
  result: MeasureResult;
  instrument: Instrument;
  onReview: () => void;
}

export function PressingCard({ result, instrument, onReview }: Props) {
  const level = bandWords(result.band);
  return (
    <section className={styles.card} aria-label={text.riskTitle}>
      <IconAlertTriangle aria-hidden="true" size={20} />
      <div className={styles.words}>
        <h2>
          {text.riskTitle}. {result.pressing ? text.pressing[result.pressing] : null}
        </h2>
        <p>
          {instrument.id}:{" "}
          {result.risks.length > 0
            ? result.risks.map(({ number, label, value }) => text.risk(number, label, value)).join(", ")
            : level && text.riskTriage(level)}
          . <TimeAgo at={result.at} />
        </p>
        {result.pressing ? <p className={styles.note}>{text.paged[result.pressing]}</p> : null}
      </div>
      {result.may.includes("measure.review") ? (
        <Button variant="filled" color="danger" onClick={onReview}>
          {text.look}
        </Button>
      ) : null}
    </section>
  );
}

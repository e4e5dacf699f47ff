/** One integrity alert: what it means in plain words, who saw it, on what, where, since when, and what to do. */
import { Link } from "@tanstack/react-router";
import type { AlertLine } from "../../client/types";
import { words } from "../../i18n";
import { alertWords } from "../../i18n/alerts";
import { exact } from "../../lib/dates";
import { Fact, Facts } from "../../ui/facts";
import { roleWord } from "../../ui/person";
import styles from "./alert.module.css";
import { placeWords } from "./alert-row";

const text = alertWords;

export function AlertFacts({ one }: { one: AlertLine }) {
  return (
    <div className={styles.about}>
      <section className={styles.section}>
        <h2>{text.means}</h2>
        <p className={styles.means}>{text.what[one.what].means}</p>
      </section>
      <Facts>
        <Fact name={text.facts.who}>
          <Link to="/oversight/people/$personId" params={{ personId: one.who.id }} className={styles.link}>
            {one.who.name}
          </Link>{" "}
          <span className={styles.muted}>{words.oversight.asRole(roleWord(one.who.role))}</span>
        </Fact>
        <Fact name={text.facts.device}>{one.device || text.noDevice}</Fact>
        <Fact name={text.facts.since}>{exact(new Date(one.told_at))}</Fact>
        <Fact name={text.facts.where}>
          {one.plan_id ? (
            <Link to="/oversight/plans/$planId" params={{ planId: one.plan_id }} className={styles.link}>
              {placeWords(one)}
            </Link>
          ) : (
            placeWords(one)
          )}
        </Fact>
        {one.seq === null ? null : <Fact name={text.facts.entry}>{one.seq}</Fact>}
        {one.message_id === null ? null : <Fact name={text.facts.message}>{one.message_id}</Fact>}
        {one.handled_by ? <Fact name={text.facts.handled}>{one.handled_by.name}</Fact> : null}
        {one.closed_at ? <Fact name={text.facts.closed}>{exact(new Date(one.closed_at))}</Fact> : null}
      </Facts>
      {one.outcome ? (
        <section className={styles.section}>
          <h2>{text.facts.outcome}</h2>
          <p>
            <strong>{text.outcomes[one.outcome]}.</strong> {text.outcomeNotes[one.outcome]}
          </p>
          <p className={styles.words}>{one.words}</p>
        </section>
      ) : (
        <section className={styles.section}>
          <h2>{text.todo}</h2>
          <ol className={styles.steps}>
            {text.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

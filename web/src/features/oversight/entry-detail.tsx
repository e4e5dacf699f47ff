/** One entry in full: who, when, why, what it changed for those who may see that, and where it stands in the chain. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { EntryDetail as Detail, RowChange, TrailEntry } from "../../client/types";
import { words } from "../../i18n";
import { exact } from "../../lib/dates";
import { Problem } from "../../lib/problem";
import { Fact, Facts } from "../../ui/facts";
import { Avatar, roleWord } from "../../ui/person";
import { Bone, ErrorState } from "../../ui/states";
import styles from "./entry-detail.module.css";
import { organisationDetailQuery, planDetailQuery } from "./queries";
import { ReasonForm } from "./reason-form";
import { actWords, causeWords, goalWords, valueWords } from "./words";

const text = words.oversight;

export function EntryDetail({ entry }: { entry: TrailEntry }) {
  const cause = causeWords(entry);
  const because = cause?.replace(text.cause(""), "");
  return (
    <div className={styles.detail}>
      <div className={styles.lead}>
        <Avatar person={entry.actor} size={36} />
        <div>
          <h2 className={styles.title}>{actWords(entry)}</h2>
          <p className={styles.by}>
            {entry.actor.name} <span>{text.asRole(roleWord(entry.actor.role))}</span>
          </p>
        </div>
      </div>
      <Facts>
        <Fact name={text.facts.when}>{exact(new Date(entry.at))}</Fact>
        {entry.plan ? (
          <Fact name={text.facts.patient}>
            <Link to="/oversight/plans/$planId" params={{ planId: entry.plan.id }} className={styles.link}>
              {entry.plan.patient_name}
            </Link>
          </Fact>
        ) : null}
        {entry.goal ? <Fact name={text.facts.goal}>{goalWords(entry.goal)}</Fact> : null}
        {because ? <Fact name={text.facts.because}>{because}</Fact> : null}
        {entry.people.length > 0 ? (
          <Fact name={text.facts.with}>
            {entry.people.map((person) => (
              <PersonLink key={person.id} id={person.id} name={person.name} />
            ))}
          </Fact>
        ) : null}
        <Fact name={text.facts.who}>
          <PersonLink id={entry.actor.id} name={text.allBy(entry.actor.name)} />
        </Fact>
      </Facts>
      <section className={styles.section}>
        <h3>{text.whatChanged}</h3>
        <Changed entry={entry} />
      </section>
      <details className={styles.proof}>
        <summary>
          {text.proof}: {text.proofLine(entry.seq, text.streams[entry.stream_kind] ?? entry.stream_kind)}
        </summary>
        <dl>
          <dt>{text.stream}</dt>
          <dd>{entry.stream_id}</dd>
          <dt>{text.fingerprint}</dt>
          <dd>{entry.hash}</dd>
        </dl>
        <p>{text.verify}</p>
      </details>
    </div>
  );
}

function PersonLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/oversight/people/$personId" params={{ personId: id }} className={styles.link}>
      {name}
    </Link>
  );
}

/** Before and after; or the way to them; or why there is none. */
function Changed({ entry }: { entry: TrailEntry }) {
  if (entry.details === "closed") {
    const talk = entry.stream_kind === "conversation";
    return <p className={styles.closed}>{talk ? text.closed.conversation : text.closed.other}</p>;
  }
  if (entry.details === "reason" && entry.plan) return <ReasonForm planId={entry.plan.id} />;
  return <Opened entry={entry} />;
}

function Opened({ entry }: { entry: TrailEntry }) {
  const ofPlan = useQuery({ ...planDetailQuery(entry, entry.plan?.id ?? ""), enabled: entry.plan !== null });
  const ofClinic = useQuery({ ...organisationDetailQuery(entry), enabled: entry.plan === null });
  const { data, error, refetch } = entry.plan ? ofPlan : ofClinic;
  if (error instanceof Problem && error.slug === "needs-reason" && entry.plan)
    return <ReasonForm planId={entry.plan.id} />;
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <div className={styles.bones}>
        <Bone width="60%" />
        <Bone width="80%" />
      </div>
    );
  return <Rows detail={data} />;
}

function Rows({ detail }: { detail: Detail }) {
  if (!detail.kept) return <p className={styles.closed}>{text.notKept}</p>;
  const facts = Object.entries(detail.facts).flatMap(([name, value]) => {
    const label = text.fields[name];
    const said = valueWords("", name, value, detail.names);
    return label && said ? [{ label, said }] : [];
  });
  const rows = detail.rows.filter((row) => text.tables[row.table]);
  if (rows.length + facts.length === 0) return <p className={styles.closed}>{text.noRows}</p>;
  return (
    <>
      {facts.length > 0 && rows.length === 0 ? (
        <dl className={styles.values}>
          {facts.map(({ label, said }) => (
            <Value key={label} label={label} after={said} />
          ))}
        </dl>
      ) : null}
      {rows.map((row) => (
        <Row key={row.id} row={row} names={detail.names} />
      ))}
    </>
  );
}

function Row({ row, names }: { row: RowChange; names: Detail["names"] }) {
  const isNew = row.before === null;
  const values = Object.entries(row.after).flatMap(([column, after]) => {
    // The role says it in words.
    if (row.table === "relation" && column === "kind") return [];
    const label = text.fields[column];
    const said = valueWords(row.table, column, after, names);
    if (!label || said === null || (isNew && (said === text.nothing || after === false))) return [];
    const before = isNew ? null : valueWords(row.table, column, row.before?.[column], names);
    return [{ column, label, said, before }];
  });
  return (
    <div className={styles.row}>
      <h4>
        {text.tables[row.table]}
        {isNew ? <span>, {text.isNew}</span> : null}
      </h4>
      <dl className={styles.values}>
        {values.map(({ column, label, said, before }) => (
          <Value key={column} label={label} after={said} before={before} />
        ))}
      </dl>
    </div>
  );
}

function Value({ label, after, before }: { label: string; after: string; before?: string | null }) {
  return (
    <div className={styles.value}>
      <dt>{label}</dt>
      <dd>
        {before ? (
          <>
            <span className="ct-hidden">{text.before}: </span>
            <del>{before}</del>
            <span className="ct-hidden">, {text.after}: </span>
          </>
        ) : null}
        <ins data-plain={before ? undefined : true}>{after}</ins>
      </dd>
    </div>
  );
}

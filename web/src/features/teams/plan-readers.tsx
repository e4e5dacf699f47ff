/** Below a team: who of it does not read its conversations yet, or still could, and why. */
import { useQuery } from "@tanstack/react-query";
import type { Unconfirmed } from "../../client/types";
import { words } from "../../i18n";
import { KeysNeeded } from "../../keyring/needed";
import { failed } from "../../lib/problem";
import { ErrorState } from "../../ui/states";
import { useCoordinator } from "./confirming";
import { unconfirmedOfQuery } from "./queries";
import { ReaderRows } from "./reader-rows";
import styles from "./team-editor.module.css";

const text = words.teams.readers;

interface Props {
  planId: string;
  onCompare: (person: Unconfirmed["person"]) => void;
}

export function PlanReaders({ planId, onCompare }: Props) {
  const query = useQuery(unconfirmedOfQuery(planId));
  const own = useCoordinator();
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={styles.section} aria-label={text.title}>
      <h3 className={styles.subtitle}>{text.title}</h3>
      <div className={styles.bordered}>
        <ReaderRows items={items} own={own} onCompare={onCompare} />
        <KeysNeeded>{text.keysFor}</KeysNeeded>
      </div>
    </section>
  );
}

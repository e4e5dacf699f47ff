/** Identity officers' page: who waits for their keys to be confirmed, the words to compare, and one's own office. */
import { Button, Checkbox, Modal } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readPages } from "../../client/api";
import type { OwnOffice, Unattested } from "../../client/types";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import type { Own } from "../../keyring/own";
import { shortDate } from "../../lib/dates";
import cards from "../../ui/card-rows.module.css";
import { DialogFooter } from "../../ui/confirm";
import { MoreButton } from "../../ui/more-button";
import { useTell } from "../../ui/notices";
import { PersonLine } from "../../ui/person";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { usePersonKeys, Words } from "./compare";
import { rootsHash } from "./facts";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { useAttest } from "./offices";

const text = keyWords;
const waitingQuery = { ...readPages("/api/keys/unattested"), staleTime: 0 };

/** `office` is the identity office of one's own that is in force. */
export function Waiting({ own, office }: { own: Own; office: OwnOffice | undefined }) {
  const query = useInfiniteQuery(waitingQuery);
  const [chosen, setChosen] = useState<Unattested | null>(null);
  if (query.isError && !query.data)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <section className={cards.section}>
        <RowsSkeleton rows={3} avatar />
      </section>
    );
  const waiting = query.data.pages.flatMap(({ items }) => items);
  if (waiting.length === 0)
    return (
      <section className={cards.section}>
        <EmptyState icon={<IconUserCheck />} title={text.colleaguesNone} />
      </section>
    );
  return (
    <section className={cards.section} aria-label={text.colleagues}>
      {waiting.map((one) => (
        <div key={one.person.id} className={cards.row}>
          <span className={cards.what}>
            <PersonLine
              person={{ ...one.person, role: one.roles[0] ?? null }}
              note={[text.since(shortDate(new Date(one.since))), one.invited ? text.invited : ""]
                .filter(Boolean)
                .join(", ")}
            />
          </span>
          {one.person.id === own.ground.mine.person_id ? (
            <span className={styles.muted}>{text.notOneself}</span>
          ) : (
            <Button aria-label={text.compareWith(one.person.name)} onClick={() => setChosen(one)}>
              {text.compare}
            </Button>
          )}
        </div>
      ))}
      <MoreButton pages={query} />
      <Modal
        opened={chosen !== null}
        onClose={() => setChosen(null)}
        title={chosen ? text.wordsTitle(chosen.person.name) : ""}
        size={520}
      >
        {chosen ? <Attest own={own} office={office} waiting={chosen} onDone={() => setChosen(null)} /> : null}
      </Modal>
    </section>
  );
}

interface AttestProps {
  own: Own;
  office: OwnOffice | undefined;
  waiting: Unattested;
  onDone: () => void;
}

function Attest({ own, office, waiting, onDone }: AttestProps) {
  const { person } = waiting;
  const found = usePersonKeys(own, person.id, rootsHash(own.pins.roots));
  const [compared, setCompared] = useState(false);
  const [missing, setMissing] = useState(false);
  const queries = useQueryClient();
  const tell = useTell();
  const attest = useAttest();
  const known = found.data ?? null;
  const confirm = () => {
    setMissing(!compared);
    if (!compared || !known || !office) return;
    attest.mutate(
      { own, office, waiting, known },
      {
        onSuccess: () => {
          tell({ text: text.confirmed(person.name) });
          void queries.invalidateQueries({ queryKey: waitingQuery.queryKey });
          onDone();
        },
      },
    );
  };
  return (
    <div className={styles.form}>
      <Words found={found} name={person.name}>
        {text.officerBody(person.name)}
      </Words>
      {office ? null : <p className={styles.warning}>{text.officeFirst}</p>}
      {known && office ? (
        <Checkbox
          label={text.confirmWords(person.name)}
          checked={compared}
          onChange={(event) => setCompared(event.currentTarget.checked)}
          error={missing ? text.confirmMissing : null}
        />
      ) : null}
      {attest.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(attest.error)}
        </p>
      ) : null}
      <DialogFooter>
        <Button onClick={onDone}>{words.common.cancel}</Button>
        {known && office ? (
          <Button variant="filled" loading={attest.isPending} onClick={confirm}>
            {text.confirm}
          </Button>
        ) : null}
      </DialogFooter>
    </div>
  );
}

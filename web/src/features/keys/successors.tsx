/** Officers' list of people who lost everything: an identity officer compares words and signs, a coordinator signs too. */
import { Button, Checkbox, Modal } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readPages } from "../../client/api";
import type { WaitingSuccessor } from "../../client/types";
import { genesisOf } from "../../crypto/mh1/chains";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import { Alarm } from "../../keyring/alarm";
import { raise } from "../../keyring/keyring";
import type { Own } from "../../keyring/own";
import { readSuccession, type Succession } from "../../keyring/successor";
import { shortDate } from "../../lib/dates";
import cards from "../../ui/card-rows.module.css";
import { DialogFooter } from "../../ui/confirm";
import { MoreButton } from "../../ui/more-button";
import { useTell } from "../../ui/notices";
import { PersonLine } from "../../ui/person";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { rootsHash } from "./facts";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { type Offices, type Signing, signingOf, useSignSuccession } from "./succession";
import { WordList } from "./word-list";

const text = keyWords;
const successorsQuery = { ...readPages("/api/keys/successors"), staleTime: 0 };

/** Nothing where nobody waits. */
export function Successors({ own, offices }: { own: Own; offices: Offices }) {
  const query = useInfiniteQuery(successorsQuery);
  const [chosen, setChosen] = useState<WaitingSuccessor | null>(null);
  if (query.isError && !query.data)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const waiting = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className={cards.section} aria-label={text.lostSection}>
      <header className={cards.head}>
        <h2>{text.lostSection}</h2>
      </header>
      {waiting.map((one) => (
        <Row key={one.person.id} waiting={one} offices={offices} onChoose={() => setChosen(one)} />
      ))}
      <MoreButton pages={query} />
      <Modal
        opened={chosen !== null}
        onClose={() => setChosen(null)}
        title={chosen ? text.lostSignTitle(chosen.person.name) : ""}
        size={520}
      >
        {chosen ? <Sign own={own} waiting={chosen} offices={offices} onDone={() => setChosen(null)} /> : null}
      </Modal>
    </section>
  );
}

interface RowProps {
  waiting: WaitingSuccessor;
  offices: Offices;
  onChoose: () => void;
}

function Row({ waiting, offices, onChoose }: RowProps) {
  const { person, roles, asked_at, signed_by } = waiting;
  const signing = signingOf(waiting, offices);
  const note = [
    text.lostSince(shortDate(new Date(asked_at))),
    signed_by ? text.lostComparedBy(signed_by.name) : "",
  ];
  return (
    <div className={cards.row}>
      <span className={cards.what}>
        <PersonLine person={{ ...person, role: roles[0] ?? null }} note={note.filter(Boolean).join(", ")} />
      </span>
      {signing === null ? (
        <span className={styles.muted}>{signed_by ? text.lostForCoordinator : text.lostForOfficer}</span>
      ) : (
        <Button
          aria-label={
            signing.kind === "countersign"
              ? text.lostCountersignOf(person.name)
              : text.compareNewWith(person.name)
          }
          onClick={onChoose}
        >
          {signing.kind === "countersign" ? text.lostCountersign : text.compare}
        </Button>
      )}
    </div>
  );
}

interface Shown {
  readonly succession: Succession;
  readonly safety: readonly string[];
}

function useShown(own: Own, waiting: WaitingSuccessor) {
  return useQuery<Shown | null>({
    queryKey: ["succession of", waiting.person.id, waiting.entry, own.pinsVersion],
    staleTime: 0,
    gcTime: 0,
    retry: false,
    queryFn: async () => {
      const { safetyWords } = await import("./safety-words");
      try {
        const succession = await readSuccession(own, waiting);
        return (
          succession && {
            succession,
            safety: safetyWords(rootsHash(own.pins.roots), genesisOf(succession.next)),
          }
        );
      } catch (error) {
        if (error instanceof Alarm) raise(error);
        throw error;
      }
    },
  });
}

interface SignProps {
  own: Own;
  waiting: WaitingSuccessor;
  offices: Offices;
  onDone: () => void;
}

function Sign({ own, waiting, offices, onDone }: SignProps) {
  const found = useShown(own, waiting);
  const signing = signingOf(waiting, offices);
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <RowsSkeleton rows={3} />;
  if (found.data === null || signing === null) return <p>{text.wordsNone(waiting.person.name)}</p>;
  return <Confirm own={own} waiting={waiting} signing={signing} shown={found.data} onDone={onDone} />;
}

interface ConfirmProps extends Omit<SignProps, "offices"> {
  signing: Signing;
  shown: Shown;
}

function Confirm({ own, waiting, signing, shown, onDone }: ConfirmProps) {
  const { name } = waiting.person;
  const [ticked, setTicked] = useState(false);
  const [missing, setMissing] = useState(false);
  const queries = useQueryClient();
  const tell = useTell();
  const sign = useSignSuccession();
  const second = signing.kind === "countersign";
  const confirm = () => {
    setMissing(!ticked);
    if (!ticked) return;
    sign.mutate(
      { own, waiting, signing, succession: shown.succession },
      {
        onSuccess: () => {
          tell({ text: signing.kind === "half" ? text.lostSignedNow : text.lostDone(name) });
          void queries.invalidateQueries({ queryKey: successorsQuery.queryKey });
          onDone();
        },
      },
    );
  };
  return (
    <div className={styles.form}>
      <p>
        {second ? text.lostCountersignBody(waiting.signed_by?.name ?? "", name) : text.lostSignBody(name)}
      </p>
      {second ? null : <WordList safety={shown.safety} />}
      <p className={styles.warning}>{text.lostSignEnds(name)}</p>
      <Checkbox
        label={second ? text.lostCountersignTick(name) : text.lostSignTick(name)}
        checked={ticked}
        onChange={(event) => setTicked(event.currentTarget.checked)}
        error={missing ? text.confirmMissing : null}
      />
      {sign.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(sign.error)}
        </p>
      ) : null}
      <DialogFooter>
        <Button onClick={onDone}>{words.common.cancel}</Button>
        <Button variant="filled" color="danger" loading={sign.isPending} onClick={confirm}>
          {text.lostSignVerb}
        </Button>
      </DialogFooter>
    </div>
  );
}

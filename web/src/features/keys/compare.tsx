/** The words that two people compare, and what is known of the other's keys. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Bytes, hex } from "../../crypto/mh1/bytes";
import { genesisOf } from "../../crypto/mh1/chains";
import { keyWords } from "../../i18n/keys";
import { Alarm } from "../../keyring/alarm";
import { raise } from "../../keyring/keyring";
import type { Own } from "../../keyring/own";
import { type KnownPerson, readPerson } from "../../keyring/people";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { WordList } from "./word-list";

const text = keyWords;

interface WithWords extends KnownPerson {
  readonly safety: readonly string[];
}

/** Somebody's keys, read anew each time, and words of them and something else; what must not be is everybody's alarm. */
export function usePersonKeys(own: Own, personId: string, against: Bytes) {
  return useQuery<WithWords | null>({
    queryKey: ["keys of", personId, hex(against), own.pinsVersion],
    staleTime: 0,
    gcTime: 0,
    retry: false,
    queryFn: async () => {
      const { safetyWords } = await import("./safety-words");
      try {
        const known = await readPerson(own, personId);
        return known && { ...known, safety: safetyWords(against, genesisOf(known.chain)) };
      } catch (error) {
        if (error instanceof Alarm) raise(error);
        throw error;
      }
    },
  });
}

interface Props {
  found: ReturnType<typeof usePersonKeys>;
  name: string;
  /** What to do with the words. */
  children: ReactNode;
}

/** `found` is what `usePersonKeys` gives. */
export function Words({ found, name, children }: Props) {
  if (found.error instanceof Alarm)
    return (
      <p className={styles.alert} role="alert">
        {whatWentWrong(found.error)} {text.alertDo}
      </p>
    );
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <RowsSkeleton rows={3} />;
  if (found.data === null) return <p>{text.wordsNone(name)}</p>;
  return (
    <>
      <p>{children}</p>
      {found.data.renewed ? <p className={styles.warning}>{text.wordsRenewed(name)}</p> : null}
      <WordList safety={found.data.safety} />
      <p className={styles.muted}>{found.data.attested ? text.attested : text.notAttested}</p>
    </>
  );
}

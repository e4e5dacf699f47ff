/** New keys wait: the words to read out, how far the offices are, and a way back for who found what opens the old ones. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Bytes } from "../../crypto/mh1/bytes";
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import { readKeyring } from "../../keyring/keyring";
import { endSuccessor } from "../../keyring/server";
import { lookAgain } from "../../lib/look-again";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { rootsHash } from "./facts";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { WordList } from "./word-list";

const text = keyWords;

interface Props {
  ground: Ground;
  /** Of the keys that wait, where this browser made them; null where another did, and shows the words. */
  genesis: Bytes | null;
}

export function WaitingForOffices({ ground, genesis }: Props) {
  const { successor } = ground.mine;
  // The keys open by themselves once both offices have signed.
  useEffect(() => lookAgain(() => void readKeyring()), []);
  const end = useMutation<void, Error, void>({
    networkMode: "always",
    mutationFn: endSuccessor,
    onSuccess: () => readKeyring(),
  });
  return (
    <div className={styles.steps}>
      <h1>{text.lostWaiting}</h1>
      {genesis ? (
        <>
          <p>{text.lostCall}</p>
          <WordsFor ground={ground} genesis={genesis} />
        </>
      ) : (
        <p>{text.lostElsewhere(successor?.device ?? text.anotherBrowser)}</p>
      )}
      <p role="status" className={styles.muted}>
        {successor?.signed ? text.lostSigned : text.lostUnsigned}
      </p>
      <p className={styles.hint}>{text.lostMeanwhile}</p>
      {end.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(end.error)}
        </p>
      ) : null}
      <Button loading={end.isPending} onClick={() => end.mutate()}>
        {genesis ? text.lostFound : text.lostAgain}
      </Button>
    </div>
  );
}

/** The words of one's new keys and the clinic's. */
function WordsFor({ ground, genesis }: { ground: Ground; genesis: Bytes }) {
  const found = useQuery({
    queryKey: ["words of new keys", genesis.join()],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async () => {
      const { safetyWords } = await import("./safety-words");
      return safetyWords(rootsHash(ground.roots), genesis);
    },
  });
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  return found.data ? <WordList safety={found.data} /> : <RowsSkeleton rows={3} />;
}

/** When nothing is left that opens one's keys: what that means, new ones, and the words to read to an identity officer. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { Bytes } from "../../crypto/mh1/bytes";
import { genesisOf } from "../../crypto/mh1/chains";
import { newDevice } from "../../crypto/mh1/enrolment";
import { systemRandom } from "../../crypto/mh1/primitives";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import { readKeyring } from "../../keyring/keyring";
import { deposit, type Prepared, prepare } from "../../keyring/writes";
import { base64url } from "../../lib/base64url";
import { useSession } from "../../live/session";
import { whatWentWrong } from "./failing";
import { FirstKit } from "./first-kit";
import { useHereName } from "./here";
import { type Kit, newKit } from "./holders";
import styles from "./keys.module.css";

const text = keyWords;

/** New keys as they were sent, and their genesis. */
export interface MadeHere {
  readonly entry: string;
  readonly genesis: Bytes;
}

interface Props {
  ground: Ground;
  /** They wait now; which ones. */
  onMade: (made: MadeHere) => void;
  onBack: () => void;
}

export function LostAll({ ground, onMade, onBack }: Props) {
  const { home } = useSession();
  const name = useHereName();
  const make = useMutation<{ kit: Kit; at: Date }, Error, void>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async () => ({ kit: await newKit(ground.uid), at: new Date() }),
  });
  const prepared = useRef<Prepared | null>(null);
  const ask = useMutation<void, Error, Kit>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async (kit) => {
      prepared.current ??= await prepare(ground, newDevice(systemRandom), [kit.holder], null, name);
      const { chain, made } = prepared.current;
      await deposit(prepared.current);
      onMade({ entry: made.entries.map(base64url).join(), genesis: genesisOf(chain) });
      await readKeyring();
    },
  });
  const kit = make.data;
  if (kit)
    return (
      <FirstKit
        ground={ground}
        kit={kit.kit}
        at={kit.at}
        busy={ask.isPending}
        error={ask.error}
        onConfirmed={() => ask.mutate(kit.kit)}
      />
    );
  const body = text.lostBody[home === "home" ? "patient" : "staff"];
  return (
    <div className={styles.steps}>
      <h1>{text.lostTitle}</h1>
      {body.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p className={styles.warning}>{text.lostGone[home === "home" ? "patient" : "staff"]}</p>
      {make.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(make.error)}
        </p>
      ) : null}
      <Button variant="filled" loading={make.isPending} onClick={() => make.mutate()}>
        {text.lostStart}
      </Button>
      <Button onClick={onBack}>{words.common.back}</Button>
    </div>
  );
}

/** The old keys were closed, and no new ones have followed yet. */
export function Closed() {
  return (
    <div className={styles.steps}>
      <h1>{text.closedTitle}</h1>
      <p>{text.closedBody}</p>
      <Button onClick={() => void readKeyring()}>{text.alertAgain}</Button>
    </div>
  );
}

/** On the new device: a QR code and a code to type, until another device has added this one. */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import { readKeyring } from "../../keyring/keyring";
import { QrCode } from "../../ui/qr-code";
import { Bone } from "../../ui/states";
import { whatWentWrong } from "./failing";
import { fingerprintOf, joinCode, joinLink } from "./join-code";
import { askingNow, useAskToJoin, useEndJoining, type Waiting } from "./joining";
import styles from "./keys.module.css";

const text = keyWords;
const LOOK_EVERY = 2_000;

/** Looks while the page is visible; true once the question is no longer there. */
function useAnswer(waiting: Waiting | undefined): boolean {
  const [over, setOver] = useState(false);
  const id = waiting?.id;
  useEffect(() => {
    setOver(false);
    if (id === undefined) return;
    let stopped = false;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      // What cannot be asked now is asked again in two seconds.
      const asking = await askingNow().catch(() => null);
      if (stopped || asking === null || asking.some((one) => one.id === id)) return;
      stopped = true;
      setOver(true);
      await readKeyring();
    };
    const timer = window.setInterval(() => void look(), LOOK_EVERY);
    return () => {
      stopped = true;
      window.clearInterval(timer);
    };
  }, [id]);
  return over;
}

export function JoinHere({ ground, onStop }: { ground: Ground; onStop: () => void }) {
  const ask = useAskToJoin(ground);
  const end = useEndJoining();
  const { mutate } = ask;
  useEffect(() => mutate(), [mutate]);
  const over = useAnswer(ask.data);
  const stop = () => {
    if (ask.data && !over) end.mutate(ask.data.id);
    onStop();
  };
  return (
    <div className={styles.steps}>
      <h1>{text.joinTitle}</h1>
      {ask.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(ask.error)}
        </p>
      ) : over ? (
        <p role="status">{text.joinEnded}</p>
      ) : (
        <>
          <p>{text.joinBody}</p>
          {ask.data ? <Shown card={ask.data} /> : <Bone height={200} />}
          <p role="status" className={styles.muted}>
            {text.joinWaiting}
          </p>
        </>
      )}
      {over || ask.isError ? (
        <Button variant="filled" loading={ask.isPending} onClick={() => mutate()}>
          {text.joinAgain}
        </Button>
      ) : null}
      <Button onClick={stop}>{text.joinCancel}</Button>
    </div>
  );
}

function Shown({ card }: { card: Waiting }) {
  const fingerprint = fingerprintOf(card);
  return (
    <>
      <QrCode text={joinLink(window.location.origin, card.id, fingerprint)} label={text.joinQr} />
      <div>
        <p className={styles.hint}>{text.joinCode}</p>
        <p className={styles.code}>{joinCode(fingerprint)}</p>
      </div>
    </>
  );
}

/** Sets keys up: two sentences of why, the kit on paper, two of its groups typed, then they are published. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { type Device, newDevice } from "../../crypto/mh1/enrolment";
import { systemRandom } from "../../crypto/mh1/primitives";
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import type { LinkFacts } from "../../keyring/invited";
import { adopt } from "../../keyring/keyring";
import { forgetLink } from "../../keyring/link-kept";
import { keepDevice } from "../../keyring/store";
import { type Prepared, prepare, publish } from "../../keyring/writes";
import { useSession } from "../../live/session";
import { whatWentWrong } from "./failing";
import { FirstKit } from "./first-kit";
import { useHereName } from "./here";
import { type Kit, newKit } from "./holders";
import { type Token, tokenFor } from "./invited";
import styles from "./keys.module.css";

const text = keyWords;

interface Made {
  readonly kit: Kit;
  readonly device: Device;
  readonly at: Date;
  readonly token: Token | null;
}

interface Props {
  ground: Ground;
  link: LinkFacts | null;
  /** From here on the keys that are made stay on the page, whatever becomes of the keyring. */
  onBegin: () => void;
  onDone: () => void;
  /** For whoever was sent here and would rather do it later. */
  onLater: (() => void) | null;
  /** What can be added once there are keys. */
  more: ReactNode;
}

export function SetUp({ ground, link, onBegin, onDone, onLater, more }: Props) {
  const { home } = useSession();
  const [kept, setKept] = useState<boolean | null>(null);
  const name = useHereName();
  const make = useMutation<Made, Error, void>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async () => ({
      kit: await newKit(ground.uid),
      device: newDevice(systemRandom),
      at: new Date(),
      token: await tokenFor(ground, link),
    }),
    onSuccess: () => onBegin(),
  });
  const prepared = useRef<Prepared | null>(null);
  const finish = useMutation<boolean, Error, Made>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async ({ kit, device, token }) => {
      prepared.current ??= await prepare(ground, device, [kit.holder], token, name);
      const keeps = await keepDevice(ground.uid, device);
      const own = await publish(prepared.current);
      await forgetLink(ground.uid);
      setKept(keeps);
      adopt(own);
      return keeps;
    },
  });
  const made = make.data;

  if (kept !== null)
    return (
      <div className={styles.steps}>
        <h1>{text.ready}</h1>
        <p>{kept ? text.readyBody : text.notKeptHere}</p>
        {more}
        <Button variant="filled" onClick={onDone}>
          {text.done}
        </Button>
      </div>
    );
  if (made)
    return (
      <FirstKit
        ground={ground}
        kit={made.kit}
        at={made.at}
        busy={finish.isPending}
        error={finish.error}
        onConfirmed={() => finish.mutate(made)}
      />
    );
  return (
    <div className={styles.steps}>
      <h1>{text.setUpTitle}</h1>
      <p>{home === "home" ? text.why.patient : text.why.staff}</p>
      <p className={styles.muted}>{text.takes}</p>
      {link ? null : <p className={styles.hint}>{text.rootsFromServer}</p>}
      {make.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(make.error)}
        </p>
      ) : null}
      <Button variant="filled" loading={make.isPending} onClick={() => make.mutate()}>
        {text.start}
      </Button>
      {onLater ? (
        <>
          <Button variant="subtle" onClick={onLater}>
            {text.notNow}
          </Button>
          <p className={styles.hint}>{text.laterBody}</p>
        </>
      ) : null}
    </div>
  );
}

/** The ways to open one's keys on a browser that does not by itself: passkey, kit, another device. */
import { Anchor, Button, TextInput } from "@mantine/core";
import { IconDeviceMobile, IconKey, IconPassword } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { KIT, PASSKEY, PASSPHRASE } from "../../crypto/mh1/cards";
import type { UserChain } from "../../crypto/mh1/userchain";
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import { derive } from "../../keyring/passkey";
import { ownWaiting } from "../../keyring/successor";
import { useSession } from "../../live/session";
import { ByPassphrase } from "./by-passphrase";
import { whatWentWrong } from "./failing";
import { PasskeyCannot } from "./holders";
import { JoinHere } from "./join-here";
import styles from "./keys.module.css";
import { LostAll, type MadeHere } from "./lost";
import { useUnlock } from "./use-unlock";
import { WaitingForOffices } from "./waiting-for-offices";

const text = keyWords;

interface Props {
  ground: Ground;
  chain: UserChain;
}

export function Unlock({ ground, chain }: Props) {
  /** New keys that were made in this tab: a browser that keeps nothing knows them no other way. */
  const [made, setMade] = useState<MadeHere | null>(null);
  const { successor } = ground.mine;
  const waiting = useQuery({
    queryKey: ["own keys that wait", successor?.entry],
    enabled: successor !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: () => ownWaiting(ground),
  });
  const here = made !== null && made.entry === successor?.entry ? made.genesis : null;
  if (waiting.isError) return <p className={styles.failed}>{whatWentWrong(waiting.error)}</p>;
  if (successor) return <WaitingForOffices ground={ground} genesis={here ?? waiting.data ?? null} />;
  return <Ways ground={ground} chain={chain} onMade={setMade} />;
}

function Ways({ ground, chain, onMade }: Props & { onMade: (made: MadeHere) => void }) {
  const [way, setWay] = useState<"secrets" | "passphrase" | "device" | "lost">("secrets");
  const cards = [...chain.holders.values()];
  if (way === "device") return <JoinHere ground={ground} onStop={() => setWay("secrets")} />;
  if (way === "passphrase") return <ByPassphrase onBack={() => setWay("secrets")} />;
  if (way === "lost") return <LostAll ground={ground} onMade={onMade} onBack={() => setWay("secrets")} />;
  const credentials = cards.flatMap(({ kind, param }) => (kind === PASSKEY && param ? [param] : []));
  return (
    <div className={styles.steps}>
      <h1>{text.unlockTitle}</h1>
      <p className={styles.muted}>{text.unlockBody}</p>
      {credentials.length > 0 ? <ByPasskey credentials={credentials} /> : null}
      {cards.some(({ kind }) => kind === KIT) ? <ByKit first={credentials.length === 0} /> : null}
      <hr className={styles.or} />
      {cards.some(({ kind }) => kind === PASSPHRASE) ? (
        <Button
          leftSection={<IconPassword size={18} aria-hidden="true" />}
          onClick={() => setWay("passphrase")}
        >
          {text.byPassphrase}
        </Button>
      ) : null}
      <Button
        leftSection={<IconDeviceMobile size={18} aria-hidden="true" />}
        onClick={() => setWay("device")}
      >
        {text.byDevice}
      </Button>
      <p className={styles.hint}>{text.byDeviceHint}</p>
      <div className={styles.links}>
        <Anchor component="button" type="button" className={styles.link} onClick={() => setWay("lost")}>
          {text.lost}
        </Anchor>
      </div>
    </div>
  );
}

function Failed({ error, nothing }: { error: Error | null; nothing: string }) {
  if (!error) return null;
  return (
    <p className={styles.failed} role="alert">
      {whatWentWrong(error, nothing)}
    </p>
  );
}

function ByPasskey({ credentials }: { credentials: readonly Uint8Array<ArrayBuffer>[] }) {
  const unlock = useUnlock();
  const ask = async () => {
    const derived = await derive(credentials);
    if (derived === null) throw new PasskeyCannot();
    return derived;
  };
  return (
    <div className={styles.form}>
      <Button
        variant="filled"
        leftSection={<IconKey size={18} aria-hidden="true" />}
        loading={unlock.isPending}
        onClick={() => unlock.mutate(ask)}
      >
        {text.withPasskey}
      </Button>
      <Failed error={unlock.error} nothing={text.passkeyNothing} />
    </div>
  );
}

function ByKit({ first }: { first: boolean }) {
  const { person, clinic } = useSession();
  // The kits of people who were made up are no secret, and stand here ready.
  const ready = clinic.demo_sign_ins.find(({ name }) => name === person.name)?.kit;
  const [kit, setKit] = useState(ready ?? "");
  const unlock = useUnlock();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    unlock.mutate({ kit });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={text.kitField}
        description={text.kitFieldHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={60}
        value={kit}
        onChange={(event) => setKit(event.currentTarget.value)}
        error={unlock.isError ? whatWentWrong(unlock.error, text.kitOther) : null}
      />
      <Button type="submit" variant={first ? "filled" : "default"} loading={unlock.isPending}>
        {text.open}
      </Button>
    </form>
  );
}

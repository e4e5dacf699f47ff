/** What opens one's keys: each device, passkey and kit, since when; added, replaced, removed. */
import { Button, Modal } from "@mantine/core";
import { IconDeviceLaptop, IconFileText, IconKey, IconPassword, type TablerIcon } from "@tabler/icons-react";
import { useState } from "react";
import type { Bytes } from "../../crypto/mh1/bytes";
import { DEVICE, KIT, PASSKEY, PASSPHRASE } from "../../crypto/mh1/cards";
import { keyWords } from "../../i18n/keys";
import type { Own } from "../../keyring/own";
import { shortDate } from "../../lib/dates";
import cards from "../../ui/card-rows.module.css";
import { Chip } from "../../ui/chip";
import { ShowSecret } from "./account-secret";
import { AddPasskey } from "./add-passkey";
import { Approve } from "./approve";
import { AskedNew } from "./asked-new";
import { type HeldBy, holdersOf, lastChange } from "./facts";
import { whatWentWrong } from "./failing";
import type { Asked } from "./join-code";
import styles from "./keys.module.css";
import { NewKit } from "./new-kit";
import { OwnWords } from "./own-words";
import { AddPassphrase } from "./passphrase";
import { useRemember } from "./remember";
import { Remove } from "./remove";

const text = keyWords;
const FEWEST = 2;
const ICONS: Readonly<Record<number, TablerIcon>> = {
  [DEVICE]: IconDeviceLaptop,
  [PASSKEY]: IconKey,
  [KIT]: IconFileText,
};

type Adding = "device" | "passkey" | "passphrase" | "kit" | null;

/** `asked` is the device that a scanned link asks to add. */
export function Devices({ own, asked }: { own: Own; asked: Asked | null }) {
  const [adding, setAdding] = useState<Adding>(asked ? "device" : null);
  const [secret, setSecret] = useState<Bytes | null>(null);
  const holders = holdersOf(own);
  const close = () => setAdding(null);
  return (
    <>
      <AskedNew own={own} />
      <section className={cards.section} aria-label={text.devices}>
        {holders.map((held) => (
          <Row
            key={held.card.id.join()}
            held={held}
            last={holders.length <= FEWEST}
            onNewKit={() => setAdding("kit")}
            onSecret={own.pins.secret ? () => setSecret(own.pins.secret) : null}
          />
        ))}
        <div className={cards.actions}>
          <Button variant="filled" onClick={() => setAdding("device")}>
            {text.addDevice}
          </Button>
          <Button onClick={() => setAdding("passkey")}>{text.addPasskey}</Button>
          {holders.some(({ card }) => card.kind === PASSPHRASE) ? null : (
            <Button onClick={() => setAdding("passphrase")}>{text.addPassphrase}</Button>
          )}
          {own.device ? null : <RememberHere />}
        </div>
      </section>
      <p className={styles.hint}>{text.lastChange(shortDate(lastChange(own)))}</p>
      <OwnWords own={own} />
      <Approve opened={adding === "device"} asked={asked} onClose={close} />
      <AddPassphrase opened={adding === "passphrase"} onClose={close} />
      <ShowSecret secret={secret} onClose={() => setSecret(null)} />
      <NewKit own={own} opened={adding === "kit"} onClose={close} />
      <Modal opened={adding === "passkey"} onClose={close} title={text.addPasskey} size={440}>
        <AddPasskey onDone={close} />
      </Modal>
    </>
  );
}

interface RowProps {
  held: HeldBy;
  last: boolean;
  onNewKit: () => void;
  /** Shows the account secret, where it is kept. */
  onSecret: (() => void) | null;
}

function Row({ held, last, onNewKit, onSecret }: RowProps) {
  const { card, name, added, here } = held;
  const Icon = ICONS[card.kind] ?? IconPassword;
  const kit = card.kind === KIT;
  return (
    <div className={cards.row}>
      <Icon size={20} stroke={1.7} aria-hidden="true" />
      <span className={cards.what}>
        <strong>{name}</strong>
        <span>{text.addedOn(shortDate(added))}</span>
        {last && !kit ? <span>{text.tooFew}</span> : null}
      </span>
      {here ? <Chip tone="accent">{text.here}</Chip> : null}
      {card.kind === PASSPHRASE && onSecret ? <Button onClick={onSecret}>{text.showSecret}</Button> : null}
      {kit ? <Button onClick={onNewKit}>{text.newKit}</Button> : last ? null : <Remove held={held} />}
    </div>
  );
}

function RememberHere() {
  const remember = useRemember();
  return (
    <>
      <Button loading={remember.isPending} onClick={() => remember.mutate()}>
        {text.remember}
      </Button>
      {remember.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(remember.error)}
        </p>
      ) : null}
    </>
  );
}

/** What opens one's keys: each device, passkey and kit, since when; added, replaced, removed. */
import { Button, Modal } from "@mantine/core";
import { IconDeviceLaptop, IconFileText, IconKey, IconPassword, type TablerIcon } from "@tabler/icons-react";
import { useState } from "react";
import { DEVICE, KIT, PASSKEY } from "../../crypto/mh1/cards";
import { keyWords } from "../../i18n/keys";
import type { Own } from "../../keyring/own";
import { shortDate } from "../../lib/dates";
import { Chip } from "../../ui/chip";
import { AddPasskey } from "./add-passkey";
import { Approve } from "./approve";
import { type HeldBy, holdersOf, lastChange } from "./facts";
import { whatWentWrong } from "./failing";
import type { Asked } from "./join-code";
import styles from "./keys.module.css";
import { NewKit } from "./new-kit";
import { OwnWords } from "./own-words";
import { useRemember } from "./remember";
import { Remove } from "./remove";

const text = keyWords;
const FEWEST = 2;
const ICONS: Readonly<Record<number, TablerIcon>> = {
  [DEVICE]: IconDeviceLaptop,
  [PASSKEY]: IconKey,
  [KIT]: IconFileText,
};

type Adding = "device" | "passkey" | "kit" | null;

/** `asked` is the device that a scanned link asks to add. */
export function Devices({ own, asked }: { own: Own; asked: Asked | null }) {
  const [adding, setAdding] = useState<Adding>(asked ? "device" : null);
  const holders = holdersOf(own);
  const close = () => setAdding(null);
  return (
    <>
      <section className={styles.section} aria-label={text.devices}>
        {holders.map((held) => (
          <Row
            key={held.card.id.join()}
            held={held}
            last={holders.length <= FEWEST}
            onNewKit={() => setAdding("kit")}
          />
        ))}
        <div className={styles.actions}>
          <Button variant="filled" onClick={() => setAdding("device")}>
            {text.addDevice}
          </Button>
          <Button onClick={() => setAdding("passkey")}>{text.addPasskey}</Button>
          {own.device ? null : <RememberHere />}
        </div>
      </section>
      <p className={styles.hint}>{text.lastChange(shortDate(lastChange(own)))}</p>
      <OwnWords own={own} />
      <Approve opened={adding === "device"} asked={asked} onClose={close} />
      <NewKit own={own} opened={adding === "kit"} onClose={close} />
      <Modal opened={adding === "passkey"} onClose={close} title={text.addPasskey} size={440}>
        <AddPasskey onDone={close} />
      </Modal>
    </>
  );
}

function Row({ held, last, onNewKit }: { held: HeldBy; last: boolean; onNewKit: () => void }) {
  const { card, name, added, here } = held;
  const Icon = ICONS[card.kind] ?? IconPassword;
  const kit = card.kind === KIT;
  return (
    <div className={styles.row}>
      <Icon size={20} stroke={1.7} aria-hidden="true" />
      <span className={styles.what}>
        <strong>{name}</strong>
        <span>{text.addedOn(shortDate(added))}</span>
        {last && !kit ? <span>{text.tooFew}</span> : null}
      </span>
      {here ? <Chip tone="accent">{text.here}</Chip> : null}
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

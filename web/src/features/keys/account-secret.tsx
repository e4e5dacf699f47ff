/** The account secret of one's passphrase, as it is written down. */
import { Modal } from "@mantine/core";
import type { Bytes } from "../../crypto/mh1/bytes";
import { secretText } from "../../crypto/mh1/kit";
import { keyWords } from "../../i18n/keys";
import styles from "./keys.module.css";

const text = keyWords;

export function AccountSecret({ secret }: { secret: string }) {
  return (
    <section className={styles.form} aria-label={text.secret}>
      <strong>{text.secret}</strong>
      <output className={styles.code}>{secret}</output>
      <p className={styles.hint}>{text.secretHint}</p>
    </section>
  );
}

/** Shown again, on any device where the keys are open. */
export function ShowSecret({ secret, onClose }: { secret: Bytes | null; onClose: () => void }) {
  return (
    <Modal opened={secret !== null} onClose={onClose} title={text.secret} size={440}>
      {secret ? <AccountSecret secret={secretText(secret)} /> : null}
    </Modal>
  );
}

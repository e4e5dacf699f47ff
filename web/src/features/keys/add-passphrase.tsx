/** A passphrase as a holder, with the account secret that it opens together with. */
import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { systemRandom } from "../../crypto/mh1/primitives";
import { ACCOUNT_SECRET_BYTES } from "../../crypto/mh1/slots";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import { useTell } from "../../ui/notices";
import { writeSecret } from "./account-secret";
import { whatWentWrong } from "./failing";
import { addHolder, passphraseHolder } from "./holders";
import styles from "./keys.module.css";

const text = keyWords;
const SHORTEST = 15;

export function AddPassphrase({ onDone }: { onDone: () => void }) {
  const [secret] = useState(() => systemRandom(ACCOUNT_SECRET_BYTES));
  const [passphrase, setPassphrase] = useState("");
  const [short, setShort] = useState(false);
  const tell = useTell();
  const add = useMutation<void, Error, void>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: () =>
      changeKeys(async (own) =>
        addHolder(own, await passphraseHolder(own.ground.uid, passphrase, secret), null),
      ),
    onSuccess: () => {
      tell({ text: text.passphraseAdded });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const tooShort = passphrase.length < SHORTEST;
    setShort(tooShort);
    if (!tooShort) add.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{text.passphraseBody}</p>
      <PasswordInput
        label={text.withPassphrase}
        autoComplete="off"
        data-autofocus
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={short ? text.passphraseShort : add.isError ? whatWentWrong(add.error) : null}
      />
      <div>
        <p className={styles.hint}>{text.secretNote}</p>
        <p className={styles.code}>{writeSecret(secret)}</p>
      </div>
      <Button type="submit" variant="filled" loading={add.isPending}>
        {text.addPassphrase}
      </Button>
    </form>
  );
}

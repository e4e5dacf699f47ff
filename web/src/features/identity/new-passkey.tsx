/** Naming a new passkey, then asking the device for it. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../i18n";
import { useAddPasskey } from "./factor-commands";
import styles from "./factors.module.css";
import { factorWords } from "./failing";
import { passkeysWork } from "./passkeys";

const text = words.factors;

export function NewPasskey({ suggested, onDone }: { suggested: string; onDone: () => void }) {
  const [name, setName] = useState(suggested);
  const [missing, setMissing] = useState(false);
  const add = useAddPasskey();
  if (!passkeysWork()) return <p>{text.noPasskeysHere}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() !== "") add.mutate(name.trim(), { onSuccess: onDone });
  };
  return (
    <form className={styles.enrol} onSubmit={submit} noValidate>
      <TextInput
        label={text.passkeyName}
        description={text.passkeyNameHint}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={missing ? text.passkeyNameMissing : null}
      />
      {add.isError ? (
        <p className={styles.failed} role="alert">
          {factorWords(add.error)}
        </p>
      ) : null}
      <Button type="submit" variant="filled" loading={add.isPending}>
        {text.addPasskey}
      </Button>
    </form>
  );
}

/** Opens one's keys by the passphrase and its account secret. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { parseSecret } from "../../crypto/mh1/kit";
import { Refused } from "../../crypto/mh1/refused";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { Stretching, useStopping } from "./stretching";
import { useUnlock } from "./use-unlock";

const text = keyWords;

function secretIn(typed: string): Uint8Array<ArrayBuffer> | null {
  try {
    return parseSecret(typed);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

export function ByPassphrase({ onBack }: { onBack: () => void }) {
  const [passphrase, setPassphrase] = useState("");
  const [typed, setTyped] = useState("");
  const [slip, setSlip] = useState(false);
  const stopping = useStopping();
  const unlock = useUnlock();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const secret = secretIn(typed);
    setSlip(secret === null);
    if (secret) unlock.mutate({ passphrase, secret, signal: stopping.begin() });
  };
  return (
    <form className={styles.steps} onSubmit={submit} noValidate>
      <h1>{text.byPassphrase}</h1>
      <p className={styles.muted}>{text.byPassphraseBody}</p>
      <PasswordInput
        label={text.passphrase}
        autoComplete="off"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <TextInput
        label={text.secret}
        description={text.secretFieldHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={60}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={slip ? text.secretSlip : null}
      />
      {unlock.isError && !stopping.stopped(unlock.error) ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(unlock.error, text.passphraseNothing)}
        </p>
      ) : null}
      {unlock.isPending ? (
        <Stretching onStop={stopping.stop} />
      ) : (
        <>
          <Button type="submit" variant="filled">
            {text.open}
          </Button>
          <Button onClick={onBack}>{words.common.back}</Button>
        </>
      )}
    </form>
  );
}

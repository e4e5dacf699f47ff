/** A passphrase as a holder: chosen here, its account secret shown to be kept, then stretched, which takes a moment. */
import { Button, Modal, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { SECRET_BYTES, secretText } from "../../crypto/mh1/kit";
import { systemRandom } from "../../crypto/mh1/primitives";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import { useTell } from "../../ui/notices";
import { AccountSecret } from "./account-secret";
import { whatWentWrong } from "./failing";
import { addPassphrase } from "./holders";
import styles from "./keys.module.css";
import { Stretching, useStopping } from "./stretching";

const text = keyWords;
/** Fewer characters are refused; with the account secret nobody can try many, but somebody beside one can look. */
const FEWEST = 10;
const GOOD = 20;

export function AddPassphrase({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text.addPassphrase}
      size={520}
      closeOnClickOutside={false}
    >
      {opened ? <Steps onDone={onClose} /> : null}
    </Modal>
  );
}

function Steps({ onDone }: { onDone: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [secret] = useState(() => systemRandom(SECRET_BYTES));
  const stopping = useStopping();
  const tell = useTell();
  const add = useMutation<void, Error, string>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: (passphrase) =>
      changeKeys((own) => addPassphrase(own, { passphrase, secret, signal: stopping.begin() })),
    onSuccess: () => {
      tell({ text: text.passphraseAdded });
      onDone();
    },
  });
  if (chosen === null) return <Choose onChosen={setChosen} />;
  return (
    <div className={styles.steps}>
      <p>{text.secretBody}</p>
      <AccountSecret secret={secretText(secret)} />
      {add.isError && !stopping.stopped(add.error) ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(add.error)}
        </p>
      ) : null}
      {add.isPending ? (
        <Stretching onStop={stopping.stop} />
      ) : (
        <>
          <Button variant="filled" onClick={() => add.mutate(chosen)}>
            {text.secretKept}
          </Button>
          <Button onClick={() => setChosen(null)}>{text.passphraseOther}</Button>
        </>
      )}
    </div>
  );
}

function Choose({ onChosen }: { onChosen: (passphrase: string) => void }) {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [shown, setShown] = useState(false);
  const short = passphrase.length < FEWEST;
  const differ = passphrase !== again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!short && !differ) onChosen(passphrase);
  };
  const suggest = async () => {
    const { suggestion } = await import("./safety-words");
    const words = suggestion();
    setPassphrase(words);
    setAgain(words);
    setShown(true);
  };
  return (
    <form className={styles.steps} onSubmit={submit} noValidate>
      <p>{text.passphraseBody}</p>
      <PasswordInput
        label={text.passphrase}
        description={hintFor(passphrase)}
        autoComplete="off"
        visible={shown}
        onVisibilityChange={setShown}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={tried && short ? text.passphraseShort(FEWEST) : null}
      />
      <PasswordInput
        label={text.passphraseAgain}
        autoComplete="off"
        visible={shown}
        onVisibilityChange={setShown}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={tried && differ ? text.passphraseDiffers : null}
      />
      <Button type="submit" variant="filled">
        {text.goOn}
      </Button>
      <Button onClick={() => void suggest()}>{text.passphraseSuggest}</Button>
    </form>
  );
}

function hintFor(passphrase: string): string {
  if (passphrase.length < FEWEST) return text.strength.none;
  const words = new Set(
    passphrase
      .trim()
      .toLowerCase()
      .split(/[\s-]+/),
  ).size;
  return passphrase.length >= GOOD && words >= 4 ? text.strength.good : text.strength.fair;
}

/** From somebody's name: compare words with them, and remember that they were the same. */
import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { genesisOf } from "../../crypto/mh1/chains";
import type { UserChain } from "../../crypto/mh1/userchain";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import { changeKeys, useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import type { Own } from "../../keyring/own";
import { withPin } from "../../keyring/pins";
import { keepPins } from "../../keyring/writes";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { usePersonKeys, Words } from "./compare";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";

const text = keyWords;

interface Props {
  person: { readonly id: string; readonly name: string };
  opened: boolean;
  onClose: () => void;
}

export function VerifyWords({ person, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.wordsTitle(person.name)} size={520}>
      {opened ? <Body person={person} onClose={onClose} /> : null}
    </Modal>
  );
}

function Body({ person, onClose }: Omit<Props, "opened">) {
  const standing = useKeyring();
  if (standing.state !== "unlocked") return <KeysNeeded />;
  return <Compare own={standing.own} person={person} onClose={onClose} />;
}

function Compare({ own, person, onClose }: Omit<Props, "opened"> & { own: Own }) {
  const found = usePersonKeys(own, person.id, genesisOf(own.chain));
  const [differ, setDiffer] = useState(false);
  const tell = useTell();
  const keep = useMutation<void, Error, UserChain>({
    networkMode: "always",
    mutationFn: (chain) => changeKeys((now) => keepPins(now, withPin(now.pins, chain, true))),
    onSuccess: () => {
      tell({ text: text.wordsVerified, detail: person.name });
      onClose();
    },
  });
  const known = found.data ?? null;
  return (
    <div className={styles.form}>
      <Words found={found} name={person.name}>
        {text.wordsBody(person.name)}
      </Words>
      {known?.compared ? <p>{text.wordsVerified}.</p> : null}
      {differ ? (
        <p className={styles.alert} role="alert">
          {text.wordsDifferBody}
        </p>
      ) : null}
      {keep.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(keep.error)}
        </p>
      ) : null}
      <DialogFooter>
        {known && !known.compared ? (
          <>
            <Button onClick={() => setDiffer(true)}>{text.wordsDiffer}</Button>
            <Button variant="filled" loading={keep.isPending} onClick={() => keep.mutate(known.chain)}>
              {text.wordsSame}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{words.common.close}</Button>
        )}
      </DialogFooter>
    </div>
  );
}

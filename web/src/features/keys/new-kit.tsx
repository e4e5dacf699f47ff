/** A new recovery kit in the place of the one there is. */
import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { secretText } from "../../crypto/mh1/kit";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import type { Own } from "../../keyring/own";
import { useSession } from "../../live/session";
import { useTell } from "../../ui/notices";
import { rootsFingerprint } from "./facts";
import { whatWentWrong } from "./failing";
import { type Kit, newKit, replaceKit } from "./holders";
import styles from "./keys.module.css";
import { KitSteps } from "./kit-steps";

const text = keyWords;

export function NewKit({ own, opened, onClose }: { own: Own; opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.newKitTitle} size={520} closeOnClickOutside={false}>
      {opened ? <Steps own={own} onDone={onClose} /> : null}
    </Modal>
  );
}

function Steps({ own, onDone }: { own: Own; onDone: () => void }) {
  const { person, clinic } = useSession();
  const tell = useTell();
  const { uid, roots } = own.ground;
  const make = useMutation<{ kit: Kit; at: Date }, Error, void>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async () => ({ kit: await newKit(uid), at: new Date() }),
  });
  const replace = useMutation<void, Error, Kit>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: (kit) => changeKeys((now) => replaceKit(now, kit)),
    onSuccess: () => {
      tell({ text: text.newKitDone });
      onDone();
    },
  });
  const made = make.data;
  if (!made)
    return (
      <div className={styles.steps}>
        <p>{text.newKitWhy}</p>
        {make.isError ? (
          <p className={styles.failed} role="alert">
            {whatWentWrong(make.error)}
          </p>
        ) : null}
        <Button variant="filled" loading={make.isPending} onClick={() => make.mutate()}>
          {text.newKitStart}
        </Button>
      </div>
    );
  return (
    <KitSteps
      facts={{
        kit: made.kit.text,
        name: person.name,
        clinic: clinic.name,
        made: made.at,
        fingerprint: rootsFingerprint(roots),
        secret: own.pins.secret && secretText(own.pins.secret),
      }}
      verb={text.finish}
      busy={replace.isPending}
      error={replace.error}
      onConfirmed={() => replace.mutate(made.kit)}
    />
  );
}

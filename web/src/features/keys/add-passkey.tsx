/** Makes a passkey one signs in with a holder of the keys too. */
import { Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../client/api";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import { fromBase64url } from "../../lib/base64url";
import { useTell } from "../../ui/notices";
import { whatWentWrong } from "./failing";
import { addHolder, passkeyHolder } from "./holders";
import styles from "./keys.module.css";

const text = keyWords;

/** The credentials that this person signs in with. */
async function ownCredentials(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const { data } = await api.GET("/api/session/proof/question");
  return data?.passkey?.credential_ids.map(fromBase64url) ?? [];
}

/** They have none yet. */
class NoPasskeyYet extends Error {
  override readonly name = "NoPasskeyYet";
}

/** `onDone`: what follows; without it the place itself says that it is done. */
export function AddPasskey({ onDone }: { onDone?: () => void }) {
  const tell = useTell();
  const add = useMutation<void, Error, void>({
    networkMode: "always",
    mutationFn: async () => {
      const credentials = await ownCredentials();
      if (credentials.length === 0) throw new NoPasskeyYet();
      await changeKeys(async (own) => addHolder(own, await passkeyHolder(own, credentials), null));
    },
    onSuccess: () => {
      tell({ text: text.passkeyAdded });
      onDone?.();
    },
  });
  if (add.isSuccess) return <p role="status">{text.passkeyAdded}.</p>;
  return (
    <div className={styles.form}>
      <p>{text.passkeyBody}</p>
      {add.isError ? (
        <p className={styles.failed} role="alert">
          {add.error instanceof NoPasskeyYet ? text.passkeyFirst : whatWentWrong(add.error)}
        </p>
      ) : null}
      <Button
        leftSection={<IconKey size={18} aria-hidden="true" />}
        loading={add.isPending}
        onClick={() => add.mutate()}
      >
        {text.passkeyUse}
      </Button>
    </div>
  );
}

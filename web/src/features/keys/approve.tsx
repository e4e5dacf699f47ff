/** On a device whose keys are open: finds the new one by its link or its code, says what it is, and adds it. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { JoiningDevice } from "../../client/types";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import { fromBase64url } from "../../lib/base64url";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { whatWentWrong } from "./failing";
import { addDevice } from "./holders";
import { type Asked, fingerprintOf, isAsked, isTyped, joinCode } from "./join-code";
import { askingNow, useEndJoining } from "./joining";
import styles from "./keys.module.css";

const text = keyWords;

/** No such device asks; or what is served is not what its link says. */
type Miss = "none" | "ended" | "wrong";

async function find(by: Asked | string): Promise<JoiningDevice | Miss> {
  const asking = await askingNow();
  if (typeof by === "string") return asking.find((one) => isTyped(one, by)) ?? "none";
  const named = asking.find(({ id }) => id === by.id);
  if (!named) return "ended";
  return isAsked(named, by) ? named : "wrong";
}

const MISSES: Record<Miss, string> = {
  none: text.approveNone,
  ended: text.linkEnded,
  wrong: text.linkWrong,
};

interface Props {
  opened: boolean;
  /** From a link; else the code is asked for. */
  asked: Asked | null;
  onClose: () => void;
}

export function Approve({ opened, asked, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.approveTitle} size={440}>
      {opened ? <Steps asked={asked} onClose={onClose} /> : null}
    </Modal>
  );
}

function Steps({ asked, onClose }: Omit<Props, "opened">) {
  const [code, setCode] = useState("");
  const look = useMutation<JoiningDevice | Miss, Error, Asked | string>({
    networkMode: "always",
    mutationFn: find,
  });
  const found = look.data;
  if (typeof found === "object") return <Found device={found} onClose={onClose} />;
  const miss = found === undefined ? null : MISSES[found];
  const said = look.isError ? whatWentWrong(look.error) : miss;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look.mutate(asked ?? code);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {asked ? <p>{text.approveLinkBody}</p> : <p>{text.approveBody}</p>}
      {asked ? null : (
        <TextInput
          label={text.approveCode}
          description={text.approveCodeHint}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={24}
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={said}
        />
      )}
      {asked && said ? (
        <p className={styles.failed} role="alert">
          {said}
        </p>
      ) : null}
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={look.isPending}>
          {text.look}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Found({ device, onClose }: { device: JoiningDevice; onClose: () => void }) {
  const tell = useTell();
  const end = useEndJoining();
  const add = useMutation<void, Error, void>({
    networkMode: "always",
    mutationFn: () => changeKeys((own) => addDevice(own, cardOf(device), device.device)),
    onSuccess: () => {
      tell({ text: text.approved, detail: device.device });
      onClose();
    },
  });
  const refuse = () =>
    end.mutate(device.id, {
      onSuccess: () => {
        tell({ text: text.refused, detail: device.device });
        onClose();
      },
    });
  const error = add.error ?? end.error;
  return (
    <div className={styles.form}>
      <p>{text.approveFound(device.device)}</p>
      <p>{text.approveCheck}</p>
      <p className={styles.code}>{joinCode(fingerprintOf(device))}</p>
      {error ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(error)}
        </p>
      ) : null}
      <DialogFooter>
        <Button loading={end.isPending} onClick={refuse}>
          {text.refuse}
        </Button>
        <Button variant="filled" loading={add.isPending} onClick={() => add.mutate()}>
          {text.approve}
        </Button>
      </DialogFooter>
    </div>
  );
}

function cardOf({ id, pk, dpk }: JoiningDevice) {
  return { id: fromBase64url(id), pk: fromBase64url(pk), dpk: fromBase64url(dpk) };
}

/** Asks once more who is there, over whatever they were doing; that goes on right after. */
import { Button, Modal, PasswordInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { onAskedAgain } from "../../client/api";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { Bone, ErrorState } from "../../ui/states";
import { CODE, CodeField } from "./code-field";
import { useProve } from "./factor-commands";
import styles from "./factors.module.css";
import { factorWords } from "./failing";
import { proofQuery } from "./queries";

const text = words.factors;
/** Keys pressed here are not for the dialog below: Escape would close that too, with what was typed there. */
const OWN_KEYS = { "data-mantine-stop-propagation": "true" };

export function StepUp() {
  const [asked, setAsked] = useState(false);
  const answer = useRef<(shown: boolean) => void>(() => {});
  useEffect(
    () =>
      onAskedAgain(
        () =>
          new Promise((resolve) => {
            answer.current = resolve;
            setAsked(true);
          }),
      ),
    [],
  );
  const close = (shown: boolean) => {
    setAsked(false);
    answer.current(shown);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") close(false);
  };
  return (
    <Modal
      opened={asked}
      onClose={() => close(false)}
      title={text.stepUpTitle}
      size={400}
      zIndex={400}
      closeOnEscape={false}
      closeOnClickOutside={false}
      onKeyDown={onKey}
      withCloseButton={false}
    >
      {asked ? <Ways onShown={() => close(true)} onCancel={() => close(false)} /> : null}
    </Modal>
  );
}

function Ways({ onShown, onCancel }: { onShown: () => void; onCancel: () => void }) {
  const question = useQuery(proofQuery);
  const prove = useProve();
  const [typed, setTyped] = useState("");
  const [missing, setMissing] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const ways = question.data?.ways ?? [];
  const types = ways.includes("code") ? "code" : ways.includes("password") ? "password" : null;
  useEffect(() => {
    if (types) field.current?.focus();
  }, [types]);

  if (question.isError) return <ErrorState error={question.error} retry={() => void question.refetch()} />;
  if (!question.data)
    return (
      <div className={styles.enrol} role="status">
        <span className="ct-hidden">{words.common.loading}</span>
        <Bone />
        <Bone height={36} />
      </div>
    );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong =
      types === "code" ? (CODE.test(typed) ? null : text.codeMissing) : typed ? null : text.passwordMissing;
    setMissing(wrong);
    if (!wrong)
      prove.mutate(types === "code" ? { code: typed } : { password: typed }, { onSuccess: onShown });
  };
  const error = missing ?? (prove.isError ? factorWords(prove.error) : null);
  const busy = prove.isPending;
  return (
    <form className={styles.enrol} onSubmit={submit} noValidate>
      <p>{text.stepUpBody}</p>
      {types === "code" ? (
        <CodeField ref={field} value={typed} onType={setTyped} error={error} {...OWN_KEYS} />
      ) : null}
      {types === "password" ? (
        <PasswordInput
          ref={field}
          label={text.password}
          autoComplete="current-password"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={error}
          {...OWN_KEYS}
        />
      ) : null}
      {types === null && error ? (
        <p className={styles.failed} role="alert">
          {error}
        </p>
      ) : null}
      <DialogFooter>
        <Button onClick={onCancel} {...OWN_KEYS}>
          {words.common.cancel}
        </Button>
        {ways.includes("passkey") ? (
          <Button
            variant={types ? "default" : "filled"}
            leftSection={<IconKey size={18} aria-hidden="true" />}
            loading={busy && !typed}
            onClick={() => prove.mutate({ passkey: true }, { onSuccess: onShown })}
            data-autofocus={types ? undefined : true}
            {...OWN_KEYS}
          >
            {text.usePasskey}
          </Button>
        ) : null}
        {types ? (
          <Button type="submit" variant="filled" loading={busy} {...OWN_KEYS}>
            {text.confirm}
          </Button>
        ) : null}
      </DialogFooter>
    </form>
  );
}

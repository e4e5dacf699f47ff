/** Setting up an authenticator app: scan or type the key, then confirm it by its first code. */
import { Button } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { words } from "../../i18n";
import { QrCode } from "../../ui/qr-code";
import { Bone, ErrorState } from "../../ui/states";
import { CODE, CodeField } from "./code-field";
import { useAddAuthenticator, useNewAuthenticator } from "./factor-commands";
import styles from "./factors.module.css";
import { factorWords } from "./failing";

const text = words.factors;

export function NewAuthenticator({ replaces, onDone }: { replaces?: boolean; onDone: () => void }) {
  const { mutate: begin, data: question, error } = useNewAuthenticator();
  const add = useAddAuthenticator();
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  useEffect(() => begin(), [begin]);

  if (error) return <ErrorState error={error} retry={() => begin()} />;
  if (!question)
    return (
      <div className={styles.enrol} role="status">
        <span className="ct-hidden">{text.loading}</span>
        <Bone />
        <Bone width={200} height={200} />
        <Bone width="60%" />
      </div>
    );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!CODE.test(code));
    if (CODE.test(code)) add.mutate({ ticket: question.ticket, code }, { onSuccess: onDone });
  };

  return (
    <form className={styles.enrol} onSubmit={submit} noValidate>
      <p>{text.appStep1}</p>
      <QrCode text={question.address} label={text.qr} />
      <div>
        <p className={styles.keyLabel}>{text.appKey}</p>
        <code className={styles.key}>{question.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
      </div>
      <p>{text.appStep2}</p>
      <CodeField
        value={code}
        onType={setCode}
        error={missing ? text.codeMissing : add.isError ? factorWords(add.error) : null}
      />
      {replaces ? <p className={styles.muted}>{text.appReplaces}</p> : null}
      <Button type="submit" variant="filled" loading={add.isPending}>
        {text.confirmApp}
      </Button>
    </form>
  );
}

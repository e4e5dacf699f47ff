/** After the password: the code of one's app, or one's passkey. */
import { Anchor, Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { FactorAsked } from "../../client/types";
import { words } from "../../i18n";
import { CODE, CodeField } from "./code-field";
import { useSignInByCode, useSignInByPasskey } from "./commands";
import { factorWords } from "./failing";
import styles from "./sign-in.module.css";

const text = words.factors;

interface Props {
  asked: FactorAsked;
  onSignedIn: () => void;
  onStartAgain: () => void;
}

export function SecondStep({ asked, onSignedIn, onStartAgain }: Props) {
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  const byCode = useSignInByCode();
  const byPasskey = useSignInByPasskey();
  const takesCode = asked.ways.includes("code");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!CODE.test(code));
    if (CODE.test(code)) byCode.mutate({ ticket: asked.ticket, code }, { onSuccess: onSignedIn });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{text.secondBody}</p>
      {takesCode ? (
        <>
          <CodeField
            size="lg"
            autoFocus
            value={code}
            onType={setCode}
            error={missing ? text.codeMissing : byCode.isError ? factorWords(byCode.error) : null}
          />
          <Button type="submit" variant="filled" size="lg" fullWidth loading={byCode.isPending}>
            {text.continue}
          </Button>
        </>
      ) : null}
      {asked.ways.includes("passkey") ? (
        <Button
          size="lg"
          fullWidth
          variant={takesCode ? "default" : "filled"}
          leftSection={<IconKey size={20} aria-hidden="true" />}
          loading={byPasskey.isPending}
          onClick={() => byPasskey.mutate(null, { onSuccess: onSignedIn })}
        >
          {text.usePasskey}
        </Button>
      ) : null}
      {byPasskey.isError ? (
        <p className={styles.failed} role="alert">
          {factorWords(byPasskey.error)}
        </p>
      ) : null}
      <p className={styles.note}>
        {text.lost}{" "}
        <Anchor component="button" type="button" onClick={onStartAgain} inherit className={styles.link}>
          {text.startAgain}
        </Anchor>
      </p>
    </form>
  );
}

/** Sign-in: the e-mail, then the password. */
import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Clinic, FactorAsked } from "../../client/types";
import { words } from "../../i18n";
import { offer } from "../../keyring/offered";
import { Problem } from "../../lib/problem";
import { failureWords } from "../../ui/failure-words";
import { RoleWord } from "../../ui/person";
import { useSignIn, useSignInByPasskey } from "./commands";
import { factorWords } from "./failing";
import { useOfferedPasskey } from "./offered-passkey";
import { passkeysWork } from "./passkeys";
import styles from "./sign-in.module.css";

const text = words.identity;

function refusalWords(error: unknown): string {
  if (error instanceof Problem && error.status === 429) return text.locked;
  if (error instanceof Problem && error.status < 500) return text.refused;
  return failureWords(error);
}

export interface Entering {
  onSignedIn: () => void;
  /** The password was right, and a second step is asked for. */
  onAsked: (asked: FactorAsked) => void;
}

export function SignInForm({ onSignedIn, onAsked }: Entering) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [step, setStep] = useState<"email" | "password">("email");
  const [missing, setMissing] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const signIn = useSignIn();
  const passkey = useSignInByPasskey();
  const goOn = (asked: FactorAsked | null) => (asked ? onAsked(asked) : onSignedIn());
  const stopOffering = useOfferedPasskey(step === "email", onSignedIn);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the step
  useEffect(() => field.current?.focus(), [step]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(null);
    if (step === "email") {
      if (email.includes("@")) setStep("password");
      else setMissing(text.emailMissing);
    } else if (password === "") setMissing(text.passwordMissing);
    else signIn.mutate({ email: email.trim(), password }, { onSuccess: goOn });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {step === "email" ? (
        <TextInput
          ref={field}
          size="lg"
          label={text.email}
          type="email"
          name="email"
          autoComplete="username webauthn"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={missing}
        />
      ) : (
        <>
          <div className={styles.who}>
            <span className={styles.email}>{email.trim()}</span>
            <Anchor component="button" type="button" onClick={() => setStep("email")}>
              {text.changeEmail}
            </Anchor>
          </div>
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            ref={field}
            size="lg"
            label={text.password}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={missing ?? (signIn.isError ? refusalWords(signIn.error) : null)}
          />
        </>
      )}
      <Button type="submit" variant="filled" size="lg" fullWidth loading={signIn.isPending}>
        {step === "email" ? text.continue : text.signIn}
      </Button>
      {step === "email" && passkeysWork() ? (
        <>
          <Button
            size="lg"
            fullWidth
            leftSection={<IconKey size={20} aria-hidden="true" />}
            loading={passkey.isPending}
            onClick={() => {
              stopOffering();
              passkey.mutate(null, { onSuccess: goOn });
            }}
          >
            {words.factors.withPasskey}
          </Button>
          {passkey.isError ? (
            <p className={styles.failed} role="alert">
              {factorWords(passkey.error)}
            </p>
          ) : null}
        </>
      ) : null}
      <p className={styles.note}>{text.forgot}</p>
    </form>
  );
}

/** The ready-made people of a synthetic clinic; a real clinic has none. */
export function DemoSignIns({ people, onSignedIn, onAsked }: Entering & { people: Clinic["demo_sign_ins"] }) {
  const signIn = useSignIn();
  const goOn = (asked: FactorAsked | null) => (asked ? onAsked(asked) : onSignedIn());
  return (
    <section className={styles.demo} aria-label={text.demoTitle}>
      <h2 className={styles.demoTitle}>{text.demoTitle}</h2>
      <ul className={styles.demoList}>
        {people.map(({ name, role, email, password, kit }) => (
          <li key={email}>
            <button
              type="button"
              className={styles.demoPerson}
              disabled={signIn.isPending}
              onClick={() => {
                if (kit) offer({ kit });
                signIn.mutate({ email, password }, { onSuccess: goOn });
              }}
            >
              <span className={styles.demoName}>{name}</span>
              <RoleWord role={role} />
            </button>
          </li>
        ))}
      </ul>
      {signIn.isError ? <p role="alert">{refusalWords(signIn.error)}</p> : null}
    </section>
  );
}

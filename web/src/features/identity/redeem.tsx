/** An invited person says what is not known of them yet, chooses a password and is in. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { InvitationDetail } from "../../client/types";
import { words } from "../../i18n";
import { exact } from "../../lib/dates";
import { Problem } from "../../lib/problem";
import { failureWords } from "../../ui/failure-words";
import { useRedeemInvitation } from "./commands";
import type { Entering } from "./sign-in";
import styles from "./sign-in.module.css";

const text = words.identity;
const SHORTEST = 12;

export function RedeemForm({
  token,
  invitation,
  onSignedIn,
  onAsked,
}: Entering & {
  token: string;
  invitation: InvitationDetail;
}) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [repeat, setRepeat] = useState("");
  const [tried, setTried] = useState(false);
  const redeem = useRedeemInvitation(token);
  const tooShort = password.length < SHORTEST ? text.passwordShort : null;
  const differs = repeat !== password ? text.repeatDiffers : null;
  const nameless = invitation.asks_for_name && name.trim() === "";
  const noAddress = invitation.asks_for_email && !/^[^@\s]+@[^@\s]+$/.test(email.trim());
  const refused = redeem.error instanceof Problem ? redeem.error.field("/password") : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (tooShort || differs || nameless || noAddress) return;
    redeem.mutate(
      {
        password,
        ...(invitation.asks_for_name ? { name: name.trim() } : {}),
        ...(invitation.asks_for_email ? { email: email.trim() } : {}),
      },
      { onSuccess: (asked) => (asked ? onAsked(asked) : onSignedIn()) },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {invitation.asks_for_name ? (
        <TextInput
          size="lg"
          label={text.yourName}
          description={text.yourNameHint}
          autoComplete="name"
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && nameless && text.yourNameMissing}
        />
      ) : null}
      {invitation.asks_for_email ? (
        <TextInput
          size="lg"
          type="email"
          label={text.yourEmail}
          description={text.yourEmailHint}
          autoComplete="username"
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={tried && noAddress && text.yourEmailMissing}
        />
      ) : null}
      <PasswordInput
        size="lg"
        label={text.choosePassword}
        description={text.passwordHint}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={(tried && tooShort) || refused}
      />
      <PasswordInput
        size="lg"
        label={text.repeat}
        autoComplete="new-password"
        value={repeat}
        onChange={(event) => setRepeat(event.currentTarget.value)}
        error={tried && !tooShort && differs}
      />
      {redeem.isError && !refused ? <p role="alert">{failureWords(redeem.error)}</p> : null}
      <Button type="submit" variant="filled" size="lg" fullWidth loading={redeem.isPending}>
        {text.start}
      </Button>
      <p className={styles.note}>{text.linkUntil(exact(new Date(invitation.expires_at)))}</p>
    </form>
  );
}

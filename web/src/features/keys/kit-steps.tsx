/** A new kit, step by step: shown and printed, then two of its groups typed from the paper. */
import { Anchor, Button, TextInput } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { asWritten } from "../../crypto/mh1/kit";
import { keyWords } from "../../i18n/keys";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { type KitFacts, KitSheet } from "./kit-sheet";

const text = keyWords;

interface Props {
  facts: KitFacts;
  verb: string;
  busy: boolean;
  error: unknown;
  onConfirmed: () => void;
}

export function KitSteps({ facts, verb, busy, error, onConfirmed }: Props) {
  const [kept, setKept] = useState(false);
  if (!kept)
    return (
      <div className={styles.steps}>
        <p>{text.kitBody}</p>
        <p className={styles.warning}>{text.kitNever}</p>
        <KitSheet {...facts} />
        <Button leftSection={<IconPrinter size={18} aria-hidden="true" />} onClick={() => window.print()}>
          {text.print}
        </Button>
        <Button variant="filled" onClick={() => setKept(true)}>
          {text.kitKept}
        </Button>
      </div>
    );
  return (
    <Confirm
      kit={facts.kit}
      verb={verb}
      busy={busy}
      error={error}
      onConfirmed={onConfirmed}
      onAgain={() => setKept(false)}
    />
  );
}

/** Two different places, from 1 to 8. */
function twoPlaces(): readonly [number, number] {
  const [first = 0, step = 0] = crypto.getRandomValues(new Uint8Array(2));
  const one = first % 8;
  const other = (one + 1 + (step % 7)) % 8;
  return [Math.min(one, other) + 1, Math.max(one, other) + 1];
}

interface ConfirmProps extends Omit<Props, "facts"> {
  kit: string;
  onAgain: () => void;
}

function Confirm({ kit, verb, busy, error, onConfirmed, onAgain }: ConfirmProps) {
  const [places] = useState(twoPlaces);
  const [typed, setTyped] = useState<Record<number, string>>({});
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const groups = kit.split("-");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missed = places.filter((place) => asWritten(typed[place] ?? "") !== groups[place - 1]);
    setWrong(missed);
    if (missed.length === 0) onConfirmed();
  };
  return (
    <form className={styles.steps} onSubmit={submit} noValidate>
      <h2>{text.confirmTitle}</h2>
      <p className={styles.muted}>{text.confirmBody}</p>
      <div className={styles.groups}>
        {places.map((place) => (
          <TextInput
            key={place}
            label={text.group(place)}
            description={text.groupHint}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={8}
            value={typed[place] ?? ""}
            onChange={(event) => setTyped({ ...typed, [place]: event.currentTarget.value })}
            error={wrong.includes(place) ? text.groupWrong : null}
          />
        ))}
      </div>
      {error ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(error)}
        </p>
      ) : null}
      <Button type="submit" variant="filled" loading={busy}>
        {verb}
      </Button>
      <Anchor component="button" type="button" className={styles.link} onClick={onAgain}>
        {text.kitAgain}
      </Anchor>
    </form>
  );
}

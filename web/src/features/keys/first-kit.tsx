/** The kit that comes with new keys, on paper before they are published. */
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import { useSession } from "../../live/session";
import { rootsFingerprint } from "./facts";
import type { Kit } from "./holders";
import styles from "./keys.module.css";
import { KitSteps } from "./kit-steps";

const text = keyWords;

interface Props {
  ground: Ground;
  kit: Kit;
  at: Date;
  busy: boolean;
  error: unknown;
  onConfirmed: () => void;
}

export function FirstKit({ ground, kit, at, busy, error, onConfirmed }: Props) {
  const { person, clinic } = useSession();
  return (
    <div className={styles.steps}>
      <h1>{text.kitTitle}</h1>
      <KitSteps
        facts={{
          kit: kit.text,
          name: person.name,
          clinic: clinic.name,
          made: at,
          fingerprint: rootsFingerprint(ground.roots),
          secret: null,
        }}
        verb={text.finish}
        busy={busy}
        error={error}
        onConfirmed={onConfirmed}
      />
    </div>
  );
}

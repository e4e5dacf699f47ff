/** The recovery kit as it is printed: who, which clinic, when, eight groups of four, and a QR code of the same. */
import { keyWords } from "../../i18n/keys";
import { fullDate } from "../../lib/dates";
import { QrCode } from "../../ui/qr-code";
import styles from "./kit-sheet.module.css";
import { placed } from "./placed";

const text = keyWords;

export interface KitFacts {
  /** Eight groups, joined by dashes. */
  readonly kit: string;
  readonly name: string;
  readonly clinic: string;
  readonly made: Date;
  /** Of the clinic's roots. */
  readonly fingerprint: string;
  /** The account secret that goes with the passphrase; null without one. */
  readonly secret: string | null;
}

export function KitSheet({ kit, name, clinic, made, fingerprint, secret }: KitFacts) {
  return (
    <section className={styles.sheet} aria-label={text.kitOf(name)}>
      <h2>{text.kitOf(name)}</h2>
      <ol className={styles.groups}>
        {placed(kit.split("-")).map(({ place, item }) => (
          <li key={place}>
            <span>{place}</span>
            {item}
          </li>
        ))}
      </ol>
      <QrCode text={`${window.location.origin}/keys#kit=${kit}`} label={text.kitQr} />
      <dl className={styles.facts}>
        <Fact name={text.kitClinic}>{clinic}</Fact>
        <Fact name={text.kitMade}>{fullDate(made)}</Fact>
        <Fact name={text.kitRoots}>{fingerprint}</Fact>
        {secret ? <Fact name={text.secret}>{secret}</Fact> : null}
      </dl>
      <p className={styles.how}>
        {text.kitHow} {text.kitNever}
      </p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Who is to read one plan's conversations, or no longer, with the one button that signs it. */
import { Button } from "@mantine/core";
import type { Unconfirmed } from "../../client/types";
import { words } from "../../i18n";
import type { Own } from "../../keyring/own";
import { shortDate } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useTell } from "../../ui/notices";
import { PersonLine } from "../../ui/person";
import { useConfirmReaders, useSigning, whyNotSigned } from "./confirming";
import styles from "./reader-rows.module.css";
import { endsKey } from "./steps";

const text = words.teams.readers;

interface Props {
  /** Of one plan. */
  items: readonly Unconfirmed[];
  own: Own | null;
  /** Compares words with somebody before they are let in. */
  onCompare: (person: Unconfirmed["person"]) => void;
}

export function ReaderRows({ items, own, onCompare }: Props) {
  const confirm = useConfirmReaders(own);
  const signing = useSigning();
  const tell = useTell();
  const begins = items.filter(({ step }) => step === "begin");
  const busy = (item: Unconfirmed) => confirm.isPending && confirm.variables.includes(item);
  const failed = (item: Unconfirmed) => confirm.isError && confirm.variables.some((one) => isSame(one, item));
  const sign = (chosen: readonly Unconfirmed[], told: string) =>
    confirm.mutate(chosen, { onSuccess: () => tell({ text: told }) });
  return (
    <ul className={styles.rows}>
      {items
        .filter(({ step }) => step !== "begin")
        .map((item) => (
          <li key={`${item.person.id} ${item.step}`} className={styles.row}>
            <div className={styles.who}>
              <PersonLine person={item.person} note={text.since(shortDate(new Date(item.since)))} />
              <p className={styles.what}>{text.steps[item.step](talksOf(item.conversations))}</p>
            </div>
            {own && item.step === "admit" ? (
              <div className={styles.acts}>
                <Button
                  variant="subtle"
                  aria-label={text.compareWith(item.person.name)}
                  onClick={() => onCompare(item.person)}
                >
                  {text.compare}
                </Button>
                <Button
                  loading={busy(item)}
                  disabled={signing}
                  aria-label={text.admitOne(item.person.name)}
                  onClick={() => sign([item], text.admitted(shortName(item.person.name)))}
                >
                  {text.admit}
                </Button>
              </div>
            ) : null}
            {own && endsKey(item.step) ? (
              <div className={styles.acts}>
                <Button
                  loading={busy(item)}
                  disabled={signing}
                  aria-label={text.takeOffOne(item.person.name)}
                  onClick={() => sign([item], text.takenOff(shortName(item.person.name)))}
                >
                  {text.takeOff}
                </Button>
              </div>
            ) : null}
            {failed(item) ? <Failed error={confirm.error} /> : null}
          </li>
        ))}
      {begins.length > 0 ? (
        <li className={styles.row}>
          <p className={styles.who}>
            {text.begins(talksOf(begins.flatMap(({ conversations }) => conversations)), namesOf(begins))}
          </p>
          {own ? (
            <div className={styles.acts}>
              <Button
                loading={begins.some(busy)}
                disabled={signing}
                aria-label={text.beginFor(namesOf(begins))}
                onClick={() => sign(begins, text.begun)}
              >
                {text.begin}
              </Button>
            </div>
          ) : null}
          {begins.some(failed) ? <Failed error={confirm.error} /> : null}
        </li>
      ) : null}
    </ul>
  );
}

/** Where somebody pressed, as a list may be longer than a screen. */
function Failed({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p className={styles.failed} role="alert">
      {whyNotSigned(error)}
    </p>
  );
}

/** The same row, read anew. */
function isSame(one: Unconfirmed, other: Unconfirmed): boolean {
  return one.person.id === other.person.id && one.step === other.step && one.plan_id === other.plan_id;
}

function namesOf(items: readonly Unconfirmed[]): string {
  return words.common.andMore(items.map(({ person }) => shortName(person.name)));
}

function talksOf(conversations: Unconfirmed["conversations"]): string {
  const kinds = new Map(conversations.map(({ id, kind }) => [id, kind]));
  const among = (kind: "team" | "staff" | "direct") =>
    [...kinds.values()].filter((one) => one === kind).length;
  return words.common.andMore(
    (["team", "staff", "direct"] as const).flatMap((kind) => {
      const n = among(kind);
      return n > 0 ? [text.talks[kind](n)] : [];
    }),
  );
}

/** One's own passkeys and authenticator app: added, used when, given up. */
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import type { OwnFactors } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import cards from "../../ui/card-rows.module.css";
import { Chip } from "../../ui/chip";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { hasFactor, useEndFactor } from "./factor-commands";
import styles from "./factors.module.css";
import { NewAuthenticator } from "./new-authenticator";
import { NewPasskey } from "./new-passkey";
import { factorsQuery, ownSessionsQuery } from "./queries";

const text = words.factors;

export function Factors() {
  const query = useQuery(factorsQuery);
  if (query.isError && !query.data)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <div className={cards.section}>
        <RowsSkeleton rows={3} />
      </div>
    );
  return <Loaded own={query.data} />;
}

function Loaded({ own }: { own: OwnFactors }) {
  const [adding, setAdding] = useState<"passkey" | "app" | null>(null);
  const here = useQuery(ownSessionsQuery).data?.find((session) => session.here);
  const tell = useTell();
  const first = !hasFactor(own);
  const added = (what: string) => {
    setAdding(null);
    tell(first ? { text: what, detail: text.othersEnded } : { text: what });
  };
  const last = own.required && own.passkeys.length + (own.authenticator ? 1 : 0) === 1;
  return (
    <>
      <Section
        title={text.passkeys}
        action={<Button onClick={() => setAdding("passkey")}>{text.addPasskey}</Button>}
        none={own.passkeys.length === 0 ? text.passkeysNone : null}
      >
        {own.passkeys.map(({ id, name, synced, ...at }) => (
          <Row key={id} id={id} name={name} {...at} last={last} what={text.removePasskeyBody}>
            {synced ? <Chip>{text.synced}</Chip> : null}
          </Row>
        ))}
      </Section>
      <Section
        title={text.app}
        action={
          <Button onClick={() => setAdding("app")}>
            {own.authenticator ? text.replaceApp : text.addApp}
          </Button>
        }
        none={own.authenticator ? null : text.appNone}
      >
        {own.authenticator ? (
          <Row {...own.authenticator} name={text.appName} last={last} what={text.removeAppBody} />
        ) : null}
      </Section>
      <Modal opened={adding === "passkey"} onClose={() => setAdding(null)} title={text.addPasskey} size={440}>
        <NewPasskey suggested={here?.device ?? text.firstPasskey} onDone={() => added(text.passkeyAdded)} />
      </Modal>
      <Modal opened={adding === "app"} onClose={() => setAdding(null)} title={text.addApp} size={440}>
        <NewAuthenticator replaces={own.authenticator !== null} onDone={() => added(text.appAdded)} />
      </Modal>
    </>
  );
}

function Section(props: { title: string; action: ReactNode; none: string | null; children: ReactNode }) {
  const id = useId();
  return (
    <section className={cards.section} aria-labelledby={id}>
      <header className={cards.head}>
        <h2 id={id}>{props.title}</h2>
        {props.action}
      </header>
      {props.none ? <p className={styles.none}>{props.none}</p> : null}
      {props.children}
    </section>
  );
}

interface RowProps {
  id: string;
  name: string;
  added_at: string;
  used_at: string | null;
  last: boolean;
  what: string;
  children?: ReactNode;
}

function Row({ id, name, added_at, used_at, last, what, children }: RowProps) {
  const [asking, setAsking] = useState(false);
  const end = useEndFactor();
  const tell = useTell();
  return (
    <div className={cards.row}>
      <span className={cards.what}>
        <strong>{name}</strong>
        <span>
          {used_at ? (
            <>
              {text.lastUsed} <TimeAgo at={used_at} />
            </>
          ) : (
            text.notUsed
          )}
          , {text.added(shortDate(new Date(added_at)))}
        </span>
        {last ? <span>{text.required}</span> : null}
      </span>
      {children}
      {last ? null : (
        <Button aria-label={text.removeOf(name)} onClick={() => setAsking(true)}>
          {text.remove}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={text.removeTitle(name)}
        verb={text.remove}
        danger
        busy={end.isPending}
        error={end.error}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate(id, { onSuccess: () => tell({ text: text.removed, detail: name }) })}
      >
        {what}
      </ConfirmDialog>
    </div>
  );
}

/** For whom it is signed ahead that they belong wherever they are called in, and signing it. */
import { Anchor, Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { StandingDetail } from "../../client/types";
import { aheadQuery } from "../../features/coverage/queries";
import { useCoordinator, whyNotSigned } from "../../features/teams/confirming";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import type { Own } from "../../keyring/own";
import { useNearTime } from "../../lib/now";
import { failed } from "../../lib/problem";
import { useTell } from "../../ui/notices";
import { Card } from "../../ui/page";
import { Avatar } from "../../ui/person";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import styles from "./page.module.css";

const text = words.coverage.ahead;

function useSignAhead(own: Own | null) {
  const queries = useQueryClient();
  return useMutation<void, Error, readonly StandingDetail[]>({
    networkMode: "always",
    mutationFn: async (items) => {
      if (own === null) throw new RangeError("nothing to sign with");
      const { signAhead } = await import("./signing");
      await signAhead(own, items);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: aheadQuery.queryKey }),
  });
}

/** What follows from planning somebody: it is signed ahead for as long as it can be, by whoever planned them. */
export function useFollowDuty(): (personId: string) => void {
  const own = useCoordinator();
  const queries = useQueryClient();
  const { mutate } = useSignAhead(own);
  return (personId) => {
    if (own === null) return;
    // Whatever could not be read or signed stands on the page.
    queries.fetchQuery(aheadQuery).then(
      ({ items }) =>
        mutate(items.filter(({ person, state }) => person.id === personId && state !== "attest")),
      () => undefined,
    );
  };
}

/** Nothing where nobody can be called in or covers. */
export function SignedAhead() {
  const query = useQuery(aheadQuery);
  const own = useCoordinator();
  const sign = useSignAhead(own);
  const tell = useTell();
  const open = query.data?.items.filter(({ state }) => state !== "signed") ?? [];
  const toSign = open.filter(({ state }) => state === "sign");
  if (query.data?.items.length === 0) return null;
  return (
    <Card label={text.title}>
      <div className={styles.head}>
        <h2>{text.title}</h2>
        {own && toSign.length > 0 ? (
          <Button
            loading={sign.isPending}
            onClick={() => sign.mutate(toSign, { onSuccess: () => tell({ text: text.done(toSign.length) }) })}
          >
            {text.sign(toSign.length)}
          </Button>
        ) : null}
      </div>
      {sign.isError ? (
        <p className={styles.failed} role="alert">
          {whyNotSigned(sign.error)}
        </p>
      ) : null}
      {failed(query) ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        <Open items={open} />
      ) : (
        <RowsSkeleton rows={2} avatar />
      )}
      {toSign.length > 0 && own === null ? <Keys /> : null}
      <p className={styles.foot}>{text.note}</p>
    </Card>
  );
}

function Open({ items }: { items: readonly StandingDetail[] }) {
  const until = useNearTime();
  if (items.length === 0) return <p className={styles.line}>{text.all}</p>;
  const said = ({ state, signed_until }: StandingDetail) => {
    if (state === "attest") return text.attest;
    return signed_until ? text.soon(until(signed_until)) : text.missing;
  };
  return (
    <ul className={styles.people}>
      {items.map((item) => (
        <li key={item.person.id} className={styles.person}>
          <Avatar person={item.person} size={28} />
          <span>
            <strong>{item.person.name}</strong>
            <span className={styles.said}>{said(item)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Why there is no button: keys are not open, or the office is not in force. */
function Keys() {
  const { state } = useKeyring();
  if (state !== "unlocked") return <KeysNeeded>{text.keysFor}</KeysNeeded>;
  const { officeBody, officeGo } = words.teams.readers;
  return (
    <p className={styles.line}>
      {officeBody}{" "}
      <Anchor renderRoot={(props) => <Link to="/confirm-people" {...props} />}>{officeGo}</Anchor>
    </p>
  );
}

/** Everybody for whom signed logs and teams differ, by plan: nobody is let in before a coordinator says so. */
import { Anchor, Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Unconfirmed } from "../../client/types";
import { words } from "../../i18n";
import type { Own } from "../../keyring/own";
import { Listing } from "../../ui/listing";
import { useTell } from "../../ui/notices";
import { Card } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useConfirmReaders, useSigning, whyNotSigned } from "./confirming";
import { unconfirmedQuery } from "./queries";
import { ReaderRows } from "./reader-rows";
import styles from "./readers.module.css";
import { isToSign } from "./steps";

const text = words.teams.readers;

interface Props {
  own: Own | null;
  onCompare: (person: Unconfirmed["person"]) => void;
}

export function Readers({ own, onCompare }: Props) {
  const pages = useInfiniteQuery(unconfirmedQuery);
  const plans = new Map<string, Unconfirmed[]>();
  const all = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  for (const item of all) {
    plans.set(item.plan_id, [...(plans.get(item.plan_id) ?? []), item]);
  }
  return (
    <Listing
      query={pages}
      count={plans.size}
      skeleton={
        <Card>
          <RowsSkeleton rows={4} avatar />
        </Card>
      }
      empty={
        <Card>
          <EmptyState icon={<IconShieldCheck />} title={text.noneTitle}>
            {text.noneBody}
          </EmptyState>
        </Card>
      }
    >
      {[...plans].map(([planId, items]) => (
        <Plan key={planId} planId={planId} items={items} own={own} onCompare={onCompare} />
      ))}
      {own && all.some(isToSign) ? <p className={styles.hint}>{text.hint}</p> : null}
    </Listing>
  );
}

function Plan({ planId, items, own, onCompare }: Props & { planId: string; items: readonly Unconfirmed[] }) {
  const confirm = useConfirmReaders(own);
  const signing = useSigning();
  const tell = useTell();
  const open = items.filter(isToSign);
  const name = items[0]?.patient.name ?? "";
  return (
    <Card label={name}>
      <div className={styles.head}>
        <h2 className={styles.name}>
          <Anchor renderRoot={(props) => <Link to="/coordination" search={{ plan: planId }} {...props} />}>
            {text.planOf(name)}
          </Anchor>
        </h2>
        {own && open.length > 1 ? (
          <Button
            loading={confirm.isPending}
            disabled={signing}
            aria-label={text.confirmAllOf(open.length, name)}
            onClick={() =>
              confirm.mutate(open, { onSuccess: () => tell({ text: text.allDone(open.length) }) })
            }
          >
            {text.confirmAll(open.length)}
          </Button>
        ) : null}
      </div>
      {confirm.isError ? (
        <p className={styles.failed} role="alert">
          {whyNotSigned(confirm.error)}
        </p>
      ) : null}
      <ReaderRows items={items} own={own} onCompare={onCompare} />
    </Card>
  );
}

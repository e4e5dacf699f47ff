/** The people behind one of the numbers, those who began last first. */
import { IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { OutcomeFigure } from "../../client/types";
import { outcomeWords } from "../../i18n/outcomes";
import { knownDate } from "../../lib/dates";
import { Listing } from "../../ui/listing";
import { Card, PageHeader } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { OutcomeLine } from "./outcome-row";
import styles from "./outcomes.module.css";
import { type Behind, type Breadth, outcomeRowsQuery } from "./queries";

const text = outcomeWords.rows;

interface Props {
  breadth: Breadth;
  figure: OutcomeFigure;
  wanted: Behind;
}

export function OutcomeRows({ breadth, figure, wanted }: Props) {
  const pages = useInfiniteQuery(outcomeRowsQuery(breadth, figure, wanted));
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const list = useListKeys();
  const title = figure === "mark" ? text.title.mark(wanted.weeks ?? 0) : text.title[figure];
  const of = [
    ...(wanted.counted_as ? [outcomeWords.counts[wanted.counted_as]] : []),
    ...(wanted.month ? [knownDate(wanted.month)] : []),
    ...(breadth === "clinic" ? [text.noScores] : []),
  ];
  return (
    <>
      <PageHeader title={title} />
      {of.length > 0 ? <p className={styles.note}>{of.join(". ")}</p> : null}
      <Card label={title}>
        <Listing
          query={pages}
          count={rows.length}
          skeleton={<RowsSkeleton rows={6} avatar />}
          empty={
            <EmptyState icon={<IconUsers />} title={text.none}>
              {text.noneBody}
            </EmptyState>
          }
        >
          <div ref={list}>
            {rows.map((one) => (
              <OutcomeLine key={one.plan.id} one={one} breadth={breadth} />
            ))}
          </div>
        </Listing>
      </Card>
    </>
  );
}

/** What became of people: the whole of it, of the clinic or of one's own patients. */
import { IconChartHistogram } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { outcomeWords as text } from "../../i18n/outcomes";
import { knownDate } from "../../lib/dates";
import { failed } from "../../lib/problem";
import { Card } from "../../ui/page";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { Marks, Months } from "./marks";
import styles from "./outcomes.module.css";
import { type Breadth, outcomesQuery } from "./queries";
import { Cites, DropOut, TimeToResponse } from "./totals";

export function OutcomesView({ breadth }: { breadth: Breadth }) {
  const query = useQuery(outcomesQuery(breadth));
  const all = query.data;
  if (failed(query))
    return (
      <Card>
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      </Card>
    );
  if (!all)
    return (
      <Card>
        <RowsSkeleton rows={8} />
      </Card>
    );
  const counted = all.marks.some(({ people }) => people) || all.response_time.people || all.drop_out.people;
  if (!counted)
    return (
      <Card>
        <EmptyState icon={<IconChartHistogram />} title={text.none}>
          {text.noneBody}
        </EmptyState>
      </Card>
    );
  return (
    <>
      <p className={styles.note} data-tabs={breadth === "own" || undefined}>
        {text.note(all.index_above.value, knownDate(all.since))}
      </p>
      <Marks all={all} breadth={breadth} />
      <TimeToResponse all={all} breadth={breadth} />
      <DropOut all={all} breadth={breadth} />
      <Months all={all} breadth={breadth} />
      {all.enough > 1 ? <p className={styles.foot}>{text.fewNote(all.enough)}</p> : null}
      {all.left_out ? <p className={styles.foot}>{text.leftOut}</p> : null}
      <Cites all={all} />
    </>
  );
}

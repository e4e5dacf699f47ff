/** How soon do we answer?: each measure with its numbers, for a period. */
import { SegmentedControl } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PERIODS, timesQuery } from "../../features/oversight/queries";
import { TimesCard } from "../../features/oversight/times-card";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";
import styles from "./outside.module.css";

const text = words.oversight.times;
/** From how many on the server tells them: `careteam/oversight/times.py`. */
const ENOUGH = [5, 10] as const;

export function TimesPage() {
  const { days } = useSearch({ from: "/signed/staff/oversee/oversight/times" });
  const navigate = useNavigate({ from: "/oversight/times" });
  const query = useQuery({ ...timesQuery(days), placeholderData: (before) => before });
  const some = query.data?.measures.filter(({ all }) => all.done + all.open + all.dropped > 0) ?? [];
  useTitle(words.oversight.title);
  return (
    <Page>
      <BackToOversight />
      <PageHeader title={text.question}>
        <SegmentedControl
          aria-label={text.period}
          value={String(days)}
          onChange={(value) =>
            void navigate({
              search: { days: PERIODS.find((one) => String(one) === value) ?? days },
              replace: true,
            })
          }
          data={PERIODS.map((one) => ({ value: String(one), label: text.periods[one] }))}
        />
      </PageHeader>
      <p className={styles.note}>{text.note}</p>
      {failed(query) ? (
        <Card>
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        </Card>
      ) : null}
      {query.isPending ? (
        <Card>
          <RowsSkeleton rows={8} />
        </Card>
      ) : null}
      {query.data && some.length === 0 ? (
        <Card>
          <EmptyState icon={<IconClock />} title={text.none}>
            {text.noneBody}
          </EmptyState>
        </Card>
      ) : null}
      {some.map((one) => (
        <TimesCard key={one.measure} one={one} days={days} />
      ))}
      {some.length > 0 ? <p className={styles.foot}>{text.fewNote(...ENOUGH)}</p> : null}
    </Page>
  );
}

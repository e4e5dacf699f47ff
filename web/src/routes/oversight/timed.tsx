/** The rows behind one of the numbers: what took longest first, or what has lasted longest. */
import { IconChevronLeft, IconClock } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { hourName } from "../../features/oversight/hour-name";
import { timedRowsQuery } from "../../features/oversight/queries";
import { TimedLine } from "../../features/oversight/timed-row";
import { words } from "../../i18n";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { roleWord } from "../../ui/person";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import back from "./back.module.css";
import styles from "./outside.module.css";

const text = words.oversight.times;

export function TimedPage() {
  const { measure } = useParams({ from: "/signed/staff/oversee/oversight/times/$measure" });
  const wanted = useSearch({ from: "/signed/staff/oversee/oversight/times/$measure" });
  const { end, days, role, hour, priority } = wanted;
  const pages = useInfiniteQuery(timedRowsQuery(measure, wanted));
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useListKeys();
  const title = text.rows[end][measure];
  const of = [
    text.measures[measure],
    text.of.days(text.periods[days]),
    ...(role ? [text.of.role(roleWord(role))] : []),
    ...(hour === undefined ? [] : [text.of.hour(hourName(hour))]),
    ...(priority ? [text.of.priority(text.priorities[priority])] : []),
  ];
  useTitle(words.oversight.title);
  return (
    <Page>
      <Link to="/oversight/times" search={{ days }} className={back.back}>
        <IconChevronLeft size={18} aria-hidden="true" />
        {text.back}
      </Link>
      <PageHeader title={title} />
      <p className={styles.note}>{of.join(", ")}</p>
      <Card label={title}>
        <Listing
          query={pages}
          count={rows.length}
          skeleton={<RowsSkeleton rows={6} avatar />}
          empty={
            <EmptyState icon={<IconClock />} title={text.noRows}>
              {text.noRowsBody}
            </EmptyState>
          }
        >
          <div ref={list}>
            {rows.map((one) => (
              <TimedLine
                key={`${one.subject_id} ${one.since}`}
                one={one}
                kind={measure === "first-reply" || measure === "close" ? "messages" : "alarms"}
              />
            ))}
          </div>
        </Listing>
      </Card>
    </Page>
  );
}

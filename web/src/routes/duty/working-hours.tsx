/** When the clinic works: everybody on staff reads it, a coordinator sets it. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WorkingHours } from "../../client/types";
import { workingHoursQuery } from "../../features/coverage/queries";
import { words } from "../../i18n";
import { clock, dateOf, fullDate, weekdayName } from "../../lib/dates";
import { failed } from "../../lib/problem";
import { Card } from "../../ui/page";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { HoursDialog } from "./hours-dialog";
import styles from "./page.module.css";

const text = words.coverage.hours;
const list = words.common.andMore;

function said({ weekdays, opens, closes }: WorkingHours): string {
  const [first, last] = [weekdays[0] ?? 1, weekdays.at(-1) ?? 1];
  const inARow = weekdays.length > 2 && last - first === weekdays.length - 1;
  const days = inARow
    ? words.coverage.fromUntil(weekdayName(first), weekdayName(last))
    : list(weekdays.map((day) => weekdayName(day)));
  const at = (minutes: number) => clock(new Date(2000, 0, 1, 0, minutes));
  return text.said(days, at(opens), at(closes));
}

export function WorkingHoursCard() {
  const query = useQuery(workingHoursQuery);
  const [changing, setChanging] = useState(false);
  const hours = query.data;
  const known = (hours?.weekdays.length ?? 0) > 0;
  return (
    <Card label={text.title}>
      <div className={styles.head}>
        <h2>{text.title}</h2>
        {hours?.may.includes("duty.plan") ? (
          <Button onClick={() => setChanging(true)}>{known ? text.change : text.set}</Button>
        ) : null}
      </div>
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={1} /> : null}
      {hours ? (
        <>
          <p className={styles.line}>{known ? said(hours) : text.none}</p>
          {hours.closed_days.length > 0 ? (
            <p className={styles.line}>
              {text.closedOn(list(hours.closed_days.map((day) => fullDate(dateOf(day)))))}
            </p>
          ) : null}
          <p className={styles.foot}>{text.note(hours.zone)}</p>
        </>
      ) : null}
      {changing && hours ? <HoursDialog hours={hours} onClose={() => setChanging(false)} /> : null}
    </Card>
  );
}

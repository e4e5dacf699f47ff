/** Duty: who is on duty now, and the week; a coordinator plans it here. */
import { Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { OnDutyNow } from "../../features/coverage/duty-now";
import { WeekOfDuty } from "../../features/coverage/duty-week";
import { dutyNowQuery, dutyWeekQuery } from "../../features/coverage/queries";
import { dayAfter, wallDay } from "../../features/coverage/wall";
import { words } from "../../i18n";
import { IconButton } from "../../ui/icon-button";
import { Card, Page, PageHeader } from "../../ui/page";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { SignedAhead } from "./ahead";
import styles from "./page.module.css";
import { type Planning, ShiftDialog } from "./shift-dialog";
import { WorkingHoursCard } from "./working-hours";

const text = words.coverage;

export function DutyPage() {
  const { day } = useSearch({ from: "/signed/staff/duty" });
  const navigate = useNavigate({ from: "/duty" });
  const now = useQuery(dutyNowQuery);
  const asked = useQuery(dutyWeekQuery(day));
  const [planning, setPlanning] = useState<Planning | null>(null);
  useTitle(text.title);
  const week = asked.data;
  const plans = week?.may.includes("duty.plan") ?? false;
  const first = week?.days[0];
  const last = week?.days.at(-1);
  const go = (to: string | undefined) => void navigate({ search: { day: to }, replace: true });

  return (
    <Page wide>
      <PageHeader title={text.title}>
        {plans ? (
          <Button
            variant="filled"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => setPlanning({ role: "psychiatrist" })}
          >
            {text.shift.plan}
          </Button>
        ) : null}
      </PageHeader>
      <Card label={text.now}>
        <h2 className={styles.heading}>{text.now}</h2>
        {now.data ? (
          <OnDutyNow roles={now.data.roles} />
        ) : now.isError ? (
          <ErrorState error={now.error} retry={() => void now.refetch()} />
        ) : (
          <RowsSkeleton rows={2} avatar />
        )}
      </Card>
      <Card label={text.week}>
        <div className={styles.head}>
          <h2>{first && last ? text.weekOf(wallDay(first).date, wallDay(last).date) : text.week}</h2>
          {first ? (
            <div className={styles.turn}>
              <IconButton label={text.previous} onClick={() => go(dayAfter(first, -7))}>
                <IconChevronLeft size={20} />
              </IconButton>
              <Button variant="subtle" color="gray" onClick={() => go(undefined)}>
                {text.thisWeek}
              </Button>
              <IconButton label={text.next} onClick={() => go(dayAfter(first, 7))}>
                <IconChevronRight size={20} />
              </IconButton>
            </div>
          ) : null}
        </div>
        {week ? (
          <WeekOfDuty
            week={week}
            onShift={plans ? (shift, role) => setPlanning({ shift, role }) : undefined}
            onFree={plans ? setPlanning : undefined}
          />
        ) : asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <RowsSkeleton rows={5} />
        )}
        {week ? <p className={styles.foot}>{text.zone(week.zone)}</p> : null}
      </Card>
      <WorkingHoursCard />
      {plans ? <SignedAhead /> : null}
      {planning ? (
        <ShiftDialog
          key={planning.shift?.id ?? planning.begins ?? "new"}
          planning={planning}
          onClose={() => setPlanning(null)}
        />
      ) : null}
    </Page>
  );
}

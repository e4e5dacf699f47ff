/** How it goes: what the patient answered over time, and when they are reminded. */
import { IconChartLine } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { assessmentQuery } from "../../features/assessment/queries";
import { MoodCourse } from "../../features/diary/course";
import { Course } from "../../features/measures/course";
import { marksOf, medicinesOf } from "../../features/measures/marks";
import { measuresQuery } from "../../features/measures/queries";
import { Reminder } from "../../features/measures/reminder";
import { dueWords } from "../../features/measures/words";
import { versionsQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { failed } from "../../lib/problem";
import { useMyId } from "../../live/session";
import panel from "../../ui/panel.module.css";
import { EmptyState, ErrorState } from "../../ui/states";
import { OwnPlanPage } from "./own-plan-page";
import { PageSkeleton } from "./skeleton";

const text = words.measures;

export function ScoresPage() {
  return <OwnPlanPage title={text.patientTitle}>{(planId) => <Scores planId={planId} />}</OwnPlanPage>;
}

function Scores({ planId }: { planId: string }) {
  const me = useMyId();
  const now = useNow();
  const query = useQuery(measuresQuery(planId));
  const versions = useInfiniteQuery(versionsQuery(planId)).data?.pages.flatMap((page) => page.items) ?? [];
  const findings = useQuery(assessmentQuery(planId)).data?.findings ?? [];
  const data = query.data;
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  const shown = data.instruments.filter(
    ({ id }) =>
      data.latest.some((one) => one.instrument === id) || data.schedules.some((one) => one.instrument === id),
  );
  const marks = [...marksOf(versions), ...medicinesOf(findings, now)];
  const own = data.schedules.filter(
    ({ instrument }) => data.instruments.find(({ id }) => id === instrument)?.answerable,
  );
  return (
    <>
      {shown.length === 0 ? (
        <EmptyState icon={<IconChartLine />} title={text.none}>
          {text.noneBodyPatient}
        </EmptyState>
      ) : null}
      {shown.map((instrument) => {
        const schedule = data.schedules.find((one) => one.instrument === instrument.id);
        return (
          <Course
            key={instrument.id}
            planId={planId}
            instrument={instrument}
            latest={data.latest.find((one) => one.instrument === instrument.id)}
            marks={marks}
            me={me}
            note={
              schedule ? (
                <p className={panel.note}>
                  {text.rhythm(schedule.every_days)}, {dueWords({ ...schedule, overdue_since: null }, now)}
                </p>
              ) : null
            }
          />
        );
      })}
      <MoodCourse planId={planId} />
      {own[0] && data.may.includes("measure.remind") ? (
        <Reminder planId={planId} at={own[0].remind_at} key={own[0].remind_at} />
      ) : null}
    </>
  );
}

/** The questionnaires of a plan: what is asked for and how it goes. */
import { Button, Menu } from "@mantine/core";
import { IconChartLine, IconDots, IconPencilPlus, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Instrument, MeasureSchedule } from "../../../client/types";
import { assessmentQuery } from "../../../features/assessment/queries";
import { MoodCourse } from "../../../features/diary/course";
import { useMeasureStatus } from "../../../features/measures/commands";
import { Course } from "../../../features/measures/course";
import { marksOf, medicinesOf } from "../../../features/measures/marks";
import { measuresQuery } from "../../../features/measures/queries";
import { clockOf } from "../../../features/measures/reminder";
import { dueWords } from "../../../features/measures/words";
import { versionsQuery } from "../../../features/plans/queries";
import { words } from "../../../i18n";
import { shortName } from "../../../lib/names";
import { useNow } from "../../../lib/now";
import { failed } from "../../../lib/problem";
import { ConfirmDialog } from "../../../ui/confirm";
import { IconButton } from "../../../ui/icon-button";
import { useTell } from "../../../ui/notices";
import { EmptyState, ErrorState, RowsSkeleton } from "../../../ui/states";
import { useFocusBack } from "../../../ui/use-focus-back";
import { usePlanPage } from "./context";
import styles from "./scores-tab.module.css";

const RecordDialog = lazy(() =>
  import("../../../features/measures/record-dialog").then((module) => ({ default: module.RecordDialog })),
);
const ScheduleDialog = lazy(() =>
  import("../../../features/measures/schedule-dialog").then((module) => ({ default: module.ScheduleDialog })),
);

const text = words.measures;

type Asking =
  | { what: "schedule"; schedule: MeasureSchedule | "new" }
  | { what: "record"; instrument: Instrument }
  | { what: "end"; schedule: MeasureSchedule };

export function ScoresTab() {
  const now = useNow();
  const { plan } = usePlanPage();
  const query = useQuery(measuresQuery(plan.id));
  const versions = useInfiniteQuery(versionsQuery(plan.id)).data?.pages.flatMap((page) => page.items) ?? [];
  const [asking, setAsking] = useState<Asking | null>(null);
  useFocusBack(asking !== null);
  const findings = useQuery(assessmentQuery(plan.id)).data?.findings ?? [];
  const data = query.data;
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!data) return <RowsSkeleton rows={6} />;
  const scheduleOf = (id: string) => data.schedules.find(({ instrument }) => instrument === id);
  const latestOf = (id: string) => data.latest.find(({ instrument }) => instrument === id);
  const shown = data.instruments.filter(({ id }) => scheduleOf(id) || latestOf(id));
  const left = data.instruments.filter(({ id }) => !scheduleOf(id));
  const marks = [...marksOf(versions), ...medicinesOf(findings, now)];
  return (
    <div className={styles.tab}>
      <header className={styles.head}>
        <h2>{text.title}</h2>
        {data.may.includes("measure.record") ? (
          <RecordMenu
            instruments={data.instruments}
            onPick={(instrument) => setAsking({ what: "record", instrument })}
          />
        ) : null}
        {data.may.includes("measure.schedule") && left.length > 0 ? (
          <Button
            variant="subtle"
            color="accent"
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            onClick={() => setAsking({ what: "schedule", schedule: "new" })}
          >
            {text.add}
          </Button>
        ) : null}
      </header>
      {shown.length === 0 ? (
        <EmptyState icon={<IconChartLine />} title={text.none}>
          {text.noneBody}
        </EmptyState>
      ) : null}
      {shown.map((instrument) => {
        const schedule = scheduleOf(instrument.id);
        return (
          <Course
            key={instrument.id}
            planId={plan.id}
            instrument={instrument}
            latest={latestOf(instrument.id)}
            marks={marks}
            note={schedule ? <Note schedule={schedule} instrument={instrument} /> : null}
            acts={
              schedule && data.may.includes("measure.schedule") ? (
                <Acts schedule={schedule} title={instrument.title} onAsk={setAsking} />
              ) : null
            }
          />
        );
      })}
      <MoodCourse planId={plan.id} />
      <Suspense>
        <Asked
          asking={asking}
          left={left}
          titleOf={(id) => data.instruments.find((one) => one.id === id)?.title ?? id}
          onClose={() => setAsking(null)}
        />
      </Suspense>
    </div>
  );
}

function Note({ schedule, instrument }: { schedule: MeasureSchedule; instrument: Instrument }) {
  const now = useNow();
  return (
    <p className={styles.note}>
      {text.rhythm(schedule.every_days)},{" "}
      <span data-late={schedule.overdue_since !== null || undefined}>{dueWords(schedule, now)}</span>.{" "}
      {schedule.goal ? `${text.forGoal(schedule.goal.words)}. ` : null}
      {instrument.answerable
        ? schedule.remind_at
          ? text.reminded(clockOf(schedule.remind_at))
          : null
        : text.onPaper}
    </p>
  );
}

function RecordMenu({
  instruments,
  onPick,
}: {
  instruments: readonly Instrument[];
  onPick: (instrument: Instrument) => void;
}) {
  return (
    <Menu width={240}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPencilPlus size={16} />}>
          {text.record}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {instruments.map((instrument) => (
          <Menu.Item key={instrument.id} onClick={() => onPick(instrument)}>
            {instrument.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ActsProps {
  schedule: MeasureSchedule;
  title: string;
  onAsk: (asking: Asking) => void;
}

function Acts({ schedule, title, onAsk }: ActsProps) {
  const { plan } = usePlanPage();
  const set = useMeasureStatus();
  const tell = useTell();
  const paused = schedule.status === "on-hold";
  const turn = () =>
    set.mutate(
      { plan_id: plan.id, schedule_id: schedule.id, status: paused ? "active" : "on-hold" },
      { onSuccess: () => tell({ text: paused ? text.resumed : text.pausedNow, detail: title }) },
    );
  return (
    <Menu width={200} position="bottom-end">
      <Menu.Target>
        <IconButton label={text.more(title)} size={32}>
          <IconDots size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk({ what: "schedule", schedule })}>{text.change}</Menu.Item>
        <Menu.Item onClick={turn}>{paused ? text.resume : text.pause}</Menu.Item>
        <Menu.Item onClick={() => onAsk({ what: "end", schedule })}>{text.end}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface AskedProps {
  asking: Asking | null;
  left: readonly Instrument[];
  titleOf: (id: string) => string;
  onClose: () => void;
}

/** The dialog that is open. */
function Asked({ asking, left, titleOf, onClose }: AskedProps) {
  const { plan } = usePlanPage();
  const patient = shortName(plan.patient.name);
  switch (asking?.what) {
    case "schedule":
      return (
        <ScheduleDialog
          planId={plan.id}
          goals={plan.goals.filter(({ status }) => status !== "cancelled")}
          instruments={left}
          schedule={asking.schedule}
          title={asking.schedule === "new" ? "" : titleOf(asking.schedule.instrument)}
          onClose={onClose}
        />
      );
    case "record":
      return (
        <RecordDialog planId={plan.id} patient={patient} instrument={asking.instrument} onClose={onClose} />
      );
    case "end":
      return (
        <EndDialog schedule={asking.schedule} title={titleOf(asking.schedule.instrument)} onClose={onClose} />
      );
    default:
      return null;
  }
}

function EndDialog({
  schedule,
  title,
  onClose,
}: {
  schedule: MeasureSchedule;
  title: string;
  onClose: () => void;
}) {
  const { plan } = usePlanPage();
  const set = useMeasureStatus();
  const tell = useTell();
  return (
    <ConfirmDialog
      opened
      title={text.endTitle(title)}
      verb={text.end}
      busy={set.isPending}
      error={set.error}
      onClose={onClose}
      onConfirm={() =>
        set.mutate(
          { plan_id: plan.id, schedule_id: schedule.id, status: "completed" },
          {
            onSuccess: () => {
              tell({ text: text.ended, detail: title });
              onClose();
            },
          },
        )
      }
    >
      {text.endBody}
    </ConfirmDialog>
  );
}

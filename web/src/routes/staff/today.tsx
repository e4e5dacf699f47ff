/** Today: what is mine to do, ranked, with the reason each row is here. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconSunHigh } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { Task, TodayRow } from "../../client/types";
import { mayAcknowledge, owesOutcome } from "../../features/coverage/alarm-acts";
import { causeOf, whyOf } from "../../features/coverage/alarm-words";
import { Excerpt } from "../../features/messaging/last-words";
import { useCare } from "../../features/messaging/use-care";
import { type Act, actsOf, mayAct } from "../../features/tasks/acts";
import { tasksQuery } from "../../features/tasks/queries";
import { SnoozeDialog } from "../../features/tasks/snooze";
import { useTaskActor } from "../../features/tasks/task-actions";
import { todayQuery } from "../../features/worklist/queries";
import { Quoted, TodayLine } from "../../features/worklist/today-row";
import { words } from "../../i18n";
import { clock, dayName } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { useMyId } from "../../live/session";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useFocusBack } from "../../ui/use-focus-back";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useAlarms } from "./alarms";
import { useOpenTask } from "./task-drawer";

const text = words.worklist;
type Kind = TodayRow["kind"];
const KINDS: readonly Kind[] = [
  "alarm",
  "reply",
  "reminder",
  "mention",
  "task",
  "measure",
  "case",
  "review",
  "safety-plan",
];

export function TodayPage() {
  const [kind, setKind] = useState<Kind | null>(null);
  const [snoozing, setSnoozing] = useState<TodayRow | null>(null);
  useFocusBack(snoozing !== null);
  const pages = useInfiniteQuery(todayQuery(kind));
  const navigate = useNavigate();
  const openTask = useOpenTask();
  const { run, busyTask } = useTaskActor();
  const me = useMyId();
  const now = useNow();
  const { open: raised, acts, show: showAlarm } = useAlarms();
  const care = useCare();
  const tasks = useMyTasks();
  useTitle(text.today);

  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const count = pages.data?.pages[0]?.count;
  const alarmOf = (row: TodayRow) => raised.find(({ id }) => id === row.id);
  const open = (row: TodayRow) => {
    const alarm = alarmOf(row);
    if (alarm) showAlarm(alarm);
    else if (row.task_id) openTask(row.plan_id, row.task_id);
    else if (row.kind === "case")
      void navigate({ to: "/plans/$planId/cases", params: { planId: row.plan_id }, search: {} });
    else if (row.kind === "review")
      void navigate({ to: "/plans/$planId/assessment", params: { planId: row.plan_id }, search: {} });
    else if (row.kind === "safety-plan")
      void navigate({ to: "/plans/$planId/safety-plan", params: { planId: row.plan_id }, search: {} });
    else if (row.kind === "measure")
      void navigate({ to: "/plans/$planId/scores", params: { planId: row.plan_id }, search: {} });
    else
      void navigate({
        to: "/plans/$planId",
        params: { planId: row.plan_id },
        search: { side: "talk", ...(row.conversation_id ? { talk: row.conversation_id } : {}) },
      });
  };
  const may = (row: TodayRow, verb: Act) => {
    const task = tasks.get(row.task_id ?? "");
    return task ? mayAct(task, verb) : row.claimable && verb === "claim";
  };
  const act = (row: TodayRow, verb: Act) => {
    if (row.kind === "reply" && row.claimable && verb === "claim") care.claim(row);
    // What somebody wrote is given up only where they see it.
    if (row.kind === "reminder" && !row.to_send && verb === "completion") care.forget(row);
    if (!row.task_id || !may(row, verb)) return;
    run({ id: row.task_id, plan_id: row.plan_id, title: row.title }, verb, null);
  };
  const nextOf = (row: TodayRow): Act | null => {
    const task = tasks.get(row.task_id ?? "");
    return task ? actsOf(task).next : row.kind === "task" && row.claimable ? "claim" : null;
  };
  const answer = (row: TodayRow) => {
    const alarm = alarmOf(row);
    if (alarm && mayAcknowledge(alarm)) acts.acknowledge(alarm);
    else if (alarm && owesOutcome(alarm, me)) acts.record(alarm);
  };
  /** What the button of a row says and does; without an act of its own it opens the row. */
  const buttonOf = (row: TodayRow): [string, () => void] => {
    const next = nextOf(row);
    const alarm = alarmOf(row);
    if (alarm) {
      const verb = mayAcknowledge(alarm) ? words.alarms.acknowledge : words.alarms.record;
      return [verb, () => answer(row)];
    }
    if (row.kind === "reminder" && !row.to_send) return [text.verbs.done, () => care.forget(row)];
    if (next) return [words.tasks.acts[next], () => act(row, next)];
    return [row.kind === "reply" ? text.verbs.answer : text.verbs.open, () => open(row)];
  };
  const firstUrgent = rows.find((row) => row.priority === "urgent");
  const byId = (use: (row: TodayRow) => void) => (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (row) use(row);
  };
  const list = useListKeys({
    a: byId(answer),
    e: byId((row) => act(row, "completion")),
    c: byId((row) => act(row, "claim")),
    s: byId((row) => {
      if (row.kind === "reply" || row.kind === "reminder") care.remind(row, row.kind === "reminder");
      else if (tasks.get(row.task_id ?? "")?.may.includes("task.snooze")) setSnoozing(row);
    }),
  });

  return (
    <Page>
      <PageHeader title={text.today} note={count ? text.left(count) : null}>
        <KindMenu kind={kind} onKind={setKind} />
      </PageHeader>
      <Card label={text.today}>
        <Listing
          query={pages}
          count={rows.length}
          skeleton={<RowsSkeleton rows={6} />}
          empty={<Nothing filtered={kind !== null} onAll={() => setKind(null)} />}
        >
          <div ref={list}>
            <ul>
              {rows.map((row) => {
                const [verb, onAct] = buttonOf(row);
                const alarm = alarmOf(row);
                return (
                  <TodayLine
                    key={row.id}
                    row={row}
                    first={row === firstUrgent}
                    verb={verb}
                    excerpt={row.conversation_id ? <Waiting row={row} /> : null}
                    alarm={
                      alarm && {
                        level: words.alarms.levels[alarm.level],
                        // A task says itself what it is about.
                        cause: alarm.subject_kind === "task" ? row.title : causeOf(alarm),
                        why:
                          alarm.subject_kind === "task"
                            ? `${words.alarms.overdue} ${whyOf(alarm, me, now)}`
                            : whyOf(alarm, me, now),
                        taken: !mayAcknowledge(alarm),
                      }
                    }
                    busy={row.task_id !== null && row.task_id === busyTask}
                    onAct={onAct}
                    onOpen={() => open(row)}
                  />
                );
              })}
            </ul>
          </div>
        </Listing>
      </Card>
      {care.dialog}
      {snoozing?.task_id ? (
        <SnoozeDialog
          task={{ id: snoozing.task_id, plan_id: snoozing.plan_id, title: snoozing.title }}
          onClose={() => setSnoozing(null)}
        />
      ) : null}
    </Page>
  );
}

/** What a patient wrote who waits for an answer. */
function Waiting({ row }: { row: TodayRow }) {
  if ((row.kind !== "reply" && row.kind !== "alarm") || row.conversation_id === null) return null;
  return (
    <Excerpt planId={row.plan_id} conversationId={row.conversation_id} at={row.since}>
      {(said) => <Quoted>{said}</Quoted>}
    </Excerpt>
  );
}

/** Tasks that are mine or mine to claim, by id: they know their next state. */
function useMyTasks(): ReadonlyMap<string, Task> {
  const mine = useInfiniteQuery(tasksQuery("mine")).data;
  const pool = useInfiniteQuery(tasksQuery("pool")).data;
  return useMemo(() => {
    const pages = [...(mine?.pages ?? []), ...(pool?.pages ?? [])];
    return new Map(pages.flatMap((page) => page.items).map((task) => [task.id, task]));
  }, [mine, pool]);
}

function KindMenu({ kind, onKind }: { kind: Kind | null; onKind: (kind: Kind | null) => void }) {
  return (
    <Menu width={180}>
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={16} />}>
          {kind ? text.onlyKinds[kind] : text.allKinds}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onKind(null)}>{text.allKinds}</Menu.Item>
        {KINDS.map((one) => (
          <Menu.Item key={one} onClick={() => onKind(one)}>
            {text.onlyKinds[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Nothing waits: what comes next is the first task that is mine and not yet due. */
function Nothing({ filtered, onAll }: { filtered: boolean; onAll: () => void }) {
  const now = useNow();
  const mine = useInfiniteQuery({ ...tasksQuery("mine"), enabled: !filtered });
  if (filtered) {
    return (
      <EmptyState title={text.emptyKind} action={<Button onClick={onAll}>{text.showAll}</Button>}>
        {text.emptyKindBody}
      </EmptyState>
    );
  }
  const next = mine.data?.pages
    .flatMap((page) => page.items)
    .filter((task) => task.due_at !== null)
    .toSorted((one, other) => (one.due_at ?? "").localeCompare(other.due_at ?? ""))[0];
  const due = next?.due_at ? new Date(next.due_at) : null;
  return (
    <EmptyState icon={<IconSunHigh />} title={text.emptyTitle}>
      {next && due
        ? text.emptyNext(next.title, next.patient_name, words.tasks.dueAt(dayName(due, now), clock(due)))
        : text.emptyBody}
    </EmptyState>
  );
}

/** Inbox: every conversation I take part in, and the one that is open beside it. */
import { Button, Modal } from "@mantine/core";
import { IconChevronLeft, IconExternalLink, IconInbox, IconMessageCircle } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import type { ConversationSummary } from "../../client/types";
import type { Shown } from "../../features/messaging/bodies";
import type { CareAct } from "../../features/messaging/care-acts";
import { CareLine } from "../../features/messaging/care-line";
import { Conversation } from "../../features/messaging/conversation";
import { InboxRow } from "../../features/messaging/inbox-row";
import {
  conversationQuery,
  inboxCountsQuery,
  SHELVES,
  type Shelf,
  shelfQuery,
} from "../../features/messaging/queries";
import { type Care, useCare } from "../../features/messaging/use-care";
import { planQuery } from "../../features/plans/queries";
import { MessageTasks, useMessageTasks } from "../../features/tasks/message-tasks";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { useNarrow } from "../../lib/media";
import { useMyId } from "../../live/session";
import { Count } from "../../ui/chip";
import { Listing } from "../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { useFocusBack } from "../../ui/use-focus-back";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { usePhrasing } from "../phrasing";
import { useTalking } from "../talking";
import { topicsOf } from "../topics";
import { MessageAlarm } from "./alarms";
import styles from "./inbox.module.css";
import { prefillFrom } from "./plan/prefill";
import { taskPlanOf } from "./plan/task-plan";
import { useOpenTask } from "./task-drawer";

const NewTask = lazy(() =>
  import("../../features/tasks/new-task").then((module) => ({ default: module.NewTask })),
);

const text = words.messaging;

export function InboxPage() {
  const { open, unread, shelf = "team" } = useSearch({ from: "/signed/staff/inbox" });
  const navigate = useNavigate({ from: "/inbox" });
  const narrow = useNarrow();
  const me = useMyId();
  const pages = useInfiniteQuery(shelfQuery(unread ? "unread" : shelf));
  const counts = useQuery(inboxCountsQuery).data;
  const care = useCare();
  const list = useListKeys();
  useTitle(text.inbox);
  const [planId, conversationId] = open?.split(".") ?? [];
  const opened = useQuery({
    ...conversationQuery(planId ?? "", conversationId ?? ""),
    enabled: conversationId !== undefined,
  }).data;
  const found = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = useKept(found, unread ? opened : undefined);
  const show = ({ plan_id, id }: ConversationSummary) =>
    void navigate({ search: (before) => ({ ...before, open: `${plan_id}.${id}` }), replace: !narrow });
  const step = (by: number) => {
    const next = rows[rows.findIndex((one) => one.id === conversationId) + by];
    if (next) show(next);
  };
  /** The row that has the focus, else what is open. */
  const act = (verb: CareAct) => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row;
    const about = rows.find(({ id }) => id === focused) ?? opened;
    if (about) care.begin(about, verb);
  };
  useShortcuts({
    "alt+ArrowDown": () => step(1),
    "alt+ArrowUp": () => step(-1),
    c: () => act("claim"),
    h: () => act("hand-over"),
    e: () => act("close"),
    s: () => act("remind"),
  });
  const reading = planId !== undefined && conversationId !== undefined;
  useTalking(narrow && reading);

  return (
    <div className={styles.inbox}>
      {narrow && reading ? null : (
        <section className={styles.side}>
          <header className={styles.head}>
            <h1>{text.inbox}</h1>
            <Button
              variant="subtle"
              color={unread ? "accent" : "gray"}
              size="compact-sm"
              aria-pressed={Boolean(unread)}
              rightSection={<HowMany value={counts?.unread} />}
              onClick={() =>
                void navigate({
                  search: (before) => ({ ...before, unread: unread ? undefined : true }),
                  replace: true,
                })
              }
            >
              {text.unreadOnly}
            </Button>
          </header>
          <div className={styles.shelves}>
            <Tabs
              label={text.shelves.label}
              present={unread ? null : shelf}
              onOpen={(id) =>
                void navigate({
                  search: (before) => ({
                    ...before,
                    shelf: SHELVES.find((one) => one === id),
                    unread: undefined,
                  }),
                  replace: true,
                })
              }
              tabs={SHELVES.map((id) => ({
                id,
                label: (
                  <>
                    {text.shelves.names[id]} <HowMany value={counts?.[id]} />
                  </>
                ),
              }))}
            />
          </div>
          <div className={styles.list} ref={list}>
            <Listing
              query={pages}
              count={rows.length}
              skeleton={<RowsSkeleton rows={8} avatar />}
              empty={<Nothing shelf={unread ? "unread" : shelf} />}
            >
              {rows.map((conversation) => (
                <InboxRow
                  key={conversation.id}
                  conversation={conversation}
                  me={me}
                  present={conversation.id === conversationId}
                  onOpen={() => show(conversation)}
                />
              ))}
            </Listing>
          </div>
        </section>
      )}
      {narrow && !reading ? null : (
        <section className={styles.open} aria-label={words.plans.conversation}>
          {reading ? (
            <Opened key={conversationId} planId={planId} conversationId={conversationId} care={care} />
          ) : rows.length === 0 ? null : (
            <div className={styles.pick}>
              <EmptyState icon={<IconMessageCircle />} title={text.pickTitle}>
                {text.pickBody}
              </EmptyState>
            </div>
          )}
        </section>
      )}
      {care.dialog}
    </div>
  );
}

/** How many conversations; nothing before one knows, and nothing where there is none. */
function HowMany({ value = 0 }: { value?: number | undefined }) {
  return <Count value={value} label={text.shelves.count(value)} />;
}

/** What is open stays in the list, where it stood, while one reads it. */
function useKept(
  rows: ConversationSummary[],
  opened: ConversationSummary | undefined,
): ConversationSummary[] {
  const stood = useRef<{ id: string; at: number } | null>(null);
  const at = rows.findIndex(({ id }) => id === opened?.id);
  if (opened && at >= 0) stood.current = { id: opened.id, at };
  return opened && at < 0 && stood.current?.id === opened.id
    ? rows.toSpliced(stood.current.at, 0, opened)
    : rows;
}

function Nothing({ shelf }: { shelf: Shelf | "unread" }) {
  const { title, body } =
    shelf === "unread" ? { title: text.noUnreadTitle, body: text.noUnreadBody } : text.shelves.empty[shelf];
  return (
    <EmptyState icon={<IconInbox />} title={title}>
      {body}
    </EmptyState>
  );
}

interface OpenedProps {
  planId: string;
  conversationId: string;
  care: Care;
}

function Opened({ planId, conversationId, care }: OpenedProps) {
  const navigate = useNavigate({ from: "/inbox" });
  const narrow = useNarrow();
  const openTask = useOpenTask();
  const me = useMyId();
  const [from, setFrom] = useState<Shown | null>(null);
  useFocusBack(from !== null);
  const tasks = useMessageTasks(planId, conversationId, me);
  const conversation = useQuery(conversationQuery(planId, conversationId)).data;
  const plan = useQuery(planQuery(planId)).data;
  const offered = usePhrasing(planId, plan);
  return (
    <>
      <header className={styles.title}>
        {narrow ? (
          <button
            type="button"
            className={styles.back}
            aria-label={words.common.back}
            onClick={() => void navigate({ search: (before) => ({ ...before, open: undefined }) })}
          >
            <IconChevronLeft size={22} stroke={1.7} aria-hidden="true" />
          </button>
        ) : null}
        <div className={styles.names}>
          <h2>{conversation?.patient_name}</h2>
          <p>{conversation?.title}</p>
        </div>
        <Button
          variant="default"
          leftSection={<IconExternalLink size={16} />}
          renderRoot={(props) => (
            <Link to="/plans/$planId" params={{ planId }} search={{ talk: conversationId }} {...props} />
          )}
        >
          {words.tasks.openPlan}
        </Button>
      </header>
      {conversation ? <CareLine conversation={conversation} me={me} care={care} keys /> : null}
      <Conversation
        planId={planId}
        conversationId={conversationId}
        topics={plan ? topicsOf(plan) : []}
        onMakeTask={plan?.may.includes("task.assign") ? setFrom : undefined}
        onTopic={(id) =>
          void navigate({
            to: "/plans/$planId",
            params: { planId },
            search: { talk: conversationId, about: id },
          })
        }
        notes={tasks.notes}
        offered={offered}
        footer={(message) => (
          <>
            <MessageAlarm planId={planId} conversationId={conversationId} messageId={message.id} />
            <MessageTasks
              tasks={tasks.under.get(message.id) ?? []}
              me={me}
              onOpen={(taskId) => openTask(planId, taskId)}
            />
          </>
        )}
      />
      {from && plan ? (
        <Modal
          opened
          onClose={() => setFrom(null)}
          title={words.plans.newTaskFor(plan.patient.name)}
          size={600}
          fullScreen={narrow}
        >
          <Suspense fallback={<RowsSkeleton rows={4} />}>
            <NewTask
              plan={taskPlanOf(plan)}
              me={me}
              prefill={prefillFrom(from)}
              onClose={() => setFrom(null)}
              onAssigned={(taskId) => openTask(planId, taskId)}
            />
          </Suspense>
        </Modal>
      ) : null}
    </>
  );
}

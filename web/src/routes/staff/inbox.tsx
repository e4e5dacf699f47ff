/** Inbox: every conversation I take part in, and the one that is open beside it. */
import { Button, Modal } from "@mantine/core";
import { IconChevronLeft, IconExternalLink, IconInbox, IconMessageCircle } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { ConversationSummary } from "../../client/types";
import type { Shown } from "../../features/messaging/bodies";
import { Conversation } from "../../features/messaging/conversation";
import { InboxRow } from "../../features/messaging/inbox-row";
import { conversationQuery, inboxQuery } from "../../features/messaging/queries";
import { planQuery } from "../../features/plans/queries";
import { MessageTasks, useMessageTasks } from "../../features/tasks/message-tasks";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { useNarrow } from "../../lib/media";
import { useMyId } from "../../live/session";
import { Listing } from "../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useFocusBack } from "../../ui/use-focus-back";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useTalking } from "../talking";
import { topicsOf } from "../topics";
import styles from "./inbox.module.css";
import { prefillFrom } from "./plan/prefill";
import { taskPlanOf } from "./plan/task-plan";
import { useOpenTask } from "./task-drawer";

const NewTask = lazy(() =>
  import("../../features/tasks/new-task").then((module) => ({ default: module.NewTask })),
);

const text = words.messaging;

export function InboxPage() {
  const { open, unread } = useSearch({ from: "/signed/staff/inbox" });
  const navigate = useNavigate({ from: "/inbox" });
  const narrow = useNarrow();
  const me = useMyId();
  const pages = useInfiniteQuery(inboxQuery);
  const list = useListKeys();
  useTitle(text.inbox);
  const [planId, conversationId] = open?.split(".") ?? [];
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // What is open stays in the list while one reads it.
  const rows = unread ? all.filter((one) => one.unread > 0 || one.id === conversationId) : all;
  const show = ({ plan_id, id }: ConversationSummary) =>
    void navigate({ search: (before) => ({ ...before, open: `${plan_id}.${id}` }), replace: !narrow });
  const step = (by: number) => {
    const next = rows[rows.findIndex((one) => one.id === conversationId) + by];
    if (next) show(next);
  };
  useShortcuts({ "alt+ArrowDown": () => step(1), "alt+ArrowUp": () => step(-1) });
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
              onClick={() =>
                void navigate({
                  search: (before) => ({ ...before, unread: unread ? undefined : true }),
                  replace: true,
                })
              }
            >
              {unread ? text.all : text.unreadOnly}
            </Button>
          </header>
          <div className={styles.list} ref={list}>
            <Listing
              query={pages}
              count={rows.length}
              skeleton={<RowsSkeleton rows={8} avatar />}
              empty={
                <EmptyState icon={<IconInbox />} title={unread ? text.noUnreadTitle : text.emptyTitle}>
                  {unread ? text.noUnreadBody : text.emptyBody}
                </EmptyState>
              }
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
            <Opened key={conversationId} planId={planId} conversationId={conversationId} />
          ) : rows.length === 0 ? null : (
            <div className={styles.pick}>
              <EmptyState icon={<IconMessageCircle />} title={text.pickTitle}>
                {text.pickBody}
              </EmptyState>
            </div>
          )}
        </section>
      )}
    </div>
  );
}

function Opened({ planId, conversationId }: { planId: string; conversationId: string }) {
  const navigate = useNavigate({ from: "/inbox" });
  const narrow = useNarrow();
  const openTask = useOpenTask();
  const me = useMyId();
  const [from, setFrom] = useState<Shown | null>(null);
  useFocusBack(from !== null);
  const tasks = useMessageTasks(planId, conversationId);
  const conversation = useQuery(conversationQuery(planId, conversationId)).data;
  const plan = useQuery(planQuery(planId)).data;
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
        footer={(message) => (
          <MessageTasks
            tasks={tasks.get(message.id) ?? []}
            me={me}
            onOpen={(taskId) => openTask(planId, taskId)}
          />
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

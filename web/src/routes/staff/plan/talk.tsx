/** The talking side of a patient's page: the plan's conversations, and the one that is open. */
import { Button } from "@mantine/core";
import { IconMessageCircle, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { ConversationSummary } from "../../../client/types";
import { AwayNote } from "../../../features/coverage/away-note";
import { CareLine } from "../../../features/messaging/care-line";
import { Conversation } from "../../../features/messaging/conversation";
import { ConversationTabs } from "../../../features/messaging/conversation-tabs";
import { Members } from "../../../features/messaging/members";
import { conversationsQuery } from "../../../features/messaging/queries";
import { ConversationSkeleton } from "../../../features/messaging/skeleton";
import { useCare } from "../../../features/messaging/use-care";
import { MessageTasks, useCitedTasks, useMessageTasks } from "../../../features/tasks/message-tasks";
import { words } from "../../../i18n";
import { useShortcuts } from "../../../lib/keyboard";
import { failed } from "../../../lib/problem";
import { useMyId } from "../../../live/session";
import { useLines, useRefs } from "../../../talk/use-talk";
import { IconButton } from "../../../ui/icon-button";
import { EmptyState, ErrorState } from "../../../ui/states";
import { useFocusBack } from "../../../ui/use-focus-back";
import { usePhrasing } from "../../phrasing";
import { topicsOf } from "../../topics";
import { HereAlarm, MessageAlarm } from "../alarms";
import { usePlanPage } from "./context";
import { prefillFrom } from "./prefill";
import styles from "./talk.module.css";

const NewConversation = lazy(() =>
  import("../../../features/messaging/new-conversation").then((module) => ({
    default: module.NewConversation,
  })),
);

const text = words.plans;

/** The one asked for, else the first with news, else the first. */
function choose(
  conversations: readonly ConversationSummary[],
  wanted: string | undefined,
): ConversationSummary | undefined {
  return (
    conversations.find((one) => one.id === wanted) ??
    conversations.find((one) => one.unread > 0) ??
    conversations[0]
  );
}

export function Talk() {
  const { plan, lit, light, makeTask, openTask } = usePlanPage();
  const me = useMyId();
  const care = useCare();
  const { talk, message } = useSearch({ from: "/signed/staff/plans/$planId" });
  const navigate = useNavigate({ from: "/plans/$planId" });
  const query = useQuery(conversationsQuery(plan.id));
  const [first, setFirst] = useState<string>();
  const [opening, setOpening] = useState(false);
  const [about, setAbout] = useState<readonly string[]>([]);
  const conversations = query.data ?? [];
  // The first choice stays, so that reading the news does not turn the page.
  const present = choose(conversations, talk ?? first);
  if (present && !talk && !first) setFirst(present.id);
  const open = (id: string) =>
    void navigate({
      to: ".",
      search: (before) => ({ ...before, talk: id, message: undefined }),
      replace: true,
    });
  const step = (by: number) => {
    const index = conversations.findIndex((one) => one.id === present?.id);
    const next = conversations[(index + by + conversations.length) % conversations.length];
    if (next) open(next.id);
  };
  useShortcuts({ "alt+ArrowDown": () => step(1), "alt+ArrowUp": () => step(-1) });

  useFocusBack(opening);
  const tasks = useMessageTasks(plan.id, present?.id, me);
  const cited = useCitedTasks(plan.id, useRefs(plan.id, present?.id));
  const offered = usePhrasing(plan.id, plan);
  const mayOpen = plan.may.includes("conversation.open");
  const people = plan.team.map(({ person }) => person).filter((person) => person.id !== me);

  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <ConversationSkeleton />;
  return (
    <>
      <div className={styles.bar}>
        <ConversationTabs
          conversations={conversations}
          present={present?.id ?? null}
          onOpen={open}
          onNew={mayOpen ? () => setOpening(true) : undefined}
        />
        {present ? (
          <Members conversation={present} me={me} team={plan.team.map(({ person }) => person)} />
        ) : null}
      </div>
      {present ? <AwayNote planId={plan.id} members={present.members} /> : null}
      {present ? <CareLine conversation={present} me={me} care={care} /> : null}
      {lit && present ? (
        <LitBar
          planId={plan.id}
          conversationId={present.id}
          onWrite={() => setAbout([...new Set([...about, lit])])}
        />
      ) : null}
      {present ? (
        <Conversation
          key={present.id}
          planId={plan.id}
          conversationId={present.id}
          topics={topicsOf(plan)}
          lit={lit}
          goTo={message ?? null}
          about={about}
          onAbout={setAbout}
          onTopic={(id) => light(lit === id ? null : id)}
          onMakeTask={plan.may.includes("task.assign") ? (from) => makeTask(prefillFrom(from)) : undefined}
          notes={tasks.notes}
          underAlarm={(alarm) => <HereAlarm alarm={alarm} />}
          offered={offered}
          footer={(message) => (
            <>
              <MessageAlarm planId={plan.id} conversationId={present.id} messageId={message.id} />
              <MessageTasks
                tasks={[
                  ...(tasks.under.get(message.id) ?? []),
                  ...message.refs.flatMap((id) => cited.get(id) ?? []),
                ]}
                me={me}
                onOpen={openTask}
              />
            </>
          )}
        />
      ) : (
        <EmptyState
          icon={<IconMessageCircle />}
          title={text.noConversation}
          action={
            mayOpen ? (
              <Button onClick={() => setOpening(true)}>{words.messaging.newConversation}</Button>
            ) : null
          }
        >
          {text.noConversationBody}
        </EmptyState>
      )}
      {care.dialog}
      <Suspense>
        {opening ? (
          <NewConversation
            planId={plan.id}
            patientName={plan.patient.name}
            people={people}
            opened
            onClose={() => setOpening(false)}
            onOpened={(id) => {
              setOpening(false);
              open(id);
            }}
          />
        ) : null}
      </Suspense>
    </>
  );
}

/** Says what is lit, how much of it is here, and offers to write about it. */
function LitBar({
  planId,
  conversationId,
  onWrite,
}: {
  planId: string;
  conversationId: string;
  onWrite: () => void;
}) {
  const { plan, lit, light } = usePlanPage();
  const lines = useLines(planId, conversationId);
  const count = lines.filter(
    ({ row, refs }) => lit !== null && (refs.includes(lit) || row.about.some(({ id }) => id === lit)),
  ).length;
  const topic = topicsOf(plan).find(({ id }) => id === lit);
  if (!topic) return null;
  return (
    <div className={styles.lit} role="status">
      <p>
        <strong>{text.litBar(topic.title)}</strong> <span>{text.litCount(count)}</span>
      </p>
      <Button size="compact-sm" variant="subtle" color="accent" onClick={onWrite}>
        {text.writeAbout}
      </Button>
      <IconButton label={text.litClear} size={28} onClick={() => light(null)}>
        <IconX size={16} />
      </IconButton>
    </div>
  );
}

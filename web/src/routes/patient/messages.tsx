/** Messages: every conversation of a patient or supporter, and a way to begin one. */
import { Button } from "@mantine/core";
import { IconMessageCircle, IconPencilPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { InboxRow } from "../../features/messaging/inbox-row";
import { inboxQuery } from "../../features/messaging/queries";
import { planQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { useMyId } from "../../live/session";
import { MoreButton } from "../../ui/more-button";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { useFocusBack } from "../../ui/use-focus-back";
import { useTitle } from "../../ui/use-title";
import styles from "./messages.module.css";
import { useOwnPlans } from "./own-plans";
import { PatientPage } from "./page";

const OneToOne = lazy(() =>
  import("../../features/messaging/one-to-one").then((module) => ({ default: module.OneToOne })),
);

const text = words.patient;

export function MessagesPage() {
  const me = useMyId();
  const navigate = useNavigate();
  const { plan, own } = useOwnPlans();
  const pages = useInfiniteQuery(inboxQuery);
  const detail = useQuery({ ...planQuery(plan?.id ?? ""), enabled: plan !== undefined }).data;
  const [choosing, setChoosing] = useState(false);
  useFocusBack(choosing);
  useTitle(text.messages);
  const talks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const mayBegin = detail?.may.includes("conversation.open") ?? false;
  const several = new Set(talks.map((talk) => talk.plan_id)).size > 1;
  const open = (planId: string, conversationId: string) =>
    void navigate({
      to: "/messages/$planId/$conversationId",
      params: { planId, conversationId },
      search: {},
    });
  return (
    <PatientPage title={text.messages}>
      {pages.isError && !pages.data ? (
        <ErrorState error={pages.error} retry={() => void pages.refetch()} />
      ) : null}
      {pages.isSuccess && talks.length === 0 ? (
        <EmptyState icon={<IconMessageCircle />} title={text.noMessages}>
          {own ? text.noMessagesBody : text.noTalkSupporter}
        </EmptyState>
      ) : null}
      {pages.isPending || talks.length > 0 ? (
        <div className={styles.list}>
          {pages.isPending ? <RowsSkeleton rows={3} avatar /> : null}
          {talks.map((talk) => (
            <InboxRow
              key={talk.id}
              conversation={talk}
              me={me}
              present={false}
              own
              named={several}
              onOpen={() => open(talk.plan_id, talk.id)}
            />
          ))}
          <MoreButton pages={pages} />
        </div>
      ) : null}
      {mayBegin && detail ? (
        <Button
          leftSection={<IconPencilPlus size={20} stroke={1.7} />}
          onClick={() => setChoosing(true)}
          className={styles.begin}
        >
          {text.newMessage}
        </Button>
      ) : null}
      <Suspense>
        {choosing && detail ? (
          <OneToOne
            planId={detail.id}
            people={detail.team.filter(({ kind }) => kind === "member").map(({ person }) => person)}
            onClose={() => setChoosing(false)}
            onOpened={(id) => open(detail.id, id)}
          />
        ) : null}
      </Suspense>
    </PatientPage>
  );
}

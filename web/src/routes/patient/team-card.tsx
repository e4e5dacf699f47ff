/** The team on Home: what they wrote, how soon they answer, and the way to write to them. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { PlanSummary } from "../../client/types";
import { useOpenConversation } from "../../features/messaging/commands";
import { LastWords } from "../../features/messaging/last-words";
import { answerTimeQuery, inboxQuery } from "../../features/messaging/queries";
import { planQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { Count } from "../../ui/chip";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { Bone, ErrorState, FormError } from "../../ui/states";
import { whenAnswered } from "./answering";
import styles from "./team-card.module.css";

const text = words.patient;

export function TeamCard({ plan, own }: { plan: PlanSummary; own: boolean }) {
  const navigate = useNavigate();
  const open = useOpenConversation();
  const inbox = useInfiniteQuery(inboxQuery);
  const talks = inbox.data?.pages.flatMap((page) => page.items);
  const answers = useQuery({ ...answerTimeQuery(plan.id), enabled: own }).data;
  const may = useQuery(planQuery(plan.id)).data?.may ?? [];
  const here = talks?.filter((talk) => talk.plan_id === plan.id) ?? [];
  const team = here.find((talk) => talk.kind === "team") ?? (own ? undefined : here[0]);
  const go = (conversationId: string) =>
    void navigate({
      to: "/messages/$planId/$conversationId",
      params: { planId: plan.id, conversationId },
      search: {},
    });
  const write = () => {
    if (team) go(team.id);
    else
      open.mutate(
        { plan_id: plan.id, kind: "team", title: null, member_ids: [] },
        { onSuccess: ({ id }) => go(id) },
      );
  };
  const often = whenAnswered(answers, useNow());
  return (
    <Panel title={own ? text.team : text.teamOf(shortName(plan.patient.name))}>
      {inbox.isError && !inbox.data ? (
        <ErrorState error={inbox.error} retry={() => void inbox.refetch()} />
      ) : null}
      <PanelText>
        {inbox.isPending ? <Bone height={48} /> : null}
        {often ? <p>{often}</p> : null}
        {talks && here.length === 0 && !own ? <p className={panel.note}>{text.noTalkSupporter}</p> : null}
        {team || (talks && may.includes("conversation.open")) ? (
          <Button variant="filled" size="lg" fullWidth loading={open.isPending} onClick={write}>
            {own ? text.messageTeam : text.writeHere}
          </Button>
        ) : null}
        <FormError error={open.error} />
      </PanelText>
      {here
        .filter((talk) => talk.unread > 0)
        .map((talk) => (
          <Link
            key={talk.id}
            to="/messages/$planId/$conversationId"
            params={{ planId: plan.id, conversationId: talk.id }}
            search={{}}
            className={panel.row}
          >
            <span className={styles.news}>
              <strong>{text.unread(talk.unread)}</strong>
              {talk.last ? (
                <span className={styles.last}>
                  <LastWords conversation={talk} />
                </span>
              ) : null}
            </span>
            <Count value={talk.unread} label="" strong />
            <IconChevronRight size={20} aria-hidden="true" />
          </Link>
        ))}
    </Panel>
  );
}

/** One conversation of a patient or supporter: the same as the team's, in a larger voice, and it says what to expect. */
import { IconChevronLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { AwayNote } from "../../features/coverage/away-note";
import { Conversation } from "../../features/messaging/conversation";
import { LookedAfter } from "../../features/messaging/looked-after";
import { Members } from "../../features/messaging/members";
import { answerTimeQuery, conversationQuery } from "../../features/messaging/queries";
import { SendingContext } from "../../features/messaging/sending";
import { isReadable, planQuery } from "../../features/plans/queries";
import { useWordCheck } from "../../features/safetyplan/word-check";
import { MessageTasks, useCitedTasks, useMessageTasks } from "../../features/tasks/message-tasks";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { useMyId } from "../../live/session";
import { useRefs } from "../../talk/use-talk";
import { useCrisis, useHelpNow } from "../../ui/help-now";
import { useTitle } from "../../ui/use-title";
import { useTalking } from "../talking";
import { topicsOf } from "../topics";
import { whenAnswered } from "./answering";
import styles from "./conversation.module.css";

const text = words.patient;

export function ConversationPage() {
  const { planId, conversationId } = useParams({ from: "/signed/patient/messages/$planId/$conversationId" });
  const { message } = useSearch({ from: "/signed/patient/messages/$planId/$conversationId" });
  const navigate = useNavigate();
  const me = useMyId();
  const conversation = useQuery(conversationQuery(planId, conversationId)).data;
  const plan = useQuery(planQuery(planId)).data;
  const readable = plan !== undefined && isReadable(plan);
  const tasks = useMessageTasks(planId, readable ? conversationId : undefined, me);
  const cited = useCitedTasks(planId, useRefs(planId, readable ? conversationId : undefined));
  // Of one's own plan alone: who supports somebody is no patient here.
  const own = plan?.patient.person_id === me;
  const check = useWordCheck(own ? planId : undefined);
  useTitle(text.messages);
  useTalking(true);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to="/messages" className={styles.back} aria-label={text.backToMessages}>
          <IconChevronLeft size={24} stroke={1.7} />
        </Link>
        <h1>{conversation?.title ?? text.messages}</h1>
        {conversation && plan ? (
          <Members conversation={conversation} me={me} team={plan.team.map(({ person }) => person)} />
        ) : null}
      </header>
      {conversation ? <AwayNote planId={planId} members={conversation.members} /> : null}
      {conversation ? <LookedAfter conversation={conversation} /> : null}
      <SendingContext value={check.onSending}>
        <Conversation
          key={conversationId}
          planId={planId}
          conversationId={conversationId}
          topics={readable ? topicsOf(plan) : []}
          goTo={message ?? null}
          voice="patient"
          note={
            <>
              {check.asking}
              {check.advice ? null : <Expect planId={planId} team={conversation?.kind === "team"} />}
            </>
          }
          notes={tasks.notes}
          advice={check.advice}
          footer={({ id, refs }) => (
            <MessageTasks
              tasks={[...(tasks.under.get(id) ?? []), ...refs.flatMap((one) => cited.get(one) ?? [])]}
              me={me}
              onOpen={(taskId) =>
                void navigate({ to: "/plan/tasks/$planId/$taskId", params: { planId, taskId } })
              }
            />
          )}
        />
      </SendingContext>
    </div>
  );
}

/** Before the first word: when the team may answer (nobody knows of one person), and what to do if it cannot wait. */
function Expect({ planId, team }: { planId: string; team: boolean }) {
  const answers = useQuery({ ...answerTimeQuery(planId), enabled: team }).data;
  const help = useHelpNow();
  const { emergency, lifeline } = useCrisis();
  const now = useNow();
  return (
    <p className={styles.expect}>
      {(team && whenAnswered(answers, now)) || text.notForEmergencies} {text.inDanger(emergency, lifeline)}{" "}
      <button type="button" onClick={help}>
        {words.identity.helpNow}
      </button>
    </p>
  );
}

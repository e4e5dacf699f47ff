/** What was said of a task in the plan's conversations, and where one says more: the one it came from, else the team's. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ConversationSummary, TaskWithHistory } from "../client/types";
import { Comments } from "../features/messaging/comments";
import { conversationsQuery } from "../features/messaging/queries";
import { words } from "../i18n";
import { failed } from "../lib/problem";
import { Bone, ErrorState } from "../ui/states";
import styles from "./task-comments.module.css";

const text = words.messaging.comments;

interface Props {
  task: TaskWithHistory;
  voice?: "staff" | "patient";
  link: (conversationId: string, messageId: string, when: ReactNode) => ReactNode;
}

export function TaskComments({ task, voice = "staff", link }: Props) {
  const query = useQuery(conversationsQuery(task.plan_id));
  const [chosen, setChosen] = useState<string | null>(null);
  const places = placesOf(task, query.data ?? []);
  const present = places.find(({ id }) => id === chosen) ?? places[0];
  return (
    <section className={styles.comments} aria-label={text.title}>
      <h3>{text.title}</h3>
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Bone /> : null}
      {query.data && !present ? <p className={styles.quiet}>{text.nowhere}</p> : null}
      {places.length > 1 && present ? (
        <SegmentedControl
          className={styles.choice}
          aria-label={text.choose}
          value={present.id}
          onChange={setChosen}
          data={places.map(({ id, title }) => ({ value: id, label: title }))}
        />
      ) : null}
      {[...places]
        .sort((one, other) => Number(one === present) - Number(other === present))
        .map(({ id }) => (
          <Comments
            key={id}
            planId={task.plan_id}
            conversationId={id}
            taskId={task.id}
            from={id === task.conversation_id ? task.message_id : null}
            about={task.item?.id ?? task.goal?.id ?? null}
            writing={id === present?.id}
            voice={voice}
            link={(messageId, when) => link(id, messageId, when)}
          />
        ))}
    </section>
  );
}

/** The conversation it came from, the whole team's and the staff's; in front the one in which one writes unless one chooses
 * another: what the patient does not see is not spoken of where the patient reads. */
function placesOf(
  task: TaskWithHistory,
  conversations: readonly ConversationSummary[],
): readonly ConversationSummary[] {
  const origin = conversations.find(({ id }) => id === task.conversation_id);
  const found = [
    origin,
    ...(["team", "staff"] as const).map((kind) => conversations.find((one) => one.kind === kind)),
  ].filter((one) => one !== undefined);
  const places = found.filter((one, at) => found.indexOf(one) === at);
  const fits = ({ members }: ConversationSummary) =>
    task.shared || !members.some(({ role }) => role === "patient" || role === "supporter");
  return [...places.filter(fits), ...places.filter((one) => !fits(one))];
}

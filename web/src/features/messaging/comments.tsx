/** What a conversation says about one task, and the place to say more: messages as all others, picked out. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useId, useMemo, useRef } from "react";
import type { ConversationDetail } from "../../client/types";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { keepDraft } from "../../lib/drafts";
import { failed } from "../../lib/problem";
import { useMyId, useSession } from "../../live/session";
import type { MessageRow } from "../../talk/row";
import type { Snapshot } from "../../talk/talk";
import { useTalk } from "../../talk/use-talk";
import { Avatar, RoleWord } from "../../ui/person";
import { ErrorState } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { Showing, type Shown } from "./bodies";
import { useOutbox } from "./commands";
import styles from "./comments.module.css";
import { Composer } from "./composer";
import message from "./message.module.css";
import { MessageBody } from "./message-body";
import { OutgoingLine } from "./outgoing";
import { conversationQuery } from "./queries";
import { readersOf } from "./readers";
import { ConversationSkeleton } from "./skeleton";
import { Waiting } from "./talk-note";
import { WhoIsTold } from "./who-is-told";

const text = words.messaging;
const NO_TOPICS: readonly [] = [];

interface Props {
  planId: string;
  conversationId: string;
  taskId: string;
  /** The message that the task came from, where it came from this conversation. */
  from: string | null;
  /** The goal or step that the task is for: what is said of it counts there too. */
  about: string | null;
  /** Here one writes; else only what was said stands here, if anything was. */
  writing: boolean;
  voice?: "staff" | "patient";
  /** The way to the message in its conversation. */
  link: (messageId: string, when: ReactNode) => ReactNode;
}

export function Comments(props: Props) {
  const { planId, conversationId, writing } = props;
  const conversation = useQuery(conversationQuery(planId, conversationId));
  const { state: keys } = useKeyring();
  const { snapshot, error, retry } = useTalk(planId, conversationId, conversation.data?.stream_id);
  if (failed(conversation))
    return <ErrorState error={conversation.error} retry={() => void conversation.refetch()} />;
  if (keys !== "unlocked" && keys !== "reading")
    return writing ? <KeysNeeded>{text.sealed}</KeysNeeded> : null;
  if (!conversation.data || !snapshot || snapshot.state.is === "reading") {
    if (error) return <ErrorState error={error} retry={retry} />;
    return writing ? <ConversationSkeleton lines={2} /> : null;
  }
  return <Opened {...props} conversation={conversation.data} snapshot={snapshot} />;
}

interface OpenedProps extends Props {
  conversation: ConversationDetail;
  snapshot: Snapshot<MessageRow>;
}

function Opened({ conversation, snapshot, voice = "staff", ...props }: OpenedProps) {
  const { planId, conversationId, taskId, from, writing } = props;
  const me = useMyId();
  const session = useSession();
  const heading = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { box, items } = useOutbox(planId, conversationId);
  const showing = useMemo(() => new Showing(NO_TOPICS), []);
  const all = useMemo(() => showing.all(snapshot.lines), [showing, snapshot.lines]);
  const said = all.filter(({ id, refs }) => id === from || refs.includes(taskId));
  const ids = useMemo(() => new Set(all.map(({ id }) => id)), [all]);
  useEffect(() => box.arrived(ids), [box, ids]);
  const outgoing = items.filter((item) => item.cites?.includes(taskId) && !ids.has(item.key));
  const maySend = conversation.may.includes("message.send") && snapshot.state.is === "ready";
  const name = `comment.${conversationId}.${taskId}`;
  const myself = conversation.members.find(({ id }) => id === me);
  const sender = {
    id: me,
    name: session.person.name,
    role: myself?.role ?? session.roles[0] ?? ("system" as const),
  };
  if (!writing && said.length + outgoing.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby={heading} data-voice={voice}>
      <h4 id={heading} className={writing ? "ct-hidden" : styles.where}>
        {text.comments.where(conversation.title)}
      </h4>
      {said.length + outgoing.length > 0 ? (
        <ol className={styles.list}>
          {said.map((one) => (
            <Comment
              key={one.id}
              said={one}
              members={conversation.members}
              mine={one.author.id === me}
              origin={one.id === from}
            >
              {props.link(one.id, <TimeAgo at={one.sent_at} />)}
            </Comment>
          ))}
          {outgoing.map((item) => (
            <OutgoingLine
              key={item.key}
              item={item}
              me={sender}
              members={conversation.members}
              voice={voice}
              onGiveUp={(given, edit) => {
                box.remove(given.key);
                if (edit) keepDraft(name, given.words);
              }}
            />
          ))}
        </ol>
      ) : null}
      {writing && snapshot.state.is === "waiting" ? (
        <Waiting snapshot={snapshot} members={conversation.members} voice={voice} />
      ) : null}
      {writing && maySend ? (
        <Composer
          {...readersOf(conversation, snapshot.readers, me, voice)}
          placeholder={text.comments.placeholder}
          name={name}
          topics={NO_TOPICS}
          about={[]}
          onAbout={() => undefined}
          replyTo={null}
          onReplyCancel={() => undefined}
          onSend={(draft) => box.add({ ...draft, about: props.about ? [props.about] : [], cites: [taskId] })}
          field={field}
          large={voice === "patient"}
          people={conversation.members.filter(({ id }) => id !== me)}
          whoIsTold={(level) => (
            <WhoIsTold planId={planId} conversationId={conversationId} level={level} voice={voice} />
          )}
        />
      ) : null}
      {writing && snapshot.state.is === "ready" && !maySend ? (
        <p className={styles.quiet}>{text.readOnly}</p>
      ) : null}
    </section>
  );
}

function Comment({
  said,
  members,
  mine,
  origin,
  children,
}: {
  said: Shown;
  members: ConversationDetail["members"];
  mine: boolean;
  origin: boolean;
  children: ReactNode;
}) {
  return (
    <li className={message.message} data-head>
      <Avatar person={said.author} />
      <div className={message.content}>
        <p className={message.head}>
          <span className={message.author}>{mine ? text.you : said.author.name}</span>
          <RoleWord role={said.author.role} />
          {children}
        </p>
        {origin ? <p className={styles.quiet}>{text.comments.origin}</p> : null}
        <MessageBody message={said} members={members} />
      </div>
    </li>
  );
}

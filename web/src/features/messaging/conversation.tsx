/** One conversation: its messages and the place to answer. Staff and patient use the same. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { AlarmDetail, ConversationDetail } from "../../client/types";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { announce } from "../../lib/announce";
import { keepDraft, readDraft } from "../../lib/drafts";
import { useShortcuts } from "../../lib/keyboard";
import { shortName } from "../../lib/names";
import { failed } from "../../lib/problem";
import { useMyId, useSession } from "../../live/session";
import type { MessageRow } from "../../talk/row";
import type { Snapshot, Talk } from "../../talk/talk";
import { useTalk } from "../../talk/use-talk";
import { ErrorState } from "../../ui/states";
import { openBody, Showing, type Shown } from "./bodies";
import { useMarkSeen, useOutbox } from "./commands";
import { Composer } from "./composer";
import type { Topic } from "./composer-tools";
import type { Offered } from "./composing";
import styles from "./conversation.module.css";
import type { MessageActions } from "./message";
import { MessageList } from "./message-list";
import { conversationQuery } from "./queries";
import { readersOf } from "./readers";
import { ReceiptLine } from "./receipt-line";
import { SendLater, useKept } from "./send-later";
import { useOnSending } from "./sending";
import { ConversationSkeleton } from "./skeleton";
import { anyRead, TalkNote, Waiting } from "./talk-note";
import type { Note } from "./thread";
import { WhoIsTold } from "./who-is-told";
import { WithoutWords, wordlessNotes } from "./without-words";

const text = words.messaging;

export interface ConversationProps extends Pick<MessageActions, "onTopic" | "onMakeTask"> {
  planId: string;
  conversationId: string;
  /** What a message may be about. */
  topics: readonly Topic[];
  /** Messages about this goal or item are lit. */
  lit?: string | null;
  /** A message to go to when this opens. */
  goTo?: string | null;
  /** The patient's voice: larger, and the words say "you" and "your team". */
  voice?: "staff" | "patient";
  /** Stands above the composer: what to expect, and what to do in an emergency. */
  note?: ReactNode;
  /** More under a message, e.g. "being handled by Anna". */
  footer?: (message: Shown) => ReactNode;
  /** What happened meanwhile, shown among the messages of its time. */
  notes?: readonly Note[];
  /** More about an alarm that came without a message. */
  underAlarm?: (alarm: AlarmDetail) => ReactNode;
  /** Chosen from outside (an item of the plan), so that the next message is about it. */
  about?: readonly string[];
  onAbout?: (ids: string[]) => void;
  /** Texts one may write with. */
  offered?: readonly Offered[] | undefined;
  /** Stands between the messages and the place to answer. */
  advice?: ReactNode;
}

export function Conversation(props: ConversationProps) {
  const { planId, conversationId } = props;
  const conversation = useQuery(conversationQuery(planId, conversationId));
  const { state: keys } = useKeyring();
  const { talk, snapshot, error, retry } = useTalk(planId, conversationId, conversation.data?.stream_id);
  if (failed(conversation)) {
    return <ErrorState error={conversation.error} retry={() => void conversation.refetch()} />;
  }
  if (!conversation.data) return <ConversationSkeleton />;
  const closed = (why: ReactNode) => (
    <div className={styles.conversation} data-voice={props.voice}>
      <div className={styles.closed}>{why}</div>
      <Wordless {...props} conversation={conversation.data} />
    </div>
  );
  if (keys !== "unlocked" && keys !== "reading") return closed(<KeysNeeded>{text.sealed}</KeysNeeded>);
  if (!talk || !snapshot || snapshot.state.is === "reading") {
    return error ? closed(<ErrorState error={error} retry={retry} />) : <ConversationSkeleton />;
  }
  return (
    <Opened
      key={conversationId}
      {...props}
      conversation={conversation.data}
      talk={talk}
      snapshot={snapshot}
    />
  );
}

/** In the place of the composer, where nothing can be sealed. */
function Wordless({
  planId,
  conversation,
  topics,
  voice = "staff",
  listed = false,
}: ConversationProps & { conversation: ConversationDetail; listed?: boolean }) {
  return (
    <WithoutWords planId={planId} conversation={conversation} topics={topics} voice={voice} listed={listed} />
  );
}

interface OpenedProps extends ConversationProps {
  conversation: ConversationDetail;
  talk: Talk<MessageRow>;
  snapshot: Snapshot<MessageRow>;
}

/** So many of the newest messages are drawn at first, and so many more when one scrolls up. */
const DRAWN = 100;

function Opened(props: OpenedProps) {
  const { planId, conversationId, conversation, talk, snapshot, topics, voice = "staff" } = props;
  const me = useMyId();
  const session = useSession();
  const { box, items } = useOutbox(planId, conversationId);
  const [seen] = useState(() => (conversation.unread > 0 ? seenBy(conversation, me) : null));
  const [drawn, setDrawn] = useState(DRAWN);
  const [ownAbout, setOwnAbout] = useState<readonly string[]>([]);
  const [replyTo, setReplyTo] = useState<Shown | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const sending = useOnSending();
  const about = props.about ?? ownAbout;
  const setAbout = props.onAbout ?? setOwnAbout;
  useShortcuts({ m: () => field.current?.focus() });
  const topicNames = topics.map(({ id, title }) => `${id} ${title}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same topics may come in another list
  const showing = useMemo(() => new Showing(topics), [topicNames]);
  const all = useMemo(() => showing.all(snapshot.lines), [showing, snapshot.lines]);
  const messages = useMemo(() => all.slice(-drawn), [all, drawn]);
  const opened = anyRead(snapshot);
  const hasOlder = all.length > drawn || (!snapshot.complete && snapshot.alerts.size === 0);
  const begins = all.length <= drawn && snapshot.complete && (snapshot.state.is !== "alert" || opened);
  const reachedEnd = useSeen(planId, conversation, snapshot.newest);
  useAnnounced(all, me);

  const ids = useMemo(() => new Set(all.map((message) => message.id)), [all]);
  useEffect(() => box.arrived(ids), [box, ids]);
  const outgoing = items.filter((item) => !ids.has(item.key));
  const here = new Set([...ids, ...outgoing.map(({ key }) => key)]);
  const wordless = wordlessNotes(conversation.alarms, here, props.underAlarm);
  const notes = wordless.length > 0 ? [...(props.notes ?? []), ...wordless] : props.notes;
  const myself = conversation.members.find((member) => member.id === me);
  const lastOwn = messages.findLast((message) => message.author.id === me)?.id;
  const maySend = conversation.may.includes("message.send") && snapshot.state.is === "ready";
  const draftName = `message.${conversationId}`;
  useKept(
    conversation,
    () => readDraft(draftName) === "",
    (kept) => {
      keepDraft(draftName, kept.words);
      setAbout([...kept.about]);
      setReplyTo(all.find(({ id }) => id === kept.replyTo) ?? null);
    },
  );

  if (snapshot.state.is === "waiting" && !opened) {
    return (
      <div className={styles.conversation} data-voice={voice}>
        <Waiting snapshot={snapshot} members={conversation.members} voice={voice} />
        <Wordless {...props} />
      </div>
    );
  }

  return (
    <div className={styles.conversation} data-voice={voice}>
      <TalkNote snapshot={snapshot} members={conversation.members} />
      <MessageList
        messages={messages}
        outgoing={outgoing}
        me={{ id: me, name: session.person.name, role: myself?.role ?? session.roles[0] ?? "system" }}
        seen={seen}
        title={conversation.title}
        lit={props.lit ?? null}
        goTo={props.goTo ?? null}
        hasOlder={hasOlder}
        begins={begins}
        loadingOlder={all.length <= drawn}
        onOlder={() => setDrawn((before) => before + DRAWN)}
        onReachEnd={reachedEnd}
        members={conversation.members}
        talk={maySend ? talk : null}
        onGiveUp={(item, edit) => {
          box.remove(item.key);
          if (edit) keepDraft(draftName, item.words);
        }}
        onTopic={props.onTopic}
        onMakeTask={props.onMakeTask}
        onReply={
          maySend
            ? (message) => {
                setReplyTo(message);
                field.current?.focus();
              }
            : undefined
        }
        notes={notes}
        voice={voice}
        footer={(message) => (
          <>
            {message.id === lastOwn || (message.author.id === me && message.priority !== "routine") ? (
              <ReceiptLine conversation={conversation} message={message} readers={snapshot.readers} />
            ) : null}
            {props.footer?.(message)}
          </>
        )}
      />
      {props.advice}
      {maySend ? (
        <Composer
          {...readersOf(conversation, snapshot.readers, me, voice)}
          name={draftName}
          topics={topics}
          about={about}
          onAbout={setAbout}
          replyTo={replyTo}
          onReplyCancel={() => setReplyTo(null)}
          onSend={(draft) => {
            const id = crypto.randomUUID();
            sending({ id, words: draft.words });
            box.add(draft, id);
            setReplyTo(null);
            setAbout([]);
          }}
          field={field}
          large={voice === "patient"}
          people={conversation.members.filter(({ id }) => id !== me)}
          offered={props.offered}
          later={
            conversation.may.includes("conversation.remind")
              ? (written, foot) => (
                  <SendLater conversation={conversation} written={written}>
                    {foot}
                  </SendLater>
                )
              : undefined
          }
          note={props.note}
          whoIsTold={(level) => (
            <WhoIsTold planId={planId} conversationId={conversationId} level={level} voice={voice} />
          )}
        />
      ) : snapshot.state.is === "ready" ? (
        <p className={styles.readOnly}>{text.readOnly}</p>
      ) : (
        <Wordless {...props} listed />
      )}
    </div>
  );
}

/** Up to which message somebody has seen it, by the server's receipts. */
function seenBy({ receipts }: ConversationDetail, personId: string): number {
  return receipts.find((receipt) => receipt.person_id === personId)?.seen_number ?? 0;
}

/** Marks the newest message seen once it was on a visible screen. */
function useSeen(planId: string, conversation: ConversationDetail, newest: number): () => void {
  const me = useMyId();
  const { mutate } = useMarkSeen();
  const told = useRef(seenBy(conversation, me));
  const latest = useRef(newest);
  latest.current = newest;
  const mark = useRef(() => {
    const number = latest.current;
    if (number <= told.current || document.visibilityState === "hidden") return;
    const before = told.current;
    told.current = number;
    mutate(
      { plan_id: planId, conversation_id: conversation.id, number },
      {
        onError: () => {
          told.current = before;
        },
      },
    );
  });
  return mark.current;
}

/** A screen reader hears what others write while this is open. */
function useAnnounced(messages: readonly Shown[], me: string): void {
  const told = useRef(messages.at(-1)?.number ?? 0);
  useEffect(() => {
    for (const message of messages.filter(({ number }) => number > told.current)) {
      if (message.author.id !== me) announce(text.saidBy(shortName(message.author.name), openBody(message)));
    }
    told.current = Math.max(told.current, messages.at(-1)?.number ?? 0);
  }, [messages, me]);
}

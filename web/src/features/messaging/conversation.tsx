/** One conversation: its messages and the place to answer. Staff and patient use the same. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { ConversationDetail, Message } from "../../client/types";
import { words } from "../../i18n";
import { announce } from "../../lib/announce";
import { keepDraft } from "../../lib/drafts";
import { useShortcuts } from "../../lib/keyboard";
import { shortName } from "../../lib/names";
import { failed } from "../../lib/problem";
import { useLive, useMyId, useSession } from "../../live/session";
import { ErrorState } from "../../ui/states";
import { openBody } from "./bodies";
import { useMarkSeen, useOutbox } from "./commands";
import { Composer, type Topic } from "./composer";
import styles from "./conversation.module.css";
import type { MessageActions } from "./message";
import { MessageList } from "./message-list";
import { conversationQuery, messagesQuery } from "./queries";
import { ReceiptLine } from "./receipt-line";
import { ConversationSkeleton } from "./skeleton";

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
  footer?: (message: Message) => ReactNode;
  /** Chosen from outside (an item of the plan), so that the next message is about it. */
  about?: readonly string[];
  onAbout?: (ids: string[]) => void;
}

export function Conversation(props: ConversationProps) {
  const { planId, conversationId } = props;
  const conversation = useQuery(conversationQuery(planId, conversationId));
  const messages = useInfiniteQuery(messagesQuery(planId, conversationId));
  if (failed(conversation) || failed(messages)) {
    const retry = () => void Promise.all([conversation.refetch(), messages.refetch()]);
    return <ErrorState error={conversation.error ?? messages.error} retry={retry} />;
  }
  if (!conversation.data || !messages.data) return <ConversationSkeleton />;
  return (
    <Opened
      key={conversationId}
      {...props}
      conversation={conversation.data}
      messages={messages.data.pages.toReversed().flatMap((page) => page.items)}
      hasOlder={messages.hasNextPage}
      loadingOlder={messages.isFetchingNextPage}
      onOlder={() => void messages.fetchNextPage()}
    />
  );
}

interface OpenedProps extends ConversationProps {
  conversation: ConversationDetail;
  messages: Message[];
  hasOlder: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
}

function Opened(props: OpenedProps) {
  const { planId, conversationId, conversation, messages, topics, voice = "staff" } = props;
  const me = useMyId();
  const session = useSession();
  const { box, items } = useOutbox(planId, conversationId);
  const [seen] = useState(() =>
    conversation.unread > 0 ? conversation.message_count - conversation.unread : null,
  );
  const [ownAbout, setOwnAbout] = useState<readonly string[]>([]);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const about = props.about ?? ownAbout;
  const setAbout = props.onAbout ?? setOwnAbout;
  useShortcuts({ m: () => field.current?.focus() });
  const reachedEnd = useSeen(planId, conversation, messages);
  useAnnounced(conversationId);

  const ids = useMemo(() => new Set(messages.map((message) => message.id)), [messages]);
  useEffect(() => box.arrived(ids), [box, ids]);
  const outgoing = items.filter((item) => !(item.messageId && ids.has(item.messageId)));
  const myself = conversation.members.find((member) => member.id === me);
  const lastOwn = messages.findLast((message) => message.author.id === me)?.id;
  const maySend = conversation.may.includes("message.send");
  const draftName = `message.${conversationId}`;

  return (
    <div className={styles.conversation} data-voice={voice}>
      <MessageList
        messages={messages}
        outgoing={outgoing}
        me={{ id: me, name: session.person.name, role: myself?.role ?? session.roles[0] ?? "system" }}
        seen={seen}
        title={conversation.title}
        lit={props.lit ?? null}
        goTo={props.goTo ?? null}
        hasOlder={props.hasOlder}
        loadingOlder={props.loadingOlder}
        onOlder={props.onOlder}
        onReachEnd={reachedEnd}
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
        footer={(message) => (
          <>
            {message.id === lastOwn ? <ReceiptLine conversation={conversation} message={message} /> : null}
            {props.footer?.(message)}
          </>
        )}
      />
      {maySend ? (
        <Composer
          {...composerWords(conversation, me, voice)}
          name={draftName}
          topics={topics}
          about={about}
          onAbout={setAbout}
          replyTo={replyTo}
          onReplyCancel={() => setReplyTo(null)}
          onSend={(draft) => {
            box.add(draft);
            setReplyTo(null);
            setAbout([]);
          }}
          field={field}
          large={voice === "patient"}
          note={props.note}
        />
      ) : (
        <p className={styles.readOnly}>{text.readOnly}</p>
      )}
    </div>
  );
}

function hasAccount({ receipts }: ConversationDetail, personId: string): boolean {
  return receipts.find((receipt) => receipt.person_id === personId)?.has_account ?? true;
}

/** What the composer says about who reads; the patient's name always stands there for staff. */
function composerWords(conversation: ConversationDetail, me: string, voice: "staff" | "patient") {
  const others = conversation.members.filter((member) => member.id !== me);
  const patient = others.find((member) => member.role === "patient");
  const staff = others.filter((member) => member !== patient).map((member) => shortName(member.name));
  const names = words.common.andMore(staff);
  if (voice === "patient") {
    const all = words.common.andMore(others.map((member) => shortName(member.name)));
    return { to: text.ownReaders(all, others.length), readers: "", placeholder: text.placeholderOwn };
  }
  const name = conversation.patient_name;
  const short = shortName(name);
  if (patient) {
    const alone = staff.length === 0;
    return {
      to: text.toPatient(name),
      readers: hasAccount(conversation, patient.id)
        ? text.readsToo(short, names)
        : text.readsLater(short, names),
      placeholder: alone ? text.placeholderDirect(short) : text.placeholder(short),
    };
  }
  return {
    to: text.aboutPatient(name),
    readers: staff.length === 1 ? text.staffOnlyOne(short, names) : text.staffOnly(short, names),
    guarded: true,
    placeholder: staff.length === 1 ? text.placeholderDirect(names) : text.placeholderStaff,
  };
}

/** Marks the newest message seen once it was on a visible screen. */
function useSeen(planId: string, conversation: ConversationDetail, messages: readonly Message[]): () => void {
  const { mutate } = useMarkSeen();
  const told = useRef(conversation.message_count - conversation.unread);
  const newest = messages.at(-1)?.number ?? 0;
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
function useAnnounced(conversationId: string): void {
  const live = useLive();
  const me = useMyId();
  useEffect(
    () =>
      live.listen(({ message }) => {
        if (message?.conversation_id !== conversationId || message.author.id === me) return;
        announce(text.saidBy(shortName(message.author.name), openBody(message)));
      }),
    [live, me, conversationId],
  );
}

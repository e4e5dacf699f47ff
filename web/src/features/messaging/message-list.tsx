/** The messages of a conversation: opens at the first unread, else at the newest; older ones come when one scrolls up. */
import { IconArrowDown } from "@tabler/icons-react";
import {
  Fragment,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { dayLine } from "../../lib/dates";
import { useNow } from "../../lib/now";
import type { MessageRow } from "../../talk/row";
import type { Talk } from "../../talk/talk";
import { Bone } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import type { Shown } from "./bodies";
import { type MessageActions, MessageLine } from "./message";
import styles from "./message-list.module.css";
import type { Outgoing } from "./outbox";
import { OutgoingLine } from "./outgoing";
import { layOut, type Note } from "./thread";
import { ToldLine } from "./told-line";

const text = words.messaging;
/** Closer to the end than this, one is reading the newest. */
const NEAR = 96;

interface Props extends MessageActions {
  messages: readonly Shown[];
  outgoing: readonly Outgoing[];
  me: { id: string; name: string; role: Shown["author"]["role"] };
  /** The last number read before this opened, or null. */
  seen: number | null;
  title: string;
  /** Messages about this plan item or goal are lit. */
  lit: string | null;
  /** A message to go to, reading back until it is there. */
  goTo: string | null;
  members: readonly PersonRef[];
  /** Null where one cannot write. */
  talk: Talk<MessageRow> | null;
  hasOlder: boolean;
  /** The first message there is, is here. */
  begins: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
  onReachEnd: () => void;
  onGiveUp: (item: Outgoing, edit: boolean) => void;
  footer: (message: Shown) => ReactNode;
  notes: readonly Note[] | undefined;
  voice: "staff" | "patient";
}

export function MessageList(props: Props) {
  const { messages, outgoing, me, seen, lit, hasOlder, loadingOlder, onOlder, onReachEnd } = props;
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [below, setBelow] = useState(0);
  const [away, setAway] = useState(false);
  const atEnd = useRef(true);
  const first = useRef<{ id: string | undefined; height: number }>({ id: undefined, height: 0 });
  const count = useRef(messages.length);
  const byId = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);
  const parts = useMemo(
    () => layOut(messages, seen, me.id, props.notes),
    [messages, seen, me.id, props.notes],
  );
  const act = (use: ((message: Shown) => void) | undefined) => (id: string) => {
    const message = byId.get(id);
    if (message && use) use(message);
  };
  const list = useListKeys({ t: act(props.onMakeTask), r: act(props.onReply) });

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);

  // Opens at the line before what is new; stays where one reads when older messages come in above.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const firstId = messages[0]?.id;
    if (first.current.id === undefined) {
      const line = box.querySelector<HTMLElement>("[data-new]");
      if (line) box.scrollTop = line.offsetTop - 48;
      else toEnd();
    } else if (first.current.id !== firstId) {
      box.scrollTop += box.scrollHeight - first.current.height;
    } else if (atEnd.current) toEnd();
    first.current = { id: firstId, height: box.scrollHeight };
  });

  // The keyboard of a phone, a growing composer, late fonts: whoever read the newest keeps reading it.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [toEnd]);

  useEffect(() => {
    const more = messages.length - count.current;
    count.current = messages.length;
    if (more > 0 && !atEnd.current && messages.at(-1)?.author.id !== me.id)
      setBelow((before) => before + more);
  }, [messages, me.id]);

  const { goTo } = props;
  const gone = useRef<string | null>(null);
  useEffect(() => {
    if (!goTo || gone.current === goTo) return;
    if (byId.has(goTo)) {
      gone.current = goTo;
      const line = scroller.current?.querySelector<HTMLElement>(`[data-row="${goTo}"]`);
      line?.scrollIntoView({ block: "center" });
      line?.focus({ preventScroll: true });
    } else if (hasOlder && !loadingOlder) onOlder();
  }, [goTo, byId, hasOlder, loadingOlder, onOlder]);

  // What one sends is always in view.
  useEffect(() => {
    if (outgoing.length > 0) toEnd();
  }, [outgoing.length, toEnd]);

  const look = () => {
    const box = scroller.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    setAway(!atEnd.current);
    if (atEnd.current) {
      setBelow(0);
      onReachEnd();
    }
    if (box.scrollTop < 400 && hasOlder && !loadingOlder) onOlder();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever something came in
  useEffect(look, [messages, hasOlder]);

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={look}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={props.title}
      >
        <div ref={list} className={styles.inner}>
          {hasOlder ? <OlderSkeleton /> : null}
          {props.begins ? <p className={styles.begin}>{text.begin(props.title)}</p> : null}
          <ol>
            {parts.map((part) => {
              if (part.kind === "day")
                return (
                  <li key={part.key} className={styles.line}>
                    <span>{dayLine(part.at, now)}</span>
                  </li>
                );
              if (part.kind === "new")
                return (
                  <li key={part.key} className={styles.line} data-new>
                    <span>{text.new}</span>
                  </li>
                );
              if (part.kind === "note")
                return (
                  <li key={part.key} className={styles.note}>
                    {part.note.content}
                  </li>
                );
              const { message } = part;
              return (
                <Fragment key={part.key}>
                  <MessageLine
                    message={message}
                    head={part.head}
                    mine={message.author.id === me.id}
                    lit={lit !== null && message.about.some((topic) => topic.id === lit)}
                    selected={selected === message.id}
                    onSelect={() => setSelected((before) => (before === message.id ? null : message.id))}
                    replied={message.reply_to ? byId.get(message.reply_to) : undefined}
                    members={props.members}
                    talk={props.talk}
                    voice={props.voice}
                    footer={props.footer(message)}
                    onTopic={props.onTopic}
                    onMakeTask={props.onMakeTask}
                    onReply={props.onReply}
                  />
                  {message.told_opens ? <ToldLine opens={message.told_opens} /> : null}
                </Fragment>
              );
            })}
            {outgoing.map((item) => (
              <OutgoingLine
                key={item.key}
                item={item}
                me={me}
                members={props.members}
                voice={props.voice}
                onGiveUp={props.onGiveUp}
              />
            ))}
          </ol>
        </div>
      </div>
      {away ? (
        <button type="button" className={styles.below} onClick={toEnd} data-strong={below > 0 || undefined}>
          <IconArrowDown size={16} aria-hidden="true" />
          {below > 0 ? text.newBelow(below) : text.toNewest}
        </button>
      ) : null}
    </div>
  );
}

function OlderSkeleton() {
  return (
    <div className={styles.older} role="status">
      <span className="ct-hidden">{text.older}</span>
      <Bone width="62%" />
      <Bone width="40%" />
    </div>
  );
}

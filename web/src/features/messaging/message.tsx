/** One message: who, when, the words, what it is about, what became of it. */
import { IconArrowBackUp, IconChecklist, IconCornerUpLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Message } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { IconButton } from "../../ui/icon-button";
import { Avatar, RoleWord } from "../../ui/person";
import { Clock } from "../../ui/time";
import { openBody } from "./bodies";
import styles from "./message.module.css";

const text = words.messaging;

export interface MessageActions {
  onTopic?: ((id: string) => void) | undefined;
  onMakeTask?: ((message: Message) => void) | undefined;
  onReply?: ((message: Message) => void) | undefined;
}

interface Props extends MessageActions {
  message: Message;
  head: boolean;
  mine: boolean;
  lit: boolean;
  selected: boolean;
  onSelect: () => void;
  replied: Message | undefined;
  footer?: ReactNode;
}

export function MessageLine({
  message,
  head,
  mine,
  lit,
  selected,
  onSelect,
  replied,
  footer,
  ...actions
}: Props) {
  const { author } = message;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: j and k select with the keyboard; the tap is for touch
    <li
      className={styles.message}
      data-row={message.id}
      data-head={head || undefined}
      data-mine={mine || undefined}
      data-lit={lit || undefined}
      data-selected={selected || undefined}
      tabIndex={-1}
      onClick={onSelect}
    >
      {head ? <Avatar person={author} /> : <span className={styles.gap} />}
      <div className={styles.content}>
        {head ? (
          <p className={styles.head}>
            <span className={styles.author}>{mine ? text.you : author.name}</span>
            <RoleWord role={author.role} />
            <Clock at={message.sent_at} />
          </p>
        ) : null}
        {replied ? (
          <p className={styles.replied}>
            <IconCornerUpLeft size={14} aria-hidden="true" />
            <span>
              {text.inReply(shortName(replied.author.name))}: {openBody(replied)}
            </span>
          </p>
        ) : null}
        <p className={styles.body}>{openBody(message)}</p>
        {message.about.map((topic) => (
          <button
            key={topic.id}
            type="button"
            className={styles.topic}
            disabled={!actions.onTopic}
            onClick={() => actions.onTopic?.(topic.id)}
          >
            {text.about(topic.title)}
          </button>
        ))}
        {footer}
      </div>
      <Toolbar message={message} {...actions} />
    </li>
  );
}

function Toolbar({ message, onReply, onMakeTask }: MessageActions & { message: Message }) {
  if (!onReply && !onMakeTask) return null;
  return (
    <div className={styles.toolbar}>
      {onReply ? (
        <IconButton label={text.reply} size={28} tabIndex={-1} onClick={() => onReply(message)}>
          <IconArrowBackUp size={18} stroke={1.7} />
        </IconButton>
      ) : null}
      {onMakeTask ? (
        <IconButton label={text.makeTask} size={28} tabIndex={-1} onClick={() => onMakeTask(message)}>
          <IconChecklist size={18} stroke={1.7} />
        </IconButton>
      ) : null}
    </div>
  );
}

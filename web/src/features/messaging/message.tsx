/** One message: who, when, the words, what it is about, what others make of it, what became of it. */
import { IconArrowBackUp, IconChecklist, IconCornerUpLeft } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import type { MessageRow } from "../../talk/row";
import type { Talk } from "../../talk/talk";
import { IconButton } from "../../ui/icon-button";
import { Avatar, RoleWord } from "../../ui/person";
import { Clock } from "../../ui/time";
import { openBody, type Shown } from "./bodies";
import { EditMessage } from "./edit-message";
import styles from "./message.module.css";
import { MessageBody } from "./message-body";
import { OwnMessage } from "./own-message";
import { Reactions, ReactMenu } from "./reactions";
import { UrgencyChip } from "./urgency";

const text = words.messaging;

export interface MessageActions {
  onTopic?: ((id: string) => void) | undefined;
  onMakeTask?: ((message: Shown) => void) | undefined;
  onReply?: ((message: Shown) => void) | undefined;
}

interface Props extends MessageActions {
  message: Shown;
  head: boolean;
  mine: boolean;
  lit: boolean;
  selected: boolean;
  onSelect: () => void;
  replied: Shown | undefined;
  members: readonly PersonRef[];
  /** Null where one cannot write. */
  talk: Talk<MessageRow> | null;
  voice: "staff" | "patient";
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
  members,
  talk,
  voice,
  footer,
  ...actions
}: Props) {
  const { author } = message;
  const [editing, setEditing] = useState(false);
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
            {message.priority === "routine" ? null : (
              <UrgencyChip priority={message.priority} voice={voice} />
            )}
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
        {editing && talk ? (
          <EditMessage message={message} talk={talk} onClose={() => setEditing(false)} />
        ) : (
          <MessageBody message={message} members={members} />
        )}
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
        <Reactions message={message} talk={talk} members={members} />
        {footer}
      </div>
      {message.is === "open" && !editing ? (
        <Toolbar message={message} {...actions}>
          {talk ? <ReactMenu message={message} talk={talk} /> : null}
          {talk && mine ? <OwnMessage message={message} talk={talk} onEdit={() => setEditing(true)} /> : null}
        </Toolbar>
      ) : null}
    </li>
  );
}

function Toolbar({
  message,
  onReply,
  onMakeTask,
  children,
}: MessageActions & { message: Shown; children: ReactNode }) {
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
      {children}
    </div>
  );
}

/** A conversation in the inbox: whose plan, which conversation, the last words. */
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { readDraft } from "../../lib/drafts";
import { shortName } from "../../lib/names";
import { Count } from "../../ui/chip";
import { Avatar } from "../../ui/person";
import { TimeAgo } from "../../ui/time";
import { openBody } from "./bodies";
import styles from "./inbox-row.module.css";

const text = words.messaging;

interface Props {
  conversation: ConversationSummary;
  me: string;
  present: boolean;
  onOpen: () => void;
}

export function InboxRow({ conversation, me, present, onOpen }: Props) {
  const { last, unread, patient_name, title, id } = conversation;
  const draft = readDraft(`message.${id}`);
  const author = last ? (last.author.id === me ? text.you : shortName(last.author.name)) : "";
  return (
    <button
      type="button"
      className={styles.row}
      data-row={id}
      data-unread={unread > 0 || undefined}
      aria-current={present || undefined}
      onClick={onOpen}
    >
      <Avatar person={{ id, name: patient_name, role: "patient" }} size={36} />
      <span className={styles.patient}>{patient_name}</span>
      <span className={styles.when}>{last ? <TimeAgo at={last.sent_at} /> : null}</span>
      <span className={styles.title}>{title}</span>
      <span className={styles.last} data-wide={unread === 0 || undefined}>
        {draft ? (
          <>
            <em>{text.draft}:</em> {draft}
          </>
        ) : last ? (
          text.saidBy(author, openBody(last))
        ) : (
          text.nobodyWrote
        )}
      </span>
      <span className={styles.count}>
        <Count value={unread} label={words.plans.waits(unread)} strong />
      </span>
    </button>
  );
}

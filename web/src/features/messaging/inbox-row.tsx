/** A conversation in the inbox: whose plan, which conversation, the last words. */
import { IconUsers } from "@tabler/icons-react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { readDraft } from "../../lib/drafts";
import { shortName } from "../../lib/names";
import { Chip, Count } from "../../ui/chip";
import { Avatar } from "../../ui/person";
import { TimeAgo } from "../../ui/time";
import styles from "./inbox-row.module.css";
import { LastWords } from "./last-words";

const text = words.messaging;

interface Props {
  conversation: ConversationSummary;
  me: string;
  present: boolean;
  /** A patient's own list: the conversation's name comes first, and who is in it. */
  own?: boolean;
  /** With `own`, whose plan it is about: where there are several. */
  named?: boolean;
  onOpen: () => void;
}

/** Whose face stands before it, and its two lines: for staff the patient, for patients the conversation. */
function headOf({ conversation, me, own = false, named = false }: Omit<Props, "present" | "onOpen">) {
  const { id, patient_name, title, members, kind } = conversation;
  const patient = { id, name: patient_name, role: "patient" as const };
  if (!own) return { face: patient, first: patient_name, second: title };
  const others = members.filter((member) => member.id !== me);
  const names = words.common.andMore(others.map((member) => shortName(member.name)));
  const face = kind === "direct" ? (others[0] ?? null) : null;
  return { face, first: named ? `${title} (${patient_name})` : title, second: words.patient.with(names) };
}

export function InboxRow(props: Props) {
  const { conversation, present, onOpen } = props;
  const { last, unread, id } = conversation;
  const { face, first, second } = headOf(props);
  const draft = readDraft(`message.${id}`);
  return (
    <button
      type="button"
      className={styles.row}
      data-row={id}
      data-unread={unread > 0 || undefined}
      aria-current={present || undefined}
      onClick={onOpen}
    >
      {face ? (
        <Avatar person={face} size={36} />
      ) : (
        <span className={styles.several} aria-hidden="true">
          <IconUsers size={20} stroke={1.7} />
        </span>
      )}
      <span className={styles.patient}>{first}</span>
      <span className={styles.when}>{last ? <TimeAgo at={last.sent_at} /> : null}</span>
      <span className={styles.title}>
        {second}
        {props.own ? null : <Care {...props} />}
      </span>
      <span className={styles.last} data-wide={unread === 0 || undefined}>
        {draft ? (
          <>
            <em>{text.draft}:</em> {draft}
          </>
        ) : last ? (
          <LastWords conversation={conversation} />
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

/** For staff: whose it is, whether they are written to by name, and whether a patient waits there for an answer. */
function Care({ conversation: { owner, state, mentioned }, me }: Pick<Props, "conversation" | "me">) {
  return (
    <>
      {owner ? ` · ${owner.id === me ? text.you : shortName(owner.name)}` : null}
      {mentioned ? (
        <span className={styles.waits}>
          <Chip tone="info">{text.mentioned}</Chip>
        </span>
      ) : null}
      {state === "waiting-for-us" ? (
        <span className={styles.waits}>
          <Chip tone="warn">{text.care.states[state]}</Chip>
        </span>
      ) : null}
    </>
  );
}

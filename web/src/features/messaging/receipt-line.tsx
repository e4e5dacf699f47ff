/** What became of one's own message: sent, received, seen, being handled; pressed, by whom and what each means. */
import { useId, useState } from "react";
import type { AlarmDetail, ConversationDetail } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import type { Shown } from "./bodies";
import styles from "./receipt-line.module.css";
import { receiptOf } from "./thread";

const text = words.messaging;
const MEANS = ["sent", "received", "seen", "acknowledged"] as const;

interface Props {
  conversation: ConversationDetail;
  message: Shown;
  /** Ids of people who can read what is written now. */
  readers: readonly string[];
}

export function ReceiptLine({ conversation, message, readers }: Props) {
  const [open, setOpen] = useState(false);
  const names = useId();
  const receipt = receiptOf(conversation, message.number, message.author.id);
  const list = (people: readonly string[]) => words.common.andMore(people.map(shortName));
  const alarm = conversation.alarms.find(({ subject_id }) => subject_id === message.id);
  const taker = alarm && !alarm.lapsed ? (alarm.closed_by ?? alarm.acknowledged_by) : null;
  const said = taker
    ? (alarm?.closed_at ? text.handled : text.handling)(shortName(taker.name))
    : receipt.state === "seen"
      ? text.seen(receipt.count, receipt.of)
      : receipt.state === "received"
        ? text.received(receipt.count, receipt.of)
        : text.sent;
  return (
    <div className={styles.receipt}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={names}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
      >
        {said}
      </button>
      <ul id={names} hidden={!open}>
        {alarm?.outcome ? <li>{words.alarms.outcomes[alarm.outcome]}</li> : null}
        {receipt.seenBy.length > 0 ? <li>{text.seenNames(list(receipt.seenBy))}</li> : null}
        {receipt.receivedBy.length > 0 ? <li>{text.receivedNames(list(receipt.receivedBy))}</li> : null}
        {receipt.notBy.length > 0 ? <li>{text.notYetNames(list(receipt.notBy))}</li> : null}
        {MEANS.filter((one) => one !== "acknowledged" || alarm).map((one) => (
          <li key={one} className={styles.means}>
            {text.receipts[one]}
          </li>
        ))}
      </ul>
      {alarm && alarm.closed_at === null ? <CannotRead alarm={alarm} readers={readers} /> : null}
    </div>
  );
}

/** Whom the alarm told and nobody has let in yet; a supervisor never reads. */
function CannotRead({ alarm, readers }: { alarm: AlarmDetail; readers: readonly string[] }) {
  const told = alarm.told.filter(({ id, role }) => role !== "supervisor" && !readers.includes(id));
  if (told.length === 0) return null;
  const names = words.common.andMore(told.map(({ name }) => shortName(name)));
  return <p>{text.urgency.cannotRead(names, told.length)}</p>;
}

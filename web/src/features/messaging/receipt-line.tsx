/** What became of one's last message: sent, received, seen; pressed, by whom. */
import { useId, useState } from "react";
import type { ConversationDetail } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import type { Shown } from "./bodies";
import styles from "./receipt-line.module.css";
import { receiptOf } from "./thread";

const text = words.messaging;

export function ReceiptLine({ conversation, message }: { conversation: ConversationDetail; message: Shown }) {
  const [open, setOpen] = useState(false);
  const names = useId();
  const receipt = receiptOf(conversation, message.number, message.author.id);
  const list = (people: readonly string[]) => words.common.andMore(people.map(shortName));
  const said =
    receipt.state === "seen"
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
        {receipt.seenBy.length > 0 ? <li>{text.seenNames(list(receipt.seenBy))}</li> : null}
        {receipt.receivedBy.length > 0 ? <li>{text.receivedNames(list(receipt.receivedBy))}</li> : null}
        {receipt.notBy.length > 0 ? <li>{text.notYetNames(list(receipt.notBy))}</li> : null}
      </ul>
    </div>
  );
}

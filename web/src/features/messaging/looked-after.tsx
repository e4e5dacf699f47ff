/** For patients and who supports them: who looks after a conversation, whose turn it is, and what came of it. */
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import styles from "./looked-after.module.css";

const text = words.patient.care;

export function LookedAfter({ conversation }: { conversation: ConversationSummary }) {
  const { owner, state, outcome } = conversation;
  const turn = text.states[state];
  if (!owner && !turn) return null;
  return (
    <p className={styles.line} role="status">
      {owner ? text.looksAfter(shortName(owner.name)) : null} {turn}
      {outcome ? <span className={styles.outcome}>“{outcome}”</span> : null}
    </p>
  );
}

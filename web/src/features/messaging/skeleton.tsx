/** A conversation that is still coming. */
import { words } from "../../i18n";
import { Bone } from "../../ui/states";
import styles from "./conversation.module.css";

const LINES = [68, 84, 46, 76, 58];

/** `lines`: fewer where little is to come, so that what is below does not jump. */
export function ConversationSkeleton({ lines = LINES.length }: { lines?: number }) {
  return (
    <div className={styles.skeleton} role="status">
      <span className="ct-hidden">{words.common.loading}</span>
      {LINES.slice(0, lines).map((width) => (
        <div key={width} className={styles.bones}>
          <Bone width={28} height={28} round />
          <span>
            <Bone width={140} height={12} />
            <Bone width={`${width}%`} />
          </span>
        </div>
      ))}
    </div>
  );
}

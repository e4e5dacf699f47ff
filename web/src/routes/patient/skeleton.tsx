/** The cards of a page that is still coming. */
import { words } from "../../i18n";
import { Bone } from "../../ui/states";
import styles from "./skeleton.module.css";

export function PageSkeleton() {
  return (
    <div className={styles.page} role="status">
      <span className="ct-hidden">{words.common.loading}</span>
      {["62%", "48%"].map((width) => (
        <div key={width} className={styles.card}>
          <Bone width={140} height={18} />
          <Bone width={width} />
          <Bone width="80%" />
          <Bone height={48} />
        </div>
      ))}
    </div>
  );
}

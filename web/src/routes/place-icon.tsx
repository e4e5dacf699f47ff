/** The icon of a place to go in a bar, with how much waits there on its corner. */
import type { TablerIcon } from "@tabler/icons-react";
import { Count } from "../ui/chip";
import styles from "./place-icon.module.css";

export function PlaceIcon({ icon: Icon, count, label }: { icon: TablerIcon; count: number; label: string }) {
  return (
    <span className={styles.icon}>
      <Icon aria-hidden="true" />
      <Count value={count} label={label} strong />
    </span>
  );
}

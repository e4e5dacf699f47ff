/** The way back from a question to all of them. */
import { IconChevronLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { words } from "../../i18n";
import styles from "./back.module.css";

export function BackToOversight() {
  return (
    <Link to="/oversight" search={{}} className={styles.back}>
      <IconChevronLeft size={18} aria-hidden="true" />
      {words.oversight.backToOversight}
    </Link>
  );
}

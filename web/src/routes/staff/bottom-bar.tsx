/** The rail of a narrow screen: four pages with their counts on the icons. */
import { Link, useLocation } from "@tanstack/react-router";
import { words } from "../../i18n";
import { PlaceIcon } from "../place-icon";
import styles from "./bottom-bar.module.css";
import { isWithin, type NavItem, PRESENT, type Waiting } from "./nav";

export function BottomBar({ items, counts }: { items: readonly NavItem[]; counts: Waiting }) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  return (
    <nav className={styles.bar} aria-label={words.shell.main}>
      {items.map(({ to, label, icon, count }) => {
        const waiting = count ? (counts[count] ?? 0) : 0;
        return (
          <Link key={to} to={to} className={styles.item} {...(isWithin(to, path) ? PRESENT : {})}>
            <PlaceIcon icon={icon} count={waiting} label={words.shell.unread(waiting)} />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

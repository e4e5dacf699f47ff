/** The rail at the left: pages with what waits in them, and who is signed in. */
import { Link, useLocation } from "@tanstack/react-router";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import { Mark } from "../../ui/brand";
import { Count } from "../../ui/chip";
import { AccountMenu } from "./account-menu";
import { isWithin, type NavItem, PRESENT, type Waiting } from "./nav";
import styles from "./rail.module.css";

export function Rail({
  items,
  counts,
  onHelp,
  onAvailability,
}: {
  items: readonly NavItem[];
  counts: Waiting;
  onHelp: () => void;
  onAvailability: () => void;
}) {
  const { clinic } = useSession();
  const path = useLocation({ select: ({ pathname }) => pathname });
  return (
    <nav className={styles.rail} aria-label={words.shell.main}>
      <Link to="/" className={styles.brand}>
        <Mark />
        <span>{clinic.name}</span>
      </Link>
      <ul className={styles.items}>
        {items.map(({ to, label, icon: Icon, count }) => {
          const waiting = count ? (counts[count] ?? 0) : 0;
          return (
            <li key={to}>
              <Link to={to} className={styles.item} {...(isWithin(to, path) ? PRESENT : {})}>
                <Icon aria-hidden="true" />
                <span className={styles.label}>{label}</span>
                <Count value={waiting} label={words.shell.unread(waiting)} />
              </Link>
            </li>
          );
        })}
      </ul>
      <AccountMenu onHelp={onHelp} onAvailability={onAvailability} />
    </nav>
  );
}

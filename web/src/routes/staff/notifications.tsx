/** How I am told while I am not looking. */
import { NotificationsScreen } from "../../features/notifications/notifications";
import { words } from "../../i18n";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

const text = words.notifications;

export function NotificationsPage() {
  useTitle(text.title);
  return (
    <Page>
      <PageHeader title={text.title} note={text.note} />
      <div className={styles.parts}>
        <NotificationsScreen />
      </div>
    </Page>
  );
}

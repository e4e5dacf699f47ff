/** What opens one's keys, and one's offices. */
import { OwnDevices } from "../../features/keys/own-devices";
import { words } from "../../i18n";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

const text = words.keys;

export function DevicesPage() {
  useTitle(text.devices);
  return (
    <Page>
      <PageHeader title={text.devices} note={text.devicesNote} />
      <div className={styles.parts}>
        <OwnDevices />
      </div>
    </Page>
  );
}

/** One's own account: what one signs in with, and where one is signed in. */
import { Factors } from "../../features/identity/factors";
import { SignIns } from "../../features/identity/sign-ins";
import { words } from "../../i18n";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

export function AccountPage() {
  useTitle(words.factors.title);
  return (
    <Page>
      <PageHeader title={words.factors.title} note={words.factors.note} />
      <div className={styles.parts}>
        <Factors />
        <h2>{words.patient.signIns}</h2>
        <SignIns />
      </div>
    </Page>
  );
}

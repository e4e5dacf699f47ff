/** The word check in patients' messages, for those who are told of what it finds. */
import { WordList } from "../../features/safetyplan/word-list";
import { words } from "../../i18n";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

const text = words.safetyplan.check;

export function WordCheckPage() {
  useTitle(text.title);
  return (
    <Page>
      <PageHeader title={text.row} />
      <div className={styles.parts}>
        <WordList voice="staff" choice={null} />
      </div>
    </Page>
  );
}

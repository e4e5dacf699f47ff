/** What a therapist keeps to themself about a patient. */
import { NoteList } from "../../../features/notes/note-list";
import { words } from "../../../i18n";
import { useKeyring } from "../../../keyring/keyring";
import { KeysNeeded } from "../../../keyring/needed";
import { usePlanPage } from "./context";
import styles from "./tab.module.css";

export function NotesTab() {
  const { plan } = usePlanPage();
  const { state } = useKeyring();
  return (
    <div className={styles.tab}>
      <h2 className="ct-hidden">{words.notes.title}</h2>
      {state === "unlocked" ? (
        <NoteList
          planId={plan.id}
          patient={plan.patient.name}
          mayWrite={plan.may.includes("process-note.write")}
        />
      ) : (
        <KeysNeeded>{words.notes.sealedTo}</KeysNeeded>
      )}
    </div>
  );
}

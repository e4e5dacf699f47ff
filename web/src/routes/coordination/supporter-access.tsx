/** Whether a supporter gets in, and the link to hand over to them. */
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { AccessPanel } from "../../features/people/access-panel";
import { PersonHead } from "../../features/people/person-head";
import { admissionQuery } from "../../features/people/queries";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import styles from "./team-panel.module.css";

export function SupporterAccess({ personId, onClose }: { personId: string | null; onClose: () => void }) {
  return (
    <Modal opened={personId !== null} onClose={onClose} title={words.people.role.supporter} size={480}>
      {personId ? <Access personId={personId} /> : null}
    </Modal>
  );
}

function Access({ personId }: { personId: string }) {
  const admission = useQuery(admissionQuery(personId));
  if (admission.data) {
    return (
      <div className={styles.patient}>
        <PersonHead person={admission.data} as="supporter" mayCorrect />
        <AccessPanel person={admission.data} mayInvite patient />
      </div>
    );
  }
  if (failed(admission)) return <ErrorState error={admission.error} retry={() => void admission.refetch()} />;
  return <RowsSkeleton rows={2} avatar />;
}

/** Somebody who is on no plan yet. */
import { IconListCheck } from "@tabler/icons-react";
import { words } from "../../i18n";
import { EmptyState } from "../../ui/states";

export function NoPlan() {
  return (
    <EmptyState icon={<IconListCheck />} title={words.patient.noPlanTitle}>
      {words.patient.noPlanBody}
    </EmptyState>
  );
}

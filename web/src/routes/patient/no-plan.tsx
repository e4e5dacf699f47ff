/** Somebody who is on no plan yet. */
import { IconListCheck } from "@tabler/icons-react";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import { EmptyState } from "../../ui/states";

export function NoPlan() {
  const patient = useSession().roles.includes("patient");
  return (
    <EmptyState icon={<IconListCheck />} title={words.patient.noPlanTitle}>
      {patient ? words.patient.noPlanBody : words.patient.noPlanBodySupporter}
    </EmptyState>
  );
}

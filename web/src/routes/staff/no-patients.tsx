/** Whoever is on no care team yet has nobody on their lists. */
import { IconUsers } from "@tabler/icons-react";
import { words } from "../../i18n";
import { EmptyState } from "../../ui/states";

export function NoPatients() {
  return (
    <EmptyState icon={<IconUsers />} title={words.plans.noneTitle}>
      {words.plans.noneBody}
    </EmptyState>
  );
}

/** What a team lacks, as chips: late or missing is amber, never red. */
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Gap } from "../../client/types";
import { words } from "../../i18n";
import { Chip } from "../../ui/chip";

export function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  return gaps.map((gap) => (
    <Chip key={gap} tone="warn" icon={<IconAlertTriangle aria-hidden="true" />}>
      {words.teams.gaps[gap]}
    </Chip>
  ));
}

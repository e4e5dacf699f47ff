/** For a supporter: whom they support, and whether the plan is shared with them. */
import type { PlanSummary } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { Panel, PanelText } from "../../ui/panel";

const text = words.patient;

export function Supported({ plan }: { plan: PlanSummary }) {
  const name = shortName(plan.patient.name);
  return (
    <Panel title={text.support(plan.patient.name)}>
      <PanelText>
        <p>{plan.status === null ? text.mayNotSee(name) : text.maySee(name)}</p>
      </PanelText>
    </Panel>
  );
}

/** One care team over the list: the patient and whether they get in, then the team. */
import { lazy, Suspense, useRef } from "react";
import { words } from "../../i18n";
import { SideDrawer } from "../../ui/side-drawer";
import { RowsSkeleton } from "../../ui/states";

const TeamPanel = lazy(() => import("./team-panel").then((module) => ({ default: module.TeamPanel })));

export function TeamDrawer({ planId, onClose }: { planId: string | undefined; onClose: () => void }) {
  const last = useRef(planId);
  if (planId) last.current = planId;
  const shown = planId ?? last.current;
  return (
    <SideDrawer opened={planId !== undefined} onClose={onClose} title={words.teams.one} size={520}>
      {shown ? (
        <Suspense fallback={<RowsSkeleton rows={4} />}>
          <TeamPanel key={shown} planId={shown} />
        </Suspense>
      ) : null}
    </SideDrawer>
  );
}

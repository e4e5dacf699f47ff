/** The plan's trail, for those who may review it, beside what they review. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ExportMenu } from "../../../features/oversight/export-menu";
import { FilterBar } from "../../../features/oversight/filter-bar";
import { planTrailQuery } from "../../../features/oversight/queries";
import { type TrailSearch, wantedOf } from "../../../features/oversight/search";
import { TrailView } from "../../../features/oversight/trail-view";
import { useRoomBeside } from "../../../lib/media";
import { useMyId } from "../../../live/session";
import { usePlanPage } from "./context";
import styles from "./trail-tab.module.css";

export function TrailTab() {
  const { plan } = usePlanPage();
  const search = useSearch({ from: "/signed/staff/plans/$planId/trail" });
  const navigate = useNavigate({ from: "/plans/$planId/trail" });
  const room = useRoomBeside();
  const me = useMyId();
  // Whoever takes part has the conversation at the right.
  const talks = plan.team.some(({ person }) => person.id === me);
  const wanted = wantedOf(search);
  const pages = useInfiniteQuery(planTrailQuery(plan.id, wanted));
  const change = (some: TrailSearch) =>
    void navigate({ search: (before) => ({ ...before, ...some }), replace: true });
  return (
    <div className={styles.tab}>
      <TrailView
        pages={pages}
        shows="who"
        search={search}
        onSearch={change}
        beside={room && !talks}
        bar={
          <>
            <FilterBar planId={plan.id} search={search} onSearch={change} />
            <ExportMenu of={{ plan: plan.id }} wanted={wanted} />
          </>
        }
      />
    </div>
  );
}

/** The parts of the plan as tabs; each is an address of its own. On a phone they scroll, the present one in sight. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { planTasksQuery } from "../../../features/tasks/queries";
import { words } from "../../../i18n";
import { safetyWords } from "../../../i18n/safety";
import tabs from "../../../ui/tabs.module.css";
import { usePlanPage } from "./context";
import styles from "./plan-tabs.module.css";

const text = words.plans;
const PARTS = [
  { to: "/plans/$planId", label: text.plan, needs: null },
  { to: "/plans/$planId/assessment", label: words.assessment.tab, needs: null },
  { to: "/plans/$planId/tasks", label: text.tabTasks, needs: null },
  { to: "/plans/$planId/scores", label: words.measures.tab, needs: null },
  { to: "/plans/$planId/diary", label: words.diary.tab, needs: null },
  { to: "/plans/$planId/safety-plan", label: words.safetyplan.title, needs: null },
  { to: "/plans/$planId/cases", label: safetyWords.tab, needs: null },
  { to: "/plans/$planId/notes", label: words.notes.tab, needs: "process-note.read" },
  { to: "/plans/$planId/trail", label: text.tabTrail, needs: "trail.review" },
] as const;

export function PlanTabs() {
  const { plan } = usePlanPage();
  const tasks = useInfiniteQuery(planTasksQuery(plan.id, "open"));
  const open = tasks.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  const row = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const present = pathname && row.current?.querySelector("[data-status=active]");
    if (present) present.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav ref={row} className={tabs.tabs} aria-label={text.tabs} data-scrolls>
      {PARTS.filter(({ needs }) => needs === null || plan.may.includes(needs)).map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ planId: plan.id }}
          search={(before) => ({ ...before, side: undefined })}
          activeOptions={{ exact: to === "/plans/$planId", includeSearch: false }}
          className={tabs.tab}
        >
          {label}
          {to === "/plans/$planId/tasks" && open > 0 ? (
            <span className={styles.count}>{tasks.hasNextPage ? `${open}+` : open}</span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

/** The parts of the plan as tabs; each is an address of its own. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { planTasksQuery } from "../../../features/tasks/queries";
import { words } from "../../../i18n";
import { safetyWords } from "../../../i18n/safety";
import tabs from "../../../ui/tabs.module.css";
import { usePlanPage } from "./context";
import styles from "./plan-tabs.module.css";

const text = words.plans;

export function PlanTabs() {
  const { plan } = usePlanPage();
  const tasks = useInfiniteQuery(planTasksQuery(plan.id, "open"));
  const open = tasks.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  const params = { planId: plan.id };
  return (
    <nav className={tabs.tabs} aria-label={text.tabs} data-scrolls>
      <Link
        to="/plans/$planId"
        params={params}
        search={(before) => before}
        activeOptions={{ exact: true, includeSearch: false }}
        className={tabs.tab}
      >
        {text.plan}
      </Link>
      <Link
        to="/plans/$planId/assessment"
        params={params}
        search={(before) => before}
        activeOptions={{ includeSearch: false }}
        className={tabs.tab}
      >
        {words.assessment.tab}
      </Link>
      <Link
        to="/plans/$planId/tasks"
        params={params}
        search={(before) => before}
        activeOptions={{ includeSearch: false }}
        className={tabs.tab}
      >
        {text.tabTasks}
        {open > 0 ? <span className={styles.count}>{tasks.hasNextPage ? `${open}+` : open}</span> : null}
      </Link>
      <Link
        to="/plans/$planId/scores"
        params={params}
        search={(before) => before}
        activeOptions={{ includeSearch: false }}
        className={tabs.tab}
      >
        {words.measures.tab}
      </Link>
      <Link
        to="/plans/$planId/diary"
        params={params}
        search={(before) => before}
        activeOptions={{ includeSearch: false }}
        className={tabs.tab}
      >
        {words.diary.tab}
      </Link>
      <Link
        to="/plans/$planId/safety-plan"
        params={params}
        search={(before) => before}
        activeOptions={{ includeSearch: false }}
        className={tabs.tab}
      >
        {words.safetyplan.title}
      </Link>
      <Link
        to="/plans/$planId/cases"
        params={params}
        search={(before) => before}
        activeOptions={{ includeSearch: false }}
        className={tabs.tab}
      >
        {safetyWords.tab}
      </Link>
      {plan.may.includes("process-note.read") ? (
        <Link
          to="/plans/$planId/notes"
          params={params}
          search={(before) => before}
          activeOptions={{ includeSearch: false }}
          className={tabs.tab}
        >
          {words.notes.tab}
        </Link>
      ) : null}
      {plan.may.includes("trail.review") ? (
        <Link
          to="/plans/$planId/trail"
          params={params}
          search={(before) => before}
          activeOptions={{ includeSearch: false }}
          className={tabs.tab}
        >
          {text.tabTrail}
        </Link>
      ) : null}
    </nav>
  );
}

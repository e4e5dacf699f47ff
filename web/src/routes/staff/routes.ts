/** The pages of those who work in the clinic, inside the staff shell. */
import { createRoute, lazyRouteComponent, notFound, redirect } from "@tanstack/react-router";
import type { SessionInfo } from "../../client/types";
import { openAlarmsQuery } from "../../features/coverage/queries";
import { needsSearch } from "../../features/outcomes/needs-queries";
import { behindSearch } from "../../features/outcomes/queries";
import { trailSearch } from "../../features/oversight/search";
import { coordinationSearch } from "../coordination/search";
import { dutySearch } from "../duty/search";
import { outcomeFigure } from "../outcome-figure";
import { peopleSearch } from "../people/search";
import { HOMES, signedRoute } from "../root";
import { inboxSearch } from "./inbox-search";
import { canBeAway, navOf, treats, writesWithPhrases } from "./nav";
import { patientsSearch } from "./patients-search";
import { planSearch, taskSearch } from "./plan/search";
import { tasksSearch } from "./tasks-search";

/** A page that the rail does not name for somebody is not there for them; what they may read the server decides. */
function forThoseWith(session: SessionInfo, page: string): void {
  if (!navOf(session).some(({ to }) => to === page)) throw notFound();
}

export const staffRoute = createRoute({
  getParentRoute: () => signedRoute,
  id: "staff",
  validateSearch: taskSearch,
  beforeLoad: ({ context }) => {
    if (context.session.home === "home") throw redirect({ href: HOMES.home, replace: true });
    // What cannot wait is asked for first, while the page is still on its way.
    if (canBeAway(context.session)) void context.queries.prefetchQuery(openAlarmsQuery);
  },
  component: lazyRouteComponent(() => import("./shell"), "StaffShell"),
});

export const todayRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/today",
  component: lazyRouteComponent(() => import("./today"), "TodayPage"),
});

export const inboxRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/inbox",
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import("./inbox"), "InboxPage"),
});

export const patientsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/patients",
  validateSearch: patientsSearch,
  component: lazyRouteComponent(() => import("./patients"), "PatientsPage"),
});

/** What only those who treat have. */
const careRoute = createRoute({
  getParentRoute: () => staffRoute,
  id: "care",
  beforeLoad: ({ context }) => {
    if (!treats(context.session)) throw notFound();
  },
});

const caseloadRoute = createRoute({
  getParentRoute: () => careRoute,
  path: "/caseload",
  validateSearch: needsSearch,
  component: lazyRouteComponent(() => import("./caseload"), "CaseloadPage"),
});

const ownOutcomesRoute = createRoute({
  getParentRoute: () => careRoute,
  path: "/outcomes",
  component: lazyRouteComponent(() => import("./outcomes"), "OwnOutcomesPage"),
});

const ownOutcomeRowsRoute = createRoute({
  getParentRoute: () => careRoute,
  path: "/outcomes/$figure",
  params: { parse: outcomeFigure },
  validateSearch: behindSearch,
  component: lazyRouteComponent(() => import("./outcomes"), "OwnOutcomeRowsPage"),
});

export const tasksRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/tasks",
  validateSearch: tasksSearch,
  component: lazyRouteComponent(() => import("./tasks"), "TasksPage"),
});

export const planRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/plans/$planId",
  validateSearch: planSearch,
  staticData: { ownHeader: true },
  component: lazyRouteComponent(() => import("./plan/page"), "PlanPage"),
});

const planIndexRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./plan/plan-tab"), "PlanTab"),
});

const planTasksRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/tasks",
  component: lazyRouteComponent(() => import("./plan/tasks-tab"), "TasksTab"),
});

const planScoresRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/scores",
  component: lazyRouteComponent(() => import("./plan/scores-tab"), "ScoresTab"),
});

const planDiaryRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/diary",
  component: lazyRouteComponent(() => import("./plan/diary-tab"), "DiaryTab"),
});

const planSafetyRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/safety-plan",
  component: lazyRouteComponent(() => import("./plan/safety-plan-tab"), "SafetyPlanTab"),
});

const wordCheckRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/word-check",
  component: lazyRouteComponent(() => import("./word-check"), "WordCheckPage"),
});

const planCasesRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/cases",
  component: lazyRouteComponent(() => import("./plan/cases-tab"), "CasesTab"),
});

const planAssessmentRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/assessment",
  component: lazyRouteComponent(() => import("./plan/assessment-tab"), "AssessmentTab"),
});

export const peopleRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/people",
  validateSearch: peopleSearch,
  beforeLoad: ({ context }) => forThoseWith(context.session, "/people"),
  component: lazyRouteComponent(() => import("../people/page"), "PeoplePage"),
});

export const coordinationRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/coordination",
  validateSearch: coordinationSearch,
  beforeLoad: ({ context }) => forThoseWith(context.session, "/coordination"),
  component: lazyRouteComponent(() => import("../coordination/page"), "CoordinationPage"),
});

export const takeInRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/coordination/new",
  beforeLoad: ({ context }) => forThoseWith(context.session, "/coordination"),
  component: lazyRouteComponent(() => import("../coordination/take-in-page"), "TakeInPage"),
});

export const readersRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/confirm-readers",
  beforeLoad: ({ context }) => forThoseWith(context.session, "/confirm-readers"),
  component: lazyRouteComponent(() => import("../coordination/readers-page"), "ReadersPage"),
});

export const dutyRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/duty",
  validateSearch: dutySearch,
  component: lazyRouteComponent(() => import("../duty/page"), "DutyPage"),
});

const planNotesRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/notes",
  component: lazyRouteComponent(() => import("./plan/notes-tab"), "NotesTab"),
});

const planTrailRoute = createRoute({
  getParentRoute: () => planRoute,
  path: "/trail",
  validateSearch: trailSearch,
  component: lazyRouteComponent(() => import("./plan/trail-tab"), "TrailTab"),
});

export const accountRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/account",
  component: lazyRouteComponent(() => import("./account"), "AccountPage"),
});

export const ownDevicesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/account/devices",
  component: lazyRouteComponent(() => import("./devices"), "DevicesPage"),
});

export const notificationsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/account/notifications",
  component: lazyRouteComponent(() => import("./notifications"), "NotificationsPage"),
});

export const phrasesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/account/phrases",
  beforeLoad: ({ context }) => {
    if (!writesWithPhrases(context.session)) throw notFound();
  },
  component: lazyRouteComponent(() => import("./phrases"), "PhrasesPage"),
});

export const safetyRulesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/safety-rules",
  component: lazyRouteComponent(() => import("./safety-rules"), "SafetyRulesPage"),
});

export const colleaguesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/confirm-people",
  beforeLoad: ({ context }) => forThoseWith(context.session, "/confirm-people"),
  component: lazyRouteComponent(() => import("./colleagues"), "ColleaguesPage"),
});

/** All of them but those of oversight, which stand on this shell (app/router.tsx puts them together). */
export const staffPages = [
  todayRoute,
  inboxRoute,
  patientsRoute,
  careRoute.addChildren([caseloadRoute, ownOutcomesRoute, ownOutcomeRowsRoute]),
  tasksRoute,
  peopleRoute,
  coordinationRoute,
  takeInRoute,
  readersRoute,
  dutyRoute,
  accountRoute,
  ownDevicesRoute,
  notificationsRoute,
  phrasesRoute,
  safetyRulesRoute,
  colleaguesRoute,
  wordCheckRoute,
  planRoute.addChildren([
    planIndexRoute,
    planAssessmentRoute,
    planTasksRoute,
    planScoresRoute,
    planDiaryRoute,
    planSafetyRoute,
    planCasesRoute,
    planNotesRoute,
    planTrailRoute,
  ]),
] as const;

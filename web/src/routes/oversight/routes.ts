/** The pages of those who oversee, inside the staff shell. */
import { createRoute, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { behindSearch } from "../../features/outcomes/queries";
import { trailSearch } from "../../features/oversight/search";
import { outcomeFigure } from "../outcome-figure";
import { oversees } from "../staff/nav";
import { staffRoute } from "../staff/routes";
import { alertsSearch, MEASURES, planTrailSearch, timedSearch, timesSearch, toldSearch } from "./search";

const overseeRoute = createRoute({
  getParentRoute: () => staffRoute,
  id: "oversee",
  beforeLoad: ({ context }) => {
    if (!oversees(context.session)) throw notFound();
  },
});

const oversightRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight",
  component: lazyRouteComponent(() => import("./home"), "OversightPage"),
});

const planTrailRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight/plans/$planId",
  validateSearch: planTrailSearch,
  component: lazyRouteComponent(() => import("./plan"), "PlanTrailPage"),
});

const personTrailRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight/people/$personId",
  validateSearch: trailSearch,
  component: lazyRouteComponent(() => import("./person"), "PersonTrailPage"),
});

const outsideRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight/outside",
  validateSearch: trailSearch,
  component: lazyRouteComponent(() => import("./outside"), "OutsidePage"),
});

const waitingRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight/waiting",
  component: lazyRouteComponent(() => import("./waiting"), "WaitingPage"),
});

const timesRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight/times",
  validateSearch: timesSearch,
  component: lazyRouteComponent(() => import("./times"), "TimesPage"),
});

const timedRoute = createRoute({
  getParentRoute: () => overseeRoute,
  path: "/oversight/times/$measure",
  params: {
    parse: ({ measure }) => {
      const known = MEASURES.find((one) => one === measure);
      if (known === undefined) throw notFound();
      return { measure: known };
    },
  },
  validateSearch: timedSearch,
  component: lazyRouteComponent(() => import("./timed"), "TimedPage"),
});

const superviseRoute = createRoute({
  getParentRoute: () => overseeRoute,
  id: "supervise",
  beforeLoad: ({ context }) => {
    if (!context.session.roles.includes("supervisor")) throw notFound();
  },
});

const outcomesRoute = createRoute({
  getParentRoute: () => superviseRoute,
  path: "/oversight/outcomes",
  component: lazyRouteComponent(() => import("./outcomes"), "ClinicOutcomesPage"),
});

const outcomeRowsRoute = createRoute({
  getParentRoute: () => superviseRoute,
  path: "/oversight/outcomes/$figure",
  params: { parse: outcomeFigure },
  validateSearch: behindSearch,
  component: lazyRouteComponent(() => import("./outcomes"), "ClinicOutcomeRowsPage"),
});

const officerRoute = createRoute({
  getParentRoute: () => overseeRoute,
  id: "officer",
  beforeLoad: ({ context }) => {
    if (!context.session.roles.includes("privacy_officer")) throw notFound();
  },
});

const alertsRoute = createRoute({
  getParentRoute: () => officerRoute,
  path: "/oversight/alerts",
  validateSearch: alertsSearch,
  component: lazyRouteComponent(() => import("./alerts"), "AlertsPage"),
});

const alertRoute = createRoute({
  getParentRoute: () => officerRoute,
  path: "/oversight/alerts/$alertId",
  component: lazyRouteComponent(() => import("./alert"), "AlertPage"),
});

const noticesRoute = createRoute({
  getParentRoute: () => officerRoute,
  path: "/oversight/notices",
  component: lazyRouteComponent(() => import("./notices"), "NoticesPage"),
});

const toldRoute = createRoute({
  getParentRoute: () => officerRoute,
  path: "/oversight/notices/$personId",
  validateSearch: toldSearch,
  component: lazyRouteComponent(() => import("./told"), "ToldPage"),
});

export const overseeTree = overseeRoute.addChildren([
  oversightRoute,
  planTrailRoute,
  personTrailRoute,
  outsideRoute,
  waitingRoute,
  timesRoute,
  timedRoute,
  superviseRoute.addChildren([outcomesRoute, outcomeRowsRoute]),
  officerRoute.addChildren([alertsRoute, alertRoute, noticesRoute, toldRoute]),
]);

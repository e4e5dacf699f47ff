/** The pages of those who work in the clinic, inside the staff shell. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { HOMES, signedRoute } from "../root";
import { patientsSearch } from "./patients-search";

export const staffRoute = createRoute({
  getParentRoute: () => signedRoute,
  id: "staff",
  beforeLoad: ({ context }) => {
    if (context.session.home === "home") throw redirect({ href: HOMES.home, replace: true });
  },
  component: lazyRouteComponent(() => import("./shell"), "StaffShell"),
});

export const patientsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/patients",
  validateSearch: patientsSearch,
  component: lazyRouteComponent(() => import("./patients"), "PatientsPage"),
});

export const planRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: "/plans/$planId",
  staticData: { ownHeader: true, hidesBottomBar: true },
  component: lazyRouteComponent(() => import("./plan/page"), "PlanPage"),
});

export const staffTree = staffRoute.addChildren([patientsRoute, planRoute]);

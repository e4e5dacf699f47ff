/** The roots of the route tree: everybody's, and that of those who are signed in. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import type { SessionInfo } from "../client/types";
import { sessionQuery } from "../features/identity/queries";
import { Problem } from "../lib/problem";
import { SignedPending } from "../ui/pending";

export interface RouterContext {
  queries: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet });

/** The first page of each kind of person, as the server's `home` names it. */
export const HOMES = {
  today: "/today",
  home: "/home",
  oversight: "/oversight",
  people: "/people",
  coordination: "/coordination",
  confirming: "/confirm-people",
} as const satisfies Record<SessionInfo["home"], string>;

/** Everything below knows who is signed in; without a session one is sent to sign-in and back. */
export const signedRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed",
  beforeLoad: async ({ context, location }) => {
    try {
      const session = await context.queries.ensureQueryData(sessionQuery);
      if (session.must_set_up) throw redirect({ to: "/set-up", replace: true });
      return { session };
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        const to = location.pathname === "/" ? undefined : location.href;
        throw redirect({ to: "/sign-in", search: { to } });
      }
      throw error;
    }
  },
  pendingComponent: SignedPending,
  component: lazyRouteComponent(() => import("./signed"), "SignedLayout"),
});

/** Where somebody who must have a second factor sets one up, before anything else. */
export const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/set-up",
  beforeLoad: async ({ context }) => {
    try {
      const session = await context.queries.ensureQueryData(sessionQuery);
      if (!session.must_set_up) throw redirect({ to: "/", replace: true });
      return { session };
    } catch (error) {
      if (error instanceof Problem && error.status === 401) throw redirect({ to: "/sign-in", search: {} });
      throw error;
    }
  },
  pendingComponent: SignedPending,
  component: lazyRouteComponent(() => import("./set-up"), "SetUpPage"),
});

/** The address alone leads to one's own first page. */
export const indexRoute = createRoute({
  getParentRoute: () => signedRoute,
  path: "/",
  beforeLoad: ({ context }) => {
    throw redirect({ href: HOMES[context.session.home], replace: true });
  },
});

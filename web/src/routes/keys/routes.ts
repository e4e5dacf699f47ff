/** Addresses about one's own keys that are the same for everybody. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { returnTo } from "../return-to";
import { signedRoute } from "../root";

/** Where keys are set up and opened. */
export const keysRoute = createRoute({
  getParentRoute: () => signedRoute,
  path: "/keys",
  validateSearch: (search: Record<string, unknown>): { to?: string | undefined } => ({
    to: returnTo(search.to),
  }),
  component: lazyRouteComponent(() => import("./page"), "KeysPage"),
});

/** What codes of new devices lead to; each kind of person has the page in their own shell. */
export const devicesRoute = createRoute({
  getParentRoute: () => signedRoute,
  path: "/devices",
  beforeLoad: ({ context, location }) => {
    const to = context.session.home === "home" ? "/me/devices" : "/account/devices";
    throw redirect({ to, hash: location.hash, replace: true });
  },
});

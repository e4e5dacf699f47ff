/** Pages that need no sign-in. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../root";

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (
    search: Record<string, unknown>,
  ): { to?: string | undefined; kept?: boolean | undefined } => ({
    to: typeof search.to === "string" && /^\/(?![/\\])/.test(search.to) ? search.to : undefined,
    kept: search.kept === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("./sign-in"), "SignInPage"),
});

export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome/$token",
  component: lazyRouteComponent(() => import("./welcome"), "WelcomePage"),
});

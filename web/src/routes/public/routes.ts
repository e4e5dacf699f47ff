/** Pages that need no sign-in. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { returnTo } from "../return-to";
import { rootRoute } from "../root";

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (
    search: Record<string, unknown>,
  ): { to?: string | undefined; kept?: boolean | undefined } => ({
    to: returnTo(search.to),
    kept: search.kept === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("./sign-in"), "SignInPage"),
});

export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome/$token",
  component: lazyRouteComponent(() => import("./welcome"), "WelcomePage"),
});

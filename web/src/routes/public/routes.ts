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

/** Exercises are about nobody: they open without a sign-in and without a network. */
export const exercisesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/exercises",
  component: lazyRouteComponent(() => import("./exercises"), "OpenExercisesPage"),
});

export const exerciseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/exercises/$piece",
  component: lazyRouteComponent(() => import("./exercises"), "OpenExercisePage"),
});

export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome/$token",
  component: lazyRouteComponent(() => import("./welcome"), "WelcomePage"),
});

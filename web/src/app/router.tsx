/** Every address of the client in one tree; each area brings its own branch. */
import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { devicesRoute, keysRoute } from "../routes/keys/routes";
import { overseeTree } from "../routes/oversight/routes";
import { patientTree } from "../routes/patient/routes";
import { exerciseRoute, exercisesRoute, signInRoute, welcomeRoute } from "../routes/public/routes";
import { indexRoute, rootRoute, setUpRoute, signedRoute } from "../routes/root";
import { staffPages, staffRoute } from "../routes/staff/routes";
import { SignedPending } from "../ui/pending";
import { ErrorPage, NotFoundPage } from "./error-page";

const tree = rootRoute.addChildren([
  signInRoute,
  welcomeRoute,
  exercisesRoute,
  exerciseRoute,
  setUpRoute,
  signedRoute.addChildren([
    indexRoute,
    keysRoute,
    devicesRoute,
    staffRoute.addChildren([...staffPages, overseeTree]),
    patientTree,
  ]),
]);

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: SignedPending,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

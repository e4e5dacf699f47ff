/** The service worker: the app opens without a network and with a broken server. It keeps the program, the clinic's numbers and the exercises, never anybody's data. */
import { clientsClaim } from "workbox-core";
import {
  cleanupOutdatedCaches,
  matchPrecache,
  type PrecacheEntry,
  precache,
  addRoute as serveKept,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { NetworkFirst, NetworkOnly } from "workbox-strategies";
import { open, renew, show } from "./told";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

/** After so many seconds without an answer a page comes from what is kept. */
const PATIENCE = 3;

/** A server that answers "broken" is as good as none. */
const broken = {
  fetchDidSucceed: async ({ response }: { response: Response }) => {
    if (response.status >= 500) throw new Error(`the server answered ${response.status}`);
    return response;
  },
};

precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// A page from the network has a nonce of its own; the kept one repeats one nonce, which is why it comes second.
registerRoute(
  new NavigationRoute(
    new NetworkOnly({
      networkTimeoutSeconds: PATIENCE,
      plugins: [broken, { handlerDidError: async () => matchPrecache("/index.html") }],
    }),
    { denylist: [/^\/api(\/|$)/] },
  ),
);

/** Whom to call, and the exercises: the two answers of the interface that are kept, because they concern nobody. */
const KEPT = ["/api/clinic", "/api/library"];
const ofNobody = new NetworkFirst({
  cacheName: "clinic",
  networkTimeoutSeconds: PATIENCE,
  plugins: [broken],
});
registerRoute(({ url }) => KEPT.includes(url.pathname), ofNobody);
serveKept();

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all(KEPT.map((path) => ofNobody.handle({ event, request: new Request(path) }))));
});

self.addEventListener("push", (event) => event.waitUntil(show(self, event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(self, event.notification.data.path));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(self, event)));

// A new version waits until somebody asks for it: nobody's page changes under their hands.
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});
clientsClaim();

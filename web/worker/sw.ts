/** The service worker: the app opens without a network and with a broken server. It keeps the program and the clinic's numbers, never anybody's data. */
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

import { notifications } from "../src/i18n/en/notifications";

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

/** Whom to call: the one answer of the interface that is kept, because it concerns nobody. */
const clinic = new NetworkFirst({
  cacheName: "clinic",
  networkTimeoutSeconds: PATIENCE,
  plugins: [broken],
});
registerRoute(({ url }) => url.pathname === "/api/clinic", clinic);
serveKept();

self.addEventListener("install", (event) => {
  event.waitUntil(clinic.handle({ event, request: new Request("/api/clinic") }));
});

const said = notifications.said;

/** What the server sends, sealed to this browser: never more than that there is something, and on which page. */
interface Told {
  level?: unknown;
  about?: unknown;
  tag?: unknown;
  path?: unknown;
}

function opened(event: PushEvent): Told {
  try {
    return (event.data?.json() ?? {}) as Told;
  } catch {
    // Whatever it was, there is something; and a browser wants something shown for each.
    return {};
  }
}

async function show({ level, about, tag, path }: Told): Promise<void> {
  const urgent = level === "urgent" || level === "stat";
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const looking = windows.some((page) => page.focused && page.visibilityState === "visible");
  const options = {
    body: urgent ? said.urgent : about === "test" ? said.test : said.routine,
    tag: typeof tag === "string" ? tag : "careteam",
    // What is urgent sounds again each time it comes; the rest is silent beside a page that shows it.
    renotify: urgent,
    requireInteraction: urgent,
    silent: !urgent && about !== "test" && looking,
    data: { path: typeof path === "string" && /^\/[a-z/-]*$/.test(path) ? path : "/" },
  };
  await self.registration.showNotification(said.title, options);
}

/** To a page that is open already, where drafts and opened keys are; else to a new one. */
async function open(path: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) {
    await self.clients.openWindow(path);
    return;
  }
  await page.focus();
  page.postMessage({ open: path });
}

self.addEventListener("push", (event) => event.waitUntil(show(opened(event))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

// A new version waits until somebody asks for it: nobody's page changes under their hands.
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});
clientsClaim();

/** What the worker makes of being told: a notification, the page it leads to, and a subscription that its service has changed. */
import { notifications } from "../src/i18n/en/notifications";

const said = notifications.said;

/** What the server sends, sealed to this browser: never more than that there is something, and on which page. */
interface Told {
  level?: unknown;
  about?: unknown;
  tag?: unknown;
  path?: unknown;
}

function opened(data: PushMessageData | null): Told {
  try {
    return (data?.json() ?? {}) as Told;
  } catch {
    // Whatever it was, there is something; and a browser wants something shown for each.
    return {};
  }
}

export async function show(worker: ServiceWorkerGlobalScope, data: PushMessageData | null): Promise<void> {
  const { level, about, tag, path } = opened(data);
  const urgent = level === "urgent" || level === "stat";
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const looking = windows.some((page) => page.focused && page.visibilityState === "visible");
  const options = {
    body: urgent ? said.urgent : about === "test" ? said.test : said.routine,
    tag: typeof tag === "string" ? tag : "careteam",
    // What is urgent sounds again each time it comes; the rest is silent beside a page that shows it.
    renotify: urgent,
    requireInteraction: urgent,
    silent: !urgent && about !== "test" && looking,
    data: { path: typeof path === "string" && /^\/(?!\/)[a-z/-]*$/.test(path) ? path : "/" },
  };
  await worker.registration.showNotification(said.title, options);
}

/** To a page that is open already, where drafts and opened keys are, the one in sight first; else to a new one. */
export async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window" });
  const page = pages.find(({ visibilityState }) => visibilityState === "visible") ?? pages[0];
  if (!page) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ open: path });
  await page.focus();
}

/** A service may change where it takes what is for this browser; the server is told, else nobody is told anything here again. */
export async function renew(
  worker: ServiceWorkerGlobalScope,
  { oldSubscription: before, newSubscription }: PushSubscriptionChangeEvent,
): Promise<void> {
  // Whose it was, only the old one says: on a device that several share it may be somebody else's than who is signed in.
  if (!before) return;
  const made = newSubscription ?? (await worker.registration.pushManager.subscribe(before.options));
  const { endpoint, keys } = made.toJSON();
  const answer = await worker.fetch("/api/notifications/devices", {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
    body: JSON.stringify({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth, replaces: before.endpoint }),
  });
  // It is no longer theirs: this browser shows nobody's until somebody turns it on again.
  if (answer.status === 401 || answer.status === 404) await made.unsubscribe();
}

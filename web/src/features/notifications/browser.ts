/** This browser's own notifications: whether it can, may and does show them. Which device it is for the server, it remembers itself. */

const KEPT = "careteam-push";

/** What the server needs to know to reach this browser. */
export interface Subscription {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Why notifications cannot be turned on here. */
export type Refusal = "blocked" | "dismissed" | "unable" | "noService";

export class Refused extends Error {
  constructor(readonly why: Refusal) {
    super(why);
  }
}

export function cannot(): Refusal | null {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unable";
  return Notification.permission === "denied" ? "blocked" : null;
}

async function registration(): Promise<ServiceWorkerRegistration> {
  const found = await navigator.serviceWorker.getRegistration();
  if (!found?.active) throw new Refused("unable");
  return found;
}

/** Asks the person, then the browser's service. Refused where one of them will not. */
export async function subscribe(key: string): Promise<Subscription> {
  const refusal = cannot();
  if (refusal) throw new Refused(refusal);
  const worker = await registration();
  const permission = await Notification.requestPermission();
  if (permission !== "granted") throw new Refused(permission === "denied" ? "blocked" : "dismissed");
  const made = await subscribed(worker, key);
  const { endpoint, keys } = made.toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth) throw new Refused("noService");
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

async function subscribed(worker: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await worker.pushManager.subscribe(options);
  } catch {
    // One for another clinic's key, or for an older one of this clinic, stands in the way; else there is no service.
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    return worker.pushManager.subscribe(options).catch(() => {
      throw new Refused("noService");
    });
  }
}

export async function unsubscribe(): Promise<void> {
  localStorage.removeItem(KEPT);
  const worker = await navigator.serviceWorker?.getRegistration();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}

export function remember(device: string): void {
  localStorage.setItem(KEPT, device);
}

/** As which device this browser was turned on. */
export function remembered(): string | null {
  return localStorage.getItem(KEPT);
}

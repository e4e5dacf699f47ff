/** The service worker of this page: registered once; says when a newer version of the program waits to be used. */
import { useSyncExternalStore } from "react";

/** A page that stays open asks for a new version at most this often. */
const ASK_EVERY = 60 * 60_000;

type Offer = { use: () => void };

let offer: Offer | null = null;
const watchers = new Set<() => void>();

function make(next: Offer): void {
  offer = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The newer version, with the way to use it; null while this is the newest. */
export function useNewVersion(): Offer | null {
  return useSyncExternalStore(watch, () => offer);
}

/** Calls back with the page that a notification leads to, when somebody has chosen one. */
export function onOpened(listener: (path: string) => void): () => void {
  const hear = ({ data }: MessageEvent<unknown>) => {
    const path = typeof data === "object" && data !== null && "open" in data ? data.open : null;
    if (typeof path === "string") listener(path);
  };
  navigator.serviceWorker?.addEventListener("message", hear);
  return () => navigator.serviceWorker?.removeEventListener("message", hear);
}

/** The first worker loads all there is: not while what somebody came for is still on its way. */
const FIRST_AFTER_MS = 4000;
const AGAIN_AFTER_MS = 60_000;

/** Registers the worker, where there is one: not while the client is being developed. */
export function startWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  const reload = () => window.location.reload();
  let known = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    // The first worker takes over a page that is new already; a later one was asked for here or in another tab.
    if (known) make({ use: reload });
    known = true;
  });
  const register = () => {
    serviceWorker.register("/sw.js").then(
      (registration) => {
        offerNewer(registration, reload);
        askNowAndThen(registration);
      },
      (failure: unknown) => {
        // Without the server just now it is tried again; a browser that keeps no workers (a private window) shows the
        // page all the same, only not offline.
        if (failure instanceof TypeError) setTimeout(register, AGAIN_AFTER_MS);
      },
    );
  };
  window.addEventListener("load", () => setTimeout(register, known ? 0 : FIRST_AFTER_MS));
}

function offerNewer(registration: ServiceWorkerRegistration, reload: () => void): void {
  const ready = (worker: ServiceWorker | null) => {
    if (!worker || !navigator.serviceWorker.controller) return;
    make({
      use: () => {
        navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
        worker.postMessage("take over");
      },
    });
  };
  ready(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed") ready(coming);
    });
  });
}

function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < ASK_EVERY) return;
    asked = Date.now();
    // Without a network there is no newer version to be had; the next look asks again.
    registration.update().catch(() => undefined);
  });
}

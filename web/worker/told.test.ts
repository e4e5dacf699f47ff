import { expect, test, vi } from "vitest";
import { open, renew, show } from "./told";

interface Page {
  focused: boolean;
  visibilityState: string;
  focus: ReturnType<typeof vi.fn>;
  postMessage: ReturnType<typeof vi.fn>;
}

const page = (visibilityState: string, focused = false): Page => ({
  focused,
  visibilityState,
  focus: vi.fn(async () => undefined),
  postMessage: vi.fn(),
});

/** A worker with these pages open, whose server answers with this status. */
function workerOf(pages: Page[] = [], status = 201) {
  const made = { ...subscription("https://push.example/new"), unsubscribe: vi.fn(async () => true) };
  const worker = {
    clients: { matchAll: vi.fn(async () => pages), openWindow: vi.fn(async () => null) },
    registration: { showNotification: vi.fn(), pushManager: { subscribe: vi.fn(async () => made) } },
    fetch: vi.fn(async () => new Response(null, { status })),
  };
  return { ...worker, made, itself: worker as unknown as ServiceWorkerGlobalScope };
}

function subscription(endpoint: string) {
  const options = { userVisibleOnly: true, applicationServerKey: null };
  return { endpoint, options, toJSON: () => ({ endpoint, keys: { p256dh: "key", auth: "secret" } }) };
}

const said = (value: unknown) => ({ json: () => value }) as PushMessageData;

test("what is urgent sounds each time and stays; what it says is never what was written", async () => {
  const worker = workerOf([page("visible", true)]);
  await show(
    worker.itself,
    said({ level: "urgent", about: "alarm", tag: "t", path: "/", text: "Mei, ketamine" }),
  );
  const [title, options] = worker.registration.showNotification.mock.calls[0] ?? [];
  expect(options).toMatchObject({ renotify: true, requireInteraction: true, silent: false, tag: "t" });
  expect(`${title} ${JSON.stringify(options)}`).not.toContain("Mei");
});

test("what is routine is silent beside a page that somebody looks at", async () => {
  const [beside, away] = [workerOf([page("visible", true)]), workerOf([page("hidden")])];
  for (const worker of [beside, away]) await show(worker.itself, said({ level: "routine", path: "/inbox" }));
  expect(beside.registration.showNotification.mock.calls[0]?.[1]).toMatchObject({ silent: true });
  expect(away.registration.showNotification.mock.calls[0]?.[1]).toMatchObject({
    silent: false,
    data: { path: "/inbox" },
  });
});

test.each([
  [null],
  [said({ path: "https://elsewhere.example/" })],
  [said({ path: "//elsewhere" })],
  [{ json: () => JSON.parse("?") } as PushMessageData],
])("what cannot be read is shown all the same, and leads nowhere but here", async (data) => {
  const worker = workerOf();
  await show(worker.itself, data);
  const { path } = worker.registration.showNotification.mock.calls[0]?.[1].data ?? {};
  expect(new URL(path, "https://clinic.example").origin).toBe("https://clinic.example");
});

test("a click opens its page where one is in sight, else in any that is open, else in a new one", async () => {
  const [hidden, visible] = [page("hidden"), page("visible")];
  const both = workerOf([hidden, visible]);
  await open(both.itself, "/inbox");
  expect(visible.postMessage).toHaveBeenCalledWith({ open: "/inbox" });
  expect(visible.focus).toHaveBeenCalled();
  expect(hidden.postMessage).not.toHaveBeenCalled();

  await open(workerOf([hidden]).itself, "/tasks");
  expect(hidden.postMessage).toHaveBeenCalledWith({ open: "/tasks" });

  const none = workerOf();
  await open(none.itself, "/");
  expect(none.clients.openWindow).toHaveBeenCalledWith("/");
});

const changed = (before: unknown, after: unknown = null) =>
  ({ oldSubscription: before, newSubscription: after }) as unknown as PushSubscriptionChangeEvent;

test("where its service takes things elsewhere, the server is told which browser that was", async () => {
  const worker = workerOf();
  const before = subscription("https://push.example/old");
  await renew(worker.itself, changed(before));
  expect(worker.registration.pushManager.subscribe).toHaveBeenCalledWith(before.options);
  const [address, { body }] = worker.fetch.mock.calls[0] as unknown as [string, { body: string }];
  expect([address, JSON.parse(body)]).toEqual([
    "/api/notifications/devices",
    { endpoint: "https://push.example/new", p256dh: "key", auth: "secret", replaces: before.endpoint },
  ]);
  expect(worker.made.unsubscribe).not.toHaveBeenCalled();
});

test("whoever is signed in now gets nothing that was another's, and without knowing whose it was nothing is said", async () => {
  const another = workerOf([], 404);
  await renew(another.itself, changed(subscription("https://push.example/old")));
  expect(another.made.unsubscribe).toHaveBeenCalled();

  const unknown = workerOf();
  await renew(unknown.itself, changed(null));
  expect(unknown.fetch).not.toHaveBeenCalled();
});

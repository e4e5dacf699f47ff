/** Keeps the page true: socket frames become entries, entries make queries stale. */
import type { QueryClient } from "@tanstack/react-query";
import { api } from "../client/api";
import type { LiveEntry } from "../client/types";
import { Problem, Unreachable } from "../lib/problem";
import { type Delivered, received, seen } from "./arrivals";
import {
  type EventName,
  INVALIDATIONS,
  matches,
  ROTA,
  type Stale,
  staleAfter,
  TOLD_UNREAD,
  TRAILS,
} from "./invalidations";
import { type Connection, LiveSocket } from "./socket";
import { Trail } from "./trail";

type Frame =
  | { type: "hello" | "head"; streams: Record<string, number> }
  | (LiveEntry & { type: "entry" })
  | { type: "opened"; stream: string; plan_id: string | null; head: number }
  | ({ type: "delivered" } & Delivered)
  | { type: "gone"; stream: string }
  | { type: "reviewed"; plans: string[] | null }
  | { type: "duty" }
  | { type: "resync" };

/** How long a command waits for its own entry before it reads everything anew. */
const PATIENCE = 1_200;
/** The least time between two readings of a trail that grows. */
const REVIEW_EVERY = 1_000;
/** How long who reviews may wait for an alarm that tells them: in a busy clinic they ask as often. */
const ALARMED_WITHIN = 2_000;
/** How long a page waits for the socket before it shows what it can without. */
const GREETING = 900;

async function isSignedIn(): Promise<"yes" | "no" | "unknown"> {
  try {
    await api.GET("/api/session");
    return "yes";
  } catch (error) {
    return error instanceof Problem && error.status === 401 ? "no" : "unknown";
  }
}

export class Live {
  private readonly socket: LiveSocket;
  private readonly trail: Trail;
  private readonly watchers = new Set<(connection: Connection) => void>();
  private readonly readers = new Set<(entry: LiveEntry) => void>();
  private readonly recent: string[] = [];
  private stale = new Map<string, { stale: Stale; plan: string | null }>();
  private flush: number | undefined;
  /** Plans whose trails have grown since they were read; null stands for any. */
  private readonly grown = new Set<string | null>();
  private reviewing: number | undefined;
  private asking: number | undefined;
  private greeted = false;
  private late = false;
  connection: Connection = { state: "closed" };

  constructor(
    private readonly queries: QueryClient,
    private readonly person: string,
    onRefused: () => void,
  ) {
    const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new LiveSocket(`${scheme}//${window.location.host}/api/live`, {
      onFrame: (frame) => this.receive(frame as Frame),
      isSignedIn,
      onState: (connection) => {
        this.connection = connection;
        for (const watcher of this.watchers) watcher(connection);
        if (connection.state === "refused") onRefused();
      },
    });
    this.trail = new Trail({
      apply: (entry) => this.apply(entry),
      readAfter: async (stream, after) => {
        const { data } = await api.GET("/api/streams/{stream_id}/entries", {
          params: { path: { stream_id: stream }, query: { after } },
        });
        return data ?? { items: [], head: after };
      },
      forgetAll: () => this.forgetAll(),
    });
  }

  start(): void {
    this.socket.start();
  }

  /** Resolves once the heads are known, so that nothing is read before its changes can be heard; or after a moment. */
  async ready(): Promise<void> {
    const end = Date.now() + GREETING;
    const trying = () => this.connection.state === "connecting" || this.connection.state === "open";
    while (!this.greeted && trying() && Date.now() < end)
      await new Promise((resolve) => window.setTimeout(resolve, 15));
    this.late = !this.greeted;
  }

  stop(): void {
    this.socket.stop();
    this.trail.clear();
  }

  watch = (watcher: (connection: Connection) => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  /** Calls back with each entry as it is applied. */
  listen(reader: (entry: LiveEntry) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /** A user did something: the session's idle clock may be wound. */
  activity(): void {
    this.socket.send({ type: "activity" });
  }

  /** A user is looking at this page: they need not be told elsewhere. */
  looking(): void {
    this.socket.send({ type: "looking" });
  }

  /** After a command: its entry usually arrives first; if it does not, everything on screen is read anew. */
  settle(changeId: string): void {
    if (this.recent.includes(changeId)) return;
    if (this.connection.state !== "open") {
      this.forgetAll();
      return;
    }
    window.setTimeout(() => {
      if (!this.recent.includes(changeId)) this.forgetAll();
    }, PATIENCE);
  }

  /** After a command whose entry is told to nobody: what its event makes stale is read anew. */
  conclude(event: EventName, planId: string): void {
    for (const stale of INVALIDATIONS[event]) {
      void this.queries.invalidateQueries({ predicate: ({ queryKey }) => matches(stale, queryKey, planId) });
    }
  }

  private receive(frame: Frame): void {
    switch (frame.type) {
      case "hello":
        this.greeted = true;
        if (this.late) this.forgetAll();
        else this.retryFailed();
        this.late = false;
        void this.trail.greet(frame.streams).catch(() => this.forgetAll());
        return;
      case "head":
        void this.trail.catchUp(frame.streams).catch(() => this.forgetAll());
        return;
      case "entry":
        void this.trail.take(frame).catch(() => this.forgetAll());
        return;
      case "gone":
        this.trail.leave(frame.stream);
        this.forgetAll();
        return;
      case "opened":
        this.trail.enter(frame.stream, frame.head);
        this.forgetAll();
        return;
      case "reviewed":
        for (const plan of frame.plans ?? [null]) this.grown.add(plan);
        this.review();
        // One of its entries may be an alarm's that tells whoever is here.
        this.asking ??= window.setTimeout(() => {
          this.asking = undefined;
          for (const one of TOLD_UNREAD) this.markStale(one, null);
        }, ALARMED_WITHIN);
        return;
      case "duty":
        for (const one of ROTA) this.markStale(one, null);
        return;
      case "delivered":
        received(this.queries, frame);
        return;
      case "resync":
        this.forgetAll();
        this.socket.reconnect();
    }
  }

  private apply(entry: LiveEntry): void {
    this.recent.push(entry.change_id);
    if (this.recent.length > 200) this.recent.splice(0, 100);
    if (entry.seen && entry.plan_id) seen(this.queries, entry.plan_id, entry.seen);
    // What somebody else has read changes their receipt and nothing else.
    const stale = entry.seen && entry.seen.person_id !== this.person ? [] : staleAfter(entry);
    if (stale === null) this.forgetAll();
    else for (const one of stale) this.markStale(one, entry.plan_id);
    for (const reader of this.readers) reader(entry);
  }

  /** Trails that have grown are read anew at once, and while a clinic is busy once a second. */
  private review(): void {
    if (this.reviewing !== undefined || this.grown.size === 0) return;
    for (const plan of this.grown) for (const one of TRAILS) this.markStale(one, plan);
    this.grown.clear();
    this.reviewing = window.setTimeout(() => {
      this.reviewing = undefined;
      this.review();
    }, REVIEW_EVERY);
  }

  /** Several entries of one change, or a burst of them, make each query stale once. */
  private markStale(stale: Stale, plan: string | null): void {
    this.stale.set(`${stale.path} ${stale.plan ? plan : ""}`, { stale, plan });
    this.flush ??= window.setTimeout(() => {
      const marked = [...this.stale.values()];
      this.stale = new Map();
      this.flush = undefined;
      void this.queries.invalidateQueries({
        predicate: ({ queryKey }) => marked.some((one) => matches(one.stale, queryKey, one.plan)),
      });
    }, 40);
  }

  /** What could not be read while the line was down is read now. */
  private retryFailed(): void {
    void this.queries.refetchQueries({ predicate: ({ state }) => state.error instanceof Unreachable });
  }

  private forgetAll(): void {
    void this.queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "/api/session" });
  }
}

/** The one way to the server: typed by its OpenAPI document, refusals thrown as Problem. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import createClient, { type MaybeOptionalInit, type Middleware } from "openapi-fetch";
import type { PathsWithMethod, SuccessResponseJSON } from "openapi-typescript-helpers";
import { Problem, problemOf, Unreachable } from "../lib/problem";
import type { paths } from "./schema";

type Readable = PathsWithMethod<paths, "get">;
type Init<P extends Readable> = MaybeOptionalInit<paths[P], "get">;
type Answer<P extends Readable> = SuccessResponseJSON<paths[P]["get"]>;

type Leaving = (reason: "signed-out" | "must-set-up") => void;
const leaving = new Set<Leaving>();

/** Calls back when the server no longer knows this session, or takes nothing from it before a factor is set up. */
export function onLeaving(listener: Leaving): () => void {
  leaving.add(listener);
  return () => leaving.delete(listener);
}

type Ask = () => Promise<boolean>;
let ask: Ask | null = null;
let asking: Promise<boolean> | null = null;

/** Names who asks a person to show once more who they are; it resolves to whether they did. */
export function onAskedAgain(asks: Ask): () => void {
  ask = asks;
  return () => {
    if (ask === asks) ask = null;
  };
}

/** A request that asks once more who it is waits for the answer and is then sent again, the very same. */
async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await window.fetch(request);
  if (response.status !== 403 || !ask) return response;
  const { slug } = await problemOf(response.clone());
  if (slug !== "step-up-needed") return response;
  asking ??= ask().finally(() => {
    asking = null;
  });
  return (await asking) ? window.fetch(again) : response;
}

const refusals: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return;
    const problem = await problemOf(response);
    const signsIn = request.method === "POST" && new URL(request.url).pathname === "/api/session";
    if (response.status === 401 && !signsIn) for (const listener of leaving) listener("signed-out");
    if (problem.slug === "second-factor-needed") for (const listener of leaving) listener("must-set-up");
    throw problem;
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === "AbortError" ? undefined : new Unreachable(error);
  },
};

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: send,
});
api.use(refusals);

/** The header every write carries; the same key for every try of one submission. */
export function keyed(key: string): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}

/** A query's key: its path pattern first, so that one event can find every query of that path. */
export function keyOf(path: Readable, params: unknown = {}): readonly unknown[] {
  return [path, params];
}

async function fetchData(path: Readable, init: unknown): Promise<unknown> {
  const get = api.GET as unknown as (
    path: string,
    init: unknown,
  ) => Promise<{ data?: unknown; response: Response }>;
  const { data, response } = await get(path, init);
  if (data === undefined) throw new Problem(response.status, { title: "empty answer" });
  return data;
}

/** Options for `useQuery`: `useQuery(read("/api/plans/{plan_id}", { params: { path: { plan_id } } }))`. */
export function read<P extends Readable>(
  path: P,
  ...[init]: RequiredKeys<Init<P>> extends never ? [Init<P>?] : [Init<P>]
) {
  const params = (init as { params?: unknown } | undefined)?.params;
  return queryOptions({
    queryKey: keyOf(path, params),
    queryFn: ({ signal }) => fetchData(path, { ...init, signal }) as Promise<Answer<P>>,
  });
}

type Paged = { [P in Readable]: Answer<P> extends { next: string | null } ? P : never }[Readable];

/** Options for `useInfiniteQuery` over a list that is a Page {items, next}. */
export function readPages<P extends Paged>(path: P, init?: { params?: { path?: object; query?: object } }) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(path, init?.params), "pages"],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...init?.params?.query, ...(pageParam === null ? {} : { after: pageParam }) };
      return fetchData(path, { params: { ...init?.params, query }, signal }) as Promise<Answer<P>>;
    },
    getNextPageParam: (last) => (last as { next: string | null }).next,
  });
}

// biome-ignore lint/complexity/noBannedTypes: the way TypeScript tells an optional key from a required one
type RequiredKeys<T> = { [K in keyof T]-?: {} extends Pick<T, K> ? never : K }[keyof T];

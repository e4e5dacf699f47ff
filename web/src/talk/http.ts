/** The engine's way to the server over HTTP: bytes as base64url, and refusals that mean "read again" as answers. */
import { api, keyed } from "../client/api";
import type { LogAnswerJson, MessagePage, PersonKeys } from "../client/types";
import { type Bytes, hex } from "../crypto/mh1/bytes";
import { hash } from "../crypto/mh1/primitives";
import { idOf, uidOf } from "../keyring/ids";
import { base64url, fromBase64url } from "../lib/base64url";
import { Problem } from "../lib/problem";
import { type MessageRow, rowOf } from "./row";
import type { Together, TogetherAnswer } from "./together";
import type {
  Appended,
  DirectorySource,
  LogAnswer,
  Page,
  PersonAnswer,
  Posted,
  Transport,
} from "./transport";

const PAGE = 100;

function contentOf<T>({ data, response }: { data?: T | undefined; response: Response }): T {
  if (data === undefined) throw new Problem(response.status, { title: "empty answer" });
  return data;
}

/** One conversation's way; what a list reads together with others comes with them. */
export function wayOf(planId: string, conversationId: string, together: Together): Transport<MessageRow> {
  const path = { plan_id: planId, conversation_id: conversationId };
  return {
    readLog: async (after) => {
      const ahead = await together.log(conversationId, after);
      if (ahead) return ahead;
      const params = { path, query: { after: after + 1 } };
      const answer = await api.GET("/api/plans/{plan_id}/conversations/{conversation_id}/log", { params });
      return logOf(contentOf(answer));
    },
    append: (head, entries, boxes) => {
      const body = { head: base64url(head), entries: entries.map(base64url), boxes: boxes.map(base64url) };
      const params = { path, header: keyed(crypto.randomUUID()) };
      return appended(api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/log", { params, body }));
    },
    readMessages: async (before) => {
      const ahead = before === null ? together.page(conversationId) : null;
      if (ahead) return ahead;
      const query = { limit: PAGE, ...(before === null ? {} : { before }) };
      const params = { path, query };
      return pageOf(
        contentOf(await api.GET("/api/plans/{plan_id}/conversations/{conversation_id}/messages", { params })),
      );
    },
    personAhead: (uid) => together.person(idOf(uid)),
    post: (envelope, { urgency, mentions }) => {
      // The same bytes are the same request, however often it is tried.
      const params = { path, header: keyed(hex(hash(envelope)).slice(0, 32)) };
      return posted(
        api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/messages", {
          params,
          body: { envelope: base64url(envelope), mentions: [...mentions], ...urgency },
        }),
      );
    },
    readPerson: async (uid) => {
      const params = { path: { ...path, person_id: idOf(uid) } };
      try {
        return personOf(
          contentOf(
            await api.GET("/api/plans/{plan_id}/conversations/{conversation_id}/readers/{person_id}", {
              params,
            }),
          ),
        );
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
    alert: async (alarm, key) => {
      const params = { path, header: keyed(key) };
      await api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/alerts", { params, body: alarm });
    },
  };
}

/** Many conversations' way, for a list. */
export async function readTogether(ids: readonly string[]): Promise<TogetherAnswer> {
  const params = { query: { of: [...ids] } };
  const { items, people } = contentOf(await api.GET("/api/inbox/newest", { params }));
  return {
    items: items.map(({ conversation_id, log, messages }) => {
      return { id: conversation_id, log: logOf(log), page: pageOf(messages) };
    }),
    people: new Map(people.map((one) => [one.person_id, personOf(one)])),
  };
}

function pageOf({ items, has_more }: MessagePage): Page<MessageRow> {
  return { items: items.map(rowOf), hasMore: has_more };
}

function logOf({ entries, head, boxes, members, assignments, now }: LogAnswerJson): LogAnswer {
  return {
    entries: entries.map(fromBase64url),
    head: fromBase64url(head),
    boxes: Object.values(boxes).map(fromBase64url),
    members: members.map(({ person_id, genesis, seq, attested }) => ({
      uid: uidOf(person_id),
      genesis: genesis === null ? null : fromBase64url(genesis),
      ...{ seq, attested },
    })),
    now,
    assignments: assignments.map(({ cose }) => fromBase64url(cose)),
  };
}

async function appended(work: Promise<unknown>): Promise<Appended> {
  try {
    await work;
    return { is: "taken" };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.slug === "log-moved") return { is: "moved" };
    if (error.slug === "log-refused") return { is: "refused", why: error.slug };
    throw error;
  }
}

type Answer = Promise<{ data?: { change_id: string } | undefined; response: Response }>;

async function posted(work: Answer): Promise<Posted> {
  try {
    return { is: "posted", changeId: contentOf(await work).change_id };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.slug === "too-many-alarms") throw error;
    if (error.status === 412) return { is: "moved" };
    if (error.status === 409) return { is: "known" };
    if (error.slug === "envelope-refused") return { is: "refused", why: error.slug };
    throw error;
  }
}

function personOf({ chains, attestation }: PersonKeys): PersonAnswer {
  return {
    chains: chains.map(({ entries, invite }) => ({
      entries: entries.map(fromBase64url),
      invite: invite ? fromBase64url(invite) : null,
    })),
    attestation: attestation ? fromBase64url(attestation.cose) : null,
  };
}

/** Hands in a coordinator's word for somebody. */
export async function assign(planId: string, conversationId: string, personId: string, cose: Bytes) {
  const path = { plan_id: planId, conversation_id: conversationId };
  const body = { person_id: personId, cose: base64url(cose) };
  const params = { path, header: keyed(crypto.randomUUID()) };
  await api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/assignments", { params, body });
}

/** The organisation's way. */
export const directorySource: DirectorySource = {
  readDirectory: async (after) => {
    const params = { query: { after } };
    const { entries } = contentOf(await api.GET("/api/keys/directory", { params }));
    return entries.map(fromBase64url);
  },
};

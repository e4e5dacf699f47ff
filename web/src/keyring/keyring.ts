/** One's own keys in this tab, for everything that opens or seals; they are gone on reload and on sign-out. */
import { useEffect, useSyncExternalStore } from "react";
import { Problem } from "../lib/problem";
import type { Alarm } from "./alarm";
import type { Found, Purpose } from "./engine";
import type { Invitee } from "./links";
import { hasOffered, type Offered, takeOffered } from "./offered";
import type { Own } from "./own";
import { tellAlert } from "./server";
import { officer } from "./telling";

export type Standing =
  | Found
  | { readonly state: "reading" }
  | { readonly state: "failed"; readonly error: unknown };

/** Keys are needed, and they are not open. */
export class Locked extends Error {
  override readonly name = "Locked";
}

/** The keys were changed elsewhere a moment ago; what is shown is new now. */
export class Moved extends Error {
  override readonly name = "Moved";
}

const READING: Standing = { state: "reading" };
const CHANNEL = "careteam-keys";

let standing: Standing = READING;
/** Counts sessions and readings, so that nothing late is taken for now. */
let turn = 0;
let begun = false;
const watchers = new Set<() => void>();
let channel: BroadcastChannel | null = null;

const engine = () => import("./engine");

function become(next: Standing): void {
  standing = next;
  for (const watcher of watchers) watcher();
  if (next.state === "alert" && !next.told) void tell(next.alarm);
}

/** The privacy officer is told by itself; nobody has to remember it. */
async function tell(alarm: Alarm): Promise<void> {
  const key = crypto.randomUUID();
  await officer.tell(`keys/${alarm.broken}/${alarm.personId}`, () => tellAlert(alarm, key));
  if (standing.state === "alert" && standing.alarm === alarm) become({ ...standing, told: true });
}

function openNow(): Own | null {
  return standing.state === "unlocked" ? standing.own : null;
}

/** A session begins. What came with signing in is used at once; else nothing is loaded before somebody asks. */
export function enterKeyring(): void {
  if (hasOffered()) void readKeyring();
}

/** The session is over: nothing of it stays in memory. */
export function leaveKeyring(): void {
  turn += 1;
  begun = false;
  takeOffered();
  officer.stop();
  channel?.close();
  channel = null;
  become(READING);
}

/** Reads everything anew; what is open stays so meanwhile. */
export async function readKeyring(): Promise<void> {
  begun = true;
  listen();
  turn += 1;
  const mine = turn;
  if (standing.state === "failed") become(READING);
  try {
    const { find } = await engine();
    const found = await find(takeOffered(), openNow());
    if (mine === turn) become(found);
  } catch (error) {
    if (mine === turn && standing.state !== "unlocked") become({ state: "failed", error });
  }
}

function listen(): void {
  if (channel || typeof BroadcastChannel !== "function") return;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => void readKeyring();
}

/** Opens with what somebody gives; throws what was wrong with it. */
export async function unlockKeyring(secret: Offered): Promise<void> {
  const { openBy } = await engine();
  if (standing.state !== "locked") return;
  const { ground, chain } = standing;
  await alarmed(async () => become({ state: "unlocked", own: await openBy(ground, chain, secret) }));
}

/** Other keys than before are open here: just made, or changed. Other tabs read anew. */
export function adopt(own: Own): void {
  become({ state: "unlocked", own });
  listen();
  channel?.postMessage("changed");
}

/** Does something with open keys, and keeps what they are afterwards. */
export async function changeKeys(change: (own: Own) => Promise<Own>): Promise<void> {
  const own = openNow();
  if (!own) throw new Locked();
  await alarmed(async () => {
    try {
      adopt(await change(own));
    } catch (error) {
      if (!(error instanceof Problem && error.slug === "chain-moved")) throw error;
      await readKeyring();
      throw new Moved();
    }
  });
}

/** An alarm while doing something is the state of everything. */
async function alarmed(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isAlarm(error)) become({ state: "alert", alarm: error, told: false });
    throw error;
  }
}

// By name: the class comes with the protocol, which sign-in does not load.
function isAlarm(error: unknown): error is Alarm {
  return error instanceof Error && error.name === "Alarm";
}

/** The alarm that something read elsewhere has raised. */
export function raise(alarm: Alarm): void {
  become({ state: "alert", alarm, told: false });
}

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
};

/** Has one's keys read, unless that has begun. */
export function needKeyring(): void {
  if (!begun) void readKeyring();
}

/** How one's keys stand; the first who asks has them read. */
export function useKeyring(): Standing {
  useEffect(needKeyring, []);
  return useStanding();
}

/** The same, for those who only look on and need not know yet. */
export function useStanding(): Standing {
  return useSyncExternalStore(watch, () => standing);
}

/** Seals to oneself: base64url, as JSON carries it. `id` is the UUID of what is sealed. */
export async function sealOwn(
  purpose: Purpose,
  id: string,
  version: number,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const own = openNow();
  if (!own) throw new Locked();
  return (await engine()).seal(own, purpose, id, version, plaintext);
}

/** Opens what one sealed to oneself, in whichever generation. */
export async function openOwn(
  purpose: Purpose,
  id: string,
  version: number,
  sealed: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const own = openNow();
  if (!own) throw new Locked();
  return (await engine()).unseal(own, purpose, id, version, sealed);
}

/** An invitation's link with what one's own keys can add to it; as it is where they are not open. */
export async function linkFor(invitee: Invitee, url: string): Promise<string> {
  if (!begun) await readKeyring();
  const own = openNow();
  return own ? (await import("./links")).linkFor(own, invitee, url) : url;
}

/**
 * The safety plan on this device, so that it opens without a network and without signing in: only for one person, and only
 * where the patient keeps their keys here too or asked for it. Sealed under a key that no script can read.
 */
import { queryOptions } from "@tanstack/react-query";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { SafetyPlanContent } from "../../client/types";
import { openSealedHere, type SealedHere, sealHere } from "../../keyring/sealed-here";

interface Kept {
  readonly personId: string;
  /** Null where this person does not want it here. */
  readonly plan: SealedHere | null;
}

interface Shape extends DBSchema {
  kept: { key: string; value: Kept };
}

/** What lies here: whose, whether they want it here, and what it says if there is a safety plan yet. */
export interface Here {
  readonly personId: string;
  readonly wanted: boolean;
  readonly content: SafetyPlanContent | null;
}

const NAME = "careteam-safety-plan";
const ONE = "one";
let opened: Promise<IDBPDatabase<Shape> | null> | undefined;

/** Null where the browser keeps nothing. */
function database(): Promise<IDBPDatabase<Shape> | null> {
  opened ??= openDB<Shape>(NAME, 1, { upgrade: (db) => void db.createObjectStore("kept") }).catch(() => null);
  return opened;
}

const contextOf = (personId: string) => new TextEncoder().encode(`careteam/safety-plan ${personId}`);

/** Keeps it here. False where the browser does not give back what it took. */
export async function keepHere(personId: string, content: SafetyPlanContent | null): Promise<boolean> {
  const text = new TextEncoder().encode(JSON.stringify(content));
  return (
    (await put({ personId, plan: await sealHere(text, contextOf(personId)) })) && (await readHere()) !== null
  );
}

/** Forgets what it says; that this person does not want it here stays. */
export function dropHere(personId: string): Promise<boolean> {
  return put({ personId, plan: null });
}

async function put(kept: Kept): Promise<boolean> {
  try {
    return (await (await database())?.put("kept", kept, ONE)) !== undefined;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

async function readHere(): Promise<Here | null> {
  try {
    const kept = await (await database())?.get("kept", ONE);
    if (!kept) return null;
    const { personId, plan } = kept;
    if (!plan) return { personId, wanted: false, content: null };
    const text = new TextDecoder().decode(await openSealedHere(plan, contextOf(personId)));
    return { personId, wanted: true, content: JSON.parse(text) as SafetyPlanContent | null };
  } catch (error) {
    // A key that the browser no longer gives back opens nothing: it is read from the server again.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

export const hereQuery = queryOptions({
  queryKey: ["safety-plan-here"],
  queryFn: readHere,
});

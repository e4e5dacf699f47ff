/** The conversations on this page, for whoever shows or sends; the protocol itself is loaded when keys are open. */
import { Locked } from "../keyring/keyring";
import type { Own } from "../keyring/own";
import type { Room } from "./room";
import type { MessageRow } from "./row";
import type { Talk } from "./talk";

let room: Promise<Room> | null = null;
let whose: Own | null = null;

/** From now on conversations are opened with these keys; those that are open stay so while they are the same person's. */
export function enterTalks(own: Own): void {
  if (whose === own) return;
  const before = whose && whose.ground.mine.person_id === own.ground.mine.person_id ? room : null;
  whose = own;
  room = before ? before.then((open) => Object.assign(open, { own })) : opened(own);
}

async function opened(own: Own): Promise<Room> {
  const { roomOf } = await import("./room");
  return roomOf(own);
}

/** Nothing that was opened stays in memory. */
export function leaveTalks(): void {
  void room?.then((open) => open.close());
  room = null;
  whose = null;
}

/** A conversation; throws Locked where keys are not open. */
export async function talkOf(planId: string, conversationId: string): Promise<Talk<MessageRow>> {
  if (room === null) throw new Locked();
  return (await room).talk(planId, conversationId);
}

/** Reads what is new in a conversation that is not on screen. */
export async function glance(planId: string, conversationId: string): Promise<Talk<MessageRow>> {
  if (room === null) throw new Locked();
  return (await room).glance(planId, conversationId);
}

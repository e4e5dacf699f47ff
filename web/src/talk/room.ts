/** All conversations of whoever has open keys on this page: one memory, the same people, each opened once. */
import { systemRandom } from "../crypto/mh1/primitives";
import { uidOf } from "../keyring/ids";
import { changeKeys, readKeyring } from "../keyring/keyring";
import type { Own } from "../keyring/own";
import { type LogSeen, withLogs } from "../keyring/pins";
import { officer } from "../keyring/telling";
import { keepPins } from "../keyring/writes";
import { Problem } from "../lib/problem";
import { directorySource, readTogether, wayOf } from "./http";
import type { Memory } from "./memory";
import { People } from "./people";
import { Gathering, PinnedMemory } from "./pinned";
import type { MessageRow } from "./row";
import { alone, type Self, type Setting } from "./setting";
import { memoryOf } from "./store";
import { Talk } from "./talk";
import { Together } from "./together";

/** Milliseconds: how often pins are written at most. */
const PINNED_EVERY = 60_000;

export class Room {
  private readonly talks = new Map<string, Talk<MessageRow>>();
  private readonly setting: Setting;
  private readonly together = new Together(readTogether);
  private readonly pinning = new Gathering(pinLogs, PINNED_EVERY);

  constructor(
    public own: Own,
    device: Memory,
  ) {
    const { org, roots, logs } = own.pins;
    const memory = new PinnedMemory(device, logs, this.pinning.note);
    this.setting = {
      people: new People(directorySource, memory, { org, roots }),
      self: () => this.self(),
      memory,
      officer,
      alone,
      random: systemRandom,
      now: Date.now,
    };
  }

  /** Whose it is has left. */
  close(): void {
    this.pinning.stop();
  }

  private self(): Self {
    const { chain, generations, signer } = this.own;
    return { chain, own: generations, signer };
  }

  /** The same for everybody who asks. */
  talk(planId: string, conversationId: string): Talk<MessageRow> {
    const known = this.talks.get(conversationId);
    if (known) return known;
    const talk = new Talk(uidOf(conversationId), wayOf(planId, conversationId, this.together), this.setting);
    this.talks.set(conversationId, talk);
    return talk;
  }

  /** What was said last, for a list: read together with the others that it shows. */
  async glance(planId: string, conversationId: string): Promise<Talk<MessageRow>> {
    const talk = this.talk(planId, conversationId);
    if (talk.read().state.is === "reading") this.together.want(conversationId);
    await talk.sync();
    return talk;
  }
}

/** Pins go with what a person wrote last; where another device was first, they are read anew and tried with the next. */
async function pinLogs(logs: readonly LogSeen[]): Promise<void> {
  try {
    await changeKeys((own) => keepPins(own, withLogs(own.pins, logs)));
  } catch (error) {
    if (error instanceof Problem && error.slug === "pins-moved") await readKeyring();
    throw error;
  }
}

export async function roomOf(own: Own): Promise<Room> {
  return new Room(own, await memoryOf(own.ground.uid));
}

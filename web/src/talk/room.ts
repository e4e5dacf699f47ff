/** All conversations of whoever has open keys on this page: one memory, the same people, each opened once. */
import { systemRandom } from "../crypto/mh1/primitives";
import { uidOf } from "../keyring/ids";
import type { Own } from "../keyring/own";
import { directorySource, wayOf } from "./http";
import type { Memory } from "./memory";
import { People } from "./people";
import type { MessageRow } from "./row";
import { alone, type Self, type Setting } from "./setting";
import { memoryOf } from "./store";
import { Talk } from "./talk";

export class Room {
  private readonly talks = new Map<string, Talk<MessageRow>>();
  private readonly setting: Setting;

  constructor(
    public own: Own,
    memory: Memory,
  ) {
    const { org, roots } = own.pins;
    this.setting = {
      people: new People(directorySource, memory, { org, roots }),
      self: () => this.self(),
      memory,
      alone,
      random: systemRandom,
      now: Date.now,
    };
  }

  private self(): Self {
    const { chain, generations, signer } = this.own;
    return { chain, own: generations, signer };
  }

  /** The same for everybody who asks. */
  talk(planId: string, conversationId: string): Talk<MessageRow> {
    const known = this.talks.get(conversationId);
    if (known) return known;
    const talk = new Talk(uidOf(conversationId), wayOf(planId, conversationId), this.setting);
    this.talks.set(conversationId, talk);
    return talk;
  }
}

export async function roomOf(own: Own): Promise<Room> {
  return new Room(own, await memoryOf(own.ground.uid));
}

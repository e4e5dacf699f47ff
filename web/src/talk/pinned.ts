/** What a device remembers, together with what the person's own pins say of logs; the pins learn what went on. */
import { fromHex, hex } from "../crypto/mh1/bytes";
import type { LogSeen } from "../keyring/pins";
import type { Memory, Place } from "./memory";

const LOG = "log/";

/** Of two memories of a log the one that saw more of it counts: so a new device is held to what others saw. */
export class PinnedMemory implements Memory {
  private readonly pinned: Map<string, Place>;

  constructor(
    private readonly device: Memory,
    logs: readonly LogSeen[],
    private readonly went: (log: LogSeen) => void,
  ) {
    this.pinned = new Map(logs.map(({ cid, seq, hash }) => [LOG + hex(cid), { seq, hash }]));
  }

  async seen(name: string): Promise<Place | null> {
    const here = await this.device.seen(name);
    if (!name.startsWith(LOG)) return here;
    const pinned = this.pinned.get(name) ?? null;
    if (here === null || (pinned !== null && pinned.seq >= here.seq)) return pinned;
    this.pin(name, here);
    return here;
  }

  async keep(name: string, place: Place): Promise<void> {
    await this.device.keep(name, place);
    if (name.startsWith(LOG)) this.pin(name, place);
  }

  private pin(name: string, { seq, hash }: Place): void {
    this.pinned.set(name, { seq, hash });
    this.went({ cid: fromHex(name.slice(LOG.length)), seq, hash });
  }
}

/** Hands on what went on: together, and not more often than `every` milliseconds. */
export class Gathering {
  private readonly logs = new Map<string, LogSeen>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly write: (logs: readonly LogSeen[]) => Promise<void>,
    private readonly every: number,
  ) {}

  note = (log: LogSeen): void => {
    this.logs.set(hex(log.cid), log);
    this.timer ??= setTimeout(() => void this.now(), this.every);
  };

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.logs.clear();
  }

  private async now(): Promise<void> {
    this.timer = null;
    const logs = [...this.logs.values()];
    this.logs.clear();
    try {
      await this.write(logs);
    } catch {
      // Another device was first, or the line is away: it goes with the next, and until then this device remembers.
      for (const log of logs) if (!this.logs.has(hex(log.cid))) this.note(log);
    }
  }
}

/** Tells the privacy officer what was found: each thing once, again when the network is back, and in nobody's way. */

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;

interface Found {
  readonly send: () => Promise<unknown>;
  readonly told: Promise<void>;
  readonly confirm: () => void;
}

export class Telling {
  private readonly found = new Map<string, Found>();
  private readonly untold = new Set<string>();
  private running = false;
  private wait = FIRST_WAIT;
  private stopWaiting: (() => void) | null = null;

  /** Resolves once the server has confirmed that the privacy officer was told; the same name is told once. */
  tell(name: string, send: () => Promise<unknown>): Promise<void> {
    const known = this.found.get(name);
    if (known) return known.told;
    let confirm = () => {};
    const told = new Promise<void>((resolve) => {
      confirm = resolve;
    });
    this.found.set(name, { send, told, confirm });
    this.untold.add(name);
    void this.run();
    return told;
  }

  /** Whoever found it has left: nothing of it is told in the name of who comes next. */
  stop(): void {
    this.stopWaiting?.();
    this.found.clear();
    this.untold.clear();
    this.wait = FIRST_WAIT;
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (const name of this.untold) if (!(await this.toldNow(name))) break;
    this.running = false;
    if (this.untold.size > 0) this.later();
  }

  /** A refusal is no end: it stays untold, and its screen says so until a later try is confirmed. */
  private async toldNow(name: string): Promise<boolean> {
    const found = this.found.get(name);
    const arrived = await found?.send().then(
      () => true,
      () => false,
    );
    if (!arrived || this.found.get(name) !== found) return false;
    this.untold.delete(name);
    found?.confirm();
    this.wait = FIRST_WAIT;
    return true;
  }

  private later(): void {
    this.stopWaiting?.();
    const again = () => {
      this.stopWaiting?.();
      void this.run();
    };
    const timer = setTimeout(again, this.wait);
    globalThis.addEventListener?.("online", again);
    this.stopWaiting = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", again);
      this.stopWaiting = null;
    };
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }
}

/** Of whoever is signed in on this page. */
export const officer = new Telling();

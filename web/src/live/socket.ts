/** The one WebSocket of this page, and the truth about whether it is there. */

export type Connection =
  | { state: "connecting" }
  | { state: "open" }
  | { state: "waiting"; attempt: number; until: number }
  | { state: "refused" }
  | { state: "closed" };

export interface SocketHooks {
  onFrame: (frame: unknown) => void;
  /** Asks whether the session still stands: "yes", "no", or "unknown" when the server does not answer. */
  isSignedIn: () => Promise<"yes" | "no" | "unknown">;
  onState: (connection: Connection) => void;
}

const SIGNED_OUT = 4401;
/** The server sends its heads every 20 s: twice that without a word means the line is dead. */
const SILENCE = 45_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;

/** Waits before a new try: doubling, and jittered so that a restarted server is not stormed. */
export function backoff(attempt: number, random = Math.random()): number {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return ceiling / 2 + (random * ceiling) / 2;
}

export class LiveSocket {
  private socket: WebSocket | null = null;
  private connection: Connection = { state: "closed" };
  private attempt = 0;
  private retry: number | undefined;
  private watchdog: number | undefined;
  private lastWord = 0;

  constructor(
    private readonly url: string,
    private readonly hooks: SocketHooks,
  ) {}

  start(): void {
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.cut);
    document.addEventListener("visibilitychange", this.wake);
    this.watchdog = window.setInterval(this.check, 5_000);
    this.connect();
  }

  stop(): void {
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.cut);
    document.removeEventListener("visibilitychange", this.wake);
    window.clearInterval(this.watchdog);
    window.clearTimeout(this.retry);
    this.drop();
    this.become({ state: "closed" });
  }

  send(frame: unknown): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** Gives up the present line and takes a new one: what the server asks for with `resync`. */
  reconnect(): void {
    this.drop();
    this.connect();
  }

  /** A laptop that woke up, a tab that came back, a network that returned: do not wait for the timer. */
  private readonly wake = () => {
    if (document.visibilityState === "hidden") return;
    if (this.connection.state === "waiting") {
      this.attempt = 0;
      this.connect();
    } else this.check();
  };

  /** The device says that its network is gone: do not wait for the silence. */
  private readonly cut = () => {
    if (!this.socket) return;
    this.drop();
    void this.lost(0);
  };

  private readonly check = () => {
    if (this.connection.state === "open" && Date.now() - this.lastWord > SILENCE) this.reconnect();
  };

  private connect(): void {
    window.clearTimeout(this.retry);
    this.become({ state: "connecting" });
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onmessage = (event) => {
      this.lastWord = Date.now();
      if (this.connection.state !== "open") {
        this.attempt = 0;
        this.become({ state: "open" });
      }
      this.hooks.onFrame(JSON.parse(String(event.data)));
    };
    socket.onclose = (event) => {
      if (this.socket === socket) void this.lost(event.code);
    };
  }

  private async lost(code: number): Promise<void> {
    this.socket = null;
    const signedIn = code === SIGNED_OUT ? "no" : await this.hooks.isSignedIn();
    if (this.socket || this.connection.state === "closed") return;
    if (signedIn === "no") {
      this.become({ state: "refused" });
      return;
    }
    const wait = backoff(this.attempt);
    this.attempt += 1;
    this.become({ state: "waiting", attempt: this.attempt, until: Date.now() + wait });
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private become(connection: Connection): void {
    this.connection = connection;
    this.hooks.onState(connection);
  }
}

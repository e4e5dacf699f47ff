/** Secrets that came with signing in: a kit in an address, what a passkey derived. In memory, until the keyring takes them. */

/** A passphrase with its account secret, and what stops the work that it takes. */
export interface Passphrase {
  readonly passphrase: string;
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

export type Offered =
  | { readonly kit: string }
  | Passphrase
  | { readonly credential: Uint8Array<ArrayBuffer>; readonly prf: Uint8Array<ArrayBuffer> };

let waiting: Offered[] = [];

export function offer(secret: Offered): void {
  waiting = [...waiting.slice(-1), secret];
}

export function hasOffered(): boolean {
  return waiting.length > 0;
}

/** All of them, and none is left. */
export function takeOffered(): readonly Offered[] {
  const taken = waiting;
  waiting = [];
  return taken;
}

/** Takes `#kit=` out of the address bar before anything can keep the address. */
export function takeKitFromAddress(): void {
  const kit = /^#kit=([0-9A-Za-z%\- ]{32,80})$/.exec(window.location.hash)?.[1];
  if (kit === undefined) return;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  offer({ kit: decodeURIComponent(kit) });
}

/** What an invitation's link said beside its address: a patient's token, and which keys the clinic has. In memory only. */

export interface LinkFacts {
  /** The token that co-signs a patient's first keys. */
  readonly token: string | null;
  /** SHA-256 of the clinic's three root keys, joined in order. */
  readonly roots: string;
}

let facts: LinkFacts | null = null;

/** Takes `#<token>.<roots>` out of an invitation's address before anything can keep it. */
export function takeLinkFacts(): void {
  const found = /^#([\w-]{22})?\.([\w-]{43})$/.exec(window.location.hash);
  if (!found?.[2] || !window.location.pathname.startsWith("/welcome/")) return;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  facts = { token: found[1] ?? null, roots: found[2] };
}

export function linkFacts(): LinkFacts | null {
  return facts;
}

export function forgetLinkFacts(): void {
  facts = null;
}

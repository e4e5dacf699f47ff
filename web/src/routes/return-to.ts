/** An address of this client to go on to; anything else is none. */
export function returnTo(to: unknown): string | undefined {
  return typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined;
}

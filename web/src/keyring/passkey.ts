/** What a passkey derives for its person (PRF): asked for in the browser, and never part of anything sent. */

type Bytes = Uint8Array<ArrayBuffer>;

/** The one input, a constant of the client: never the server's choice. */
const INPUT: Bytes = new TextEncoder().encode("mh1/unlock/v1");

/** Goes into every question to a passkey. Windows tells that it can only where it is asked at the making too. */
export const DERIVING: AuthenticationExtensionsClientInputs = { prf: { eval: { first: INPUT } } };

/** Nobody chose a passkey, or the browser gave up waiting. */
export class NoneChosen extends Error {
  override readonly name = "NoneChosen";
}

export interface Derived {
  readonly credential: Bytes;
  readonly prf: Bytes;
}

/** What a passkey derived while it answered; null where it cannot. */
export function derivedBy(found: PublicKeyCredential): Derived | null {
  const first = found.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return null;
  const prf = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer.slice(first.byteOffset, first.byteOffset + first.byteLength) as ArrayBuffer)
    : new Uint8Array(first);
  return { credential: new Uint8Array(found.rawId), prf };
}

/** Asks one of these passkeys, for nobody but this page. */
export async function derive(credentials: readonly Bytes[]): Promise<Derived | null> {
  try {
    const found = await navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        userVerification: "required",
        allowCredentials: credentials.map((id) => ({ type: "public-key" as const, id })),
        extensions: DERIVING,
      },
    });
    if (found instanceof PublicKeyCredential) return derivedBy(found);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  throw new NoneChosen();
}

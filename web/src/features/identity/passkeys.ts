/** Passkeys as the browser speaks of them. What a passkey derives for its person (PRF) is never part of an answer. */
import type { NewPasskeyQuestion, PasskeyQuestion } from "../../client/types";

/** The person chose none, or the browser gave up waiting. */
export class NoPasskey extends Error {}
/** This device keeps a passkey for this clinic already. */
export class PasskeyHere extends Error {}

export interface PasskeyAnswer {
  credential_id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
  user_handle: string;
}

export interface NewPasskeyAnswer {
  credential_id: string;
  client_data: string;
  attestation: string;
}

export function passkeysWork(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

/** Can the browser offer passkeys where an e-mail address is typed? */
export async function offersPasskeys(): Promise<boolean> {
  return passkeysWork() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}

/** Has a passkey sign the challenge. With `offering`, the browser waits until one is chosen in a field. */
export async function signWith(
  question: PasskeyQuestion,
  { signal, offering }: { signal?: AbortSignal; offering?: boolean } = {},
): Promise<PasskeyAnswer> {
  const found = await unless(
    navigator.credentials.get({
      ...(signal ? { signal } : {}),
      ...(offering ? { mediation: "conditional" as const } : {}),
      publicKey: {
        challenge: bytes(question.challenge),
        rpId: question.rp_id,
        userVerification: "required",
        allowCredentials: question.credential_ids.map(known),
      },
    }),
  );
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    credential_id: text(found.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
    user_handle: text(response.userHandle ?? new ArrayBuffer(0)),
  };
}

/** Has the browser make a passkey that signs in by itself. */
export async function makePasskey(question: NewPasskeyQuestion): Promise<NewPasskeyAnswer> {
  const made = await unless(
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(question.challenge),
        rp: { id: question.rp_id, name: question.rp_name },
        user: {
          id: bytes(question.user_handle),
          name: question.user_name,
          displayName: question.user_name,
        },
        pubKeyCredParams: question.algorithms.map((alg) => ({ type: "public-key" as const, alg })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        excludeCredentials: question.credential_ids.map(known),
        attestation: "none",
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    credential_id: text(made.rawId),
    client_data: text(response.clientDataJSON),
    attestation: text(response.attestationObject),
  };
}

async function unless(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await asked;
    if (found instanceof PublicKeyCredential) return found;
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError") throw new PasskeyHere();
    if (!(error instanceof DOMException)) throw error;
  }
  throw new NoPasskey();
}

function known(id: string): PublicKeyCredentialDescriptor {
  return { type: "public-key", id: bytes(id) };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

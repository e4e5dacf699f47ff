/** Passkeys as the browser speaks of them. What a passkey derives for its person (PRF) is never part of an answer. */
import type { NewPasskeyQuestion, PasskeyQuestion } from "../../client/types";
import { offer } from "../../keyring/offered";
import { DERIVING, derivedBy } from "../../keyring/passkey";
import { base64url, fromBase64url } from "../../lib/base64url";

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

/** Has a passkey sign the challenge; what it derives opens its person's keys in the same gesture. With `offering`, the browser waits until one is chosen in a field. */
export async function signWith(
  question: PasskeyQuestion,
  { signal, offering }: { signal?: AbortSignal; offering?: boolean } = {},
): Promise<PasskeyAnswer> {
  const found = await unless(
    navigator.credentials.get({
      ...(signal ? { signal } : {}),
      ...(offering ? { mediation: "conditional" as const } : {}),
      publicKey: {
        challenge: fromBase64url(question.challenge),
        rpId: question.rp_id,
        userVerification: "required",
        allowCredentials: question.credential_ids.map(known),
        extensions: DERIVING,
      },
    }),
  );
  const derived = derivedBy(found);
  if (derived) offer(derived);
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    credential_id: base64url(found.rawId),
    client_data: base64url(response.clientDataJSON),
    authenticator_data: base64url(response.authenticatorData),
    signature: base64url(response.signature),
    user_handle: base64url(response.userHandle ?? new ArrayBuffer(0)),
  };
}

/** Has the browser make a passkey that signs in by itself. */
export async function makePasskey(question: NewPasskeyQuestion): Promise<NewPasskeyAnswer> {
  const made = await unless(
    navigator.credentials.create({
      publicKey: {
        challenge: fromBase64url(question.challenge),
        rp: { id: question.rp_id, name: question.rp_name },
        user: {
          id: fromBase64url(question.user_handle),
          name: question.user_name,
          displayName: question.user_name,
        },
        pubKeyCredParams: question.algorithms.map((alg) => ({ type: "public-key" as const, alg })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        excludeCredentials: question.credential_ids.map(known),
        attestation: "none",
        extensions: DERIVING,
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    credential_id: base64url(made.rawId),
    client_data: base64url(response.clientDataJSON),
    attestation: base64url(response.attestationObject),
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
  return { type: "public-key", id: fromBase64url(id) };
}

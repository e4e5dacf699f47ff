/** What offices sign when somebody lost everything: which of it is one's own to sign, and the signing. */
import { useMutation } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { OwnOffice, WaitingSuccessor } from "../../client/types";
import type { Bytes } from "../../crypto/mh1/bytes";
import { countersigned } from "../../crypto/mh1/carried";
import { genesisOf } from "../../crypto/mh1/chains";
import { makeCloseByOfficer } from "../../crypto/mh1/enrolment";
import { officeSigner } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import { checkClose, type Succession } from "../../keyring/successor";
import { base64url, fromBase64url } from "../../lib/base64url";
import { wordFor } from "./offices";

/** The first half, the second, or both by one person who holds both offices. */
export type Signing =
  | { readonly kind: "half"; readonly identity: OwnOffice }
  | { readonly kind: "countersign"; readonly half: string; readonly coordinator: OwnOffice }
  | { readonly kind: "both"; readonly identity: OwnOffice; readonly coordinator: OwnOffice };

/** One's own offices that are in force. */
export interface Offices {
  readonly identity: OwnOffice | undefined;
  readonly coordinator: OwnOffice | undefined;
}

/** What is one's own to sign now; null where others are asked. */
export function signingOf({ close, attest_as }: WaitingSuccessor, offices: Offices): Signing | null {
  const { identity, coordinator } = offices;
  if (close !== null) return coordinator ? { kind: "countersign", half: close, coordinator } : null;
  const reaches = identity && (identity.scope === "anyone" || attest_as[0] === "patient");
  if (!reaches) return null;
  return coordinator ? { kind: "both", identity, coordinator } : { kind: "half", identity };
}

/** Who signs what about whom. */
interface Act {
  readonly own: Own;
  readonly waiting: WaitingSuccessor;
  readonly signing: Signing;
  readonly succession: Succession;
}

/** Signs one's part; with the second part the old keys are closed and the new ones in use. */
export function useSignSuccession() {
  return useMutation<void, Error, Act>({ networkMode: "always", mutationFn: signPart });
}

async function signPart({ own, waiting, signing, succession }: Act): Promise<void> {
  const params = { path: { person_id: waiting.person.id }, header: keyed(crypto.randomUUID()) };
  if (signing.kind === "countersign") {
    const entry = await second(own, succession, fromBase64url(signing.half), signing.coordinator);
    await api.POST("/api/keys/people/{person_id}/close", { params, body: { entry: base64url(entry) } });
    return;
  }
  const { before, next } = succession;
  const officer = await officeSigner(own, signing.identity);
  const half = await makeCloseByOfficer(before, officer, genesisOf(next), Date.now());
  const attestation = await wordFor(officer, waiting, next);
  if (signing.kind === "half") {
    const body = { close: base64url(half), attestation };
    await api.POST("/api/keys/people/{person_id}/successor", { params, body });
    return;
  }
  const entry = await second(own, succession, half, signing.coordinator);
  const body = { entry: base64url(entry), attestation };
  await api.POST("/api/keys/people/{person_id}/close", { params, body });
}

/** With the coordinator's signature; the officer's is held to be one first. */
async function second(own: Own, succession: Succession, half: Bytes, coordinator: OwnOffice): Promise<Bytes> {
  const entry = await countersigned("mh1/user", half, await officeSigner(own, coordinator));
  await checkClose(own, succession, entry);
  return entry;
}
